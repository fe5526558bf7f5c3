//! Everything that the overlay shows, and how messages and the user's actions change it. No browser in here.

use super::call::Call;
use super::choice::Choice;
use super::deck::Deck;
use super::elsewhere::Elsewhere;
pub use super::phase::Phase;
use super::stand;
use crate::link::deed::{ANSWER_NOW_KEYS, Deed};
use crate::link::stance::{Frame, Place, Stance, Window};
use crate::link::{Ask, FromHub, HostStatus, ToHub};
use convoally_shared::amendment::Change;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::fault::Fault;
use convoally_shared::request::{
    AnswerNow, AskQuestion, ListInterviews, ListRecipients, MarkCard, Recipients, StartSession, StopSession, TheirSound,
};
use convoally_shared::session::{Brief, SessionId};
use convoally_shared::view::{Phase as SessionPhase, SessionView};

/// The list of keys needs so much height, CSS pixels.
const HELP_HEIGHT: u32 = 560;
/// The host's code for "ask the user whether the others know".
const CONSENT_REQUIRED: &str = "session.consent_required";
/// The host's code for a start that the user stopped.
const GIVEN_UP: &str = "session.given_up";

/// What the user asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To begin.
    Start,
    /// To know who would get what, which comes before the question of consent.
    Recipients,
    /// To stop.
    Stop,
    /// To hear nothing for a while, or to hear again.
    Pause,
    /// To answer what was just said, or what they typed.
    Answer,
    /// To mark a card. In a session that is over, no event tells of it.
    Mark(MarkCard),
    /// Something else whose outcome shows by itself.
    Change,
    /// Nothing: the panel wants to know what can be chosen.
    Choices,
}

/// The state behind the panel.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The meeting's host name; empty in a side panel beside no meeting.
    pub site: String,
    /// What holds the panel.
    pub frame: Frame,
    /// The browser's number of the meeting's tab.
    pub tab_id: Option<i32>,
    /// How the host is doing.
    pub status: HostStatus,
    /// The session as the events tell it.
    pub view: SessionView,
    /// Which of its cards the user looks at.
    pub deck: Deck,
    /// The question that the user types.
    pub typed: String,
    /// What the user said that the next session is about.
    pub brief: Brief,
    /// The interview that it is for.
    pub interview: Choice,
    /// The others are heard in this tab's own sound, not in everything that the computer plays.
    pub tab: bool,
    /// The call in this tab.
    pub call: Call,
    /// Why the user's last action did not work.
    pub notice: Option<Fault>,
    /// How the user likes the panel to stand.
    pub stance: Stance,
    /// The size of the window that it stands in.
    pub window: Window,
    /// The list of keys is shown.
    pub help: bool,
    /// Where else the panel can be in this browser.
    pub elsewhere: Elsewhere,
    /// How high the panel would like its frame, CSS pixels; 0 before it was measured.
    pub height: u32,
    sent: Option<(u64, String)>,
    /// Who would get what of the session that waits for the user's consent.
    consent_wanted: Option<Recipients>,
    /// A call, a session or the user brought the panel into this page, whatever else hides it.
    brought: bool,
    /// The keys that answer now; empty before the hub has told.
    keys: String,
    cut_off: Option<SessionId>,
    open: Vec<(u64, Asked)>,
    last_call: u64,
}

impl Model {
    /// Which face to show.
    pub fn phase(&self) -> Phase {
        match &self.status {
            HostStatus::Connecting => Phase::Connecting,
            HostStatus::Unreachable { .. } => Phase::NoHost,
            HostStatus::OtherVersion { .. } => Phase::OtherVersion,
            HostStatus::Ready { .. } => match self.view.phase {
                SessionPhase::Listening if !self.cut_off() => Phase::Listening,
                _ if self.consent_wanted.is_some() => Phase::Consent,
                SessionPhase::Idle => Phase::Idle,
                _ => Phase::Ended,
            },
        }
    }

    /// Whether the session that is shown was ended by the loss of its host.
    pub fn cut_off(&self) -> bool {
        self.cut_off.is_some() && self.cut_off == self.view.session
    }

    /// Whether the user waits for the outcome of this.
    pub fn waits_for(&self, asked: Asked) -> bool {
        self.open.iter().any(|(_, open)| *open == asked)
    }

    /// The panel is out of sight; never while something listens.
    fn is_hidden(&self) -> bool {
        let unwanted = self.stance.hidden || self.call.seen.elsewhere;
        unwanted && !self.brought && self.phase() != Phase::Listening
    }

    /// The keys that answer now, as the browser writes them.
    pub fn answer_keys(&self) -> &str {
        if self.keys.is_empty() { ANSWER_NOW_KEYS } else { &self.keys }
    }

