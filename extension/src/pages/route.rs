//! Which page an address means: the part behind `#`, so that the browser's own back, forward and bookmarks work.

use crate::locale::Key;
use convoally_shared::interview::InterviewId;
use convoally_shared::session::SessionId;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// From a fresh browser to the first card.
    #[default]
    Welcome,
    /// All interviews.
    Interviews,
    /// One of them.
    Interview(InterviewId),
    /// All sessions.
    History,
    /// One of them.
    Session(SessionId),
    /// What transcribes and drafts.
    Engines,
    /// What is stored and what left.
    Privacy,
    /// The keys.
    Shortcuts,
    /// Versions and licences.
    About,
}

/// The pages that the navigation lists, in its order. The others are reached through one of these.
pub const LISTED: [Route; 7] =
    [Route::Welcome, Route::Interviews, Route::History, Route::Engines, Route::Privacy, Route::Shortcuts, Route::About];

impl Route {
    /// Reads an address from its `#` on. None for one that means no page.
    pub fn read(hash: &str) -> Option<Self> {
        let (name, of) = hash.strip_prefix('#').unwrap_or(hash).split_once('/').unzip();
        let name = name.unwrap_or(hash.strip_prefix('#').unwrap_or(hash));
        let of = of.map(unescape).filter(|of| !of.is_empty());
        Some(match (name, of) {
            ("" | "welcome", None) => Self::Welcome,
            ("interviews", None) => Self::Interviews,
            ("interview", Some(id)) => Self::Interview(InterviewId(id)),
            ("history", None) => Self::History,
            ("session", Some(id)) => Self::Session(SessionId(id)),
            ("engines", None) => Self::Engines,
            ("privacy", None) => Self::Privacy,
            ("shortcuts", None) => Self::Shortcuts,
            ("about", None) => Self::About,
            _ => return None,
        })
    }

    /// The address, from its `#` on: for links.
    pub fn address(&self) -> String {
        match self {
            Self::Welcome => "#welcome".to_owned(),
            Self::Interviews => "#interviews".to_owned(),
            Self::Interview(id) => ["#interview/", &escape(&id.0)].concat(),
            Self::History => "#history".to_owned(),
            Self::Session(id) => ["#session/", &escape(&id.0)].concat(),
            Self::Engines => "#engines".to_owned(),
            Self::Privacy => "#privacy".to_owned(),
            Self::Shortcuts => "#shortcuts".to_owned(),
            Self::About => "#about".to_owned(),
        }
    }

    /// The listed page that it belongs to.
    pub fn listed(&self) -> Self {
        match self {
            Self::Interview(_) => Self::Interviews,
            Self::Session(_) => Self::History,
            other => other.clone(),
        }
    }

    /// What a listed page is called, in the navigation and in the window's title.
    pub fn name(&self) -> Key {
        match self.listed() {
            Self::Interviews | Self::Interview(_) => Key("shell_interviews"),
            Self::History | Self::Session(_) => Key("shell_history"),
            Self::Welcome => Key("shell_welcome"),
            Self::Engines => Key("shell_engines"),
            Self::Privacy => Key("shell_privacy"),
            Self::Shortcuts => Key("shell_shortcuts"),
            Self::About => Key("shell_about"),
        }
    }
}

/// Percent-encodes all bytes but those that RFC 3986 calls unreserved.
fn escape(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            escaped.extend([byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)])));
        }
    }
    escaped
}

/// The reverse. What is no percent-encoding stands for itself.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = after.get(..2).filter(|_| *first == b'%').and_then(|digits| str::from_utf8(digits).ok());
        match coded.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_at_its_address() {
        let interview = |id: &str| Route::Interview(InterviewId(id.to_owned()));
        let inner =
            [interview("northwind"), interview("Grün & 100%/a"), Route::Session(SessionId("20261123-3fa9".into()))];
        for route in LISTED.into_iter().chain(inner) {
            assert_eq!(Route::read(&route.address()), Some(route));
        }
    }

    #[test]
    fn no_address_is_the_welcome_page_and_a_wrong_one_is_none() {
        assert_eq!(Route::read(""), Some(Route::Welcome));
        for wrong in ["#elsewhere", "#session", "#session/", "#history/3", "#about/%zz"] {
            assert_eq!(Route::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_page_within_another_is_listed_under_that() {
        assert_eq!(Route::Session(SessionId("s".into())).listed(), Route::History);
        assert_eq!(Route::Interview(InterviewId("i".into())).name(), Key("shell_interviews"));
    }
}
