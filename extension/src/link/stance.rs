//! How the panel stands in its window: what the user chose, which is remembered for each site, and what comes of it.

use serde::{Deserialize, Serialize};

/// Which edge of the window the panel keeps to. There is no middle: it would cover a face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dock {
    /// Top left.
    Left,
    /// Top right.
    #[default]
    Right,
    /// Along the bottom, in the lower half.
    Bottom,
    /// Where the user put it.
    Free,
}

/// What the user chose. What an older release stored has the defaults for what it did not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stance {
    /// The edge.
    pub dock: Dock,
    /// Left edge of a free panel, CSS pixels from the window's.
    pub x: u32,
    /// Upper edge of a free panel, CSS pixels from the window's.
    pub y: u32,
    /// How wide, CSS pixels; 0 for what suits the edge.
    pub width: u32,
    /// At most so high, CSS pixels; 0 for as high as its content.
    pub height: u32,
    /// How opaque, percent.
    pub opacity: u32,
    /// How large its text is, percent of the user's own size.
    pub text: u32,
    /// Only one line is shown.
    pub compact: bool,
    /// Not shown where nothing listens, until a call begins or the user wants it back.
    pub hidden: bool,
}

impl Default for Stance {
    fn default() -> Self {
        let dock = Dock::default();
        Self { dock, x: 0, y: 0, width: 0, height: 0, opacity: 100, text: 100, compact: false, hidden: false }
    }
}

/// The size of a meeting tab's window, CSS pixels; 0 until it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// Where the frame stands in the window, CSS pixels. The content script keeps it within the window's edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From the window's left edge.
    pub left: u32,
    /// From the window's upper edge.
    pub top: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// How opaque, percent.
    pub opacity: u32,
    /// Not shown at all. The overlay asks for it only while nothing listens.
    pub hidden: bool,
}

/// What holds the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// The meeting's tab, over the call.
    #[default]
    Tab,
    /// A window of its own that floats over others.
    Window,
    /// The browser's side panel.
    SidePanel,
}
