//! Which program this is, for people.

use super::Desk;
use convoally_shared::request::HostAbout;
use convoally_shared::wire::PROTOCOL_VERSION;

impl Desk {
    /// Where something is not known, nothing is said of it.
    pub(super) fn about(&self) -> HostAbout {
        let shown = |path: std::path::PathBuf| path.display().to_string();
        HostAbout {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL_VERSION,
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            program: std::env::current_exe().map(shown).unwrap_or_default(),
            data: self.safe.data().map(shown).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Client;
    use super::*;
    use convoally_shared::request::About;

    #[tokio::test]
    async fn the_host_says_which_program_it_is_and_where_it_keeps_things() {
        let mut client = Client::new();
        let about = client.ask(About {}).await.unwrap();
        assert_eq!((about.version.as_str(), about.protocol), (env!("CARGO_PKG_VERSION"), PROTOCOL_VERSION));
        assert!(about.data.starts_with(client.folder.path().to_str().unwrap()), "{about:?}");
        assert!(std::path::Path::new(&about.program).exists() && about.system.contains(' '), "{about:?}");
    }
}
