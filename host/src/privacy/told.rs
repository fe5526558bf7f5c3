//! The report in plain words, and the command for each right that a privacy policy promises.

use super::report::Stored;
use super::report::{Contents, KeyState, Recipient, Report};
use crate::export::{date, printable};
use crate::vault::OfKind;

/// A right, and how to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Right {
    /// What it is called.
    pub name: &'static str,
    /// What to do.
    pub how: &'static str,
}

/// Every right that the privacy policy of the hosted product promised. Here nobody has to be asked for them.
pub fn rights() -> [Right; 6] {
    [
        Right {
            name: "Access",
            how: "`convoally privacy report` shows what is kept, `convoally history show ID` a session, \
                  `convoally documents show TITLE` a document, `convoally privacy left` what left this computer.",
        },
        Right {
            name: "Correction",
            how: "`convoally documents edit TITLE` and `convoally interviews add NAME …` correct what you wrote, \
                  `convoally history --help` lists what can be corrected in a session.",
        },
        Right {
            name: "Deletion",
            how: "`convoally erase session ID`, `convoally erase document TITLE`, `convoally erase interview NAME`, \
                  `convoally erase everything`.",
        },
        Right {
            name: "Portability",
            how: "`convoally export ID --as json` writes a session whole, `convoally export --all --as json --out FILE` every one; \
                  `convoally history import FILE` takes them in again.",
        },
        Right {
            name: "Opt-out",
            how: "There is nothing to opt out of: no account, no telemetry, no mail. `convoally engines use device` \
                  keeps sound on this computer, `convoally engines order local` drafts, \
                  `convoally keys remove NAME` takes a provider its key.",
        },
        Right {
            name: "Retention",
            how: "`convoally privacy keep sessions 90` and the like; `for-ever` is the default. A session that you \
                  tag `keep` is spared.",
        },
    ]
}

/// The whole report.
pub fn told(report: &Report) -> String {
    let mut text = format!("What ConvoAlly keeps, as of {}\n\n", date(report.made_unix_ms));
    text += "Everything is on this computer. There is no account and no server of ours.\n";
    section(&mut text, "Files", report.files.iter().map(file));
    if let Some(fault) = &report.settings {
        text += &format!("{} {}\n", fault.sentence, fault.action);
    }
    match (&report.vault, &report.locked) {
        (Some(contents), _) => vault(&mut text, contents),
        (None, Some(fault)) => {
            let sentence = format!("It does not open now, so nothing in it can be counted. {}", fault.sentence);
            section(&mut text, "In the vault", [sentence, fault.action.clone()].into_iter());
        }
        (None, None) => section(&mut text, "In the vault", ["There is no vault yet.".to_owned()].into_iter()),
    }
    section(&mut text, "Keys of providers", report.keys.iter().map(key));
    let browsers = report.browsers.iter().map(|(name, registered)| match registered {
        true => format!("{name} starts this program for the extension: `convoally uninstall` ends that"),
        false => format!("{name} does not know this program"),
    });
    section(&mut text, "Browsers", browsers);
    section(&mut text, "Your rights", rights().iter().map(|right| format!("{}: {}", right.name, right.how)));
    text
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    *text += &format!("\n{title}\n{}\n", "-".repeat(title.chars().count()));
    let before = text.len();
    for line in lines {
        *text += line.trim_end();
        text.push('\n');
    }
    if text.len() == before {
        *text += "none\n";
    }
}

fn file(file: &Stored) -> String {
    let Stored { path, what, bytes, since_unix_ms, protection, erase } = file;
    let since = since_unix_ms.map(|at| format!(", since {}", date(at))).unwrap_or_default();
    let path = printable(&path.display().to_string());
    format!("{path}\n  {what}: {}{since}\n  {protection}\n  erase it with {erase}", size(*bytes))
}

