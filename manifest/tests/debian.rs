//! The Debian package, built from stand-ins of its large parts by the script that builds the real one.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use convoally_shared::wire::{FIREFOX_EXTENSION_ID, chromium_origins};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Builds the package in a folder of its own.
fn built(folder: &Path) -> PathBuf {
    for browser in ["chromium", "firefox"] {
        let extension = folder.join("extensions").join(browser);
        std::fs::create_dir_all(extension.join("icons")).unwrap();
        std::fs::write(extension.join("manifest.json"), "{}").unwrap();
        std::fs::write(extension.join("icons/16.png"), browser).unwrap();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("debian/build.sh");
    let mut build = Command::new(script);
    build.args(["/bin/true", env!("CARGO_BIN_EXE_convoally-pack")]);
    build.args([folder.join("extensions"), folder.join("out")]).env("SOURCE_DATE_EPOCH", "1700000000");
    PathBuf::from(run(&mut build).trim())
}

#[test]
fn the_package_holds_the_program_both_extensions_and_a_registration_for_each_browser() {
    let folder = tempfile::tempdir().unwrap();
    let package = built(folder.path());
    let root = folder.path().join("root");
    run(Command::new("dpkg-deb").arg("--raw-extract").args([&package, &root]));
    for file in [
        "usr/bin/convoally",
        "usr/share/convoally/extension/chromium/manifest.json",
        "usr/share/convoally/extension/firefox/icons/16.png",
        "usr/share/doc/convoally/copyright",
        "usr/share/doc/convoally/changelog.gz",
        "usr/share/man/man1/convoally.1.gz",
    ] {
        assert!(root.join(file).is_file(), "{file}");
    }
    let registration = |place: &str| -> Value {
        let file = root.join(place).join("ai.convoally.host.json");
        serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap()
    };
    for place in ["etc/chromium", "etc/opt/chrome", "etc/opt/edge", "etc/brave"] {
        let read = registration(&format!("{place}/native-messaging-hosts"));
        assert_eq!(read["allowed_origins"], json!(chromium_origins().collect::<Vec<_>>()));
        assert_eq!(read["path"], "/usr/bin/convoally");
    }
    let firefox = registration("usr/lib/mozilla/native-messaging-hosts");
    assert_eq!(firefox["allowed_extensions"], json!([FIREFOX_EXTENSION_ID]));
    let conffiles = std::fs::read_to_string(root.join("DEBIAN/conffiles")).unwrap();
    assert_eq!(conffiles.lines().count(), 4, "{conffiles}");
    let control = std::fs::read_to_string(root.join("DEBIAN/control")).unwrap();
    assert!(control.contains(&format!("Version: {}\n", env!("CARGO_PKG_VERSION"))), "{control}");
    assert!(control.contains("Depends: libc6") && !control.contains('@'.to_string().repeat(2).as_str()), "{control}");
    // Everything in it belongs to root.
    let listed = run(Command::new("dpkg-deb").arg("--contents").arg(&package));
    assert!(listed.lines().all(|line| line.contains(" root/root ")), "{listed}");
}

#[test]
fn the_same_content_makes_the_same_package_in_any_folder() {
    let [one, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [first, second] = [&one, &other].map(|folder| std::fs::read(built(folder.path())).unwrap());
    assert!(first == second, "{} and {} bytes", first.len(), second.len());
}
