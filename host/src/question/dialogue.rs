//! What the dialogue makes of the sentences of an utterance: whom they ask, and who answers.

use super::aside::Refusal;
use super::detector::Detector;
use super::direct::Strength;
use super::lexicon::{is_back_channel, is_question_word};
use super::reading::{self, Before, Evidence, Reading};
use super::sentence::Sentence;

impl Detector {
    /// Reads the sentences of an utterance, each in the light of those before it.
    pub(super) fn read(&self, sentences: &[Sentence]) -> Vec<Reading> {
        let mut before = self.before;
        let mut told = false;
        let mut readings = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            // "The yield goes up, and there is one sentence on it. Why?"
            let leans_on_statement = told && sentence.marked && !before.asked;
            let before_it =
                if leans_on_statement { Before { answered: true, ever_asked: true, ..before } } else { before };
            let reading = match self.for_user(sentence, reading::read(sentence, before_it)) {
                // "Of course it is. Visiting. For eight months."
                Reading::Asks { why: Evidence::FollowsAnswer, .. }
                    if !readings.is_empty() && sentence.stopped_without_mark() && sentence.words.len() <= 4
                        || remarks(sentence) =>
                {
                    Reading::States
                }
                reading => reading,
            };
            if reading.asks() {
                before = Before { asked: true, answered: false, ever_asked: true, ..before };
            } else {
                told = matches!(reading, Reading::States | Reading::SetsUp { .. }) && sentence.words.len() > 4;
                before.commented |= told;
            }
            readings.push(reading);
        }
        self.answers_itself(sentences, &mut readings);
        readings
    }

    /// "Could he have fixed it in March? He could." The speaker answers at once, or is nodded to: nobody waits for the user.
    fn answers_itself(&self, sentences: &[Sentence], readings: &mut [Reading]) {
        for at in 1..sentences.len() {
            let Reading::Asks { from, why: Evidence::Order | Evidence::Word | Evidence::About, .. } = readings[at - 1]
            else {
                continue;
            };
            let asked = sentences[at - 1].list();
            let to_user = asked[from.min(asked.len())..].iter().any(|word| matches!(*word, "you" | "your" | "yours"));
            let next = sentences[at].list();
            let nods = matches!(
                next[..],
                ["good" | "great" | "lovely" | "grand" | "perfect" | "excellent" | "super" | "brilliant"]
            ) || matches!(next[0], "no" | "nope")
                && !matches!(next.get(1), Some(&("pressure" | "rush" | "worries" | "hurry" | "trick")));
            let open = matches!(readings[at - 1], Reading::Asks { why: Evidence::Word, .. });
            let replies = matches!(next[0], "because" | "probably" | "well")
                || !open
                    && matches!(next[0], "yes" | "yeah" | "nobody" | "he" | "she" | "they" | "it" | "never" | "my")
                || self.answering;
            let alone = matches!(next[..], ["no" | "yes" | "yeah"]);
            if alone || !readings[at].asks() && (nods || !to_user && replies) {
                readings[at - 1] = Reading::Refused(Refusal::Itself);
                // "He could. Did he, but?"
                for (reading, sentence) in readings.iter_mut().zip(sentences).skip(at + 1) {
                    let to_user = sentence.words.iter().any(|word| matches!(word.text.as_str(), "you" | "your"));
                    if matches!(reading, Reading::Asks { why, .. } if why.is_light()) && !to_user {
                        *reading = Reading::Refused(Refusal::Itself);
                    }
                }
            }
        }
    }

    /// Takes back what asks somebody else, answers the user or says again what they said.
    fn for_user(&self, sentence: &Sentence, reading: Reading) -> Reading {
        let Reading::Asks { why, strength, .. } = reading else { return reading };
        // "Do you take that into the steering yes I put it on the list": two voices in one utterance.
        let replied =
            |pair: &[&str]| matches!(pair, ["yes" | "yeah" | "no", "i" | "we" | "it" | "he" | "she" | "they"]);
        if !sentence.marked && asked_words(&sentence.list(), reading).windows(2).skip(3).any(replied) {
            return Reading::Refused(Refusal::Itself);
        }
        let asked = match reading {
            Reading::Asks { from, .. } => sentence.words.get(from..).unwrap_or_default(),
            _ => &sentence.words[..],
        };
        let courtesy = matches!(asked, [how, be, ..] if how.text == "how" && matches!(be.text.as_str(), "is" | "are" | "was" | "has"));
        if self.opening && why.is_light() && (strength < Strength::Strong || why != Evidence::Word || courtesy) {
            return Reading::Refused(Refusal::SmallTalk);
        }
        if self.people.called(sentence) {
            return Reading::Refused(Refusal::Theirs);
        }
        let words = sentence.list();
        let content: Vec<&&str> = words.iter().filter(|word| word.len() > 3).collect();
        let repeated = content.iter().filter(|word| self.user_said.iter().any(|said| said == **word)).count();
        let asked = match reading {
            Reading::Asks { from, .. } => &words[from.min(words.len())..],
            _ => &words[..],
        };
        // "Do you do home working?" "Do we do home working? We do."
        let said_too = |word: &str| self.user_said.iter().any(|said| said == word || person(said) == person(word));
        let said_first = asked.len() >= 2 && asked.iter().take(4).all(|word| said_too(word));
        let echoes = said_first || !content.is_empty() && repeated * 3 >= content.len() * 2;
        let leans = !sentence.marked && matches!(why, Evidence::FollowsAnswer | Evidence::About | Evidence::Adds);
        let for_user = asked.iter().any(|word| matches!(*word, "you" | "your" | "yours"));
        let of_theirs = why.is_light() && !for_user && !sentence.marked;
        if self.answering && (strength < Strength::Fair || leans || echoes || of_theirs) {
            return Reading::Refused(Refusal::Answer);
        }
        let all = !content.is_empty()
            && words.iter().all(|word| is_back_channel(word) || self.user_said.iter().any(|said| said == word));
        let new_turn =
            matches!(words[0], "and" | "or" | "but" | "so") || words.iter().any(|word| is_question_word(word));
        if all && !new_turn && strength < Strength::Strong && self.before.answered {
            return Reading::Refused(Refusal::Echo);
        }
        reading
    }
}

/// A fragment that ends in a full stop, and that nothing in it makes a question.
fn remarks(sentence: &Sentence) -> bool {
    let words = sentence.list();
    let asks = words.iter().any(|word| is_question_word(word)) || matches!(words[0], "your" | "such" | "for" | "like");
    sentence.stopped_without_mark() && !asks
}

/// The words of a sentence from where it asks.
fn asked_words<'a>(words: &'a [&'a str], reading: Reading) -> &'a [&'a str] {
    let from = if let Reading::Asks { from, .. } = reading { from } else { 0 };
    &words[from.min(words.len())..]
}

/// The same person, said by the one side and the other: "you" answers to "I" and to "we".
fn person(word: &str) -> &str {
    match word {
        "i" | "we" | "you" | "me" | "us" => "you",
        "my" | "our" | "your" => "your",
        "am" | "are" => "are",
        "do" | "does" => "do",
        _ => word,
    }
}
