//! Every link of the chain from the browser to the history, and what of it can be repaired from here.

use super::engines::keys_in;
use super::{Desk, aside, models};
use crate::browser::{doctor, register};
use convoally_shared::check::Repair;
use convoally_shared::fault::Fault;
use convoally_shared::request::{Done, RepairSystem, SystemChecked};

impl Desk {
    /// A vault is made for it: whether its key opens it is one of the links.
    pub(super) async fn check_system(
        &mut self,
    ) -> Result<impl Future<Output = Result<SystemChecked, Fault>> + Send + use<>, Fault> {
        let setup = (self.set_up)()?;
        let way = self.lent_or_made().await.map(Some);
        Ok(async move {
            let opened = way.as_ref().map(|_| ()).map_err(Fault::clone);
            Ok(SystemChecked { checks: doctor::examine(&setup, move || opened, &keys_in(&way)).await })
        })
    }

    pub(super) fn repair_system(
        &self,
        call: u64,
        RepairSystem { repair }: RepairSystem,
    ) -> impl Future<Output = Result<Done, Fault>> + Send + use<> {
        let teller = self.errands.teller::<RepairSystem>(call);
        async move {
            match repair {
                Repair::Register => aside(|| register::install().map(|_| Done {})).await,
                Repair::FetchModel { name } => models::pull(teller, name).await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Client;
    use super::*;
    use crate::model::ModelError;
    use convoally_shared::check::{CheckState, Link};
    use convoally_shared::request::{CheckSystem, LockVault};

    async fn history(client: &mut Client) -> (CheckState, Option<String>) {
        let checks = client.ask(CheckSystem {}).await.unwrap().checks;
        assert!(checks.iter().any(|check| check.name == Link::Drafts), "{checks:?}");
        let history = checks.into_iter().find(|check| check.name == Link::Keychain).unwrap();
        (history.state, history.code)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_locked_history_is_a_broken_link_and_the_others_are_looked_at_all_the_same() {
        let mut client = Client::new();
        assert_eq!(history(&mut client).await, (CheckState::Right, None));
        client.ask(LockVault {}).await.unwrap();
        assert_eq!(history(&mut client).await, (CheckState::Broken, Some("vault.locked".to_owned())));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_repair_that_fails_says_why() {
        let repair = Repair::FetchModel { name: "nobody's".into() };
        let unknown = Fault::from(ModelError::UnknownName("nobody's".into())).code;
        assert_eq!(Client::new().refused(RepairSystem { repair }).await, unknown);
    }
}
