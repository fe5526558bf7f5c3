use super::*;
use QuestionKind::*;
use convoally_shared::utterance::Speaker::{self, Me, Them};
use proptest::prelude::*;

fn hear(dialogue: &[(Speaker, &str)]) -> Verdict {
    let mut detector = Detector::default();
    let mut last = Verdict::Passed { reason: String::new() };
    for (speaker, text) in dialogue {
        last = detector.heard(*speaker, text);
    }
    last
}

fn asked(dialogue: &[(Speaker, &str)]) -> Option<(String, QuestionKind)> {
    match hear(dialogue) {
        Verdict::Question { text, kind, .. } => Some((text, kind)),
        _ => None,
    }
}

#[test]
fn questions_are_found_with_their_kind() {
    let table = [
        ("Tell me about a time you had to deal with a difficult stakeholder, and what was the outcome?", Behavioral),
        ("Can you walk me through your experience with Kubernetes and how you handled deployments?", Background),
        ("What is your greatest weakness, and how are you working on it?", Background),
        ("Why do you want to leave your current job at Acme Logistics?", Motivation),
        ("How would you design a rate limiter for a public API that serves millions of users?", Design),
        ("Describe a situation where you improved the performance of a slow PostgreSQL query.", Behavioral),
        ("Where do you see yourself in five years?", Motivation),
        ("What are your salary expectations?", Salary),
        ("How soon could you start?", Availability),
        ("Do you have any questions for us?", Closing),
        ("Write a function that reverses a linked list.", Coding),
        ("I'd love to hear how you test your code.", Technical),
        ("what would you do if your manager disagreed with you", Situational),
        ("what is the difference between a process and a thread", Technical),
    ];
    for (text, kind) in table {
        let found = asked(&[(Them, text)]);
        assert_eq!(found.as_ref().map(|(_, kind)| *kind), Some(kind), "{text:?} gave {found:?}");
    }
}

#[test]
fn what_is_no_question_for_the_user_is_passed() {
    let table = [
        "Hi, thanks for joining today. Let's get started.",
        "Can you hear me all right?",
        "Hi Alex, can you hear me?",
        "How are you doing today?",
        "When I joined, we were five people.",
        "What I like about this team is that everybody ships.",
        "how it works here is that everybody ships",
        "why they built it like that i'll never know",
        "That's great.",
        "Okay, let me take a note of that.",
        "We use Postgres and a bit of Kafka.",
        "How we work is quite simple, really.",
        "Thank you very much, we will be in touch.",
        "They always ask me how we manage without testers.",
        "We'd like to offer you the job.",
        "Does that make sense?",
        "Would next Tuesday suit you for the second round?",
        "Who wouldn't want that?",
        "Mm-hmm. Right.",
        "",
    ];
    for text in table {
        assert_eq!(asked(&[(Them, text)]), None, "{text:?}");
    }
}

#[test]
fn the_question_is_cut_out_of_the_talk_around_it() {
    let table = [
        ("That's great. Describe a situation where it broke.", "Describe a situation where it broke."),
        ("Okay. And, um, where do you see yourself in five years?", "Where do you see yourself in five years?"),
        (
            "We are twelve people. Imagine our checkout is down. What would you do first?",
            "Imagine our checkout is down. What would you do first?",
        ),
        ("okay thanks for that so what is your biggest weakness", "What is your biggest weakness"),
        (
            "Tell me about Acme. You were there three years. Why did you leave?",
            "Tell me about Acme. You were there three years. Why did you leave?",
        ),
    ];
    for (text, question) in table {
        assert_eq!(asked(&[(Them, text)]).map(|(text, _)| text).as_deref(), Some(question), "{text:?}");
    }
}

#[test]
fn two_words_are_a_question_only_when_they_lean_on_an_answer() {
    assert_eq!(asked(&[(Them, "and monthly")]), None);
    let dialogue = [(Them, "What does it cost?"), (Me, "Eleven dollars when billed yearly."), (Them, "and monthly")];
    assert_eq!(asked(&dialogue), Some(("And monthly".to_owned(), FollowUp)));
}

