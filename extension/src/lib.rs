//! ConvoAlly's browser side: the overlay that a meeting page carries, and the hub behind it.
//!
//! Two WASM modules, a feature each: [`hub::worker::Hub`] for the background worker and
//! [`overlay::open_overlay`] for the frame. The JavaScript in `static/` only wires browser events to them.
//! Never here: keys, audio, history; they live in the host. Start reading at [`link`], the messages.

pub mod chrome;
#[cfg(feature = "hub")]
pub mod hub;
pub mod link;
#[cfg(feature = "overlay")]
pub mod overlay;

#[cfg(feature = "hub")]
/// This release, for people.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
