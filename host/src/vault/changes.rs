//! Changes that the user makes about a session: looked at before they are kept, because an amendment stays for ever.

use super::error::VaultError;
use super::key::fill_random;
use super::store::Vault;
use convoally_shared::amendment::{Amendment, AmendmentId, Change};
use convoally_shared::session::SessionId;
use convoally_shared::utterance::UtteranceId;
use convoally_shared::view::SessionView;
use std::fmt::Write;

/// Letters of a title.
const LONGEST_TITLE: usize = 200;
/// Letters of a tag or a name.
const LONGEST_NAME: usize = 60;
/// Bytes of notes or of an utterance: far more than anybody writes, far less than a message may have.
const LONGEST_TEXT: usize = 200_000;

impl Vault {
    /// Changes something about a session. The beginning of its id is enough when no other id begins like it. The
    /// change counts as the latest, whatever a clock that was set back says.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], [`VaultError::AmbiguousSession`]; [`VaultError::Unfit`] for a text that is empty
    /// or too long; [`VaultError::NotInSession`] or [`VaultError::NoSuchCard`] for what the change is about; or what the
    /// file says.
    pub fn change_session(
        &mut self,
        session: &SessionId,
        change: Change,
        now_unix_ms: u64,
    ) -> Result<Amendment, VaultError> {
        let session = SessionId(self.whole_id(&session.0)?);
        let change = tidied(change)?;
        let before = self.amendments(&session)?;
        check(&SessionView::of_amended(&self.events(&session)?, &before), &change)?;
        let latest = before.last().map_or(0, |last| last.at_unix_ms.saturating_add(1));
        let amendment = Amendment { id: random_id()?, session, at_unix_ms: now_unix_ms.max(latest), change };
        self.amend(&amendment)?;
        Ok(amendment)
    }
}

fn random_id() -> Result<AmendmentId, VaultError> {
    let mut random = [0; 16];
    fill_random(&mut random)?;
    let mut id = String::with_capacity(32);
    for byte in random {
        let _ = write!(id, "{byte:02x}");
    }
    Ok(AmendmentId(id))
}

/// Titles, tags and names are one line each, without space around them.
fn tidied(change: Change) -> Result<Change, VaultError> {
    let name = |text: &str| line(text, LONGEST_NAME, "a tag or a name has at most 60 letters");
    Ok(match change {
        Change::Titled { title } => {
            Change::Titled { title: line(&title, LONGEST_TITLE, "a title has at most 200 letters")? }
        }
        Change::Tagged { tag, on } => Change::Tagged { tag: filled(name(&tag)?, "a tag has at least one letter")?, on },
        Change::Noted { notes } => Change::Noted { notes: text(&notes, "notes have at most 200 KB")? },
        Change::Corrected { utterance, text: words } => {
            Change::Corrected { utterance, text: text(&words, "a line of the transcript has at most 200 KB")? }
        }
        Change::Named { speaker, name: called } => Change::Named { speaker, name: name(&called)? },
        Change::Voiced { name: called, utterances } => Change::Voiced { name: name(&called)?, utterances },
        Change::Merged { name: called, into } => {
            Change::Merged { name: called, into: filled(name(&into)?, "a name has at least one letter")? }
        }
        other => other,
    })
}

fn line(text: &str, longest: usize, otherwise: &'static str) -> Result<String, VaultError> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > longest { Err(VaultError::Unfit(otherwise)) } else { Ok(line) }
}

fn text(text: &str, otherwise: &'static str) -> Result<String, VaultError> {
    let text = text.trim();
    if text.len() > LONGEST_TEXT { Err(VaultError::Unfit(otherwise)) } else { Ok(text.to_owned()) }
}

fn filled(text: String, otherwise: &'static str) -> Result<String, VaultError> {
    if text.is_empty() { Err(VaultError::Unfit(otherwise)) } else { Ok(text) }
}

