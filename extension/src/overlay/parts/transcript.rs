//! The last utterances. One of theirs that opened no card tells why, when asked.

use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::model::Model;
use crate::overlay::tree::{Element, Node, button, element};
use crate::overlay::words;
use convoally_shared::utterance::Utterance;
use convoally_shared::view::SessionView;

/// How many finished utterances stay in sight.
const LAST: usize = 3;

/// The last of what was said.
pub fn transcript(model: &Model) -> Element {
    let lines = lines(&model.view).map(|(utterance, interim)| line(model, utterance, interim));
    element("ol", "transcript").with("aria-label", "What was said").all(lines.collect())
}

/// The last utterances, and whether each is still being said.
fn lines(view: &SessionView) -> impl Iterator<Item = (&Utterance, bool)> {
    let earlier = view.utterances.len().saturating_sub(LAST);
    let finished = view.utterances.iter().skip(earlier).map(|utterance| (utterance, false));
    finished.chain(view.interim.iter().map(|utterance| (utterance, true)))
}

fn line(model: &Model, utterance: &Utterance, interim: bool) -> Node {
    let reason = model.view.passed.iter().rev().find(|(id, _)| *id == utterance.id);
    let line = element("li", if interim { "utterance interim" } else { "utterance" })
        .with("data-speaker", words::key(utterance.speaker))
        .child(element("b", "").words(utterance.speaker.label()))
        .child(element("span", "").words(&utterance.text));
    match reason {
        Some((_, reason)) => why(line, model, utterance, reason).into(),
        None => line.into(),
    }
}

/// Why it opened no card, and the way to one all the same.
fn why(line: Element, model: &Model, utterance: &Utterance, reason: &str) -> Element {
    let fold = Fold::Why(utterance.id);
    let open = model.deck.is_open(fold);
    let told = || {
        let answer = button("answer-it more", "Answer it", Act::Ask(utterance.text.clone()));
        element("p", "reason").words("No card: ").words(reason).words(". ").child(answer).into()
    };
    line.child(button("why quiet", "?", Act::Toggle(fold)).named("Why no card?").expanded(open)).maybe(open.then(told))
}
