//! What transcribes, what drafts, and what it may cost: shown, chosen for the sessions to come, and tried. A session that runs
//! keeps what it began with.

use super::lent::Lent;
use super::{Desk, aside};
use crate::browser::errand::Teller;
use crate::engines::{self, Drafts, Engine, InVault, orderly};
use crate::keys;
use crate::money::{self, Prices};
use crate::session::unix_ms;
use crate::settings::Settings;
use crate::vault::VaultError;
use convoally_shared::card::Disclosure;
use convoally_shared::departure::Departure;
use convoally_shared::engine::Choice;
use convoally_shared::fault::Fault;
use convoally_shared::request::{
    CheckEngines, ChooseSpeech, Done, EngineChecked, EnginesShown, OrderEngines, SetBudget, SetPrice,
};
use convoally_shared::spent::Used;
use std::path::PathBuf;
use std::time::SystemTime;

/// The way to the vault, nothing where there is none, or why it cannot be opened.
type Way = Result<Option<Lent>, Fault>;

impl Desk {
    /// Also where the vault is locked: then some of it is not known.
    pub(super) async fn engines(
        &mut self,
    ) -> Result<impl Future<Output = Result<EnginesShown, Fault>> + Send + use<>, Fault> {
        let data = self.safe.data()?;
        let way = self.lent_if_there().await;
        Ok(async move {
            let (settings, prices) = read(data).await?;
            let (in_vault, used) = kept(&way).await;
            let (order, in_vault_known) = (settings.drafts.order.clone(), used.is_some());
            let keys = aside(move || Ok(keys::states(&order, &in_vault, in_vault_known))).await?;
            let drafts = engines::drafts_of(settings.drafts.clone(), prices.clone(), "", None, &keys_in(&way)).await;
            let names = |(name, label): (&str, String)| (name.to_owned(), label);
            Ok(EnginesShown {
                speech: settings.transcription,
                speech_engines: Engine::ALL.map(|engine| (engine, key_of(engine))).into(),
                order: settings.drafts.order,
                effective: drafts.order.map(|order| order.names().into_iter().map(names).collect()).unwrap_or_default(),
                keys,
                monthly_micro_usd: settings.drafts.monthly_micro_usd,
                used,
                prices: prices.models,
            })
        })
    }

    pub(super) async fn choose_speech(&self, ChooseSpeech { choice }: ChooseSpeech) -> Result<Done, Fault> {
        let said = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let Choice { engine, model, language, server, server_model } = choice;
        let [model, language, server, server_model] = [model, language, server, server_model].map(said);
        self.set(move |settings| settings.transcription = Choice { engine, model, language, server, server_model })
            .await
    }

    pub(super) async fn order_engines(&self, OrderEngines { order }: OrderEngines) -> Result<Done, Fault> {
        orderly(&order)?;
        self.set(move |settings| settings.drafts.order = order).await
    }

    pub(super) async fn set_budget(&self, SetBudget { monthly_micro_usd }: SetBudget) -> Result<Done, Fault> {
        self.set(move |settings| settings.drafts.monthly_micro_usd = monthly_micro_usd).await
    }

    pub(super) async fn set_price(&self, SetPrice { model, price }: SetPrice) -> Result<Done, Fault> {
        let data = self.safe.data()?;
        aside(move || {
            let mut prices = Prices::load(&data)?;
            prices.set(&model, price, SystemTime::now())?;
            prices.save(&data)?;
            Ok(Done {})
        })
        .await
    }

    /// A vault is made for it: what leaves is noted there.
    pub(super) async fn check_engines(
        &mut self,
        call: u64,
    ) -> Result<impl Future<Output = Result<Done, Fault>> + Send + use<>, Fault> {
        let (data, teller) = (self.safe.data()?, self.errands.teller::<CheckEngines>(call));
        let way = self.lent_or_made().await.map(Some);
        Ok(check(data, way, teller))
    }

    async fn set(&self, change: impl FnOnce(&mut Settings) + Send + 'static) -> Result<Done, Fault> {
        let data = self.safe.data()?;
        aside(move || {
            let mut settings = Settings::load(&data)?;
            change(&mut settings);
            settings.save(&data)?;
            Ok(Done {})
        })
        .await
    }
}

async fn check(data: PathBuf, way: Way, teller: Teller<CheckEngines>) -> Result<Done, Fault> {
    let (settings, prices) = read(data).await?;
    let speech = engines::examine(&settings.transcription, &keys_in(&way)).await;
    tell(&teller, "speech", speech).await;
    let Drafts { order, unready, .. } = engines::drafts_of(settings.drafts, prices, "", None, &keys_in(&way)).await;
    if let Some(fault) = unready {
        tell(&teller, "drafts", Err(fault)).await;
    }
    let Some(order) = order else { return Ok(Done {}) };
    if let Err(fault) = note(&way, order.disclosures_of_check()).await {
        tell(&teller, "record", Err(fault)).await;
    }
    for ((name, label), checked) in order.names().into_iter().zip(order.check().await) {
        tell(&teller, name, checked.map(|()| label)).await;
    }
    Ok(Done {})
}

/// A browser that is gone is noticed by who waits for the end.
async fn tell(teller: &Teller<CheckEngines>, name: &str, result: Result<String, Fault>) {
    teller.tell(&EngineChecked { name: name.to_owned(), result }).await;
}

/// Notes what is about to leave, without a word of the user's: there is none in it.
async fn note(way: &Way, disclosures: Vec<Disclosure>) -> Result<(), Fault> {
    if disclosures.is_empty() {
        return Ok(());
    }
    let vault = way.clone()?.ok_or(VaultError::NoVault)?;
    let at_unix_ms = unix_ms();
    vault
        .lend(move |vault| {
            for (at, disclosure) in disclosures.into_iter().enumerate() {
                let departure = Departure::of_check(at_unix_ms, disclosure);
                vault.keep_departure(&format!("check-{at_unix_ms}/{at}"), &departure)?;
            }
            Ok(())
        })
        .await
}

async fn read(data: PathBuf) -> Result<(Settings, Prices), Fault> {
    aside(move || Ok((Settings::load(&data)?, Prices::load(&data)?))).await
}

/// The names of the keys in the vault, and what this month took; none while the vault does not say.
async fn kept(way: &Way) -> (Vec<String>, Option<Used>) {
    let month = money::began_unix_ms(SystemTime::now());
    let kept = match way {
        Ok(Some(vault)) => vault.lend(move |vault| Ok((vault.secret_names()?, Some(vault.used_since(month)?)))).await,
        Ok(None) => Ok((Vec::new(), Some(Used::default()))),
        Err(fault) => Err(fault.clone()),
    };
    kept.unwrap_or_default()
}

/// The vault as the last place where a key is looked for. Not to be held longer than for that: it holds the vault open.
pub(super) fn keys_in(way: &Way) -> InVault {
    match way {
        Ok(Some(vault)) => match vault.way().upgrade() {
            Some(vault) => InVault::open(vault),
            None => InVault::behind(|| Err(VaultError::Locked.into())),
        },
        Ok(None) => InVault::behind(|| Ok(None)),
        Err(fault) => {
            let fault = fault.clone();
            InVault::behind(move || Err(fault.clone()))
        }
    }
}

fn key_of(engine: Engine) -> Option<String> {
    engines::provider(engine).map(|provider| provider.name.to_owned())
}

#[cfg(test)]
mod tests;
