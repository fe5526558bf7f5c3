//! The vocabulary that the host and the extension speak: nouns, requests, events and the view made of them.
//!
//! No I/O, no async, no clock: everything here compiles for `wasm32` and behaves the same on both sides.
//! Start reading at [`event`] (what can happen) and [`view`] (what a reader makes of it); [`wire`] says how
//! both travel between the two processes.

pub mod amendment;
pub mod card;
pub mod departure;
pub mod device;
pub mod document;
pub mod engine;
pub mod event;
pub mod export;
pub mod fault;
pub mod interview;
pub mod kept;
pub mod model;
pub mod money;
pub mod privacy;
pub mod question;
pub mod request;
pub mod search;
pub mod session;
pub mod spent;
pub mod utterance;
pub mod vault;
pub mod view;
pub mod wire;
