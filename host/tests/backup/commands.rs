//! The commands, as a person runs them: the program itself, two computers, one store.

use crate::computer::{Computer, MARKER};
use crate::stores::{PASSWORD, Stand, USER};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs `convoally backup …` on a computer whose vault is closed.
fn backup(home: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_convoally"))
        .arg("backup")
        .args(arguments)
        .env("CONVOALLY_DATA", home.join("vault"))
        .env("CONVOALLY_PASSPHRASE_FILE", home.join("passphrase"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who is not asked does not listen.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_set_made_verified_and_restored_from_the_command_line() {
    let stand = Stand::s3().await;
    let place = stand.place().to_string();
    let host = stand.place().whereabouts();
    let mut one = Computer::new();
    one.fill("a");
    let Computer { home, vault } = one;
    drop(vault);
    let run = |arguments: &[&str], typed: &str| {
        let output = backup(home.path(), arguments, typed);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output));
        let told = text(&output);
        assert!(!told.contains(PASSWORD) && !told.contains(MARKER), "{told}");
        told
    };
    assert_eq!(run(&["status"], ""), "No backup is set up.\n");
    let told = run(&["set", &place, "--user", USER], &format!("{PASSWORD}\n"));
    let code = told.lines().find(|line| line.starts_with("    ")).unwrap().trim().to_owned();
    assert!(run(&["now"], "").starts_with(&format!("9 pieces sent to {host} (")));
    assert_eq!(run(&["now"], ""), format!("0 pieces sent to {host}, 0 taken in, 0 old segments deleted.\n"));
    assert!(run(&["status"], "").contains("holds:     3 sessions, "));
    assert!(run(&["verify"], "").ends_with("Everything is what was sent.\n"));

    let Computer { home: other, vault } = Computer::new();
    drop(vault);
    let wrong = backup(other.path(), &["set", &place, "--user", USER], &format!("{PASSWORD}\n0{}\n", &code[1..]));
    if !code.starts_with('0') {
        assert!(text(&wrong).contains("error[backup.wrong_code]"), "{}", text(&wrong));
    }
    let joined = backup(other.path(), &["set", &place, "--user", USER], &format!("{PASSWORD}\n{code}\n"));
    assert!(text(&joined).contains("Joined the backup."), "{}", text(&joined));
    assert_eq!(text(&backup(other.path(), &["restore"], "")), "9 pieces taken in.\n");

    std::fs::remove_file(stand.files("s").remove(0)).unwrap();
    let damaged = backup(other.path(), &["verify"], "");
    assert!(!damaged.status.success() && text(&damaged).contains("error[backup.damaged]"), "{}", text(&damaged));
    assert!(run(&["now", "--repair"], "").starts_with("9 pieces sent"));
    assert!(run(&["verify"], "").ends_with("Everything is what was sent.\n"));
    run(&["forget", "--erase"], "");
    assert!(stand.files("s").is_empty());
    assert!(text(&backup(other.path(), &["now"], "")).contains("error[backup.gone]"));
    assert!(text(&backup(home.path(), &["now"], "")).contains("error[backup.not_set]"));
}

#[test]
fn a_password_that_is_not_given_and_a_place_that_is_none_are_told() {
    let Computer { home, vault } = Computer::new();
    drop(vault);
    for (arguments, fault) in [
        (&["set", "s3://calls", "--user", "me"][..], "backup.no_secret"),
        (&["set", "s3://calls"], "backup.credentials_needed"),
        (&["set", "ftp://example.com"], "backup.no_place"),
        (&["now"], "backup.not_set"),
    ] {
        let output = backup(home.path(), arguments, "");
        assert!(!output.status.success() && text(&output).contains(fault), "{}", text(&output));
    }
}
