//! What was said so far, as drafts need it: the last utterances, earlier questions with what was answered, and every
//! number and name that was mentioned.

use crate::answer::support::Facts;
use crate::answer::{Answered, left_out};
use convoally_shared::question::{Question, QuestionId};
use convoally_shared::utterance::{Speaker, Utterance};
use std::collections::VecDeque;
use std::sync::Arc;

/// So many utterances before the question go along with it.
const RECENT: usize = 6;
/// Bytes of what the user said to one question: a minute and a half of speech. A follow-up leans on its beginning.
const LONGEST_ANSWER: usize = 1_200;

/// A question and what the user said to it.
struct Asked {
    id: QuestionId,
    text: String,
    /// When they began to ask, on the audio clock; none for a typed question, which nobody heard.
    since_ms: Option<u64>,
    said: String,
    /// They said more than is remembered.
    cut: bool,
}

/// The dialogue of a session.
#[derive(Default)]
pub struct Dialogue {
    recent: VecDeque<Utterance>,
    utterances: usize,
    asked: Vec<Asked>,
    facts: Facts,
}

impl Dialogue {
    /// Takes in a finished utterance.
    pub fn said(&mut self, utterance: Utterance) {
        self.utterances += 1;
        self.facts.learn(&utterance.text);
        if utterance.speaker == Speaker::Me {
            self.answered_with(&utterance);
        }
        self.recent.push_back(utterance);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
    }

    /// How many utterances were finished.
    pub fn utterances(&self) -> usize {
        self.utterances
    }

    /// The last utterances, oldest first.
    pub fn recent(&self) -> Vec<Utterance> {
        self.recent.iter().cloned().collect()
    }

    /// What was said by either side, as something to lean on.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// A card was opened: for a question that they asked in `utterance`, or for one that the user typed.
    pub fn asked(&mut self, question: &Question, utterance: Option<&Utterance>) {
        let (id, text) = (question.id, question.text.clone());
        let since_ms = utterance.map(|utterance| utterance.start_ms);
        self.asked.push(Asked { id, text, since_ms, said: String::new(), cut: false });
    }

    /// A question reads otherwise now.
    pub fn revised(&mut self, question: &Question) {
        if let Some(asked) = self.asked.iter_mut().find(|asked| asked.id == question.id) {
            asked.text.clone_from(&question.text);
        }
    }

    /// Of the questions before one, those that are sent along with what was answered, oldest first: the user's own words
    /// where they were heard, and else what `draft` knows. A question with neither is left out.
    pub fn answered(&self, before: QuestionId, draft: impl Fn(QuestionId) -> Option<Arc<str>>) -> Vec<Answered> {
        let earlier = self.asked.iter().filter(|asked| asked.id < before);
        let answered = earlier.filter(|asked| !asked.said.is_empty() || draft(asked.id).is_some());
        let sent = answered.clone().skip(left_out(answered.count()));
        let sent = sent.map(|Asked { id, text, said, .. }| {
            let answer = if said.is_empty() { draft(*id).unwrap_or_default().to_string() } else { said.clone() };
            Answered { question: text.clone(), answer }
        });
        sent.collect()
    }

    /// What the user says belongs to the last question that they had begun to ask before it: an answer that is still
    /// being given while they ask the next thing is none to that.
    fn answered_with(&mut self, utterance: &Utterance) {
        let begun = |asked: &&mut Asked| asked.since_ms.is_some_and(|since| since <= utterance.start_ms);
        let Some(asked) = self.asked.iter_mut().rev().find(begun) else { return };
        for word in utterance.text.split_whitespace() {
            if asked.cut || asked.said.len() + word.len() > LONGEST_ANSWER {
                asked.cut = true;
                return;
            }
            if !asked.said.is_empty() {
                asked.said.push(' ');
            }
            asked.said.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::question::QuestionKind;
    use convoally_shared::utterance::UtteranceId;

    fn said(speaker: Speaker, start_ms: u64, text: &str) -> Utterance {
        Utterance { id: UtteranceId(1), speaker, start_ms, end_ms: start_ms + 1_000, text: text.to_owned() }
    }

    fn ask(dialogue: &mut Dialogue, id: u32, text: &str, start_ms: Option<u64>) {
        let kind = QuestionKind::Other;
        let question = Question { id: QuestionId(id), utterance: None, text: text.into(), kind, reason: String::new() };
        dialogue.asked(&question, start_ms.map(|start_ms| said(Speaker::Them, start_ms, text)).as_ref());
    }

    fn answers(dialogue: &Dialogue, before: u32) -> Vec<(String, String)> {
        let draft = |id: QuestionId| (id.0 == 2).then(|| "A draft.".into());
        let answered = dialogue.answered(QuestionId(before), draft);
        answered.into_iter().map(|Answered { question, answer }| (question, answer)).collect()
    }

    #[test]
    fn the_users_own_words_answer_the_question_before_them_and_else_the_draft_does() {
        let mut dialogue = Dialogue::default();
        ask(&mut dialogue, 1, "Why us?", Some(1_000));
        dialogue.said(said(Speaker::Me, 3_000, "Because of the team."));
        dialogue.said(said(Speaker::Them, 5_000, "I see."));
        dialogue.said(said(Speaker::Me, 7_000, "And the work."));
        ask(&mut dialogue, 2, "What is a mutex?", None);
        ask(&mut dialogue, 3, "When could you start?", Some(9_000));
        dialogue.said(said(Speaker::Me, 8_000, "That is all."));
        ask(&mut dialogue, 4, "Where?", Some(12_000));
        let pair = |question: &str, answer: &str| (question.to_owned(), answer.to_owned());
        let first = pair("Why us?", "Because of the team. And the work. That is all.");
        assert_eq!(answers(&dialogue, 4), [first.clone(), pair("What is a mutex?", "A draft.")]);
        assert_eq!(answers(&dialogue, 2), [first]);
    }

    #[test]
    fn of_many_answers_the_last_are_sent() {
        let mut dialogue = Dialogue::default();
        for id in 1..=40 {
            ask(&mut dialogue, id, &format!("Question {id}?"), Some(1_000 * u64::from(id)));
            // Each second question is answered.
            if id % 2 == 0 {
                dialogue.said(said(Speaker::Me, 1_000 * u64::from(id) + 500, &format!("Answer {id}.")));
            }
        }
        let sent = answers(&dialogue, 41);
        assert_eq!((sent.len(), sent[0].1.as_str(), sent[7].1.as_str()), (8, "Answer 26.", "Answer 40."));
        assert_eq!(answers(&dialogue, 5).len(), 2, "an early question leans on what was answered before it");
    }

    #[test]
    fn an_endless_answer_is_cut_between_words() {
        let mut dialogue = Dialogue::default();
        ask(&mut dialogue, 1, "Why us?", Some(0));
        for _ in 0..100 {
            dialogue.said(said(Speaker::Me, 1_000, "Because of the größte team, and so on and on."));
        }
        let (_, answer) = answers(&dialogue, 9).remove(0);
        assert!(answer.len() <= LONGEST_ANSWER && answer.len() > LONGEST_ANSWER - 20, "{}", answer.len());
        assert_eq!(dialogue.recent().len(), RECENT);
    }
}
