//! The cards of a running session, as the user and both sides of a call treat them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod call;
mod drafts;
mod orders;
mod pen;
