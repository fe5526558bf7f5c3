//! Documents in every format, good and bad, through the reader process of the real program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod commands;
mod hostile;
mod layouts;
mod pdf;

use convoally::knowledge::Reader;
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/documents").join(name)
}

fn reader() -> Reader {
    Reader::at(env!("CARGO_BIN_EXE_convoally").into())
}
