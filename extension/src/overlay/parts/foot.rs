//! Who transcribes, who drafts, and what left this computer.

use super::shape::{live, row};
use crate::overlay::model::Model;
use crate::overlay::words;
use convoally_shared::card::Disclosure;
use leptos::prelude::*;

/// How the host names a transcriber that sends nothing away. With any other, the foot promises less.
const ON_THIS_COMPUTER: &str = "on this computer";
/// How the content of a disclosure begins that is sound and no request.
const SOUND: &str = "sound of";

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
    let (sound, requests) = view.disclosures.iter().partition(|disclosure| disclosure.content.starts_with(SOUND));
    let sound = left(sound, |_| "Sound sent".to_owned());
    let requests = left(requests, |count| if count == 1 { "1 request".into() } else { format!("{count} requests") });
    [transcriber, answerer].into_iter().chain(sound).chain(requests).collect()
}

/// `2 requests: 3.1 KB to api.anthropic.com`.
fn left(disclosures: Vec<&Disclosure>, what: fn(usize) -> String) -> Option<String> {
    let bytes = disclosures.iter().map(|disclosure| disclosure.bytes).sum();
    let mut recipients: Vec<&str> = Vec::new();
    for disclosure in &disclosures {
        if !recipients.contains(&disclosure.recipient.as_str()) {
            recipients.push(&disclosure.recipient);
        }
    }
    let what = what(disclosures.len());
    (!disclosures.is_empty()).then(|| format!("{what}: {} to {}", words::size(bytes), recipients.join(", ")))
}
