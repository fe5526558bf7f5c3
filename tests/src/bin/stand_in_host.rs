//! A host that hears nothing, plays what a file says, begins and ends what it is asked to and writes down all of that: the overlay's states are looked
//! at without waiting for them to come about. It speaks the real protocol on the real port.

use convoally::browser::frame;
use convoally_shared::check::{Check, Link, Repair};
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::interview::{InterviewId, InterviewSummary};
use convoally_shared::request::{
    AnyRequest, Done, DraftRecipient, Interviews, MuteSpeaker, PauseSession, Recipients, SoundRecipient, StartSession,
    Started, SystemChecked, Watching, Welcome,
};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::Speaker;
use convoally_shared::wire::{Call, Message, PROTOCOL_VERSION};
use convoally_tests::recording::unix_ms;
use convoally_tests::stage::{ASKED, PLAY_EVERY, PROTOCOL, STAGE_VARIABLE, scenes};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::io::{Stdout, stdin, stdout};
use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (frames, mut calls) = mpsc::channel(16);
    tokio::spawn(async move {
        let mut input = stdin();
        while let Ok(Some(body)) = frame::read(&mut input).await {
            let _ = frames.send(body).await;
        }
    });
    let mut output = stdout();
    let (mut watched, mut played) = (false, 0);
    let mut session = Session::default();
    loop {
        tokio::select! {
            call = calls.recv() => {
                let Some(body) = call else { return ExitCode::SUCCESS };
                let Ok(call) = serde_json::from_slice(&body) else { continue };
                write_down(&call);
                let Call { id, request, params } = call;
                let request = AnyRequest::read(&request, params);
                watched |= matches!(request, Ok(AnyRequest::Watch(_)));
                let request = request.ok();
                say(&mut output, &answer(id, request.as_ref(), session.mended)).await;
                let happens = request.iter().flat_map(|request| session.obey(request)).collect::<Vec<_>>();
                for kind in happens {
                    say(&mut output, &Message::Happened { event: session.next(kind) }).await;
                }
            }
            () = tokio::time::sleep(PLAY_EVERY), if watched => {
                for event in next_scene(&mut played) {
                    say(&mut output, &Message::Happened { event }).await;
                }
            }
        }
    }
}

/// What it was asked to begin: both sides are heard, and nobody says anything.
#[derive(Default)]
struct Session {
    name: String,
    count: u32,
    seq: u64,
    running: bool,
    /// What it was asked to repair is.
    mended: bool,
}

impl Session {
    /// What happens for a request.
    fn obey(&mut self, request: &AnyRequest) -> Vec<EventKind> {
        match request {
            AnyRequest::StartSession(StartSession { consent: true, .. }) if !self.running => self.begin(),
            AnyRequest::MuteSpeaker(MuteSpeaker { speaker, muted }) if self.running => {
                vec![EventKind::MuteChanged { speaker: *speaker, muted: *muted }]
            }
            AnyRequest::PauseSession(PauseSession { paused }) if self.running => {
                vec![EventKind::PauseChanged { paused: *paused }]
            }
            AnyRequest::RepairSystem(_) => {
                self.mended = true;
                Vec::new()
            }
            AnyRequest::StopSession(_) if std::mem::take(&mut self.running) => vec![EventKind::SessionEnded],
            _ => Vec::new(),
        }
    }

    fn begin(&mut self) -> Vec<EventKind> {
        self.count += 1;
        (self.name, self.seq, self.running) = (name(self.count), 0, true);
        let started = EventKind::SessionStarted {
            started_unix_ms: unix_ms() as u64,
            brief: Brief::default(),
            site: None,
            documents: Vec::new(),
            transcriber: "nobody, on this computer".to_owned(),
            answerer: None,
            mode: Mode::default(),
        };
        let heard = Speaker::BOTH.map(|speaker| {
            let device = "Built-in Audio".to_owned();
            EventKind::SourceChanged { speaker, device, state: SourceState::Hearing }
        });
        std::iter::once(started).chain(heard).collect()
    }

    fn next(&mut self, kind: EventKind) -> Event {
        self.seq += 1;
        Event { session: SessionId(self.name.clone()), seq: self.seq, at_ms: self.seq, kind }
    }
}

/// Two hosts, one after the other, begin sessions of different names.
fn name(count: u32) -> String {
    format!("{}-{count}", std::process::id())
}

