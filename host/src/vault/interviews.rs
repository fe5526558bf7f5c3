//! The interviews that the user prepares for.

use super::error::VaultError;
use super::store::Vault;
use convoally_shared::interview::{Interview, InterviewId, InterviewSummary};
use rusqlite::Row;

impl Vault {
    /// Every interview, in the order in which they were added; those of one millisecond by their names.
    ///
    /// # Errors
    /// What the file says.
    pub fn interviews(&self) -> Result<Vec<Interview>, VaultError> {
        let mut statement = self.connection.prepare("select id, brief from interview order by added, id")?;
        let rows = statement.query_map([], interview)?;
        rows.map(|row| row.map_err(VaultError::from)?).collect()
    }

    /// Every interview in the same order, as a choice shows it.
    ///
    /// # Errors
    /// What the file says.
    pub fn interview_summaries(&self) -> Result<Vec<InterviewSummary>, VaultError> {
        let mut statement = self.connection.prepare("select count(*) from document where interview = ?")?;
        let of = |Interview { id, brief }: Interview| {
            let documents = statement.query_row([&id.0], |row| row.get::<_, i64>(0))? as u64;
            Ok(InterviewSummary { id, company: brief.company, role: brief.role, documents })
        };
        self.interviews()?.into_iter().map(of).collect()
    }

    /// One interview.
    ///
    /// # Errors
    /// [`VaultError::UnknownInterview`], or what the file says.
    pub fn interview(&self, id: &InterviewId) -> Result<Interview, VaultError> {
        let found = self.connection.query_row("select id, brief from interview where id = ?", [&id.0], interview);
        found.map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => VaultError::UnknownInterview(id.0.clone()),
            error => error.into(),
        })?
    }

    /// Keeps an interview. One with the same id takes the new brief.
    ///
    /// # Errors
    /// What the file says.
    pub fn put_interview(&mut self, interview: &Interview) -> Result<(), VaultError> {
        let brief = serde_json::to_string(&interview.brief).map_err(|error| VaultError::System(error.to_string()))?;
        let change = self.change()?;
        change.execute(
            "insert into interview (id, brief, added) values (?, ?, cast(unixepoch('subsec') * 1000 as integer))
             on conflict (id) do update set brief = excluded.brief",
            [&interview.id.0, &brief],
        )?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// Forgets an interview. Its documents are somebody's work, so they must be gone or given another place before.
    ///
    /// # Errors
    /// [`VaultError::UnknownInterview`], [`VaultError::InterviewHasDocuments`], or what the file says.
    pub fn remove_interview(&mut self, id: &InterviewId) -> Result<(), VaultError> {
        let change = self.change()?;
        let count = "select count(*) from document where interview = ?";
        let documents: i64 = change.query_row(count, [&id.0], |row| row.get(0))?;
        if documents > 0 {
            return Err(VaultError::InterviewHasDocuments { interview: id.0.clone(), documents });
        }
        let removed = change.execute("delete from interview where id = ?", [&id.0])?;
        change.commit()?;
        self.settle();
        if removed == 0 { Err(VaultError::UnknownInterview(id.0.clone())) } else { Ok(()) }
    }
}

fn interview(row: &Row<'_>) -> rusqlite::Result<Result<Interview, VaultError>> {
    let id = InterviewId(row.get(0)?);
    let brief: String = row.get(1)?;
    let brief = serde_json::from_str(&brief);
    let damaged = |_| VaultError::Damaged("the brief of an interview cannot be read".to_owned());
    Ok(brief.map(|brief| Interview { id, brief }).map_err(damaged))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
    use convoally_shared::session::Brief;

    fn northwind(tone: &str) -> Interview {
        let brief = Brief {
            company: "Northwind".into(),
            role: "Backend engineer".into(),
            kind: "phone screen".into(),
            language: "English".into(),
            tone: tone.into(),
        };
        Interview { id: InterviewId("northwind".into()), brief }
    }

    #[test]
    fn interviews_come_back_and_an_id_is_one_interview_however_it_is_written() {
        let home = sample::Home::new();
        let mut vault = home.open();
        vault.put_interview(&northwind("plain")).unwrap();
        let other = Interview { id: InterviewId("wingtip".into()), brief: Brief::default() };
        vault.put_interview(&other).unwrap();
        let shouted = InterviewId("NORTHWIND".into());
        vault.put_interview(&Interview { id: shouted.clone(), ..northwind("warm") }).unwrap();
        drop(vault);
        let vault = home.open();
        assert_eq!(vault.interviews().unwrap(), [northwind("warm"), other]);
        assert_eq!(vault.interview(&shouted).unwrap().id.0, "northwind", "as it was written first");
        let unknown = vault.interview(&InterviewId("north".into()));
        assert!(matches!(unknown, Err(VaultError::UnknownInterview(_))));
    }

    #[test]
    fn an_interview_goes_after_its_documents() {
        let home = sample::Home::new();
        let mut vault = home.open();
        let id = InterviewId("northwind".into());
        vault.put_interview(&northwind("")).unwrap();
        let job = Document {
            id: DocumentId("1".into()),
            title: "job".into(),
            kind: DocumentKind::JobDescription,
            interview: Some(id.clone()),
            format: DocumentFormat::Text,
            text: "An engineer.".into(),
        };
        vault.put_document(&job).unwrap();
        let (company, role) = ("Northwind".into(), "Backend engineer".into());
        let summary = InterviewSummary { id: id.clone(), company, role, documents: 1 };
        assert_eq!(vault.interview_summaries().unwrap(), [summary]);
        let refused = vault.remove_interview(&id);
        assert!(matches!(refused, Err(VaultError::InterviewHasDocuments { documents: 1, .. })));
        vault.put_document(&Document { interview: None, ..job }).unwrap();
        vault.remove_interview(&id).unwrap();
        assert!(matches!(vault.remove_interview(&id), Err(VaultError::UnknownInterview(_))));
        assert_eq!(vault.documents().unwrap().len(), 1);
    }
}