/// What a change is about has to be there.
fn check(view: &SessionView, change: &Change) -> Result<(), VaultError> {
    let said = |id: &UtteranceId| view.utterances.iter().any(|utterance| utterance.id == *id);
    let missing = match change {
        Change::Tagged { tag, on: false } => {
            let same = |other: &String| other.to_lowercase() == tag.to_lowercase();
            (!view.amended.tags.iter().any(same)).then(|| format!("tag “{tag}”"))
        }
        Change::Corrected { utterance, .. } | Change::Attributed { utterance, .. } => {
            (!said(utterance)).then(|| format!("line #{}", utterance.0))
        }
        Change::Voiced { utterances, .. } => {
            utterances.iter().find(|id| !said(id)).map(|missing| format!("line #{}", missing.0))
        }
        Change::Merged { name, .. } => {
            let known = view.amended.voices.values().any(|voice| voice == name);
            (!known).then(|| format!("person “{name}”"))
        }
        Change::Marked { question, .. } if view.card(*question).is_none() => {
            return Err(VaultError::NoSuchCard(question.0));
        }
        _ => None,
    };
    missing.map_or(Ok(()), |what| Err(VaultError::NotInSession(what)))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, said, started};
    use super::*;
    use convoally_shared::card::Mark;
    use convoally_shared::question::QuestionId;
    use convoally_shared::utterance::Speaker;

    fn vault() -> (Home, Vault) {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("abc", 1)).unwrap();
        vault.append(&said("abc", 2, "Why us?")).unwrap();
        (home, vault)
    }

    #[test]
    fn the_latest_change_counts_even_when_the_clock_was_set_back() {
        let (_home, mut vault) = vault();
        let session = SessionId("a".into());
        for (title, now) in [("  First\n round ", 9_000), ("Second round", 5_000)] {
            vault.change_session(&session, Change::Titled { title: title.into() }, now).unwrap();
        }
        let amendments = vault.amendments(&session).unwrap();
        assert_eq!(amendments[0].change, Change::Titled { title: "First round".into() });
        assert_eq!((amendments[1].at_unix_ms, vault.view(&session).unwrap().title()), (9_001, "Second round".into()));
        assert!(amendments.iter().all(|one| one.id.0.len() == 32) && amendments[0].id != amendments[1].id);
    }

    #[test]
    fn a_change_of_what_is_not_there_or_does_not_fit_keeps_nothing() {
        let (_home, mut vault) = vault();
        let session = SessionId("abc".into());
        let (utterance, text) = (UtteranceId(7), String::new);
        let missing = [
            Change::Tagged { tag: "remote".into(), on: false },
            Change::Corrected { utterance, text: text() },
            Change::Attributed { utterance, speaker: Speaker::Me },
            Change::Voiced { name: "Ann".into(), utterances: vec![UtteranceId(2), utterance] },
            Change::Merged { name: "Ann".into(), into: "Anna".into() },
        ];
        for change in missing {
            let refused = vault.change_session(&session, change.clone(), 1);
            assert!(matches!(refused, Err(VaultError::NotInSession(_))), "{change:?}");
        }
        let marked = Change::Marked { question: QuestionId(1), mark: Mark::Good, on: true };
        let refused = vault.change_session(&session, marked, 1);
        assert!(matches!(refused, Err(VaultError::NoSuchCard(1))));
        let unfit = [
            Change::Titled { title: "a".repeat(201) },
            Change::Tagged { tag: " \n".into(), on: true },
            Change::Tagged { tag: "a".repeat(61), on: true },
            Change::Noted { notes: "a".repeat(200_001) },
            Change::Merged { name: "Ann".into(), into: " ".into() },
        ];
        for change in unfit {
            let refused = vault.change_session(&session, change, 1);
            assert!(matches!(refused, Err(VaultError::Unfit(_))), "{refused:?}");
        }
        let unknown = vault.change_session(&SessionId("b".into()), Change::Noted { notes: text() }, 1);
        assert!(matches!(unknown, Err(VaultError::UnknownSession(_))));
        assert!(vault.amendments(&session).unwrap().is_empty());
    }
}
