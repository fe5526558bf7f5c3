//! What the user can do in the panel, and what each of it changes.

use super::deck::Fold;
use super::model::{Asked, Model};
use super::stand;
use crate::link::stance::{Dock, Place, Stance};
use crate::link::{Ask, ToHub};
use convoally_shared::card::{Mark, Wish};
use convoally_shared::question::QuestionId;
use convoally_shared::request::{AskQuestion, DraftAgain, MarkCard, PauseSession, SetMode};
use convoally_shared::session::Mode;

/// Something that the user does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Begins.
    Start,
    /// Confirms that the others know.
    Confirm,
    /// Does not.
    Decline,
    /// Stops.
    Stop,
    /// Hears nothing for a while, or hears again.
    Pause,
    /// Goes on although the call is over.
    GoOn,
    /// Has the last words of the others answered.
    AnswerNow,
    /// Folds the panel to one line, or unfolds it.
    Compact,
    /// Brings the panel to an edge.
    Dock(Dock),
    /// Moves the panel by so many CSS pixels: right, down.
    Move(i32, i32),
    /// Makes it wider and higher by so many CSS pixels.
    Grow(i32, i32),
    /// Makes it fainter, or fuller.
    Fade(bool),
    /// Makes its text larger, or smaller.
    Text(bool),
    /// Has it stand as it did at first.
    StandAsAtFirst,
    /// Has it in a window of its own.
    OwnWindow,
    /// Has it in the browser's side panel.
    SidePanel,
    /// Shows the list of keys, or closes it.
    Help(bool),
    /// Looks at what was said before.
    Before,
    /// Looks at what was said after that.
    After,
    /// Looks at the last of what was said, or leaves that again.
    Said,
    /// Has more of the earlier questions shown.
    MoreCards,
    /// Unfolds something, or folds it again.
    Toggle(Fold),
    /// Says when cards open.
    Mode(Mode),
    /// Brings a card into focus.
    Choose(QuestionId),
    /// Looks at a passage of a card, from 0.
    Look(QuestionId, usize),
    /// Takes a card's words along.
    Copy(QuestionId),
    /// Marks a card, or takes the mark back.
    Mark(QuestionId, Mark, bool),
    /// Has another draft written.
    Draft(QuestionId, Wish),
    /// Goes to so many drafts before that one.
    Back(QuestionId, u32, usize),
    /// Asks what somebody said.
    Ask(String),
    /// Asks what was typed.
    AskTyped,
    /// Writes into a field.
    Write(Field),
}

/// A field of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The company on the other side.
    Company,
    /// The role that is talked about.
    Role,
    /// The kind of call.
    Kind,
    /// The language of the answers.
    Language,
    /// How the user wants to sound.
    Tone,
    /// The interview that the session is for, by its id; empty for none.
    Interview,
    /// A question of the user's own.
    Question,
}

impl Model {
    /// Does it. Returns what is to be asked of the host. [`Act::Copy`] and [`Act::Write`] are the browser's part.
    pub fn act(&mut self, act: Act) -> Option<ToHub> {
        let asked = match act {
            Act::Start => return Some(self.start()),
            Act::Confirm => self.confirm(),
            Act::Stop => self.stop(),
            Act::AnswerNow => self.answer_now(),
            Act::Pause => {
                let paused = !self.view.is_paused();
                self.call(Asked::Pause, Ask::Pause(PauseSession { paused }))
            }
            Act::Mark(question, mark, on) => {
                let mark = MarkCard { question, mark, on };
                self.call(Asked::Mark(mark), Ask::Mark(mark))
            }
            Act::Mode(mode) => {
                self.deck.fold();
                self.call(Asked::Change, Ask::Mode(SetMode { mode }))
            }
            Act::Draft(question, wish) => {
                self.deck.fold();
                self.call(Asked::Change, Ask::Draft(DraftAgain { question, wish }))
            }
            Act::Ask(text) => {
                self.deck.fold();
                self.call(Asked::Answer, Ask::Question(AskQuestion { text }))
            }
            Act::AskTyped => return self.ask_typed(),
            Act::GoOn => return Some(ToHub::GoOn),
            Act::OwnWindow => ToHub::OwnWindow,
            looked => {
                self.look(looked);
                return None;
            }
        };
        Some(asked)
    }

    /// Changes what is shown, which is no business of the host's.
    fn look(&mut self, act: Act) {
        match act {
            Act::Decline => self.decline(),
            Act::Compact => self.stance.compact = !self.stance.compact,
            Act::Help(shown) => self.help = shown,
            Act::Toggle(fold) => self.deck.toggle(fold),
            Act::Choose(id) => self.deck.choose(&self.view, id),
            Act::Look(id, passage) => self.deck.look(id, passage),
            Act::Back(id, number, back) => self.deck.go_back(id, number, back),
            Act::Before => self.deck.said.before(self.view.utterances.len()),
            Act::After => self.deck.said.after(self.view.utterances.len()),
            Act::Said => self.deck.said.toggle(),
            Act::MoreCards => self.deck.show_more(),
            standing => self.stand(standing, self.place()),
        }
    }