    /// Where the frame should stand.
    pub fn place(&self) -> Place {
        let hidden = self.is_hidden();
        match self.help {
            true => {
                let free = Stance { height: 0, compact: false, ..self.stance };
                stand::place(&free, self.window, self.height.max(HELP_HEIGHT), hidden)
            }
            false => stand::place(&self.stance, self.window, self.height, hidden),
        }
    }

    /// Whether only one line is shown. A panel that has a place of its own is always whole.
    pub fn compact(&self) -> bool {
        self.stance.compact && self.frame == Frame::Tab
    }

    /// Takes in a message of the hub. Returns what is to be asked in turn.
    pub fn take(&mut self, message: FromHub) -> Option<ToHub> {
        match message {
            FromHub::Refused => {}
            FromHub::Admitted { site, frame, tab } => (self.site, self.frame, self.tab_id) = (site, frame, tab),
            FromHub::Window(window) => self.window = window,
            FromHub::Stance(stance) => self.stance = stance,
            FromHub::Keys(keys) => self.keys = keys,
            FromHub::Deed(deed) => return self.pressed(deed),
            FromHub::Status(status) => {
                self.status = status;
                let waits = matches!(self.phase(), Phase::Idle | Phase::Ended);
                return waits.then(|| self.ask_interviews());
            }
            FromHub::Replay { events } => events.iter().for_each(|event| self.apply(&event.0)),
            FromHub::Happened { event } => {
                self.apply(&event);
                match self.phase() {
                    Phase::Listening => self.consent_wanted = None,
                    Phase::Ended if event.kind == EventKind::SessionEnded => return Some(self.ask_interviews()),
                    _ => {}
                }
            }
            FromHub::Done { id } => {
                let done = self.close(id);
                if let (Some(Asked::Mark(MarkCard { question, mark, on })), SessionPhase::Ended) =
                    (done, self.view.phase)
                {
                    self.view.amend(&Change::Marked { question, mark, on });
                }
            }
            FromHub::Interviews { id, interviews } => {
                self.close(id);
                self.interview.offer(interviews);
            }
            // Not when the user gave the start up meanwhile.
            FromHub::Recipients { id, recipients } if self.close(id).is_some() => {
                self.consent_wanted = Some(recipients)
            }
            FromHub::Recipients { .. } => {}
            FromHub::Failed { id, fault } => {
                let asked = id.and_then(|id| self.close(id));
                self.give_back(id);
                match (asked, fault.code.as_str()) {
                    (Some(Asked::Start), CONSENT_REQUIRED) => return Some(self.ask_recipients()),
                    (Some(Asked::Start), GIVEN_UP) => {}
                    // Without a vault that opens there is nothing to choose; a start says why.
                    (Some(Asked::Choices), _) => {}
                    _ => self.notice = Some(fault),
                }
            }
            FromHub::CutOff { session } => self.lose(session),
            FromHub::Call { seen, followed } => {
                // The offer is of no use behind a folded panel, or a hidden one.
                if self.call.see(seen, followed) && self.phase() != Phase::Listening {
                    (self.stance.compact, self.brought) = (false, true);
                }
            }
            FromHub::CallOver(end) => self.call.ends(end),
            FromHub::Toggle => self.toggle(),
            FromHub::Clicked => return self.clicked(),
        }
        None
    }

    /// Asks what can be chosen. The user's last action, and what became of it, stay as they are.
    fn ask_interviews(&mut self) -> ToHub {
        self.open_call(Asked::Choices, Ask::Interviews(ListInterviews {}))
    }

    /// Asks who would get what: nobody is asked for consent before that is known.
    fn ask_recipients(&mut self) -> ToHub {
        self.call(Asked::Recipients, Ask::Recipients(ListRecipients {}))
    }

    /// Another session has other cards.
    fn apply(&mut self, event: &Event) {
        if self.view.session.as_ref() != Some(&event.session) {
            self.deck = Deck::default();
            self.call.begins();
        }
        self.view.apply(event);
        self.brought |= self.phase() == Phase::Listening;
    }

    /// A session was cut off. The panel may be new and know no more of it than that.
    fn lose(&mut self, session: SessionId) {
        if self.view.session.is_none() {
            self.view.session = Some(session.clone());
            self.view.phase = SessionPhase::Ended;
        }
        self.cut_off = Some(session);
    }

    /// Asks the host to begin, with everything that this computer plays.
    ///
    /// Beside no meeting there is no site whose consent the host could remember: the user is asked here, each time.
    pub fn start(&mut self) -> ToHub {
        self.tab = false;
        match self.site.is_empty() {
            true => self.ask_recipients(),
            false => self.begin(false),
        }
    }

