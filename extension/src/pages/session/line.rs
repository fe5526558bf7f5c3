//! A line of the transcript, and its correction.

use super::model::Line;
use super::transcript::Lines;
use crate::locale::{say, say_with};
use crate::pages::history::words;
use crate::pages::parts::{Button, Choice, Highlighted, LongField, Look, Pick, TextField, marked, view};
use convoally_shared::amendment::Change;
use convoally_shared::utterance::Speaker;
use leptos::prelude::*;

/// The line, or the fields in its place while it is corrected.
#[component]
pub fn Row(
    /// Which, from 0.
    at: usize,
    /// What it says.
    line: Line,
    /// What all lines share.
    lines: Lines,
) -> impl IntoView {
    let side = match line.speaker {
        Speaker::Me => "me",
        Speaker::Them => "them",
    };
    let id = line.utterance;
    let edited = Memo::new(move |_| lines.editing.get() == Some(id));
    view! {
        <div class="utterance" data-line=at.to_string() data-speaker=side tabindex="-1">
            {move || match edited.get() {
                true => view! { <Edit line=line.clone() lines /> },
                false => view! { <Read line=line.clone() lines /> },
            }}
        </div>
    }
}

#[component]
fn Read(line: Line, lines: Lines) -> impl IntoView {
    let (id, text) = (line.utterance, line.text);
    let when = words::clock(line.start_ms);
    let name = say_with("session_correct_line", &[&when]);
    let shown = move || {
        let marks = lines.marked.with(|words| marked::places(&text, words));
        view! { <Highlighted text=text.clone() marks /> }
    };
    view! {
        <p class="by">
            <b>{line.who}</b>
            <time>{when}</time>
            {line.asks.then(|| view! { <span class="asks">{say("session_asks")}</span> })}
            <Button look=Look::Quiet name=name on_press=move |()| lines.editing.set(Some(id))>
                {say("session_correct")}
            </Button>
        </p>
        <p class="said">{shown}</p>
        {line.heard.map(|heard| view! { <p class="soft small">{say_with("session_heard", &[&heard])}</p> })}
    }
}

#[component]
fn Edit(line: Line, lines: Lines) -> impl IntoView {
    let side = |speaker: Speaker| speaker.label().to_owned();
    let (text, speaker) = (RwSignal::new(line.text.clone()), RwSignal::new(side(line.speaker)));
    let name = RwSignal::new(String::new());
    let sides = Speaker::BOTH.map(|one| {
        let called = lines.reading.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.side(one)));
        Choice::new(side(one), called.unwrap_or_default())
    });
    let (id, before) = (line.utterance, line.clone());
    let save = move |()| {
        let chosen = Speaker::BOTH.into_iter().find(|one| side(*one) == speaker.get_untracked());
        let changes = changes(&before, text.get_untracked().trim(), chosen, name.get_untracked().trim());
        // A correction that the host does not take stays in its field.
        lines.reading.change_all(lines.job, changes, move || lines.editing.set(None));
    };
    let restore = line.heard.clone().map(|heard| {
        view! {
            <Button look=Look::Quiet on_press=move |()| text.set(heard.clone())>
                {say("session_restore")}
            </Button>
        }
    });
    view! {
        <div class="edit" data-utterance=id.0.to_string()>
            <LongField label=say("session_words") lines=3 value=text />
            <div class="filters">
                <Pick label=say("session_side") value=speaker choices=Signal::stored(sides.to_vec()) />
                <TextField label=say("session_said_by") hint=say("session_said_by_hint") value=name />
            </div>
            <div class="row">
                <Button look=Look::Primary on_press=save>{say("session_save")}</Button>
                <Button on_press=move |()| lines.editing.set(None)>{say("parts_cancel")}</Button>
                {restore}
            </div>
        </div>
    }
}

/// What is different about a line; nothing where nothing is.
fn changes(before: &Line, text: &str, speaker: Option<Speaker>, name: &str) -> Vec<Change> {
    let utterance = before.utterance;
    let corrected = (text != before.text).then(|| Change::Corrected { utterance, text: text.to_owned() });
    let speaker = speaker.filter(|speaker| *speaker != before.speaker);
    let attributed = speaker.map(|speaker| Change::Attributed { utterance, speaker });
    let voiced = (!name.is_empty()).then(|| Change::Voiced { name: name.to_owned(), utterances: vec![utterance] });
    corrected.into_iter().chain(attributed).chain(voiced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::utterance::UtteranceId;

    #[test]
    fn only_what_is_different_is_changed() {
        let utterance = UtteranceId(7);
        let (who, text) = ("Them".to_owned(), "Why us?".to_owned());
        let line = Line { utterance, speaker: Speaker::Them, who, start_ms: 0, text, heard: None, asks: true };
        assert_eq!(changes(&line, "Why us?", Some(Speaker::Them), ""), []);
        assert_eq!(
            changes(&line, "Why bus?", Some(Speaker::Me), "Ann"),
            [
                Change::Corrected { utterance, text: "Why bus?".into() },
                Change::Attributed { utterance, speaker: Speaker::Me },
                Change::Voiced { name: "Ann".into(), utterances: vec![utterance] },
            ]
        );
    }
}
