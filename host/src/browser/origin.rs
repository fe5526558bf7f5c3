//! Who started the host? Only our own extension may.

use convoally_shared::fault::Fault;
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;

/// What the first argument says about the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Our extension, in a browser.
    Extension,
    /// A person or a script: the command line.
    Terminal,
}

/// Chromium and its relatives give the origin of the extension as the first argument.
///
/// # Errors
/// Another extension's origin: the host must not start.
pub fn caller(first_argument: Option<&str>) -> Result<Caller, Fault> {
    match first_argument {
        Some(origin) if origin == format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/") => Ok(Caller::Extension),
        Some(origin) if origin.contains("://") => Err(Fault::new(
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
        let ours = format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/");
        assert_eq!(caller(Some(&ours)), Ok(Caller::Extension));
        assert_eq!(caller(Some("listen")), Ok(Caller::Terminal));
        assert_eq!(caller(None), Ok(Caller::Terminal));
        for origin in ["chrome-extension://abcdefghijklmnopabcdefghijklmnop/", "https://meet.google.com/", "x://"] {
            assert_eq!(caller(Some(origin)).unwrap_err().code, "browser.wrong_origin");
        }
    }
}
