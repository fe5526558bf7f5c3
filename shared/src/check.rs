//! The chain from the browser to the history, link by link: how each is, and what repairs it.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A link of the chain, in the order in which a session depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The browser has a file that says where the program is.
    Manifest,
    /// The program that the file names is there.
    Path,
    /// The file lets our extension start it.
    Origin,
    /// It starts as the browser would start it.
    Launch,
    /// It answers, in the same version.
    Handshake,
    /// Each side is heard by something.
    Sound,
    /// What turns speech into text is there.
    Speech,
    /// The model that finds passages by meaning is there.
    Recall,
    /// The history opens with its key, wherever that lies.
    Keychain,
    /// What writes drafts is there.
    Drafts,
}

impl Link {
    /// Its name, as it travels and as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Link::Manifest => "manifest",
            Link::Path => "path",
            Link::Origin => "origin",
            Link::Launch => "launch",
            Link::Handshake => "handshake",
            Link::Sound => "sound",
            Link::Speech => "speech",
            Link::Recall => "recall",
            Link::Keychain => "keychain",
            Link::Drafts => "drafts",
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Nothing is to be done.
    Right,
    /// Sessions work without it, but less well.
    Limited,
    /// Sessions do not work.
    Broken,
}

/// What the program can do by itself when it is asked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Registers the running program with every browser that is there.
    Register,
    /// Fetches a model, as [`crate::request::PullModel`] does.
    FetchModel {
        /// Its name.
        name: String,
    },
}

/// One link that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Which.
    pub name: Link,
    /// How it is.
    pub state: CheckState,
    /// [`Fault::code`] of what is wrong; none when it is right.
    pub code: Option<String>,
    /// One sentence: what is right about it, or what is wrong.
    pub sentence: String,
    /// One sentence: what to do about it; none when it is right.
    pub action: Option<String>,
    /// What the program can do about it.
    pub repair: Option<Repair>,
}

impl Check {
    /// A link that is right, and what is right about it.
    pub fn right(name: Link, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        Self { name, state: CheckState::Right, code: None, sentence, action: None, repair: None }
    }

    /// A link without which no session works.
    pub fn broken(name: Link, fault: Fault, repair: Option<Repair>) -> Self {
        let Fault { code, sentence, action } = fault;
        Self { name, state: CheckState::Broken, code: Some(code), sentence, action: Some(action), repair }
    }

    /// A link without which sessions work less well.
    pub fn limited(name: Link, fault: Fault, repair: Option<Repair>) -> Self {
        Self { state: CheckState::Limited, ..Self::broken(name, fault, repair) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Scripts read it, and the extension and the host are updated at different moments.
    #[test]
    fn the_form_of_a_check_is_pinned() {
        let fault = Fault::new("model.not_fetched", "It is not here.", "Fetch it.");
        let check = Check::limited(Link::Recall, fault, Some(Repair::FetchModel { name: "m".into() }));
        let form = json!({
            "name": "recall",
            "state": "limited",
            "code": "model.not_fetched",
            "sentence": "It is not here.",
            "action": "Fetch it.",
            "repair": {"fetch_model": {"name": "m"}},
        });
        assert_eq!(serde_json::to_value(&check).unwrap(), form);
        let right = serde_json::to_value(Check::right(Link::Launch, "It starts.")).unwrap();
        assert_eq!(
            (&right["state"], &right["action"], &right["repair"]),
            (&json!("right"), &json!(null), &json!(null))
        );
        assert_eq!(serde_json::to_value(Repair::Register).unwrap(), json!("register"));
    }

    #[test]
    fn a_link_is_called_what_it_travels_as() {
        for link in [Link::Manifest, Link::Path, Link::Origin, Link::Launch, Link::Handshake, Link::Sound] {
            assert_eq!(serde_json::to_value(link).unwrap(), link.name());
        }
        for link in [Link::Speech, Link::Recall, Link::Keychain, Link::Drafts] {
            assert_eq!(serde_json::to_value(link).unwrap(), link.name());
        }
    }
}
