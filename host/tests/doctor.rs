//! The chain as a person meets it: a home with browsers in it, the program registered, broken and mended.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use convoally::places;
use convoally_shared::check::{Check, CheckState, Link, Repair};
use convoally_shared::wire::HOST_NAME;
use std::path::PathBuf;
use std::process::{Command, Output};

/// The links between a browser and the program.
const CHAIN: [Link; 5] = [Link::Manifest, Link::Path, Link::Origin, Link::Launch, Link::Handshake];

struct Home(tempfile::TempDir);

impl Home {
    /// Of somebody who has started these browsers.
    fn with(profiles: &[&str]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in profiles {
            std::fs::create_dir_all(home.0.path().join(folder)).unwrap();
        }
        std::fs::write(home.0.path().join("passphrase"), "correct horse battery staple").unwrap();
        home
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let path = |name| self.0.path().join(name);
        Command::new(env!("CARGO_BIN_EXE_convoally"))
            .args(arguments)
            .env("HOME", path(""))
            .env_remove("XDG_CONFIG_HOME")
            .env("XDG_RUNTIME_DIR", path(""))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("CONVOALLY_LOCAL_URL", "off")
            .env(places::DATA_VARIABLE, path("vault"))
            .env(places::MODELS_VARIABLE, path("models"))
            .env(places::PASSPHRASE_FILE_VARIABLE, path("passphrase"))
            .envs(["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "DEEPGRAM_API_KEY"].map(|name| (name, "")))
            .output()
            .unwrap()
    }

    fn checks(&self) -> Vec<Check> {
        serde_json::from_slice(&self.run(&["doctor", "--json"]).stdout).unwrap()
    }

    /// The user's own registration with Firefox.
    fn firefox(&self) -> PathBuf {
        self.0.path().join(".mozilla/native-messaging-hosts").join(format!("{HOST_NAME}.json"))
    }
}

fn of(checks: &[Check], link: Link) -> Vec<&Check> {
    checks.iter().filter(|check| check.name == link).collect()
}

#[test]
fn what_was_registered_is_started_as_each_browser_does_and_answers() {
    let home = Home::with(&[".config/chromium", ".mozilla/firefox"]);
    let installed = String::from_utf8(home.run(&["install"]).stdout).unwrap();
    assert_eq!(installed, "registered with Chromium\nregistered with Firefox\n");
    let checks = home.checks();
    for link in CHAIN {
        let [check] = of(&checks, link)[..] else { panic!("{link}: {checks:?}") };
        assert_eq!((check.state, check.repair.as_ref()), (CheckState::Right, None), "{check:?}");
    }
    // Everything else of the chain was looked at as well.
    let rest = [Link::Sound, Link::Speech, Link::Recall, Link::Keychain, Link::Drafts];
    assert!(rest.iter().all(|link| of(&checks, *link).len() == 1), "{checks:?}");
    assert_eq!(of(&checks, Link::Keychain)[0].state, CheckState::Right);
    let model = of(&checks, Link::Speech)[0];
    assert!(matches!(&model.repair, Some(Repair::FetchModel { name }) if name == "base-q8_0"), "{model:?}");
}

#[test]
fn a_broken_registration_is_named_and_mended_by_registering_again() {
    let home = Home::with(&[".mozilla/firefox"]);
    home.run(&["install"]);
    let good = std::fs::read(home.firefox()).unwrap();
    let other = String::from_utf8(good.clone()).unwrap().replace("extension@convoally.ai", "other@example.org");
    let gone = String::from_utf8(good.clone()).unwrap().replace(env!("CARGO_BIN_EXE_convoally"), "/nowhere/convoally");
    for (content, link) in [(other.as_str(), Link::Origin), (gone.as_str(), Link::Path), ("{", Link::Manifest)] {
        assert_ne!(content.as_bytes(), good);
        std::fs::write(home.firefox(), content).unwrap();
        let checks = home.checks();
        let [broken] = of(&checks, link)[..] else { panic!("{link}: {checks:?}") };
        assert_eq!((broken.state, broken.repair.as_ref()), (CheckState::Broken, Some(&Repair::Register)), "{broken:?}");
        assert!(broken.sentence.contains("Firefox"), "{broken:?}");
        assert!(of(&checks, Link::Handshake).is_empty(), "what does not hold is not gone beyond: {checks:?}");
        let said = home.run(&["doctor"]);
        assert_eq!(said.status.code(), Some(1));
        assert!(String::from_utf8(said.stdout).unwrap().contains("`convoally doctor --repair` does it."));
        // What the repair of registrations is, without the models that this computer would have to fetch.
        home.run(&["install"]);
        assert_eq!(std::fs::read(home.firefox()).unwrap(), good);
        assert_eq!(of(&home.checks(), Link::Handshake)[0].state, CheckState::Right);
    }
}

#[test]
fn a_browser_in_a_sandbox_is_named_with_the_way_that_works() {
    let home = Home::with(&[".var/app/com.google.Chrome"]);
    let checks = home.checks();
    let [chrome, nothing] = of(&checks, Link::Manifest)[..] else { panic!("{checks:?}") };
    assert_eq!((chrome.state, chrome.code.as_deref()), (CheckState::Limited, Some("install.confined")));
    assert!(chrome.action.as_deref().unwrap().contains("own package"), "{chrome:?}");
    assert_eq!((nothing.state, nothing.code.as_deref()), (CheckState::Broken, Some("install.no_browser")));
}
