//! The package for a store is the same, byte for byte, whoever builds it and wherever: so anybody can check what a store hands out.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// What cargo needs of the workspace to build the extension.
const SOURCES: [&str; 9] =
    ["Cargo.lock", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "extension", "host", "manifest", "shared", "tests"];
/// What it does not, and what is large.
const LEFT_OUT: [&str; 2] = ["target", "fixtures"];

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let name = entry.unwrap().file_name();
        if !LEFT_OUT.iter().any(|left_out| name == *left_out) {
            copy(&from.join(&name), &to.join(&name));
        }
    }
}

fn zip(out: &Path, more: impl FnOnce(&mut Command)) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convoally-pack"));
    command.args(["zip", "--browser", "chromium", "--out"]).arg(out);
    more(&mut command);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(out).unwrap()
}

/// Nothing is shared by the two: neither the sources' folder nor anything that was built before.
#[test]
fn the_same_sources_in_another_folder_make_the_same_package() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("somebody else’s");
    fs::create_dir(&elsewhere).unwrap();
    for name in SOURCES {
        copy(&here.join(name), &elsewhere.join(name));
    }
    let ours = zip(&folder.path().join("ours.zip"), |_| ());
    let theirs = zip(&folder.path().join("theirs.zip"), |command| {
        command.arg("--source").arg(&elsewhere).env("CARGO_TARGET_DIR", folder.path().join("target"));
    });
    assert!(ours == theirs, "{} and {} bytes, and not the same", ours.len(), theirs.len());
}
