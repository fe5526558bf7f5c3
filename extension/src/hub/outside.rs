//! What the hub needs of the browser. The worker implements it with real ports and timers, the tests with a
//! notebook.

use crate::link::call::ToCall;
use crate::link::desk::ToDesk;
use crate::link::stance::Stance;
use crate::link::{FromHub, ToPage};
use convoally_shared::wire::Call;

/// Numbers the ports that were opened to this worker.
pub type PortId = u32;

/// The browser's number of a tab.
pub type TabId = i32;

/// Who opened a port, as the browser (not the opener) says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opener {
    /// The port's name.
    pub name: String,
    /// The tab that it was opened in.
    pub tab: Option<TabId>,
    /// Whether it was opened in the tab's top frame.
    pub top_frame: bool,
    /// Whether it was opened by the page of the extension that opens ports of this name.
    pub own_page: bool,
    /// The host name of the opener's origin.
    pub site: String,
}

/// Why the hub wants to be called later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Try the host again. Older attempts than the last are stale.
    Reconnect {
        /// Which attempt.
        attempt: u32,
    },
    /// The call that the session follows was over for a while. Ends before the last are stale.
    CallOver {
        /// Which end.
        end: u32,
    },
    /// A claim has waited long enough for its announcement.
    GiveUp {
        /// The claimant.
        port: PortId,
    },
}

/// What the toolbar says of the session, also where no panel is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// None listens.
    #[default]
    Off,
    /// One listens.
    Listening,
    /// One runs, and hears nothing by the user's wish.
    Paused,
}

/// The browser around the hub.
pub trait Outside {
    /// Opens the native port. That it could not be opened is told later, by [`super::Hub::host_lost`].
    fn connect_host(&mut self);
    /// Closes the native port; the hub hears nothing more of it.
    fn disconnect_host(&mut self);
    /// Sends a call to the host. Dropped when the port is closed: `host_lost` follows then.
    fn send_host(&mut self, call: &Call);
    /// Sends to an overlay frame.
    fn send_overlay(&mut self, port: PortId, message: &FromHub);
    /// Sends to a page of ours.
    fn send_desk(&mut self, port: PortId, message: &ToDesk);
    /// Sends to a content script.
    fn send_page(&mut self, port: PortId, message: &ToPage);
    /// Sends to the script that watches a meeting page.
    fn send_call(&mut self, port: PortId, message: &ToCall);
    /// Opens the offscreen document that captures a tab; its port is named `ear` and the attempt. Where the browser
    /// refuses, [`super::Hub::ear_refused`] is called, later.
    fn hear_tab(&mut self, tab: TabId, attempt: u32);
    /// Asks the browser which keys it has for a command; [`super::Hub::keys_are`] is called with them, later.
    fn ask_keys(&mut self, command: &str);
    /// Closes a port from this end.
    fn close(&mut self, port: PortId);
    /// Remembers how the panel stands on a site. Nothing else is kept in the browser.
    fn remember(&mut self, site: &str, stance: &Stance);
    /// Calls [`super::Hub::woken`] after this many milliseconds.
    fn wake_after(&mut self, ms: u32, wake: Wake);
    /// Shows the sign on the toolbar.
    fn show_sign(&mut self, sign: Sign);
    /// Shows on the toolbar of a tab that its page will not have the panel, beside the sign.
    fn show_panel(&mut self, tab: TabId, there: bool);
}
