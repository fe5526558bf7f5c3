//! What sort of answer a question asks for.

use convoally_shared::question::QuestionKind;

/// Phrases of each kind, looked for anywhere in the question. The first kind that has one wins, so the narrow
/// ones stand first.
const PHRASES: &[(QuestionKind, &[&str])] = &[
    (
        QuestionKind::Closing,
        &[
            "questions for me",
            "questions for us",
            "you'd like to ask",
            "you would like to ask",
            "want to ask me",
            "want to ask us",
            "like to know about us",
            "anything you want to ask",
        ],
    ),
    (
        QuestionKind::Salary,
        &[
            "salary",
            "compensation",
            "how much do you earn",
            "day rate",
            "hourly rate",
            "pay expectation",
            "package are you",
        ],
    ),
    (
        QuestionKind::Availability,
        &[
            "notice period",
            "when can you start",
            "when could you start",
            "could you start",
            "relocate",
            "visa",
            "work on site",
            "come to the office",
            "willing to travel",
            "time zone",
            "how soon",
        ],
    ),
    (
        QuestionKind::Coding,
        &[
            "write a function",
            "write a program",
            "write code",
            "write a query",
            "write some code",
            "implement a",
            "implement an",
            "time complexity",
            "reverse a",
            "code this",
            "in pseudocode",
        ],
    ),
    (
        QuestionKind::Situational,
        &[
            "what would you do",
            "how would you handle",
            "how would you react",
            "how would you deal",
            "imagine",
            "suppose",
            "if you were",
            "if a colleague",
            "if your manager",
            "if a customer",
            "let's say",
        ],
    ),
    (
        QuestionKind::Behavioral,
        &[
            "a time",
            "a situation where",
            "a situation in which",
            "an example of",
            "a conflict",
            "have you ever",
            "a mistake",
            "a failure",
            "you failed",
            "most proud",
            "proudest",
            "a disagreement",
            "disagreed",
            "difficult person",
            "difficult colleague",
            "a challenge",
            "biggest challenge",
            "an occasion",
            "a moment when",
        ],
    ),
    (
        QuestionKind::Design,
        &[
            "design a",
            "design an",
            "design the",
            "how would you build",
            "how would you architect",
            "how would you scale",
            "architecture for",
            "system that",
        ],
    ),
    (
        QuestionKind::Motivation,
        &[
            "why do you want",
            "why are you leaving",
            "why did you leave",
            "why this",
            "why us",
            "why our",
            "where do you see yourself",
            "in five years",
            "interests you",
            "interest you",
            "motivates you",
            "looking for",
            "why should we",
            "what drives you",
            "want to leave",
            "want to work",
            "attracted you",
            "next role",
        ],
    ),
    (
        QuestionKind::Background,
        &[
            "about yourself",
            "introduce yourself",
            "your background",
            "your experience",
            "your resume",
            "your cv",
            "your current role",
            "your current job",
            "your last job",
            "your career",
            "strength",
            "weakness",
            "your team",
            "years of experience",
            "what do you do",
            "how do you prioritize",
            "how do you prioritise",
            "work style",
            "describe yourself",
        ],
    ),
    (
        QuestionKind::Technical,
        &[
            "explain",
            "difference between",
            "how does",
            "how did you",
            "what is a",
            "what is an",
            "how do you",
            "have you used",
            "have you worked with",
            "familiar with",
            "trade off",
            "tradeoff",
            "why did you choose",
            "what happens when",
            "debug",
            "test",
            "deploy",
            "performance",
        ],
    ),
];

/// Finds the kind by its phrases; `Other` when there is none.
pub fn classify(question: &str) -> QuestionKind {
    let words: Vec<String> = question
        .split_whitespace()
        .map(|word| word.replace('’', "'").to_lowercase())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .collect();
    let text = format!(" {} ", words.join(" "));
    let holds = |phrase: &&str| text.contains(&format!(" {phrase}"));
    PHRASES.iter().find(|(_, phrases)| phrases.iter().any(holds)).map_or(QuestionKind::Other, |(kind, _)| *kind)
}
