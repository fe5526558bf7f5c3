//! The interviews that the user prepares for.

use super::Desk;
use crate::knowledge;
use convoally_shared::fault::Fault;
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::kept::Erased;
use convoally_shared::request::{Done, EraseInterview, Interviews, PutInterview, ReadInterview};
use convoally_shared::vault::{Access, VaultState};

impl Desk {
    pub(super) async fn interviews(&mut self) -> Result<Interviews, Fault> {
        // A meeting page asks this of its own accord: nobody is told to unlock a vault for it.
        let VaultState { access, .. } = self.safe.state().await?;
        if access == Access::Locked {
            return Ok(Interviews::default());
        }
        let Some(vault) = self.lent_if_there().await? else { return Ok(Interviews::default()) };
        vault.lend(|vault| Ok(Interviews { interviews: vault.interview_summaries()? })).await
    }

    pub(super) async fn interview(&mut self, ReadInterview { id }: ReadInterview) -> Result<Interview, Fault> {
        self.lent().await?.lend(move |vault| Ok(vault.interview(&id)?)).await
    }

    pub(super) async fn put_interview(&mut self, PutInterview { interview }: PutInterview) -> Result<Done, Fault> {
        let interview = Interview { id: InterviewId::named(&interview.id.0)?, ..interview };
        // The first thing that a user keeps may be this.
        self.lent_or_made().await?.lend(move |vault| Ok(vault.put_interview(&interview)?)).await?;
        Ok(Done {})
    }

    pub(super) async fn erase_interview(&mut self, EraseInterview { id }: EraseInterview) -> Result<Erased, Fault> {
        self.lent().await?.lend(move |vault| Ok(vault.erase_interview(&id, knowledge::needed)?)).await
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Client;
    use super::*;
    use convoally_shared::request::ListInterviews;
    use convoally_shared::session::Brief;

    fn northwind(role: &str) -> PutInterview {
        let brief = Brief { company: "Northwind".into(), role: role.into(), ..Brief::default() };
        PutInterview { interview: Interview { id: InterviewId(" northwind ".into()), brief } }
    }

    fn id() -> InterviewId {
        InterviewId("Northwind".into())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_interview_is_kept_changed_and_erased() {
        let mut client = Client::new();
        assert_eq!(client.ask(ListInterviews {}).await.unwrap(), Interviews::default());
        client.ask(northwind("engineer")).await.unwrap();
        client.ask(northwind("architect")).await.unwrap();
        let listed = client.ask(ListInterviews {}).await.unwrap().interviews;
        assert_eq!((listed.len(), listed[0].id.0.as_str(), listed[0].role.as_str()), (1, "northwind", "architect"));
        assert_eq!(client.ask(ReadInterview { id: id() }).await.unwrap().brief, northwind("architect").interview.brief);
        let erased = client.ask(EraseInterview { id: id() }).await.unwrap();
        assert_eq!(erased, Erased { interviews: 1, ..Erased::default() });
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn one_without_a_name_and_one_that_is_not_there_are_faults() {
        let mut client = Client::new();
        let mut nameless = northwind("engineer");
        nameless.interview.id = InterviewId(" \n".into());
        assert_eq!(client.refused(nameless).await, "interviews.no_name");
        assert_eq!(client.refused(ReadInterview { id: id() }).await, "vault.none");
        client.ask(northwind("engineer")).await.unwrap();
        let other = || InterviewId("other".into());
        let unknown = client.refused(ReadInterview { id: other() }).await;
        assert_eq!(client.refused(EraseInterview { id: other() }).await, unknown);
        assert_eq!(unknown, "interviews.unknown");
    }
}
