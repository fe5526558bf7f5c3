//! Which part of the host carries out which request. A request that is missing here does not compile.

use super::super::errand::Errand;
use super::{Desk, Order, Secret, models};
use convoally_shared::fault::Fault;
use convoally_shared::request::*;
use convoally_shared::search::Search;
use convoally_shared::wire::Message;
use serde_json::Value;
use std::future::Future;
use std::time::Instant;
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
            Any::ListRecipients(_) => done::<ListRecipients>(self.recipients().await?),
            Any::StopSession(_) => done::<StopSession>(self.stop()),
            Any::AnswerNow(_) => done::<AnswerNow>(self.order(Order::AnswerNow).await?),
            Any::AskQuestion(AskQuestion { text }) => done::<AskQuestion>(self.order(Order::Ask(text)).await?),
            Any::DraftAgain(DraftAgain { question, wish }) => {
                done::<DraftAgain>(self.order(Order::DraftAgain { question, wish }).await?)
            }
            Any::MarkCard(mark) => done::<MarkCard>(self.mark(mark).await?),
            Any::SetMode(SetMode { mode }) => done::<SetMode>(self.set_mode(mode).await?),
            Any::MuteSpeaker(mute) => done::<MuteSpeaker>(self.mute(mute)),
            Any::PauseSession(pause) => done::<PauseSession>(self.pause(pause)?),
            Any::Watch(watch) => done::<Watch>(self.watch(&watch, outgoing)),
            Any::TabSound(sound) => done::<TabSound>(self.tab_sound(&sound)?),
            Any::TabEnded(TabEnded { reason }) => done::<TabEnded>(self.tab_ended(reason)),
            Any::VaultStatus(_) => done::<VaultStatus>(self.safe.state().await?),
            Any::LockVault(_) => done::<LockVault>(self.lock_vault().await?),
            Any::UnlockVault(UnlockVault { passphrase }) => {
                done::<UnlockVault>(self.safe.unlock(passphrase.map(Secret::from)).await?)
            }
            Any::ProtectVault(protect) => done::<ProtectVault>(self.protect(protect).await?),
            Any::LockAfter(after) => done::<LockAfter>(self.lock_after(after).await?),
            Any::ListInterviews(_) => done::<ListInterviews>(self.interviews().await?),
            Any::ListSessions(list) => done::<ListSessions>(self.sessions(list).await?),
            Any::Search(search) => done::<Search>(self.search(search).await?),
            Any::ReadSession(read) => errand::<ReadSession>(self.session(call, read).await?),
            Any::ChangeSession(change) => done::<ChangeSession>(self.change_session(change).await?),
            Any::EraseSession(erase) => done::<EraseSession>(self.erase_session(erase).await?),
            Any::ExportSessions(export) => errand::<ExportSessions>(self.export(call, export).await?),
            Any::ImportSessions(import) => errand::<ImportSessions>(self.import(import).await?),
            Any::ReportPrivacy(_) => errand::<ReportPrivacy>(self.report().await?),
            Any::ListLeft(list) => errand::<ListLeft>(self.left(call, list).await?),
            Any::ShowRetention(_) => done::<ShowRetention>(self.retention().await?),
            Any::KeepFor(KeepFor { kept }) => done::<KeepFor>(self.keep_for(kept).await?),
            Any::EraseEverything(erase) => done::<EraseEverything>(self.erase_everything(erase).await?),
            Any::ReadInterview(read) => done::<ReadInterview>(self.interview(read).await?),
            Any::PutInterview(put) => done::<PutInterview>(self.put_interview(put).await?),
            Any::EraseInterview(erase) => done::<EraseInterview>(self.erase_interview(erase).await?),
            Any::ListDocuments(_) => errand::<ListDocuments>(self.documents().await?),
            Any::AddDocument(add) => errand::<AddDocument>(self.add_document(call, add).await?),
            Any::ReadDocument(read) => errand::<ReadDocument>(self.document(call, read).await?),
            Any::CorrectDocument(correct) => errand::<CorrectDocument>(self.correct_document(call, correct).await?),
            Any::DescribeDocument(describe) => errand::<DescribeDocument>(self.describe_document(describe).await?),
            Any::EraseDocument(erase) => done::<EraseDocument>(self.erase_document(erase).await?),
            Any::PutPiece(piece) => done::<PutPiece>(self.uploads.put(&piece, Instant::now())?),
            Any::ShowEngines(_) => errand::<ShowEngines>(self.engines().await?),
            Any::ChooseSpeech(choose) => done::<ChooseSpeech>(self.choose_speech(choose).await?),
            Any::OrderEngines(order) => done::<OrderEngines>(self.order_engines(order).await?),
            Any::CheckEngines(_) => errand::<CheckEngines>(self.check_engines(call).await?),
            Any::PutKey(put) => done::<PutKey>(self.put_key(put).await?),
            Any::ForgetKey(forget) => done::<ForgetKey>(self.forget_key(forget).await?),
            Any::SetBudget(set) => done::<SetBudget>(self.set_budget(set).await?),
            Any::SetPrice(set) => done::<SetPrice>(self.set_price(set).await?),
            Any::About(_) => done::<About>(self.about()),
            Any::CheckSystem(_) => errand::<CheckSystem>(self.check_system().await?),
            Any::RepairSystem(repair) => errand::<RepairSystem>(self.repair_system(call, repair)),
            Any::ListDevices(_) => errand::<ListDevices>(self.devices()?),
            Any::ChooseDevice(choose) => errand::<ChooseDevice>(self.choose_device(choose)?),
            Any::HearDevices(_) => errand::<HearDevices>(self.hear_devices(call)),
            Any::ListModels(_) => errand::<ListModels>(models::list()),
            Any::PullModel(pull) => errand::<PullModel>(models::pull(self.errands.teller::<PullModel>(call), pull.name)),
            Any::RemoveModel(remove) => errand::<RemoveModel>(models::remove(remove)),
        }
    }
}

fn done<R: Request>(reply: R::Reply) -> Result<Work, Fault> {
    written::<R>(reply).map(Work::Done)
}

/// An errand that ends with this request's reply.
fn errand<R: Request>(work: impl Future<Output = Result<R::Reply, Fault>> + Send + 'static) -> Result<Work, Fault> {
    Ok(Work::Errand(Box::pin(async move { written::<R>(work.await?) })))
}

fn written<R: Request>(reply: R::Reply) -> Result<Value, Fault> {
    serde_json::to_value(reply).map_err(|_| {
        Fault::new("wire.unwritable", "An answer could not be written.", "Please report this with what you did.")
    })
}