#[test]
fn a_sentence_broken_by_a_pause_waits_for_its_other_half() {
    let mut detector = Detector::default();
    assert!(matches!(detector.heard(Them, "So how do you feel about"), Verdict::Waits { .. }));
    detector.heard(Me, "Mm-hm.");
    let Verdict::Question { text, .. } = detector.heard(Them, "about working weekends") else { panic!("not found") };
    assert_eq!(text, "How do you feel about working weekends");
}

#[test]
fn a_broken_statement_stays_a_statement() {
    assert_eq!(asked(&[(Them, "What we'll probably do next."), (Them, "Is set up a case with two designers.")]), None);
}

#[test]
fn a_scene_joins_the_question_that_follows_it() {
    let dialogue = [(Them, "Imagine you inherit a legacy system."), (Me, "Okay."), (Them, "What would you do first?")];
    let question = "Imagine you inherit a legacy system. What would you do first?".to_owned();
    assert_eq!(asked(&dialogue), Some((question, Situational)));
}

#[test]
fn what_is_added_to_a_question_extends_it() {
    let added = hear(&[(Them, "When could you be in Chicago?"), (Them, "In person, I mean.")]);
    let Verdict::Question { text, extends, .. } = added else { panic!("{added:?}") };
    assert_eq!((text.as_str(), extends), ("When could you be in Chicago? In person, I mean.", true));
}

#[test]
fn the_answer_to_the_users_question_asks_nothing() {
    let dialogue =
        [(Them, "Any questions for me?"), (Me, "How do you work?"), (Them, "How do we work? In pairs, mostly.")];
    assert_eq!(asked(&dialogue), None);
}

#[test]
fn what_is_said_to_somebody_on_their_side_is_not_for_the_user() {
    let dialogue = [(Them, "I'm Carol, and this is Dev, our educator."), (Them, "Dev, do you have the next one?")];
    assert_eq!(asked(&dialogue), None);
}

#[test]
fn they_may_ask_without_the_words_of_a_question() {
    let table = [
        "I'd like your view on night shifts.",
        "Your quota last year and where you landed against it.",
        "Spell out for us what a null does to a join.",
        "I don't see where that is shown.",
        "and now you flatten this tree in one list",
    ];
    for text in table {
        let dialogue = [(Them, "What do you do?"), (Me, "I sell boilers to hospitals."), (Them, text)];
        assert!(asked(&dialogue).is_some(), "{text:?}");
    }
}

#[test]
fn they_may_ask_in_the_middle_of_talk_without_stops() {
    let table = [
        ("the drip has stopped running what might be the cause", "What might be the cause"),
        ("we need you on weekends would that be a problem for you", "Would that be a problem for you"),
        ("it's three twelves i don't sugar coat it would you take nights too", "Would you take nights too"),
    ];
    for (text, question) in table {
        assert_eq!(asked(&[(Them, text)]).map(|(text, _)| text).as_deref(), Some(question), "{text:?}");
    }
    for text in ["i know what you mean", "it's amazing what people will say to you", "that's how we do it too"] {
        assert_eq!(asked(&[(Them, text)]), None, "{text:?}");
    }
}

#[test]
fn what_they_answer_themselves_or_take_back_is_passed() {
    let table = [
        "Could he have fixed it in March? He could.",
        "Did the last one ever call back, no, scratch that.",
        "do you take that into the steering yes i put it on the list",
    ];
    for text in table {
        let dialogue = [(Them, "What do you do?"), (Me, "I sell boilers to hospitals."), (Them, text)];
        assert_eq!(asked(&dialogue), None, "{text:?}");
    }
}

#[test]
fn a_courtesy_at_the_beginning_is_no_question() {
    assert_eq!(asked(&[(Them, "Hello, good morning, how was your night?")]), None);
    assert_eq!(asked(&[(Them, "Hey, you survived the elevator music?")]), None);
    assert!(asked(&[(Them, "Hello, I'm Jo. Tell us a little about yourself.")]).is_some());
}

