//! What the popup shows, from what is known: the host, the session, the tab in front.

use crate::link::HostStatus;
use crate::locale::{Key, say, say_count};
use crate::pages::around::TabId;
use convoally_shared::fault::Fault;
use convoally_shared::interview::{InterviewId, InterviewSummary};
use convoally_shared::request::{StartSession, TheirSound};
use convoally_shared::session::Brief;
use convoally_shared::view::{Phase, SessionView};

/// The host's code for a site where the user has not said yet that the others know.
const CONSENT: &str = "session.consent_required";

/// What the popup is about at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The host cannot be used, or not yet.
    NoHost,
    /// Nothing listens: it can be started.
    Idle,
    /// The user is asked whether the others know.
    Consent,
    /// A session listens.
    Listening,
}

impl Face {
    /// From what is known. `asks` while the user has not answered.
    pub fn of(status: &HostStatus, phase: Phase, asks: bool) -> Self {
        match (status, phase, asks) {
            (HostStatus::Ready { .. }, Phase::Listening, _) => Self::Listening,
            (HostStatus::Ready { .. }, _, true) => Self::Consent,
            (HostStatus::Ready { .. }, _, false) => Self::Idle,
            _ => Self::NoHost,
        }
    }

    /// What the sign says; none where the host's own line does.
    pub fn sign(self) -> Option<Key> {
        match self {
            Self::NoHost => None,
            Self::Idle | Self::Consent => Some(Key("popup_not_listening")),
            Self::Listening => Some(Key("popup_listening")),
        }
    }
}

/// The tab in front: which, and the meeting that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Which tab.
    pub tab: TabId,
    /// The meeting's host name.
    pub site: String,
}

impl Meeting {
    /// From what the hub said last, if that was of the tab in front.
    pub fn of(front: Option<TabId>, told: Option<(TabId, Option<String>)>) -> Option<Self> {
        let (tab, site) = told?;
        Some(Self { tab, site: site? }).filter(|meeting| front == Some(meeting.tab))
    }
}

/// What to start: in which tab the call is that the session follows, if there is one, and the request.
pub fn start(
    meeting: Option<&Meeting>,
    tab_alone: bool,
    interview: &str,
    consent: bool,
) -> (Option<TabId>, StartSession) {
    let alone = meeting.filter(|_| tab_alone);
    let them = alone.map_or(TheirSound::System, |meeting| TheirSound::Tab { title: meeting.site.clone() });
    let interview = (!interview.is_empty()).then(|| InterviewId(interview.to_owned()));
    let site = meeting.map(|meeting| meeting.site.clone());
    (meeting.map(|meeting| meeting.tab), StartSession { site, consent, interview, them, ..StartSession::default() })
}

/// Whether a start failed only because the user is to be asked first.
pub fn asks_consent(fault: &Fault) -> bool {
    fault.code == CONSENT
}

/// An interview in the list to choose from: `northwind: Backend engineer, Northwind (2 documents)`.
pub fn described(interview: &InterviewSummary) -> String {
    let InterviewSummary { id, company, role, documents, .. } = interview;
    let what: Vec<&str> = [role, company].into_iter().map(String::as_str).filter(|what| !what.is_empty()).collect();
    let colon = if what.is_empty() { "" } else { ": " };
    [&id.0, colon, &what.join(", "), " (", &say_count("interview_documents", *documents), ")"].concat()
}

/// What a session is about, in a line; nothing where nothing was said.
pub fn about(brief: &Brief) -> String {
    let parts = [&brief.role, &brief.company, &brief.kind];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

/// How many cards there are.
pub fn cards(view: &SessionView) -> String {
    match view.cards.len() {
        0 => say("popup_no_cards"),
        many => say_count("popup_cards", many as u64),
    }
}

/// `4:07`, `1:04:07`: from a beginning to now, both milliseconds since the Unix epoch.
pub fn clock(started_unix_ms: u64, now_unix_ms: u64) -> String {
    let seconds = now_unix_ms.saturating_sub(started_unix_ms) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> HostStatus {
        HostStatus::Ready { version: "0.1.0".into() }
    }

    #[test]
    fn nothing_is_offered_while_the_host_is_not_there() {
        let fault = Fault::new("host.not_found", "S.", "A.");
        for status in [HostStatus::Connecting, HostStatus::Unreachable { fault }] {
            assert_eq!(Face::of(&status, Phase::Listening, true), Face::NoHost);
        }
        assert_eq!(Face::of(&ready(), Phase::Ended, false), Face::Idle);
    }

    #[test]
    fn a_session_that_listens_is_shown_whatever_was_asked() {
        assert_eq!(Face::of(&ready(), Phase::Listening, true), Face::Listening);
        assert_eq!(Face::of(&ready(), Phase::Idle, true), Face::Consent);
    }

    #[test]
    fn an_answer_about_another_tab_is_no_meeting_here() {
        let told = |tab| Some((tab, Some("meet.google.com".to_owned())));
        assert_eq!(Meeting::of(Some(7), told(7)), Some(Meeting { tab: 7, site: "meet.google.com".into() }));
        assert_eq!(Meeting::of(Some(7), told(8)), None);
        assert_eq!(Meeting::of(Some(7), Some((7, None))), None, "a tab without a meeting");
    }

    #[test]
    fn the_tab_is_heard_alone_only_where_it_shows_a_meeting_and_the_user_wants_it() {
        let meeting = Meeting { tab: 7, site: "zoom.us".into() };
        let (tab, request) = start(Some(&meeting), true, "northwind", false);
        assert_eq!((tab, request.them), (Some(7), TheirSound::Tab { title: "zoom.us".into() }));
        assert_eq!(request.interview, Some(InterviewId("northwind".into())));
        let (tab, request) = start(Some(&meeting), false, "", true);
        assert_eq!((tab, request.them, request.interview), (Some(7), TheirSound::System, None));
        assert_eq!((request.site.as_deref(), request.consent), (Some("zoom.us"), true));
        assert_eq!(start(None, true, "", false).1, StartSession::default());
    }

    #[test]
    fn an_interview_is_described_by_what_is_known_of_it() {
        let (id, company) = (InterviewId("northwind".into()), "Northwind".to_owned());
        let summary = InterviewSummary { id, company, role: String::new(), documents: 1 };
        assert_eq!(described(&summary), "northwind: Northwind (1 document)");
        assert_eq!(
            about(&Brief { role: "Engineer".into(), kind: "Phone screen".into(), ..Brief::default() }),
            "Engineer · Phone screen"
        );
    }

    #[test]
    fn the_clock_counts_from_the_beginning() {
        assert_eq!((clock(1_000, 8_000), clock(0, 3_847_000)), ("0:07".into(), "1:04:07".into()));
        assert_eq!(clock(9_000, 8_000), "0:00", "clocks may be set back");
    }
}
