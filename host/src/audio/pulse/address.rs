//! Where the user's own sound server may listen.

use std::env;
use std::path::PathBuf;

/// The sockets to try, in the order in which PulseAudio's clients look. Servers on other computers are left out:
/// sound of a call does not travel over the network.
pub(super) fn sockets_of_this_user() -> Vec<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(server) = env::var("PULSE_SERVER").ok().filter(|server| !server.is_empty()) {
        return named(&server);
    }
    let runtime = folder("PULSE_RUNTIME_PATH").map(|path| path.join("native"));
    let session = folder("XDG_RUNTIME_DIR").map(|path| path.join("pulse/native"));
    let user = format!("/run/user/{}/pulse/native", rustix::process::getuid().as_raw());
    let system = PathBuf::from("/run/pulse/native");
    runtime.into_iter().chain(session).chain([user.into(), system]).collect()
}

/// The local sockets in a `PULSE_SERVER`: `unix:/a/socket`, `/a/socket`, several with spaces between, each
/// perhaps with the name of its computer in braces before it.
fn named(server: &str) -> Vec<PathBuf> {
    let local = |word: &str| {
        let address = word.rsplit_once('}').map_or(word, |(_, address)| address);
        let path = address.strip_prefix("unix:").unwrap_or(address);
        path.starts_with('/').then(|| PathBuf::from(path))
    };
    server.split_whitespace().filter_map(local).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sockets_in_a_server_address_are_found_and_other_computers_are_not() {
        assert_eq!(named("unix:/run/a"), [PathBuf::from("/run/a")]);
        assert_eq!(named("{host}unix:/run/a tcp:10.0.0.1 /run/b"), [PathBuf::from("/run/a"), "/run/b".into()]);
        assert!(named("tcp:10.0.0.1:4713 sound.example.org").is_empty());
    }
}
