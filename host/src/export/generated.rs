//! Sessions that chance makes, with every kind of event and amendment in them.

use super::Kept;
use convoally_shared::amendment::{Amendment, AmendmentId, Change, Outcome};
use convoally_shared::card::{Card, Disclosure, Mark, Span, Wish};
use convoally_shared::document::Passage;
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// A session: its beginning, and then whatever may happen.
pub(crate) fn kept() -> impl Strategy<Value = Kept> {
    let rest = vec((0..3_u64, number(), kind()), 0..12);
    let changes = vec((vec(any::<u64>(), 2), number(), change()), 0..8);
    (any::<u32>(), begun(), rest, changes).prop_map(|(id, begun, rest, changes)| {
        let session = SessionId(format!("20261123-151537-{id:08x}"));
        let mut seq = 1;
        let mut events = vec![Event { session: session.clone(), seq, at_ms: 0, kind: begun }];
        for (gap, at_ms, kind) in rest {
            // Passing events leave gaps in the numbers.
            seq += 1 + gap;
            events.push(Event { session: session.clone(), seq, at_ms, kind });
        }
        let amendment = |(id, at_unix_ms, change): (Vec<u64>, u64, Change)| Amendment {
            id: AmendmentId(id.iter().map(|half| format!("{half:016x}")).collect()),
            session: session.clone(),
            at_unix_ms,
            change,
        };
        let mut amendments: Vec<_> = changes.into_iter().map(amendment).collect();
        amendments.sort_by(|one, other| one.place().cmp(&other.place()));
        Kept { events, amendments }
    })
}

/// What the vault and JSON both hold.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0..10_000_u64, 0..(1_u64 << 53)]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(any::<char>(), 0..12).prop_map(String::from_iter),
        select(vec!["", "Why us?", "<b>&\"'", "a\nb\tc", "日本 🙂 \u{202e}", "\u{0}\u{1b}[2J"]).prop_map(str::to_owned),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    (words(), words(), words()).prop_map(|(code, sentence, action)| Fault { code, sentence, action })
}

fn disclosure() -> impl Strategy<Value = Disclosure> {
    let parts = (words(), words(), number(), vec(words(), 0..3));
    parts.prop_map(|(recipient, content, bytes, sources)| Disclosure { recipient, content, bytes, sources })
}

fn spent() -> impl Strategy<Value = Spent> {
    (number(), number(), number(), any::<bool>(), of(number())).prop_map(
        |(input_tokens, cached_tokens, output_tokens, estimated, micro_usd)| Spent {
            input_tokens,
            cached_tokens,
            output_tokens,
            estimated,
            micro_usd,
        },
    )
}

fn speaker() -> impl Strategy<Value = Speaker> {
    select(Speaker::BOTH.to_vec())
}

fn question_id() -> impl Strategy<Value = QuestionId> {
    (1..9_u32).prop_map(QuestionId)
}

fn utterance_id() -> impl Strategy<Value = UtteranceId> {
    (1..9_u32).prop_map(UtteranceId)
}

fn wish() -> impl Strategy<Value = Wish> {
    select(Wish::ALL.to_vec())
}

fn mode() -> impl Strategy<Value = Mode> {
    select(vec![Mode::Automatic, Mode::OnCommand, Mode::Off])
}

fn mark() -> impl Strategy<Value = Mark> {
    select(vec![Mark::Pinned, Mark::Dismissed, Mark::Used, Mark::Good, Mark::Bad])
}

fn begun() -> impl Strategy<Value = EventKind> {
    let brief = (words(), words(), words(), words(), words()).prop_map(|(company, role, kind, language, tone)| Brief {
        company,
        role,
        kind,
        language,
        tone,
    });
    let rest = (of(words()), vec(words(), 0..3), words(), of(words()), mode());
    (number(), brief, rest).prop_map(|(started_unix_ms, brief, (site, documents, transcriber, answerer, mode))| {
        EventKind::SessionStarted { started_unix_ms, brief, site, documents, transcriber, answerer, mode }
    })
}

fn state() -> impl Strategy<Value = SourceState> {
    prop_oneof![
        Just(SourceState::Opening),
        Just(SourceState::Hearing),
        number().prop_map(|since_ms| SourceState::Quiet { since_ms }),
        fault().prop_map(|fault| SourceState::Silent { fault }),
        fault().prop_map(|fault| SourceState::Lost { fault }),
        number().prop_map(|missing_ms| SourceState::Recovered { missing_ms }),
        Just(SourceState::Ended),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    use QuestionKind::{
        Availability, Background, Behavioral, Closing, Coding, Design, FollowUp, Motivation, Other, Salary,
        Situational, Technical,
    };
    let kinds = vec![
        Background,
        Motivation,
        Behavioral,
        Situational,
        Technical,
        Design,
        Coding,
        Salary,
        Availability,
        FollowUp,
        Closing,
        Other,
    ];
    (question_id(), of(utterance_id()), words(), select(kinds), words())
        .prop_map(|(id, utterance, text, kind, reason)| Question { id, utterance, text, kind, reason })
}

fn passage() -> impl Strategy<Value = Passage> {
    let score = (0..1_000_u16).prop_map(|score| f32::from(score) / 999.0);
    (words(), words(), words(), score, 0..999_u32, of(1..99_u32))
        .prop_map(|(document, place, text, score, line, page)| Passage { document, place, text, score, line, page })
}

fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![heard(), asked(), drafted()]
}

