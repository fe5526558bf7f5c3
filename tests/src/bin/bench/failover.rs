//! How long a card waits for the next engine when one gives up: from the moment at which the provider's fault is on its
//! way to the moment at which the next provider has the request.

use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use convoally::answer::{Answerer, DraftRequest, Keys, Wanted, configured};
use convoally_shared::card::Wish;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::Brief;
use convoally_tests::error::{Error, Result};
use convoally_tests::report::{Figure, Report};
use futures_util::{StreamExt, stream};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::net::TcpListener;

/// How often each fault is met.
const TIMES: usize = 40;
/// The most that a card may wait, milliseconds.
const GOAL: f64 = 200.0;

/// How a provider ends an answer.
const END: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

/// What a provider does.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Refused(StatusCode),
    Cut,
    NoEndMark,
}

/// When something happened last.
#[derive(Clone, Default)]
struct Moment(Arc<Mutex<Option<Instant>>>);

impl Moment {
    fn now(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn take(&self) -> Option<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Measures it; takes some seconds.
pub async fn report(name: &'static str) -> Result<Report> {
    let mut report = Report::new(name);
    println!("Letting engines give up …");
    let faults = [
        ("401", Fault::Refused(StatusCode::UNAUTHORIZED)),
        ("404", Fault::Refused(StatusCode::NOT_FOUND)),
        ("429", Fault::Refused(StatusCode::TOO_MANY_REQUESTS)),
        ("503", Fault::Refused(StatusCode::SERVICE_UNAVAILABLE)),
        ("cut in the middle", Fault::Cut),
        ("no end mark", Fault::NoEndMark),
    ];
    for (name, fault) in faults {
        let mut waits = Vec::new();
        for _ in 0..TIMES {
            waits.push(wait(fault).await?);
        }
        report.figures.push(Figure::of(name, "ms", waits)?.at_most(GOAL).p95_at_most(GOAL));
    }
    report.notes = vec![format!(
        "from the fault's last byte to the next provider's first look at the request, {TIMES} times each; both stand-ins \
         on this computer, connections new each time"
    )];
    Ok(report)
}

async fn wait(fault: Fault) -> Result<f64> {
    let (known, asked) = (Moment::default(), Moment::default());
    let first = serve(post({
        let known = known.clone();
        move || async move { failing(fault, known) }
    }))
    .await?;
    let second = serve(post({
        let asked = asked.clone();
        move || async move {
            asked.now();
            events(Body::from(format!("{}{END}", text("Yes."))))
        }
    }))
    .await?;
    let wanted = [("first", first), ("second", second)].map(|(name, url)| Wanted {
        name: name.to_owned(),
        model: Some("m".to_owned()),
        url: Some(url),
    });
    let order = configured(&wanted, &Keys::new(), Arc::default()).await;
    let order = order.ok_or_else(|| Error::Unexpected("no order of engines".to_owned()))?;
    let draft = order.draft(&request(), &|_| {}).await.map_err(|failed| Error::Unexpected(failed.fault.to_string()))?;
    match (draft.text.as_str(), known.take(), asked.take()) {
        ("Yes.", Some(known), Some(asked)) => Ok(asked.saturating_duration_since(known).as_secs_f64() * 1e3),
        _ => Err(Error::Unexpected(format!("{fault:?} did not move the draft on"))),
    }
}

async fn serve(provider: axum::routing::MethodRouter) -> Result<String> {
    let failed = |error: io::Error| Error::Unexpected(error.to_string());
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/v1/chat/completions", provider)).await });
    Ok(format!("http://{address}/v1"))
}

fn failing(fault: Fault, known: Moment) -> Response {
    if let Fault::Refused(status) = fault {
        known.now();
        return (status, "no").into_response();
    }
    let begun = stream::iter([Ok(text("We cut"))]);
    let end = stream::once(async move {
        known.now();
        match fault {
            Fault::NoEndMark => Ok(": nothing more\n\n".to_owned()),
            _ => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
        }
    });
    events(Body::from_stream(begun.chain(end)))
}

fn events(body: Body) -> Response {
    ([(CONTENT_TYPE, "text/event-stream")], body).into_response()
}

fn text(text: &str) -> String {
    format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
}

fn request() -> DraftRequest {
    let question = Question {
        id: QuestionId(1),
        utterance: None,
        text: "What did you make faster?".to_owned(),
        kind: QuestionKind::Behavioral,
        reason: String::new(),
    };
    let (brief, wish, before) = (Brief::default(), Wish::Spoken, None);
    DraftRequest { brief, question, wish, before, passages: Vec::new(), recent: Vec::new(), answered: Vec::new() }
}
