//! What is kept of the user and what left, as the whole program tells it, and erasing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod erase;
mod home;
mod left;
mod provider;
