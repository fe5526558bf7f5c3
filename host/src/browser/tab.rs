//! The meeting tab's sound as it comes over the port: base64 in, samples out, and the source that they go to.

use crate::audio::{self, SAMPLE_RATE, SourceSpec, TabInlet};
use base64::prelude::{BASE64_STANDARD, Engine};
use convoally_shared::fault::Fault;
use convoally_shared::request::TheirSound;
use convoally_shared::utterance::Speaker;

/// The longest piece, samples: one second.
const LONGEST: usize = SAMPLE_RATE as usize;
/// The longest name of a tab that is shown and kept, characters.
const LONGEST_TITLE: usize = 80;

/// What a session listens to: `configured`, with the tab in front of the source of the others where it is wanted.
pub fn sources(
    configured: Vec<(Speaker, SourceSpec)>,
    them: &TheirSound,
) -> (Option<TabInlet>, Vec<(Speaker, SourceSpec)>) {
    let mut sources = configured;
    let theirs = sources.iter_mut().find(|(speaker, _)| *speaker == Speaker::Them);
    let (TheirSound::Tab { title }, Some((_, spec))) = (them, theirs) else { return (None, sources) };
    let title: String = title.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect();
    let (inlet, tab) = audio::tab(&title, spec.clone());
    *spec = tab;
    (Some(inlet), sources)
}

/// The samples of a piece, −1.0 to 1.0.
///
/// # Errors
/// It is not base64, not whole samples, empty, or longer than a second.
pub fn samples(pcm: &str) -> Result<Vec<f32>, Fault> {
    // Four characters hold three bytes: what is too long is not even decoded.
    if pcm.len() > (LONGEST * 2).div_ceil(3) * 4 {
        return Err(unreadable("it is longer than a second"));
    }
    let bytes = BASE64_STANDARD.decode(pcm).map_err(|_| unreadable("it is not base64"))?;
    let (pairs, rest) = bytes.as_chunks::<2>();
    if pairs.is_empty() || !rest.is_empty() {
        return Err(unreadable("it holds no whole number of samples"));
    }
    Ok(pairs.iter().map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32_768.0).collect())
}

fn unreadable(why: &str) -> Fault {
    Fault::new(
        "wire.bad_sound",
        format!("A piece of the tab's sound could not be read: {why}."),
        "Update the host and the extension to the same version.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_come_out_at_full_scale_and_in_order() {
        let pcm = BASE64_STANDARD.encode([0, 0, 0, 0x40, 0, 0x80]);
        assert_eq!(samples(&pcm), Ok(vec![0.0, 0.5, -1.0]));
        assert_eq!(samples(&BASE64_STANDARD.encode(vec![0; LONGEST * 2])).map(|all| all.len()), Ok(LONGEST));
    }

    #[test]
    fn what_is_no_second_of_samples_is_refused() {
        let odd = BASE64_STANDARD.encode([1, 2, 3]);
        let long = BASE64_STANDARD.encode(vec![0; LONGEST * 2 + 2]);
        for pcm in ["", "not base64!", "AAA", &odd, &long] {
            assert_eq!(samples(pcm).map_err(|fault| fault.code), Err("wire.bad_sound".to_owned()), "{pcm:.20}");
        }
    }

    #[test]
    fn only_the_source_of_the_others_becomes_a_tab() {
        let configured = vec![(Speaker::Them, SourceSpec::System), (Speaker::Me, SourceSpec::Microphone)];
        let (none, same) = sources(configured.clone(), &TheirSound::System);
        assert!(none.is_none() && same == configured);
        let (inlet, with_tab) = sources(configured.clone(), &TheirSound::Tab { title: "meet.google.com".into() });
        assert!(inlet.is_some() && matches!(with_tab[0].1, SourceSpec::Tab(_)));
        assert_eq!(with_tab[1], configured[1]);
    }
}
