//! The rig: everything around ConvoAlly that a real call would have, made of real parts and thrown away after use.
//!
//! A private sound server, a meeting page on `https://meet.google.com`, Chromium with the extension, the host
//! with a vault of its own. End-to-end tests, `make demo` and `make bench` are three users of the same pieces.
//! Nothing here knows how the host or the extension work inside: it speaks into the one end and reads the other.
//! Nothing here touches the user's own browser profiles, keychain or vault.
//!
//! Start reading at [`rig`], which puts the pieces together.

pub mod axe;
pub mod browser;
pub mod chance;
pub mod child;
pub mod conversation;
pub mod crashes;
pub mod deepgram;
pub mod error;
pub mod fingerprint;
pub mod fixtures;
pub mod heard;
pub mod host;
pub mod language;
pub mod latency;
pub mod listening;
pub mod load;
pub mod meeting;
pub mod native_port;
pub mod overlay;
pub mod pages;
pub mod parts;
pub mod peer;
pub mod process;
pub mod provider;
pub mod questions;
pub mod recall;
pub mod recording;
pub mod report;
pub mod rig;
pub mod sound;
pub mod stage;
pub mod temporary;
pub mod trace;
pub mod wait;
pub mod watched;
pub mod weight;
pub mod words;
pub mod worker;