/// Without the user's word that the others know, nothing is started: the question of consent comes instead.
fn answer(id: u64, request: Option<&AnyRequest>, mended: bool) -> Message {
    let (protocol, version) = (protocol(), env!("CARGO_PKG_VERSION").to_owned());
    let reply = match request {
        Some(AnyRequest::Hello(_)) => serde_json::to_value(Welcome { protocol, version, session: None }),
        Some(AnyRequest::Watch(_)) => serde_json::to_value(Watching { session: None }),
        Some(AnyRequest::CheckSystem(_)) => serde_json::to_value(SystemChecked { checks: checks(mended) }),
        Some(AnyRequest::ListInterviews(_)) => serde_json::to_value(interviews()),
        Some(AnyRequest::ListRecipients(_)) => serde_json::to_value(recipients()),
        Some(AnyRequest::StartSession(StartSession { consent: true, .. })) => {
            serde_json::to_value(Started { session: SessionId(name(1)), wants_tab: false })
        }
        Some(AnyRequest::StartSession(_)) => {
            let fault = Fault::new("session.consent_required", "Nobody was asked yet.", "Confirm it.");
            return Message::Failed { id: Some(id), fault };
        }
        _ => serde_json::to_value(Done {}),
    };
    Message::Reply { id, reply: reply.unwrap_or_default() }
}

/// A chain with one link that works less well than it could, until that is repaired.
fn checks(mended: bool) -> Vec<Check> {
    let fault = Fault::new("model.not_fetched", "The model is not here.", "Run `convoally models pull meaning`.");
    let recall = match mended {
        true => Check::right(Link::Recall, "Passages are found by meaning."),
        false => Check::limited(Link::Recall, fault, Some(Repair::FetchModel { name: "meaning".into() })),
    };
    let broken = Fault::new("audio.no_microphone", "There is no microphone.", "Plug one in.");
    vec![Check::right(Link::Launch, "It starts."), Check::broken(Link::Sound, broken, None), recall]
}

/// Those that the user prepares for on this stage.
fn interviews() -> Interviews {
    let interview = |id: &str, role: &str, documents| InterviewSummary {
        id: InterviewId(id.to_owned()),
        company: "Northwind".to_owned(),
        role: role.to_owned(),
        documents,
    };
    Interviews { interviews: vec![interview("northwind", "Backend engineer", 2), interview("lead", "Team lead", 1)] }
}

/// Nobody gets the sound, and two models, one after the other, the text.
fn recipients() -> Recipients {
    let sound = SoundRecipient::Device { model: "base.en".to_owned() };
    let draft = |model: &str, host: Option<&str>| DraftRecipient { model: model.into(), host: host.map(str::to_owned) };
    let drafts = vec![draft("claude-sonnet", Some("api.anthropic.com")), draft("llama3.1", None)];
    Recipients { sound, drafts }
}

/// The events of the scene after the one that was played last.
fn next_scene(played: &mut u32) -> Vec<Event> {
    let scenes = on_stage("").map(|folder| scenes(&folder)).unwrap_or_default();
    let Some((number, file)) = scenes.into_iter().find(|(number, _)| number > played) else { return Vec::new() };
    *played = number;
    serde_json::from_slice(&std::fs::read(file).unwrap_or_default()).unwrap_or_default()
}

/// In which version of the protocol it speaks.
fn protocol() -> u32 {
    let told = on_stage(PROTOCOL).and_then(|file| std::fs::read_to_string(file).ok());
    told.and_then(|number| number.parse().ok()).unwrap_or(PROTOCOL_VERSION)
}

/// A call that is not written down is missed by the test that waits for it.
fn write_down(call: &Call) {
    let file = on_stage(ASKED).and_then(|file| OpenOptions::new().append(true).create(true).open(file).ok());
    if let (Some(mut file), Ok(line)) = (file, serde_json::to_string(call)) {
        let _ = writeln!(file, "{line}");
    }
}

fn on_stage(name: &str) -> Option<PathBuf> {
    Some(Path::new(&std::env::var_os(STAGE_VARIABLE)?).join(name))
}

async fn say(output: &mut Stdout, message: &impl Serialize) {
    if let Ok(body) = serde_json::to_vec(message) {
        let _ = frame::write(output, &body).await;
    }
}