#[test]
fn a_name_that_the_user_greets_is_one_of_theirs() {
    let dialogue = [(Me, "Hello, Tamsin."), (Them, "Tamsin, did you want to come in on that?")];
    assert_eq!(asked(&dialogue), None);
}

#[test]
fn an_interruption_does_not_break_a_half() {
    let dialogue = [
        (Them, "So how do you feel about"),
        (Them, "sorry one second that's my other phone"),
        (Them, "working weekends"),
    ];
    assert_eq!(asked(&dialogue), Some(("How do you feel about working weekends".to_owned(), Availability)));
}

#[test]
fn the_user_may_insist() {
    let (text, kind) = Detector::default().insist("We use Kubernetes here.");
    assert_eq!((text.as_str(), kind), ("We use Kubernetes here.", Technical));
}

/// Words that the rules look for, in any order, beside words that they have never seen.
fn talk() -> impl Strategy<Value = String> {
    let words = "you what how is do the and tell me about if or when i'd love to hear so imagine, why? which. your can \
                 any questions who where's don't that okay um like — … ß İ 面接 e\u{301} ' - it a of";
    let word = prop::sample::select(words.split(' ').collect::<Vec<_>>());
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

/// A dialogue of those words and of whole questions, halves, scenes and answers.
fn dialogue() -> impl Strategy<Value = Vec<(Speaker, String)>> {
    let whole = "So how do you feel about|about working weekends|Imagine you inherit a legacy system.|What would you do \
                 first?|and monthly|Eleven dollars when billed yearly.|Any questions for me?|How do you work?|When could \
                 you be in Chicago?|In person, I mean.|I'm Carol, and this is Dev.|Dev, do you have the next one?|Mm-hm.";
    let whole = prop::sample::select(whole.split('|').collect::<Vec<_>>()).prop_map(str::to_owned);
    let speaker = prop::sample::select(vec![Me, Them, Them]);
    prop::collection::vec((speaker, prop_oneof![3 => whole, 1 => talk()]), 0..12)
}

fn without_text(verdict: Verdict) -> (Option<QuestionKind>, String) {
    match verdict {
        Verdict::Question { kind, reason, .. } => (Some(kind), reason),
        Verdict::Passed { reason } | Verdict::Waits { reason } => (None, reason),
    }
}

proptest! {
    #[test]
    fn no_text_is_too_strange(first in any::<String>(), second in talk(), third in talk()) {
        hear(&[(Them, &first), (Them, &second), (Me, &first), (Them, &third), (Them, &first)]);
    }

    #[test]
    fn a_glance_foretells_the_verdict_and_changes_nothing(said in dialogue(), glances in dialogue()) {
        let (mut glanced, mut undisturbed) = (Detector::default(), Detector::default());
        for (at, (speaker, text)) in said.iter().enumerate() {
            for (speaker, text) in glances.iter().skip(at % 3) {
                glanced.peek(*speaker, text);
            }
            let foretold = glanced.peek(*speaker, text);
            let verdict = glanced.heard(*speaker, text);
            prop_assert_eq!(&verdict, &foretold);
            prop_assert_eq!(&verdict, &undisturbed.heard(*speaker, text));
        }
    }

    #[test]
    fn neither_case_nor_white_space_changes_the_verdict(text in "[a-zA-Z' ,.?]{0,80}", known in talk()) {
        for text in [text, known.replace(|c: char| !c.is_ascii(), "")] {
            let verdict = without_text(hear(&[(Them, &text)]));
            prop_assert_eq!(&verdict, &without_text(hear(&[(Them, &text.to_uppercase())])));
            prop_assert_eq!(&verdict, &without_text(hear(&[(Them, &format!(" {text} \n"))])));
        }
    }
}

/// Work is bounded however long somebody speaks without a stop; quadratic rules would take minutes here.
#[test]
fn an_endless_utterance_costs_no_more_than_a_long_one() {
    let mut detector = Detector::default();
    for text in
        ["and so on ".repeat(200_000), "a".repeat(2_000_000), "what if you do. ".repeat(100_000), "…".repeat(500_000)]
    {
        detector.heard(Them, &text);
        detector.heard(Them, &text);
    }
}
