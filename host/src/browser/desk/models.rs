//! The models on this computer: which there are, fetching one, deleting one.

use super::aside;
use super::parts::tell;
use crate::browser::errand::Teller;
use crate::model::{self, Listed, ModelError, Progress};
use convoally_shared::fault::Fault;
use convoally_shared::request::{Done, ModelFound, Models, RemoveModel, Request};
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{self, UnboundedReceiver};

/// A bar that is counted does not move more often.
const EVERY: Duration = Duration::from_millis(100);

/// Every model, official ones first.
pub(super) async fn list() -> Result<Models, Fault> {
    aside(|| Ok(Models { models: model::list()?.into_iter().map(found).collect() })).await
}

/// Deletes one, once no other process fetches into the folder.
pub(super) async fn remove(RemoveModel { name }: RemoveModel) -> Result<Done, Fault> {
    model::remove(&name, &mut |_| {}).await?;
    Ok(Done {})
}

/// Fetches one, for whichever request. Who drops it keeps what came: the next one goes on from there.
pub(super) async fn pull<R: Request<Progress = Progress>>(teller: Teller<R>, name: String) -> Result<Done, Fault> {
    let (tell, steps) = mpsc::unbounded_channel();
    let mut pace = Pace::default();
    let mut listener = |step: Progress| {
        if pace.lets(&step, Instant::now()) {
            // The other end stays until the work is done.
            let _ = tell.send(step);
        }
    };
    told(&teller, steps, model::pull(&name, &mut listener)).await?;
    Ok(Done {})
}

fn found(Listed { name, purpose, official, state }: Listed) -> ModelFound {
    let is_default = name == model::default_for(purpose);
    let about = official.map_or("your own", |entry| entry.about).to_owned();
    ModelFound { name, purpose, bytes: official.map(|entry| entry.bytes), about, is_default, state }
}

/// Tells the steps of work while it goes on, and waits with it while the browser is slow.
async fn told<T, R: Request<Progress = Progress>>(
    teller: &Teller<R>,
    mut steps: UnboundedReceiver<Progress>,
    work: impl Future<Output = Result<T, ModelError>>,
) -> Result<T, Fault> {
    let mut work = pin!(work);
    let done = loop {
        tokio::select! {
            biased;
            Some(step) = steps.recv() => tell(teller, &step).await?,
            done = &mut work => break done,
        }
    };
    while let Ok(step) = steps.try_recv() {
        teller.tell(&step).await;
    }
    Ok(done?)
}

/// Which steps are told: counts now and then and at their end, everything else at once.
#[derive(Default)]
struct Pace(Option<Instant>);

impl Pace {
    fn lets(&mut self, step: &Progress, now: Instant) -> bool {
        let (Progress::Downloading { done, total } | Progress::Converting { done, total }) = step else { return true };
        let lets = done >= total || self.0.is_none_or(|last| now.saturating_duration_since(last) >= EVERY);
        if lets {
            self.0 = Some(now);
        }
        lets
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Client;
    use super::*;
    use crate::browser::errand::Errands;
    use convoally_shared::model::{Origin, Purpose};
    use convoally_shared::request::{ListModels, PullModel};
    use convoally_shared::wire::Message;
    use serde_json::json;

    #[tokio::test(flavor = "multi_thread")]
    async fn every_purpose_has_a_model_that_is_the_default() {
        let models = Client::new().ask(ListModels {}).await.unwrap().models;
        for purpose in Purpose::ALL {
            let of = models.iter().filter(|model| model.purpose == purpose && model.is_default);
            let defaults: Vec<_> = of.map(|model| model.bytes.is_some() && !model.about.is_empty()).collect();
            assert_eq!(defaults, [true], "{purpose:?}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_model_of_another_name_is_fetched_and_no_file_elsewhere_deleted() {
        let mut client = Client::new();
        let unknown = Fault::from(ModelError::UnknownName("nobody's".into())).code;
        assert_eq!(client.refused(PullModel { name: "nobody's".into() }).await, unknown);
        let bad = Fault::from(ModelError::BadName("../a".into())).code;
        assert_eq!(client.refused(RemoveModel { name: "../a".into() }).await, bad);
    }

    #[tokio::test]
    async fn all_steps_are_told_before_the_work_is_done_or_failed() {
        let (errands, mut said) = Errands::new();
        let (tell, steps) = mpsc::unbounded_channel();
        let work = async move {
            tell.send(Progress::Waiting).unwrap();
            tokio::task::yield_now().await;
            tell.send(Progress::Unpacking).unwrap();
            Err::<(), _>(ModelError::UnknownName("m".into()))
        };
        assert!(told(&errands.teller::<PullModel>(3), steps, work).await.is_err());
        for step in ["waiting", "unpacking"] {
            assert_eq!(said.recv().await, Some(Message::Progress { id: 3, progress: json!(step) }));
        }
    }

    #[test]
    fn counts_are_told_now_and_then_and_at_the_end() {
        let (mut pace, now) = (Pace::default(), Instant::now());
        let at = |done| Progress::Downloading { done, total: 10 };
        assert!(pace.lets(&at(1), now) && !pace.lets(&at(2), now + EVERY / 2));
        assert!(pace.lets(&at(3), now + EVERY) && pace.lets(&at(10), now + EVERY));
        assert!(pace.lets(&Progress::Ready(Origin::Official), now + EVERY));
    }
}
