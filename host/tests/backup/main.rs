//! Backups over real stores: a folder, an S3 server that checks signatures, and a WebDAV server, all on this computer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod commands;
mod computer;
mod cuts;
mod cutter;
mod damage;
mod erasing;
mod faults;
mod round_trip;
mod stores;
mod union;
