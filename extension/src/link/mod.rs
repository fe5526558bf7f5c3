//! What travels over the extension's own ports: content script ↔ hub, overlay frame ↔ hub, offscreen document →
//! hub, and the extension's own pages ↔ hub (`desk`).
//!
//! Each message is one string: [`pack`] to and from the overlay, JSON from and to JavaScript and the pages. Both ends are
//! of one build, so nothing here is kept for older versions.
//! What the hub and the host say to each other is [`convoally_shared::wire`].

pub mod call;
pub mod deed;
#[cfg(any(feature = "hub", feature = "pages", test))]
pub mod desk;
pub mod event;
pub mod pack;
pub mod stance;

use call::{CallEnd, CallSeen};
use convoally_shared::event::Event;
use convoally_shared::fault::Fault;
use convoally_shared::interview::InterviewSummary;
use convoally_shared::request::{
    AnswerNow, AskQuestion, DraftAgain, ListInterviews, ListRecipients, MarkCard, PauseSession, Recipients, SetMode,
    StartSession, StopSession,
};
use convoally_shared::session::SessionId;
use deed::Deed;
use serde::{Deserialize, Serialize};
use stance::{Frame, Place, Stance, Window};

/// The name of a content script's port.
pub const PAGE_PORT: &str = "page";

/// The name of an overlay frame's port.
pub const OVERLAY_PORT: &str = "overlay";

/// What the name of the side panel's port begins with; the number of the tab beside it follows.
pub const SIDE_PANEL_PORT: &str = "side panel";

/// The name of the port of the extension's own pages and of its popup.
pub const DESK_PORT: &str = "desk";

/// What the name of the offscreen document's port begins with; the number of the attempt follows.
pub const EAR_PORT: &str = "ear";

/// What a content script tells the hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromPage {
    /// A frame with this one-time token was put into the page.
    Announce {
        /// 122 random bits that the page never sees.
        token: String,
        /// It is not in the page but in a window of its own that floats over others.
        #[serde(default)]
        own_window: bool,
        /// How large the page's window is.
        window: Window,
    },
    /// The page's window has another size now.
    Window(Window),
    /// The browser gave no window of its own.
    NoWindow,
    /// The user pressed [`deed::ANSWER_NOW_KEYS`] in the page. Only real key presses are told; the page cannot make one.
    AnswerNow,
    /// The user came back to the tab, perhaps from the browser's own list of keys.
    Shown,
    /// The page removed the frame again and again, and it was given up.
    DrivenOut,
}

/// What the offscreen document tells the hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromEar {
    /// A piece of the tab's sound: see [`convoally_shared::request::TabSound::pcm`].
    Sound(String),
    /// The browser did not give the tab's sound.
    Refused,
    /// The browser ended it.
    Stopped,
}

/// What the hub tells a content script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToPage {
    /// Where the frame stands and how large it is.
    Place(Place),
    /// Opens a window of its own with another frame; this one is out of sight until that window is closed.
    OwnWindow,
    /// Gives the frame the keyboard.
    Focus,
    /// Whether [`deed::ANSWER_NOW_KEYS`] pressed in the page are ours; not when the user chose others.
    Chord(bool),
}

/// What an overlay frame tells the hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToHub {
    /// The first message: the token from the frame's address.
    Claim {
        /// See [`FromPage::Announce`].
        token: String,
    },
    /// A request for the host.
    Call {
        /// The frame's own number; the hub gives it another on the way.
        id: u64,
        /// Which request.
        ask: Ask,
    },
    /// Where the frame wants to stand.
    Place(Place),
    /// The user wants the session to go on although its call is over.
    GoOn,
    /// How the user likes the panel to stand, to be remembered for the site.
    Stance(Stance),
    /// The user wants the panel in a window of its own.
    OwnWindow,
}

/// What a frame may ask of the host. Greeting and watching are the hub's own business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// To begin listening.
    Start(StartSession),
    /// To stop.
    Stop(StopSession),
    /// To answer what was just said.
    AnswerNow(AnswerNow),
    /// To answer what the user typed.
    Question(AskQuestion),
    /// To write another draft.
    Draft(DraftAgain),
    /// To mark a card.
    Mark(MarkCard),
    /// To open cards at other occasions.
    Mode(SetMode),
    /// To hear nothing for a while, or to hear again.
    Pause(PauseSession),
    /// To say which interviews there are.
    Interviews(ListInterviews),
    /// To say who would get what.
    Recipients(ListRecipients),
}

