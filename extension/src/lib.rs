//! ConvoAlly's browser side: the overlay that a meeting page carries, the extension's own pages, and the hub behind
//! both.
//!
//! Three WASM modules, a feature each: [`hub::worker::Hub`] for the background worker, [`overlay::open_overlay`] for
//! the frame and [`pages::open_pages`] for the pages and the popup. The JavaScript in `static/` only wires browser events to them.
//! Never here: keys, audio, history; they live in the host. Start reading at [`link`], the messages.

pub mod chrome;
#[cfg(feature = "hub")]
pub mod hub;
#[cfg(any(feature = "overlay", feature = "pages"))]
pub mod keys;
pub mod link;
pub mod locale;
#[cfg(feature = "overlay")]
pub mod overlay;
#[cfg(feature = "pages")]
pub mod pages;
#[cfg(any(feature = "overlay", feature = "pages"))]
pub mod prose;

#[cfg(any(feature = "hub", feature = "pages"))]
/// This release, for people.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
