//! What the user changed about sessions afterwards, beside their events.

use super::error::VaultError;
use super::search;
use super::store::{Vault, integer, number};
use convoally_shared::amendment::{Amendment, AmendmentId};
use convoally_shared::session::SessionId;
use convoally_shared::view::SessionView;
use rusqlite::{Connection, ErrorCode, params};

impl Vault {
    /// Keeps an amendment, here made or from another computer. One that is there already changes nothing.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], or what the file says.
    pub fn amend(&mut self, amendment: &Amendment) -> Result<(), VaultError> {
        let body = json(&amendment.change)?;
        let change = self.change()?;
        let before = of_session(&change, &amendment.session)?;
        let row = params![amendment.id.0, amendment.session.0, integer(amendment.at_unix_ms)?, body];
        let insert = "insert into amendment (id, session, at_unix_ms, body) values (?, ?, ?, ?)
             on conflict (id) do nothing";
        change.execute(insert, row).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => VaultError::UnknownSession(amendment.session.0.clone()),
            _ => error.into(),
        })?;
        let after = of_session(&change, &amendment.session)?;
        sum_up(&change, &amendment.session)?;
        search::amended(&change, &amendment.session, &before, &after)?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// The amendments of a session, in the order in which they count. The beginning of an id is enough when no other
    /// id begins like it.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], [`VaultError::AmbiguousSession`], or what the file says.
    pub fn amendments(&self, id: &SessionId) -> Result<Vec<Amendment>, VaultError> {
        of_session(&self.connection, &SessionId(self.whole_id(&id.0)?))
    }
}

/// The amendments of a session whose whole id is given.
pub(super) fn of_session(connection: &Connection, session: &SessionId) -> Result<Vec<Amendment>, VaultError> {
    let mut statement =
        connection.prepare("select id, at_unix_ms, body from amendment where session = ? order by at_unix_ms, id")?;
    let rows = statement.query_map([&session.0], |row| Ok((row.get(0)?, number(row, 1)?, row.get::<_, String>(2)?)))?;
    rows.map(|row| {
        let (id, at_unix_ms, body) = row?;
        let unknown = |_| VaultError::UnknownAmendment { session: session.0.clone() };
        let change = serde_json::from_str(&body).map_err(unknown)?;
        Ok(Amendment { id: AmendmentId(id), session: session.clone(), at_unix_ms, change })
    })
    .collect()
}

/// Writes what lists show of a session's amendments into its columns.
pub(super) fn sum_up(connection: &Connection, session: &SessionId) -> Result<(), VaultError> {
    let amended = SessionView::of_amended(&[], &of_session(connection, session)?).amended;
    connection.execute(
        "update session set title = ?, tags = ?, outcome = ? where id = ?",
        params![amended.title, json(&amended.tags)?, amended.outcome.map(|outcome| outcome.label()), session.0],
    )?;
    Ok(())
}

pub(super) fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<String, VaultError> {
    serde_json::to_string(value).map_err(|error| VaultError::System(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, amendment, said, started};
    use super::*;
    use convoally_shared::amendment::{Change, Outcome};
    use convoally_shared::utterance::UtteranceId;

    fn session(id: &str) -> SessionId {
        SessionId(id.into())
    }

    #[test]
    fn amendments_come_back_in_order_and_the_view_holds_them() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("abc", 5)).unwrap();
        vault.append(&said("abc", 2, "Why bus?")).unwrap();
        let corrected = |text: &str| Change::Corrected { utterance: UtteranceId(2), text: text.into() };
        let later = amendment("abc", 9, corrected("Why us?"));
        let earlier = amendment("abc", 8, corrected("Why thus?"));
        for one in [&later, &earlier, &later] {
            vault.amend(one).unwrap();
        }
        drop(vault);
        let vault = home.open();
        assert_eq!(vault.amendments(&session("ab")).unwrap(), [earlier, later]);
        let view = vault.view(&session("ab")).unwrap();
        assert_eq!(view.utterances[0].text, "Why us?");
        assert_eq!(view.heard_as(UtteranceId(2)), Some("Why bus?"));
        assert_eq!(vault.events(&session("abc")).unwrap()[1], said("abc", 2, "Why bus?"));
    }

    #[test]
    fn the_list_shows_what_the_amendments_come_to() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("a", 5)).unwrap();
        for (at, change) in [
            (3, Change::Titled { title: "Second round".into() }),
            (1, Change::Titled { title: "First round".into() }),
            (1, Change::Tagged { tag: "remote".into(), on: true }),
            (2, Change::Tagged { tag: "rust".into(), on: true }),
            (4, Change::Outcome { outcome: Some(Outcome::Waiting) }),
            (5, Change::Outcome { outcome: Some(Outcome::Offer) }),
        ] {
            vault.amend(&amendment("a", at, change)).unwrap();
        }
        let one = vault.sessions().unwrap().remove(0);
        assert_eq!((one.heading().as_str(), one.tags), ("Second round", vec!["remote".to_owned(), "rust".to_owned()]));
        assert_eq!(one.outcome, Some(Outcome::Offer));
    }

    #[test]
    fn an_amendment_needs_its_session_and_one_of_a_later_release_is_reported() {
        let home = Home::new();
        let mut vault = home.open();
        let noted = amendment("a", 1, Change::Noted { notes: "Call back.".into() });
        assert!(matches!(vault.amend(&noted), Err(VaultError::UnknownSession(id)) if id == "a"));
        vault.append(&started("a", 5)).unwrap();
        vault.amend(&noted).unwrap();
        vault.connection.execute("insert into amendment values ('x', 'a', 2, '{\"type\":\"sung\"}')", []).unwrap();
        assert!(matches!(vault.amendments(&session("a")), Err(VaultError::UnknownAmendment { .. })));
        assert_eq!(vault.sessions().unwrap().len(), 1);
    }
}
