use super::*;
use QuestionKind::*;

fn asked(text: &str) -> Option<(String, QuestionKind)> {
    match Detector::default().consider(text) {
        Verdict::Question { text, kind, .. } => Some((text, kind)),
        Verdict::Passed { .. } => None,
    }
}

/// A table of utterances that ask, with the kind of answer that they ask for.
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
        ("How do you prioritize your work when you have several competing deadlines?", Background),
        ("What are your salary expectations?", Salary),
        ("How soon could you start?", Availability),
        ("Do you have any questions for us?", Closing),
        ("Write a function that reverses a linked list.", Coding),
        ("I'd love to hear how you test your code.", Technical),
        ("It would help to know what you did at Acme.", Other),
        ("what would you do if your manager disagreed with you", Situational),
        ("what is the difference between a process and a thread", Technical),
        ("You have worked with Kafka before?", Other),
    ];
    for (text, kind) in table {
        let found = asked(text);
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
        "That's great.",
        "Okay, let me take a note of that.",
        "We use Postgres and a bit of Kafka.",
        "How we work is quite simple, really.",
        "Thank you very much, we will be in touch.",
        "Does that make sense?",
        "Mm-hmm. Right.",
        "",
    ];
    for text in table {
        assert_eq!(asked(text), None, "{text:?}");
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
        assert_eq!(asked(text).map(|(text, _)| text).as_deref(), Some(question), "{text:?}");
    }
}

#[test]
fn two_words_are_a_question_only_after_a_question() {
    let mut detector = Detector::default();
    assert!(matches!(detector.consider("Why?"), Verdict::Passed { .. }));
    detector.consider("Why did you leave Acme?");
    let Verdict::Question { kind, .. } = detector.consider("Such as?") else { panic!("not found") };
    assert_eq!(kind, FollowUp);
}

#[test]
fn the_user_may_insist() {
    let (text, kind) = Detector::default().insist("We use Kubernetes here.");
    assert_eq!((text.as_str(), kind), ("We use Kubernetes here.", Other));
}
