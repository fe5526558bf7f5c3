//! What the browser says of the commands, and what is wrong with it.

use crate::locale::{say, say_with};
use serde::Deserialize;

/// The command whose suggested keys `static/content.js` hears itself, in the tab of the call: Chromium gives them to no
/// extension.
const IN_TAB: &str = "answer-now";

/// A command of the manifest as the browser has it now. `static/around.js` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Bound {
    /// The manifest's name for it.
    pub name: String,
    /// In the reader's language.
    pub description: String,
    /// The keys that it has: `Alt+Shift+A`, on a Mac `⌥⇧A`. Empty: none.
    pub keys: String,
    /// The keys that the manifest suggests. Empty: none, the user may choose some.
    pub suggested: String,
}

impl Bound {
    /// What it does.
    pub fn what(&self) -> String {
        // The browser's own command, which opens the popup, has no words of ours.
        if self.name.starts_with('_') { say("shortcuts_open_popup") } else { self.description.clone() }
    }

    /// The keys that do something, `Alt+Shift+A`; empty where none do.
    pub fn working(&self, state: &State) -> String {
        if *state == State::InTab { self.suggested.clone() } else { self.keys.clone() }
    }
}

/// How it stands with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It has keys.
    Ready,
    /// It has the same keys as another command, which is named; the browser obeys one of them.
    Twice(String),
    /// It has none in the browser, but those that are suggested work in the tab of the call.
    InTab,
    /// It has none although some are suggested: another extension had them first, or the user took them away.
    Taken,
    /// It has none, and none are suggested.
    Free,
}

impl State {
    /// In a word, for tests.
    pub fn sign(&self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Twice(_) => "twice",
            Self::InTab => "in-tab",
            Self::Taken => "taken",
            Self::Free => "free",
        }
    }

    /// In words, beside the keys.
    pub fn words(&self, command: &Bound) -> String {
        match self {
            Self::Ready => String::new(),
            Self::Twice(other) => say_with("shortcuts_twice", &[other]),
            Self::InTab => say("shortcuts_in_tab"),
            Self::Taken => say_with("shortcuts_taken", &[&command.suggested]),
            Self::Free => say("shortcuts_free"),
        }
    }
}

/// Each command with its state, those of ours before the browser's own.
pub fn judged(commands: Vec<Bound>) -> Vec<(Bound, State)> {
    let (mut commands, browser): (Vec<_>, Vec<_>) =
        commands.into_iter().partition(|command| !command.name.starts_with('_'));
    commands.extend(browser);
    let state = |command: &Bound| {
        let same = |other: &&Bound| other.name != command.name && other.keys == command.keys;
        match (command.keys.is_empty(), command.suggested.is_empty(), commands.iter().find(same)) {
            (false, _, Some(other)) => State::Twice(other.what()),
            (false, _, None) => State::Ready,
            (true, false, _) if command.name == IN_TAB => State::InTab,
            (true, false, _) => State::Taken,
            (true, true, _) => State::Free,
        }
    };
    let states: Vec<State> = commands.iter().map(state).collect();
    commands.into_iter().zip(states).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(name: &str, keys: &str, suggested: &str) -> Bound {
        Bound { name: name.into(), description: format!("Does {name}"), keys: keys.into(), suggested: suggested.into() }
    }

    #[test]
    fn keys_that_another_extension_has_are_told_from_keys_that_nobody_suggested() {
        let commands = vec![
            bound("_execute_action", "", ""),
            bound("answer-now", "Alt+Shift+A", "Alt+Shift+A"),
            bound("toggle-overlay", "", "Alt+Shift+H"),
            bound("pause", "", ""),
        ];
        let judged = judged(commands);
        let states: Vec<_> = judged.iter().map(|(command, state)| (command.name.as_str(), state.clone())).collect();
        let own = [("answer-now", State::Ready), ("toggle-overlay", State::Taken), ("pause", State::Free)];
        assert_eq!(states[..3], own);
        assert_eq!(states[3].0, "_execute_action", "the browser's own comes last");
        assert!(State::Taken.words(&judged[1].0).contains("Alt+Shift+H"));
        assert_eq!(judged[3].0.what(), "Open the toolbar menu");
    }

    #[test]
    fn the_keys_that_chromium_keeps_from_extensions_are_said_to_work_in_the_tab() {
        let answer_now = |keys: &str| judged(vec![bound("answer-now", keys, "Alt+Shift+A")]).remove(0);
        let (command, state) = answer_now("");
        assert_eq!((command.working(&state), state), ("Alt+Shift+A".to_owned(), State::InTab));
        let (command, state) = answer_now("Ctrl+1");
        assert_eq!((command.working(&state), state), ("Ctrl+1".to_owned(), State::Ready));
    }

    #[test]
    fn two_commands_with_the_same_keys_name_each_other() {
        let judged = judged(vec![bound("a", "Alt+1", "Alt+1"), bound("b", "Alt+1", "Alt+2"), bound("c", "Alt+3", "")]);
        assert_eq!(judged[0].1, State::Twice("Does b".into()));
        assert_eq!(judged[1].1, State::Twice("Does a".into()));
        assert_eq!(judged[2].1, State::Ready);
    }
}