fn heard() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        (speaker(), words(), state()).prop_map(|(speaker, device, state)| EventKind::SourceChanged {
            speaker,
            device,
            state
        }),
        (speaker(), words(), of(fault())).prop_map(|(speaker, engine, fault)| EventKind::EngineChanged {
            speaker,
            engine,
            fault
        }),
        (speaker(), words(), number(), number(), number(), of(number())).prop_map(
            |(speaker, recipient, requests, bytes, audio_ms, micro_usd)| EventKind::SoundSent {
                speaker,
                recipient,
                requests,
                bytes,
                audio_ms,
                micro_usd
            }
        ),
        (utterance_id(), speaker(), number(), number(), words()).prop_map(|(id, speaker, start_ms, end_ms, text)| {
            EventKind::UtteranceFinal { utterance: Utterance { id, speaker, start_ms, end_ms, text } }
        }),
        fault().prop_map(|fault| EventKind::Faulted { fault }),
        mode().prop_map(|mode| EventKind::ModeChanged { mode }),
        any::<bool>().prop_map(|paused| EventKind::PauseChanged { paused }),
        (speaker(), any::<bool>()).prop_map(|(speaker, muted)| EventKind::MuteChanged { speaker, muted }),
        Just(EventKind::SessionEnded),
    ]
}

fn asked() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        question().prop_map(|question| EventKind::QuestionFound { question }),
        question().prop_map(|question| EventKind::QuestionRevised { question }),
        (utterance_id(), words()).prop_map(|(utterance, reason)| EventKind::QuestionPassed { utterance, reason }),
        (question_id(), vec(passage(), 0..3))
            .prop_map(|(question, passages)| EventKind::CardOpened { card: Card { question, passages } }),
        (question_id(), mark(), any::<bool>()).prop_map(|(question, mark, on)| EventKind::CardMarked {
            question,
            mark,
            on
        }),
    ]
}

fn drafted() -> impl Strategy<Value = EventKind> {
    let span = (0..9_u32, 0..9_u32).prop_map(|(start, length)| Span { start, end: start + length });
    prop_oneof![
        (question_id(), 1..4_u32, wish(), words(), of(disclosure())).prop_map(
            |(question, draft, wish, engine, disclosure)| EventKind::DraftStarted {
                question,
                draft,
                wish,
                engine,
                disclosure
            }
        ),
        (question_id(), 1..4_u32, words(), fault(), of(disclosure())).prop_map(
            |(question, draft, engine, fault, disclosure)| EventKind::DraftMoved {
                question,
                draft,
                engine,
                fault,
                disclosure
            }
        ),
        (question_id(), 1..4_u32, words(), vec(span, 0..3), of(spent())).prop_map(
            |(question, draft, text, unsupported, spent)| EventKind::DraftFinished {
                question,
                draft,
                text,
                unsupported,
                spent
            }
        ),
        (question_id(), 1..4_u32, fault(), of(spent()))
            .prop_map(|(question, draft, fault, spent)| EventKind::DraftFailed { question, draft, fault, spent }),
        (question_id(), 1..4_u32, spent()).prop_map(|(question, draft, spent)| EventKind::DraftDropped {
            question,
            draft,
            spent
        }),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        words().prop_map(|title| Change::Titled { title }),
        (words(), any::<bool>()).prop_map(|(tag, on)| Change::Tagged { tag, on }),
        of(select(Outcome::ALL.to_vec())).prop_map(|outcome| Change::Outcome { outcome }),
        words().prop_map(|notes| Change::Noted { notes }),
        (utterance_id(), words()).prop_map(|(utterance, text)| Change::Corrected { utterance, text }),
        (utterance_id(), speaker()).prop_map(|(utterance, speaker)| Change::Attributed { utterance, speaker }),
        (speaker(), words()).prop_map(|(speaker, name)| Change::Named { speaker, name }),
        (words(), vec(utterance_id(), 0..4)).prop_map(|(name, utterances)| Change::Voiced { name, utterances }),
        (words(), words()).prop_map(|(name, into)| Change::Merged { name, into }),
        (question_id(), mark(), any::<bool>()).prop_map(|(question, mark, on)| Change::Marked { question, mark, on }),
    ]
}
