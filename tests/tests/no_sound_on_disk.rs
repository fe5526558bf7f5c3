//! Sound is never written to disk: every file write of a whole session is watched, also of one that is cut off.

use convoally_shared::event::{Event, EventKind};
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::fingerprint::Fingerprint;
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::trace::Seen;
use convoally_tests::watched::{Watched, files_in};
use rustix::process::Signal;
use std::path::{Path, PathBuf};
use std::process::Command;

const MODEL: &str = "tiny.en-q8_0";

/// A watched session of which every side is a file of recorded speech.
struct Call {
    watched: Watched,
    sides: [PathBuf; 2],
    /// Size of the vault before the session, bytes.
    vault_before: u64,
}

impl Call {
    fn new(them: &str, me: &str) -> Result<Self> {
        let host = Host::new(&Parts::find()?.host, false)?;
        host.pull_model(MODEL)?;
        // The vault's first start makes its key; a session begins with a vault that is there.
        host.add_document(&fixtures::documents()[0])?;
        // So do the vectors of its passages, where there is a model of meaning: they are kept from now on.
        child::output(host.command().args(["recall", "Why do you want to leave?"]))?;
        let vault_before = size(&host.data().join("vault.db"))?;
        Ok(Self { watched: Watched::new(host)?, sides: [them, me].map(fixtures::path), vault_before })
    }

    /// `listen` to both sides, with history.
    fn listen(&self) -> Result<Command> {
        let mut command = self.watched.command(&["listen", "--json", "--pace", "fast", "--model", MODEL, "--them"])?;
        command.arg(&self.sides[0]).arg("--me").arg(&self.sides[1]);
        Ok(command)
    }

    /// What must be true however a session ended.
    fn assert_no_sound(&self) -> Result<()> {
        let seen = self.watched.seen()?;
        let sound = self.sound()?;
        let fingerprint = Fingerprint::of(&sound);
        assert!(fingerprint.windows() > 1_000, "there is something to find");
        for (file, bytes) in &seen.written {
            assert_eq!(fingerprint.place_in(bytes), None, "sound was written into {}", file.display());
        }
        // What was written through a mapping shows only in the file.
        for file in files_in(&self.data())? {
            let bytes = std::fs::read(&file).map_err(Error::file(&file))?;
            assert_eq!(fingerprint.place_in(&bytes), None, "sound is in {}", file.display());
        }
        self.assert_no_room_for_sound(&seen, sound.len() * 2)
    }

    /// The vault is encrypted, so what is in it can be told by its size alone. Measured on a minute of talk: a
    /// sixth of the sound's size written in all, each of the database's pages several times, and a fortieth kept.
    /// Speech as telephones carry it takes a quarter.
    fn assert_no_room_for_sound(&self, seen: &Seen, sound: usize) -> Result<()> {
        let on_disk = seen.written.iter().filter(|(file, _)| file.starts_with(self.data()));
        let written: usize = on_disk.map(|(_, bytes)| bytes.len()).sum();
        let kept = size(&self.data().join("vault.db"))?.saturating_sub(self.vault_before);
        assert!(written > 0, "the session was kept");
        assert!(written < sound / 3, "{written} bytes were written for {sound} bytes of sound");
        assert!(kept < sound as u64 / 16, "{kept} bytes are kept of {sound} bytes of sound");
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.watched.host().data()
    }

    /// Both sides, one behind the other.
    fn sound(&self) -> Result<Vec<i16>> {
        let sides: Result<Vec<_>> = self.sides.iter().map(|side| Ok(fixtures::read(side)?.1)).collect();
        Ok(sides?.concat())
    }

    /// Ends the session by a signal as soon as something was understood, with the vault and the engine at work.
    fn cut_off(&self, signal: Signal) -> Result<()> {
        let understood = |line: &str| {
            let event = serde_json::from_str::<Event>(line);
            event.is_ok_and(|event| matches!(event.kind, EventKind::UtteranceFinal { .. }))
        };
        self.watched.cut_off(self.listen()?, signal, understood).map(drop)
    }
}

fn size(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file).map_err(Error::file(file))?.len())
}

#[test]
fn a_session_with_sound_on_both_sides_writes_words_and_no_sound() -> Result<()> {
    let call = Call::new("speech/dialogue.wav", "speech/q6.wav")?;
    let output = child::output(&mut call.listen()?)?;
    assert!(String::from_utf8_lossy(&output).contains("utterance_final"), "something was heard");
    call.assert_no_sound()
}

#[test]
fn a_session_that_is_cut_off_leaves_no_sound_and_no_core() -> Result<()> {
    for signal in [Signal::TERM, Signal::KILL, Signal::ABORT] {
        let call = Call::new("speech/dialogue.wav", "speech/q6.wav")?;
        call.cut_off(signal)?;
        call.assert_no_sound()?;
    }
    Ok(())
}
