//! Moving the panel by its bar and resizing it by its corner, with a mouse, a pen or a finger.
//!
//! The pointer is captured: what it does beyond the frame, over the call, is told here as well, until it is let go or
//! the browser takes it away. Its place is measured on the screen, because the frame moves below it.

use super::act::Act;
use super::stand;
use crate::link::stance::{Dock, Place};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

/// What a pointer finds that moves the panel: its bar, but not what can be pressed there.
const BAR: &str = ".bar";
/// What resizes it.
const CORNER: &str = ".grip";
/// What is pressed and not pulled.
const PRESSED: &str = "button, input, select, a";

/// A pull under way.
#[derive(Clone, Copy, Debug)]
pub struct Pull {
    pointer: i32,
    /// Where it began on the screen.
    screen: (i32, i32),
    /// Where the panel was then.
    pub from: Place,
    corner: Option<Dock>,
}

impl Pull {
    /// The pull that a press begins on a panel that stands at `from`; none where nothing can be pulled.
    pub fn begin(event: &Event, from: Place, dock: Dock) -> Option<Self> {
        let event: &PointerEvent = event.unchecked_ref();
        let target: Element = event.target()?.dyn_into().ok()?;
        if event.button() != 0 || !event.is_primary() || target.closest(PRESSED).ok()?.is_some() {
            return None;
        }
        let corner = target.closest(CORNER).ok()?;
        let held = corner.clone().or(target.closest(BAR).ok()?)?;
        held.set_pointer_capture(event.pointer_id()).ok()?;
        event.prevent_default();
        let screen = (event.screen_x(), event.screen_y());
        Some(Self { pointer: event.pointer_id(), screen, from, corner: corner.map(|_| dock) })
    }

    /// Whether an event is of this pull's pointer.
    pub fn is_by(&self, event: &Event) -> bool {
        event.unchecked_ref::<PointerEvent>().pointer_id() == self.pointer
    }

    /// Whether the pointer still holds anything.
    pub fn is_held(event: &Event) -> bool {
        event.unchecked_ref::<PointerEvent>().buttons() & 1 != 0
    }

    /// What the pointer's new place asks for, counted from where the panel was when the pull began.
    pub fn act(&self, event: &Event) -> Act {
        let event: &PointerEvent = event.unchecked_ref();
        let by = (event.screen_x() - self.screen.0, event.screen_y() - self.screen.1);
        match self.corner {
            Some(dock) => {
                let (wider, higher) = stand::pulled(dock, by);
                Act::Grow(wider, higher)
            }
            None => Act::Move(by.0, by.1),
        }
    }
}
