//! Who transcribes, who drafts, and what left this computer.

use super::shape::{live, row};
use crate::overlay::model::Model;
use crate::overlay::words;
use convoally_shared::card::Disclosure;
use leptos::prelude::*;

/// How the host names a transcriber that sends nothing away. With any other, the foot promises less.
const ON_THIS_COMPUTER: &str = "on this computer";

/// The foot of the panel.
pub fn foot(model: RwSignal<Model>) -> impl IntoView {
    view! {
        <footer class="part foot">
            {live(move || row(lines(&model.read()).into_iter().map(|line| view! { <p>{line}</p> })))}
        </footer>
    }
}

fn lines(model: &Model) -> Vec<String> {
    let view = &model.view;
    if view.session.is_none() {
        return vec!["Nothing is heard until you start it.".to_owned()];
    }
    let answerer = match &view.answerer {
        Some(answerer) => format!("Drafts: {answerer}"),
        None if view.transcriber.ends_with(ON_THIS_COMPUTER) => {
            "Passages only: nothing leaves this computer".to_owned()
        }
        None => "Passages only: no model is asked".to_owned(),
    };
    let transcriber = format!("Speech: {}", view.transcriber);
    [transcriber, answerer].into_iter().chain(left(&view.disclosures)).collect()
}

/// `Sent: 2 requests, 3.1 KB, to api.anthropic.com`.
fn left(disclosures: &[Disclosure]) -> Option<String> {
    if disclosures.is_empty() {
        return None;
    }
    let bytes = disclosures.iter().map(|disclosure| disclosure.bytes).sum();
    let count = match disclosures.len() {
        1 => "1 request".to_owned(),
        many => format!("{many} requests"),
    };
    let mut recipients: Vec<&str> = Vec::new();
    for Disclosure { recipient, .. } in disclosures {
        if let Err(place) = recipients.binary_search(&recipient.as_str()) {
            recipients.insert(place, recipient);
        }
    }
    Some(format!("Sent: {count}, {}, to {}", words::size(bytes), recipients.join(", ")))
}
