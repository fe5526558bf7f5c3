//! `convoally doctor --repair` on a computer that has everything but the registration.

use convoally::model::DEFAULTS;
use convoally_shared::check::{Check, CheckState, Link};
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::sound::SoundServer;
use convoally_tests::temporary::Temporary;

#[tokio::test]
async fn a_browser_that_does_not_know_the_program_does_after_a_repair() -> Result<()> {
    let (host, sound) = (Host::new(&Parts::find()?.host, false)?, SoundServer::start().await?);
    for model in DEFAULTS {
        host.pull_model(model.name)?;
    }
    let home = Temporary::new("home")?;
    let profiles = home.path().join(".config/chromium");
    std::fs::create_dir_all(&profiles).map_err(Error::file(&profiles))?;
    let doctor = async |arguments: &[&str]| {
        let mut command = host.command();
        command.arg("doctor").args(arguments).env("HOME", home.path()).env_remove("XDG_CONFIG_HOME");
        command.envs(sound.envs());
        child::output_later(command).await
    };
    assert!(doctor(&[]).await.is_err(), "there is something to repair");
    let said = doctor(&["--repair", "--json"]).await?;
    let checks: Vec<Check> = serde_json::from_slice(&said).map_err(|error| Error::Unexpected(error.to_string()))?;
    let chain = [Link::Manifest, Link::Path, Link::Origin, Link::Launch, Link::Handshake];
    for link in chain {
        let right = |check: &&Check| check.name == link && check.state == CheckState::Right;
        assert!(checks.iter().any(|check| right(&check)), "{link}: {checks:?}");
    }
    assert!(profiles.join("NativeMessagingHosts/ai.convoally.host.json").is_file());
    doctor(&[]).await.map(drop)
}