    /// The user has just confirmed that the others know.
    pub fn confirm(&mut self) -> ToHub {
        self.begin(true)
    }

    fn begin(&mut self, consent: bool) -> ToHub {
        let site = Some(self.site.clone()).filter(|site| !site.is_empty());
        let them = if self.tab { TheirSound::Tab { title: self.site.clone() } } else { TheirSound::System };
        let interview = self.interview.chosen().map(|chosen| chosen.id.clone());
        let brief = self.brief.clone();
        self.call(Asked::Start, Ask::Start(StartSession { site, consent, brief, interview, them, mode: None }))
    }

    /// Asks the host to stop.
    pub fn stop(&mut self) -> ToHub {
        self.open.retain(|(_, asked)| *asked != Asked::Recipients);
        self.call(Asked::Stop, Ask::Stop(StopSession {}))
    }

    /// Asks the host to answer what was just said.
    pub fn answer_now(&mut self) -> ToHub {
        self.call(Asked::Answer, Ask::AnswerNow(AnswerNow {}))
    }

    /// Asks the host to answer what the user typed; nothing when that is nothing but blanks.
    pub fn ask_typed(&mut self) -> Option<ToHub> {
        let text = std::mem::take(&mut self.typed).trim_ascii().to_owned();
        if text.is_empty() {
            return None;
        }
        let asked = self.call(Asked::Answer, Ask::Question(AskQuestion { text: text.clone() }));
        self.sent = Some((self.last_call, text));
        Some(asked)
    }

    /// What the user typed and the host refused may be typed on, unless something else was begun.
    fn give_back(&mut self, id: Option<u64>) {
        if let Some((_, text)) = self.sent.take_if(|(sent, _)| Some(*sent) == id)
            && self.typed.is_empty()
        {
            self.typed = text;
        }
    }

    /// The user does not confirm.
    pub fn decline(&mut self) {
        self.consent_wanted = None;
    }

    /// Who would get what of the session that waits for the user's consent.
    pub fn recipients(&self) -> Option<&Recipients> {
        self.consent_wanted.as_ref()
    }

    /// Whether a session is about to begin, or the question whether it may.
    pub fn is_starting(&self) -> bool {
        self.waits_for(Asked::Start) || self.waits_for(Asked::Recipients)
    }

    /// Shows or hides: all of it when nothing listens, all but the bar when something does.
    fn toggle(&mut self) {
        if self.phase() == Phase::Listening {
            self.stance.compact = !self.stance.compact;
        } else if self.is_hidden() {
            self.show();
        } else {
            self.brought = false;
            // Where no call is held it is hidden anyway, and the rooms of the calls are another matter.
            self.stance.hidden = !self.call.seen.elsewhere;
        }
    }

    fn show(&mut self) {
        (self.stance.hidden, self.brought) = (false, true);
    }

    /// Begins with this tab's own sound where a start is to be had. Elsewhere shows, or hides, what there is instead.
    fn clicked(&mut self) -> Option<ToHub> {
        match self.phase() {
            Phase::Idle | Phase::Ended => {
                self.show();
                self.tab = true;
                (!self.is_starting()).then(|| self.begin(false))
            }
            Phase::Consent => {
                self.show();
                None
            }
            Phase::Connecting | Phase::NoHost | Phase::OtherVersion | Phase::Listening => {
                self.toggle();
                None
            }
        }
    }

    /// The user pressed a key that the browser keeps for the panel, perhaps while it was one line.
    fn pressed(&mut self, deed: Deed) -> Option<ToHub> {
        match deed {
            Deed::Next | Deed::Previous => _ = self.deck.step(&self.view, deed == Deed::Next),
            Deed::Question | Deed::Enter => self.unfold(),
            _ => return self.means(deed).and_then(|act| self.act(act)),
        }
        None
    }

    /// Shows all of the panel.
    pub fn unfold(&mut self) {
        self.stance.compact = false;
        self.show();
    }

    fn close(&mut self, id: u64) -> Option<Asked> {
        let at = self.open.iter().position(|(open, _)| *open == id)?;
        Some(self.open.swap_remove(at).1)
    }

    /// Asks the host for something and remembers what it was.
    pub fn call(&mut self, asked: Asked, ask: Ask) -> ToHub {
        self.notice = None;
        self.open_call(asked, ask)
    }

    fn open_call(&mut self, asked: Asked, ask: Ask) -> ToHub {
        self.last_call += 1;
        self.open.push((self.last_call, asked));
        ToHub::Call { id: self.last_call, ask }
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
