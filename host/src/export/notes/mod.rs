//! What a person wants after a call, in the order in which they want it. Every document is written from this, so that
//! no format knows more than another.
//!
//! [`Notes::of`] picks it out of the view; how it looks is each format's own business. Nothing here is invented: a
//! follow-up is a quotation, an answer is what was heard.

mod answer;
mod draft;
mod follow_up;

pub(super) use draft::Draft;
pub(super) use follow_up::{FollowUp, NONE_FOUND, WHAT_THEY_ARE};

use super::moment::{clock, date, length};
use super::wording::{marks, spending};
use convoally_shared::departure::Departure;
use convoally_shared::document::Passage;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::{CardView, Phase, SessionView};

/// A session as a document. Texts are as they were heard: whoever writes them makes them harmless in his format.
pub(super) struct Notes<'a> {
    /// One line.
    pub title: String,
    /// `2026-11-23 15:15 UTC, 42 min 10 s`.
    pub when: String,
    /// Label and value: what it was about, how it went on, what heard and drafted.
    pub facts: Vec<(&'static str, String)>,
    /// The user's own; empty for none.
    pub own: &'a str,
    /// What was promised, asked for or pinned.
    pub follow_ups: Vec<FollowUp<'a>>,
    /// Oldest first.
    pub questions: Vec<Asked<'a>>,
    /// What left this computer, oldest first.
    pub left: &'a [Departure],
    /// What went wrong, oldest first.
    pub wrong: &'a [Fault],
    /// Everything that was said, as corrected.
    pub transcript: Vec<Line<'a>>,
}

/// A question, what was said to it, and what its card showed.
pub(super) struct Asked<'a> {
    /// When.
    pub clock: String,
    /// The question.
    pub text: &'a str,
    /// What sort of answer it asks for, and whether the user typed it: `Motivation`.
    pub kind: String,
    /// Why it was taken for a question.
    pub reason: &'a str,
    /// `used, pinned, helped`; empty for none.
    pub marks: String,
    /// What the user said to it; empty when nothing was heard.
    pub answer: String,
    /// What was found in the documents; none when nobody looked.
    pub passages: Option<&'a [Passage]>,
    /// What was drafted from them.
    pub draft: Option<Draft<'a>>,
}

/// Something that was said.
pub(super) struct Line<'a> {
    /// When.
    pub clock: String,
    /// Who, by name where there is one.
    pub who: &'a str,
    /// The user said it.
    pub mine: bool,
    /// What, as corrected.
    pub text: &'a str,
    /// What was heard, where it was corrected.
    pub heard: Option<&'a str>,
}

impl<'a> Notes<'a> {
    /// The notes of a session.
    pub(super) fn of(view: &'a SessionView) -> Self {
        let answers = view.answers();
        let questions = view.cards.iter().zip(&answers).map(|(card, said)| {
            let typed = if card.question.utterance.is_none() { ", typed" } else { "" };
            Asked {
                clock: clock(card.asked_ms),
                text: &card.question.text,
                kind: format!("{}{typed}", card.question.kind),
                reason: &card.question.reason,
                marks: marks(&card.marks),
                answer: answer::words(said),
                passages: card.card.as_ref().map(|card| card.passages.as_slice()),
                draft: draft_of(card, view.answerer.as_deref()),
            }
        });
        Self {
            title: view.title(),
            when: format!("{}, {}", date(view.started_unix_ms), length(view.last_ms)),
            facts: facts(view),
            own: &view.amended.notes,
            follow_ups: follow_up::of(view),
            questions: questions.collect(),
            left: &view.departures,
            wrong: &view.faults,
            transcript: transcript(view),
        }
    }
}

/// A log from before engines were named for each draft knows the session's alone.
fn draft_of<'a>(card: &'a CardView, answerer: Option<&'a str>) -> Option<Draft<'a>> {
    let engine = Some(card.engine.as_str()).filter(|engine| !engine.is_empty()).or(answerer);
    Draft::of(card, engine)
}

fn facts(view: &SessionView) -> Vec<(&'static str, String)> {
    let amended = &view.amended;
    let said = |label, text: &str| (!text.is_empty()).then(|| (label, text.to_owned()));
    let drafts = view.answerer.clone().unwrap_or_else(|| "nobody, passages only".to_owned());
    let documents = if view.documents.is_empty() { "none".to_owned() } else { view.documents.join(", ") };
    // The title may be the user's own and name neither.
    let titled = amended.title.is_some();
    let facts = [
        amended.outcome.map(|outcome| ("Outcome", outcome.to_string())),
        said("Company", if titled { &view.brief.company } else { "" }),
        said("Role", if titled { &view.brief.role } else { "" }),
        said("Kind", &view.brief.kind),
        said("Tags", &amended.tags.join(", ")),
        said("Heard by", &view.transcriber),
        Some(("Drafted by", drafts)),
        Some(("Documents", documents)),
        spending(&view.spending).map(|took| ("Took", took)),
        said("Paused", &paused(view)),
        (view.phase != Phase::Ended).then(|| ("Not ended", "the session was still running, or was cut off".to_owned())),
    ];
    facts.into_iter().flatten().collect()
}

/// `from 0:40 to 1:10, from 3:05 to the end`: when nothing was heard because the user wanted it so.
fn paused(view: &SessionView) -> String {
    let pauses = view.pauses.iter().map(|pause| {
        let end = pause.to_ms.map_or_else(|| "the end".to_owned(), clock);
        format!("from {} to {end}", clock(pause.from_ms))
    });
    pauses.collect::<Vec<_>>().join(", ")
}

fn transcript(view: &SessionView) -> Vec<Line<'_>> {
    let lines = view.utterances.iter().map(|one| Line {
        clock: clock(one.start_ms),
        who: view.who(one),
        mine: one.speaker == Speaker::Me,
        text: &one.text,
        heard: view.heard_as(one.id),
    });
    lines.collect()
}