    /// Changes how the panel stands, which was at `from` when the user began to change it.
    pub fn stand(&mut self, act: Act, from: Place) {
        let (stance, window) = (&mut self.stance, self.window);
        match act {
            Act::Dock(dock) => stance.dock = dock,
            Act::Move(right, down) => stand::moved(stance, window, from, (right, down)),
            Act::Grow(wider, higher) => stand::grown(stance, window, from, (wider, higher)),
            Act::Fade(fainter) => stand::fainter(stance, fainter),
            Act::Text(larger) => stand::larger(stance, larger),
            Act::StandAsAtFirst => *stance = Stance::default(),
            _ => {}
        }
    }

    /// What is written in a field.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Company => &self.brief.company,
            Field::Role => &self.brief.role,
            Field::Kind => &self.brief.kind,
            Field::Language => &self.brief.language,
            Field::Tone => &self.brief.tone,
            Field::Interview => &self.interview.id,
            Field::Question => &self.typed,
        }
    }

    /// The same, to write in it.
    pub fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Company => &mut self.brief.company,
            Field::Role => &mut self.brief.role,
            Field::Kind => &mut self.brief.kind,
            Field::Language => &mut self.brief.language,
            Field::Tone => &mut self.brief.tone,
            Field::Interview => &mut self.interview.id,
            Field::Question => &mut self.typed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::FromHub;
    use crate::link::stance::Window;
    use convoally_shared::event::{Event, EventKind};
    use convoally_shared::fault::Fault;
    use convoally_shared::question::{Question, QuestionKind};
    use convoally_shared::session::SessionId;

    #[test]
    fn what_the_user_types_is_asked_once_blanks_are_not_and_nothing_is_lost() {
        let mut model = Model::default();
        model.typed = "  Why Rust? ".into();
        let ask = Ask::Question(AskQuestion { text: "Why Rust?".into() });
        assert_eq!(model.act(Act::AskTyped), Some(ToHub::Call { id: 1, ask }));
        assert!(model.waits_for(Asked::Answer) && model.typed.is_empty());
        model.typed = " ".into();
        assert_eq!(model.act(Act::AskTyped), None);
        model.typed.clear();
        model.take(FromHub::Failed { id: Some(1), fault: Fault::new("session.long_question", "S.", "A.") });
        assert_eq!(model.typed, "Why Rust?", "what is refused is not lost");
    }

    #[test]
    fn a_mark_that_the_host_refuses_says_why() {
        let (mut model, question, mark) = (Model::default(), QuestionId(9), Mark::Pinned);
        let ask = Ask::Mark(MarkCard { question, mark, on: true });
        assert_eq!(model.act(Act::Mark(question, mark, true)), Some(ToHub::Call { id: 1, ask }));
        let fault = Fault::new("session.no_such_card", "S.", "A.");
        model.take(FromHub::Failed { id: Some(1), fault: fault.clone() });
        assert_eq!(model.notice, Some(fault));
    }

    /// Its log is closed: no event will tell of the mark.
    #[test]
    fn a_mark_after_the_end_of_a_session_shows_once_the_host_has_it() {
        let (mut model, question, mark) = (Model::default(), QuestionId(1), Mark::Good);
        let found = Question {
            id: question,
            utterance: None,
            text: "Why?".into(),
            kind: QuestionKind::Other,
            reason: String::new(),
        };
        for (seq, kind) in [(1, EventKind::QuestionFound { question: found }), (2, EventKind::SessionEnded)] {
            model.take(FromHub::Happened { event: Event { session: SessionId("s".into()), seq, at_ms: 0, kind } });
        }
        model.act(Act::Mark(question, mark, true));
        assert_eq!(model.view.cards[0].marks.rating, None);
        model.take(FromHub::Done { id: 1 });
        assert_eq!(model.view.cards[0].marks.rating, Some(true));
    }

    #[test]
    fn the_panel_goes_where_the_user_wants_it_and_back() {
        let mut model = Model::default();
        (model.height, model.window) = (300, Window { width: 1360, height: 800 });
        for act in [Act::Dock(Dock::Left), Act::Move(16, 0), Act::Grow(64, 0), Act::Fade(true), Act::Text(true)] {
            assert_eq!(model.act(act), None);
        }
        let place = model.place();
        assert_eq!((place.left, place.width, place.opacity, model.stance.text), (24, 440, 90, 115));
        model.act(Act::StandAsAtFirst);
        assert_eq!(model.stance, Stance::default());
        assert_eq!(model.act(Act::OwnWindow), Some(ToHub::OwnWindow));
    }

    #[test]
    fn what_is_written_in_a_field_is_found_there_again() {
        let mut model = Model::default();
        let brief = [Field::Company, Field::Role, Field::Kind, Field::Language, Field::Tone];
        let fields = brief.into_iter().chain([Field::Interview, Field::Question]);
        for (number, field) in fields.clone().enumerate() {
            *model.field_mut(field) = number.to_string();
        }
        let written: Vec<&str> = fields.map(|field| model.field(field)).collect();
        assert_eq!(written, ["0", "1", "2", "3", "4", "5", "6"]);
    }
}
