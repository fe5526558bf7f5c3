//! Which part of the host carries out which request. A request that is missing here does not compile.

use super::super::errand::Errand;
use super::{Desk, Order, Secret};
use convoally_shared::fault::Fault;
use convoally_shared::request::*;
use convoally_shared::wire::Message;
use serde_json::Value;
use std::future::Future;
use tokio::sync::mpsc;

/// What became of a request.
#[derive(Debug)]
pub enum Outcome {
    /// It is carried out.
    Done(Value),
    /// It takes a while: the reply comes later, among what errands say.
    Later,
}

/// One request on its way: done, or an errand that is still to begin.
enum Work {
    Done(Value),
    Errand(Errand),
}

impl Desk {
    /// Carries out the request of one call. Events of a watched session go to `outgoing` as they happen. To drop it before it
    /// is done gives the request up: a session that was being started then does not begin.
    ///
    /// # Errors
    /// What a person should know; the port stays open.
    pub async fn carry_out(
        &mut self,
        call: u64,
        request: AnyRequest,
        outgoing: &mpsc::Sender<Message>,
    ) -> Result<Outcome, Fault> {
        if !self.greeted && !matches!(request, AnyRequest::Hello(_)) {
            return Err(Fault::new(
                "wire.hello_first",
                "The extension did not say its version first.",
                "Update the host and the extension to the same version.",
            ));
        }
        Ok(match self.work(call, request, outgoing).await? {
            Work::Done(reply) => Outcome::Done(reply),
            Work::Errand(errand) => {
                self.errands.begin(call, errand);
                Outcome::Later
            }
        })
    }

    #[rustfmt::skip]
    async fn work(&mut self, call: u64, request: AnyRequest, outgoing: &mpsc::Sender<Message>) -> Result<Work, Fault> {
        use AnyRequest as Any;
        match request {
            Any::Hello(hello) => done::<Hello>(self.hello(&hello)?),
            Any::Cancel(Cancel { call }) => {
                self.errands.cancel(call).await;
                done::<Cancel>(Done {})
            }
            Any::StartSession(start) => done::<StartSession>(self.start(start).await?),
            Any::StopSession(_) => done::<StopSession>(self.stop()),
            Any::AnswerNow(_) => done::<AnswerNow>(self.order(Order::AnswerNow).await?),
            Any::AskQuestion(AskQuestion { text }) => done::<AskQuestion>(self.order(Order::Ask(text)).await?),
            Any::DraftAgain(DraftAgain { question, wish }) => {
                done::<DraftAgain>(self.order(Order::DraftAgain { question, wish }).await?)
            }
            Any::MarkCard(mark) => done::<MarkCard>(self.mark(mark).await?),
            Any::SetMode(SetMode { mode }) => done::<SetMode>(self.set_mode(mode).await?),
            Any::Watch(watch) => done::<Watch>(self.watch(&watch, outgoing)),
            Any::TabSound(sound) => done::<TabSound>(self.tab_sound(&sound)?),
            Any::TabEnded(TabEnded { reason }) => done::<TabEnded>(self.tab_ended(reason)),
            Any::VaultStatus(_) => done::<VaultStatus>(self.safe.state().await?),
            Any::LockVault(_) => done::<LockVault>(self.lock_vault().await?),
            Any::UnlockVault(UnlockVault { passphrase }) => {
                let typed = passphrase.map(|words| Secret::new(words.take()));
                done::<UnlockVault>(self.safe.unlock(typed).await?)
            }
            Any::ListInterviews(_) => done::<ListInterviews>(self.interviews().await?),
            //DESK-B: history, privacy, vault
            Any::ProtectVault(_) | Any::LockAfter(_) | Any::ListSessions(_) | Any::Search(_) | Any::ReadSession(_)
            | Any::ChangeSession(_) | Any::ExportSessions(_) | Any::ImportSessions(_) | Any::EraseSession(_)
            | Any::ReportPrivacy(_) | Any::ListLeft(_) | Any::ShowRetention(_) | Any::KeepFor(_) | Any::EraseEverything(_)
            => Err(missing(call)),
            //DESK-A: interviews, documents, engines, system
            Any::ReadInterview(_) | Any::PutInterview(_) | Any::EraseInterview(_) | Any::ListDocuments(_) | Any::AddDocument(_)
            | Any::ReadDocument(_) | Any::CorrectDocument(_) | Any::DescribeDocument(_) | Any::EraseDocument(_) | Any::PutPiece(_)
            | Any::ShowEngines(_) | Any::ChooseSpeech(_) | Any::OrderEngines(_) | Any::CheckEngines(_) | Any::PutKey(_)
            | Any::ForgetKey(_) | Any::SetBudget(_) | Any::SetPrice(_) | Any::About(_) | Any::ListDevices(_) | Any::ChooseDevice(_)
            | Any::HearDevices(_) | Any::ListModels(_) | Any::PullModel(_) | Any::RemoveModel(_)
            => Err(missing(call)),
        }
    }
}

fn missing(_: u64) -> Fault {
    Fault::new("wire.unknown_request", "Not there.", "Update.")
}

fn done<R: Request>(reply: R::Reply) -> Result<Work, Fault> {
    written::<R>(reply).map(Work::Done)
}

/// An errand that ends with this request's reply.
#[allow(dead_code)]
fn errand<R: Request>(work: impl Future<Output = Result<R::Reply, Fault>> + Send + 'static) -> Result<Work, Fault> {
    Ok(Work::Errand(Box::pin(async move { written::<R>(work.await?) })))
}

fn written<R: Request>(reply: R::Reply) -> Result<Value, Fault> {
    serde_json::to_value(reply).map_err(|_| {
        Fault::new("wire.unwritable", "An answer could not be written.", "Please report this with what you did.")
    })
}
