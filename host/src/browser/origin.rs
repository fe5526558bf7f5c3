//! Who started the host? Only our own extension may.

use convoally_shared::fault::Fault;
use convoally_shared::wire::{FIREFOX_EXTENSION_ID, HOST_NAME, chromium_origins};

/// What the arguments say about the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Our extension, in a browser.
    Extension,
    /// A person or a script: the command line.
    Terminal,
}

/// Chromium and its relatives give the origin of the extension as the first argument; Firefox gives the path of the
/// manifest by which it found this program, and then the extension's id.
///
/// # Errors
/// Another extension: the host must not start.
pub fn caller(first: Option<&str>, second: Option<&str>) -> Result<Caller, Fault> {
    let by_manifest = |path: &str| path.ends_with(&format!("{HOST_NAME}.json"));
    match (first, second) {
        (Some(origin), _) if chromium_origins().any(|ours| origin == ours) => Ok(Caller::Extension),
        (Some(path), Some(FIREFOX_EXTENSION_ID)) if by_manifest(path) => Ok(Caller::Extension),
        (Some(first), _) if first.contains("://") || by_manifest(first) => Err(Fault::new(
            "browser.wrong_origin",
            "Another extension tried to start the ConvoAlly host.",
            "Remove that extension; only the ConvoAlly extension may start the host.",
        )),
        _ => Ok(Caller::Terminal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_extension_may_start_the_host() {
        for ours in chromium_origins() {
            assert_eq!(caller(Some(&ours), None), Ok(Caller::Extension));
            // On Windows the handle of a window follows.
            assert_eq!(caller(Some(&ours), Some("--parent-window=0")), Ok(Caller::Extension));
        }
        assert_eq!(caller(Some("listen"), Some("--json")), Ok(Caller::Terminal));
        assert_eq!(caller(None, None), Ok(Caller::Terminal));
        for origin in ["chrome-extension://abcdefghijklmnopabcdefghijklmnop/", "https://meet.google.com/", "x://"] {
            assert_eq!(caller(Some(origin), None).unwrap_err().code, "browser.wrong_origin");
        }
    }

    #[test]
    fn firefox_says_the_manifest_and_the_extension() {
        let manifest = format!("/home/me/.mozilla/native-messaging-hosts/{HOST_NAME}.json");
        assert_eq!(caller(Some(&manifest), Some(FIREFOX_EXTENSION_ID)), Ok(Caller::Extension));
        for other in [Some("other@example.org"), None] {
            assert_eq!(caller(Some(&manifest), other).unwrap_err().code, "browser.wrong_origin");
        }
        assert_eq!(caller(Some("listen"), Some(FIREFOX_EXTENSION_ID)), Ok(Caller::Terminal));
    }
}