fn vault(text: &mut String, contents: &Contents) {
    let Contents { inventory, retention, left, backup } = contents;
    let kept = |name: &str| {
        let days = retention.iter().find(|kept| kept.kind.name() == name).and_then(|kept| kept.days);
        days.map_or_else(|| "kept for ever".to_owned(), |days| format!("kept for {days} days"))
    };
    let utterances = OfKind { count: inventory.utterances, since_unix_ms: None };
    let vectors = OfKind { count: inventory.vectors, since_unix_ms: None };
    let as_its_document = "kept as long as its document".to_owned();
    let (for_ever, as_its_session) = ("kept for ever".to_owned(), "kept as long as its session".to_owned());
    let lines = [
        counted("Sessions", inventory.sessions, kept("sessions")),
        counted("What was said in them", utterances, as_its_session.clone()),
        counted("What you changed about them afterwards", inventory.amendments, as_its_session),
        counted("Documents", inventory.documents, kept("documents")),
        counted("What passages of them mean, in numbers", vectors, as_its_document),
        counted("Interviews that you prepare for", inventory.interviews, for_ever.clone()),
        counted("Sites on which you confirmed that you may listen", inventory.consents, for_ever.clone()),
        counted("What left outside of these sessions", inventory.departures, kept("departures")),
        counted("What erased sessions had cost", inventory.spending, kept("spending")),
        counted("Marks of what you erased, lest it come back from a backup", inventory.erased, for_ever),
        match backup {
            true => "Backups: in another place, encrypted; `convoally backup --help`".to_owned(),
            false => "Backups: none".to_owned(),
        },
    ];
    section(text, "In the vault", lines.into_iter());
    *text += "Erase one: `convoally erase session ID`, `convoally erase document TITLE`, `convoally erase interview NAME`.\n";
    section(text, "What left this computer", left.iter().map(recipient));
    if !left.is_empty() {
        *text += "Each request: `convoally privacy left`. What a provider keeps of it, only the provider can erase.\n";
    }
}

fn counted(what: &str, of: OfKind, kept: String) -> String {
    let since = of.since_unix_ms.map(|at| format!(" since {}", date(at))).unwrap_or_default();
    match of.count {
        0 => format!("{what}: none; {kept}"),
        count => format!("{what}: {count}{since}; {kept}"),
    }
}

fn recipient(one: &Recipient) -> String {
    let Recipient { recipient, purpose, requests, bytes, between_unix_ms: (first, last) } = one;
    let times = if requests == &1 { "1 request".to_owned() } else { format!("{requests} requests") };
    let (first, last) = (date(*first), date(*last));
    let when = if first == last { first } else { format!("{first} to {last}") };
    format!("{}: {times} for {purpose}, {}, {when}", printable(recipient), size(*bytes))
}

fn key((name, state): &(String, KeyState)) -> String {
    match state {
        KeyState::InKeychain => format!("{name}: in your keychain; `convoally keys remove {name}`"),
        KeyState::InVault => format!("{name}: in the vault; `convoally keys remove {name}`"),
        KeyState::InEnvironment(variable) => format!("{name}: in the environment variable {variable}, which is yours"),
        KeyState::None => format!("{name}: none"),
        KeyState::Unknown => format!("{name}: not known, because the keychain or the vault does not open"),
    }
}

/// `12 bytes`, `3.1 KB`, `45 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;

    fn report() -> Report {
        Report {
            made_unix_ms: 1_795_446_937_000,
            files: Vec::new(),
            vault: None,
            locked: Some(Fault::new("vault.keychain_locked", "The keychain is locked.", "Unlock it.")),
            keys: vec![("openai".into(), KeyState::InKeychain), ("groq".into(), KeyState::Unknown)],
            browsers: vec![("Chromium".into(), true)],
            settings: None,
        }
    }

    #[test]
    fn every_right_of_the_policy_has_its_command() {
        let names = rights().map(|right| right.name);
        assert_eq!(names, ["Access", "Correction", "Deletion", "Portability", "Opt-out", "Retention"]);
        assert!(rights().iter().all(|right| right.how.contains("`convoally ")));
    }

    #[test]
    fn a_locked_vault_is_said_to_be_locked_and_the_rest_is_told() {
        let text = told(&report());
        for part in [
            "What ConvoAlly keeps, as of 2026-11-23 15:15 UTC",
            "nothing in it can be counted. The keychain is locked.\nUnlock it.",
            "openai: in your keychain; `convoally keys remove openai`",
            "groq: not known",
            "Chromium starts this program",
            "Deletion: `convoally erase session ID`",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        assert_eq!([0, 999, 3_100, 45_000_000].map(size), ["0 bytes", "999 bytes", "3.1 KB", "45.0 MB"]);
    }
}
