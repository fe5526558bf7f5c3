//! Reads in the words whether a speaker who pauses is likely to go on.
//!
//! Rules for English on the last words alone; in another language a question mark still counts, and everything else
//! gets the ordinary time. Whisper puts a full stop behind words that were cut off as readily as behind a sentence,
//! and a question mark behind any beginning of a question ("How would you design?"). So no mark is believed where the
//! word before it cannot stand at an end, and even a question is given longer than the breaths within questions.

/// What a pause comes after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// A finished question: the other side's turn.
    Question,
    /// Anything that may be the end, or may not.
    Sentence,
    /// Words that ask for more: "So tell me about a".
    Open,
}

/// Shorter questions are often the beginning of longer ones, or only seek assent: "Right?", "You know?"
const WORDS_OF_A_QUESTION: usize = 4;

/// No sentence ends in one of these, whatever mark stands behind it.
const NEVER_LAST: &str = "a an the my your our their its and or but because although whereas if unless until while \
    into from between during without per um uh uhm umm er erm hmm mm-hmm";

/// These end a sentence now and then ("the team I worked with"), but hardly without a mark that says so.
const SELDOM_LAST: &str = "of for with at by about in on to as than like through under over against among within \
    upon toward towards since after before when where who whom whose which how why what that so then also just very \
    is are was were am be been has have had do does did will would can could should might must i we they he she his \
    this these those some any every each more most other such tell describe explain well";

/// What kind of words these are.
pub fn phrase(text: &str) -> Phrase {
    let text = text.trim_end_matches(['"', '\'', '”', '’', ')', ' ']);
    if text.ends_with([',', ';', ':', '-', '–', '—', '…']) || text.ends_with("..") {
        return Phrase::Open;
    }
    let Some(last) = words(text).next_back() else { return Phrase::Sentence };
    let is_one_of = |list: &str| list.split_whitespace().any(|word| word.eq_ignore_ascii_case(last));
    let marked = text.ends_with(['.', '!', '?', '？', '。', '！', '؟']);
    if is_one_of(NEVER_LAST) || (!marked && is_one_of(SELDOM_LAST)) {
        return Phrase::Open;
    }
    let asks = text.ends_with(['?', '？', '؟']);
    let sentence = last_sentence(text);
    // Languages that write no spaces have few "words".
    if asks && (words(sentence).count() >= WORDS_OF_A_QUESTION || !sentence.is_ascii()) {
        Phrase::Question
    } else {
        Phrase::Sentence
    }
}

/// The words, with the apostrophes and hyphens inside them.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')));
    words.map(|word| word.trim_matches(['\'', '’', '-'])).filter(|word| !word.is_empty())
}

fn last_sentence(text: &str) -> &str {
    let body = text.trim_end_matches(['.', '!', '?', '？', '。', '！', '؟']);
    let before = body.rfind(['.', '!', '?', '？', '。', '！', '؟']);
    before.map_or(body, |at| body[at..].trim_start_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(expected: Phrase, texts: &[&str]) {
        for text in texts {
            assert_eq!(phrase(text), expected, "{text}");
        }
    }

    #[test]
    fn a_question_with_its_mark_is_finished() {
        all(
            Phrase::Question,
            &[
                "Where do you see yourself in five years?",
                "Okay. And, um, what are you working on?",
                "He asked, \"Why do you want to leave?\"",
                "Was möchten Sie über uns wissen?",
                "なぜ辞めたいのですか？",
            ],
        );
    }

    #[test]
    fn a_sentence_may_be_all_or_may_be_the_set_up() {
        all(
            Phrase::Sentence,
            &[
                "That's great.",
                "Right?",
                "You know?",
                "We shipped on time. Okay?",
                "That is the team I worked with.",
                "tell me about your greatest weakness",
                "where do you see yourself in five years",
                "",
                "!",
            ],
        );
    }

    #[test]
    fn words_that_ask_for_more_are_open() {
        all(
            Phrase::Open,
            &[
                "So tell me about a",
                "So tell me about a.",
                "So tell me about the?",
                "Tell me about a difficult stakeholder, and",
                "Tell me about a difficult stakeholder,",
                "We had a report that took…",
                "We had a report that took...",
                "Okay, um.",
                "I worked with",
                "and then i",
                "so what i did was",
                "I looked at the query plan and -",
            ],
        );
    }
}