/// What the hub tells an overlay frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromHub {
    /// The token is unknown, used up or of another tab: the frame stays empty.
    Refused,
    /// The token was right.
    Admitted {
        /// The meeting's host name, `meet.google.com`; empty in a side panel beside no meeting.
        site: String,
        /// What holds the frame.
        frame: Frame,
        /// The browser's number of the meeting's tab; none in a side panel beside no meeting.
        tab: Option<i32>,
    },
    /// The meeting's window has this size.
    Window(Window),
    /// How the user likes the panel to stand on this site.
    Stance(Stance),
    /// The keys that answer now, as the browser writes them.
    Keys(String),
    /// How the host is doing. Sent on admission and at each change.
    Status(HostStatus),
    /// The session so far, in order, without passing events.
    Replay {
        /// From the session's first event on.
        events: Vec<event::Packed>,
    },
    /// Something happened in the session.
    Happened {
        /// What.
        #[serde(with = "event::EventMirror")]
        event: Event,
    },
    /// A call was carried out. What the replies say, the events say too.
    Done {
        /// The frame's own number.
        id: u64,
    },
    /// The interviews that a session can be started for.
    Interviews {
        /// The frame's own number.
        id: u64,
        /// In the order in which they were added.
        interviews: Vec<InterviewSummary>,
    },
    /// Who would get what of a session that began now.
    Recipients {
        /// The frame's own number.
        id: u64,
        /// Who.
        recipients: Recipients,
    },
    /// A call was not carried out.
    Failed {
        /// The frame's own number; none for what the user asked for by keyboard.
        id: Option<u64>,
        /// Why, and what to do.
        fault: Fault,
    },
    /// The host was lost while this session ran, and its successor does not know it: nothing listens any more.
    CutOff {
        /// Which session.
        session: SessionId,
    },
    /// What the page of this tab says of its call, and whether the running session follows it: that stops with the call.
    Call {
        /// What it says.
        seen: CallSeen,
        /// The running session was started here.
        followed: bool,
    },
    /// The call that the running session follows is over.
    CallOver(CallEnd),
    /// The user pressed the shortcut that shows or hides.
    Toggle,
    /// The user pressed a key that the browser keeps for this.
    Deed(Deed),
    /// The user clicked the toolbar button: listen to this tab, or show and hide while it listens.
    Clicked,
}

/// Whether the host can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostStatus {
    /// Asked, not answered yet.
    #[default]
    Connecting,
    /// Not there. The hub tries again by itself.
    Unreachable {
        /// Why, and the one step that cures it.
        fault: Fault,
    },
    /// There, but it speaks another version.
    OtherVersion {
        /// Which of the two to update.
        fault: Fault,
    },
    /// There.
    Ready {
        /// The host's release, for people.
        version: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_open_their_ports_under_the_names_that_the_hub_knows() {
        let opens = |script: &str, port| script.contains(&format!(r#"runtime.connect({{ name: "{port}" }})"#));
        assert!(opens(include_str!("../../static/content.js"), PAGE_PORT));
        assert!(opens(include_str!("../../static/overlay.js"), OVERLAY_PORT));
        let side_panel = format!("runtime.connect({{ name: `{SIDE_PANEL_PORT} ${{await frontTab()}}` }})");
        assert!(include_str!("../../static/overlay.js").contains(&side_panel));
        assert!(opens(include_str!("../../static/calls/follow.js"), call::CALL_PORT));
        let ear = format!("runtime.connect({{ name: `{EAR_PORT} ${{attempt}}` }})");
        assert!(include_str!("../../chromium/ear.js").contains(&ear));
    }

    /// `chromium/ear.js` writes them by hand.
    #[test]
    fn the_forms_that_the_offscreen_document_writes_are_pinned() {
        let forms = [
            (FromEar::Sound("AAA=".into()), r#"{"sound":"AAA="}"#),
            (FromEar::Refused, r#""refused""#),
            (FromEar::Stopped, r#""stopped""#),
        ];
        for (message, form) in forms {
            assert_eq!(serde_json::to_string(&message).unwrap(), form);
        }
    }

    /// `static/content.js` writes the first six forms and reads the others by hand.
    #[test]
    fn the_forms_that_the_content_script_knows_are_pinned() {
        let window = Window { width: 1360, height: 800 };
        let announce = FromPage::Announce { token: "t".into(), own_window: true, window };
        let forms = [
            (announce, r#"{"announce":{"token":"t","own_window":true,"window":{"width":1360,"height":800}}}"#),
            (FromPage::Window(window), r#"{"window":{"width":1360,"height":800}}"#),
            (FromPage::AnswerNow, r#""answer_now""#),
            (FromPage::Shown, r#""shown""#),
            (FromPage::NoWindow, r#""no_window""#),
            (FromPage::DrivenOut, r#""driven_out""#),
        ];
        for (message, form) in forms {
            assert_eq!(serde_json::to_string(&message).unwrap(), form);
        }
        let place = Place { left: 976, top: 8, width: 376, height: 80, opacity: 90, hidden: false };
        let place_form = r#"{"place":{"left":976,"top":8,"width":376,"height":80,"opacity":90,"hidden":false}}"#;
        let forms = [
            (ToPage::Place(place), place_form),
            (ToPage::OwnWindow, r#""own_window""#),
            (ToPage::Focus, r#""focus""#),
            (ToPage::Chord(false), r#"{"chord":false}"#),
        ];
        for (message, form) in forms {
            assert_eq!(serde_json::to_string(&message).unwrap(), form);
        }
    }
}
