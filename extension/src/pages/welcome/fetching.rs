//! How far the fetching of a model is, as a share and in words.

use crate::locale::{say, say_with, write};
use convoally_shared::model::Progress;

/// How far a step is, from 0 to 1; none while that is not known.
pub fn share(step: &Progress) -> Option<f64> {
    match *step {
        Progress::Downloading { done, total } | Progress::Converting { done, total } if total > 0 => {
            Some(done as f64 / total as f64)
        }
        Progress::Package { number, of } if of > 0 => Some((number as f64 - 1.0).max(0.0) / of as f64),
        Progress::Ready(_) => Some(1.0),
        _ => None,
    }
}

/// The step in words.
pub fn words(step: &Progress) -> String {
    match step {
        Progress::Waiting => say("welcome_models_waiting"),
        Progress::Downloading { done, total } => {
            say_with("welcome_models_bytes", &[&write::size(*done), &write::size(*total)])
        }
        Progress::Rerouted { .. } => say("welcome_models_rerouted"),
        Progress::Package { number, of } => say_with("welcome_models_package", &[&number.to_string(), &of.to_string()]),
        Progress::Unpacking | Progress::Converting { .. } => say("welcome_models_converting"),
        Progress::Ready(_) => say("welcome_done"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_only_where_it_is_known() {
        assert_eq!(share(&Progress::Waiting), None);
        assert_eq!(share(&Progress::Downloading { done: 0, total: 0 }), None);
        assert_eq!(share(&Progress::Downloading { done: 1, total: 4 }), Some(0.25));
        assert_eq!(share(&Progress::Package { number: 1, of: 2 }), Some(0.0));
    }

    #[test]
    fn a_download_says_how_much_of_how_much() {
        let words = words(&Progress::Downloading { done: 12_000_000, total: 80_000_000 });
        assert_eq!(words, "12 MB of 80 MB");
    }
}
