//! The last utterances, or a page of all of them. One of theirs that opened no card tells why, when asked.

use crate::locale::fault::HOST;
use crate::locale::say;
use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::model::Model;
use crate::overlay::tree::{Element, Node, button, controls, element, holder};
use crate::overlay::words;
use convoally_shared::utterance::Utterance;

/// What was said: the last lines, or a page that can be scrolled and the ways to those before and after it.
pub fn transcript(model: &Model) -> Node {
    let (view, said) = (&model.view, model.deck.said);
    let range = said.range(view.utterances.len());
    let finished = view.utterances[range.clone()].iter().map(|utterance| line(model, utterance, false));
    let interim = view.interim.iter().filter(|_| said.is_live()).map(|utterance| line(model, utterance, true));
    let (name, empty) = (say("panel_said"), say("panel_said_empty"));
    let list = element("ol", "transcript").with("aria-label", &name).with("data-empty", &empty);
    let list = list.all(finished.chain(interim).collect());
    let more = say(if said.is_open() { "panel_last_lines" } else { "panel_said_all" });
    let more = button("said quiet", &more, Act::Said);
    let more = (view.utterances.len() > range.len() || said.is_open()).then(|| more.expanded(said.is_open()).into());
    if !said.is_open() {
        return holder("strip", [Some(list.into()), more].into_iter().flatten().collect());
    }
    let page = element("div", "page").with("tabindex", "0").with("role", "region").with("aria-label", &name);
    let before = button("before-said", &say("panel_before"), Act::Before).flag("disabled", range.start == 0);
    let after = button("after-said", &say("panel_after"), Act::After).flag("disabled", said.is_live());
    let ways = [Some(before.into()), Some(after.into()), more].into_iter().flatten().collect();
    holder("strip", vec![page.child(list).into(), controls("row", &say("panel_said_ways"), ways)])
}

fn line(model: &Model, utterance: &Utterance, interim: bool) -> Node {
    // Both are in the order in which they were said.
    let mut later = model.view.passed.iter().rev().take_while(|(id, _)| *id >= utterance.id);
    let reason = later.find(|(id, _)| *id == utterance.id);
    let line = element("li", if interim { "utterance interim" } else { "utterance" })
        .key(utterance.id.0)
        .with("data-speaker", words::key(utterance.speaker))
        .child(element("b", "").words(&words::side(utterance.speaker)))
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
        let answer = button("answer-it more", &say("panel_answer_it"), Act::Ask(utterance.text.clone()));
        let reason = element("span", "").with("lang", HOST).words(reason).words(". ");
        element("p", "reason").words(&say("panel_no_card")).words(" ").child(reason).child(answer).into()
    };
    line.child(button("why quiet", "?", Act::Toggle(fold)).named(&say("panel_why_none")).expanded(open))
        .maybe(open.then(told))
}
