//! The Deepgram engine against a stand-in that speaks both protocols, with every fault that it knows: no word may be
//! lost, and none may come twice.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod call;
mod device;
mod faults;
mod preflight;
mod sessions;
mod standby;
