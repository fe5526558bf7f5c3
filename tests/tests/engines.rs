//! Other engines than whisper, chosen on the command line, against stand-ins on real sockets.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use axum_server::tls_rustls::RustlsConfig;
use convoally::keys::DEEPGRAM;
use convoally_shared::event::{Event, EventKind};
use convoally_tests::child;
use convoally_tests::deepgram::{Ear, KEY, StandIn};
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::temporary::Temporary;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What the stand-in for Deepgram understands of any sound.
const WORDS: [&str; 5] = ["Where", "will", "you", "be", "then?"];

fn host() -> Result<Host> {
    Host::new(&Parts::find()?.host, false)
}

fn listen(host: &Host) -> Command {
    let mut listen = host.command();
    listen.args(["listen", "--json", "--no-history", "--them"]).arg(fixtures::path("speech/q7.wav"));
    listen
}

async fn events(listen: Command) -> Result<Vec<Event>> {
    let lines = child::output_later(listen).await?;
    let events = serde_json::Deserializer::from_slice(&lines).into_iter::<Event>();
    events.collect::<std::result::Result<_, _>>().map_err(|error| Error::Unexpected(error.to_string()))
}

fn finals(events: &[Event]) -> Vec<&str> {
    let finals = events.iter().filter_map(|event| match &event.kind {
        EventKind::UtteranceFinal { utterance } => Some(utterance.text.as_str()),
        _ => None,
    });
    finals.collect()
}

/// What a command that must fail prints.
async fn refused(command: Command) -> String {
    let Err(error) = child::output_later(command).await else { return "it did not fail".to_owned() };
    error.to_string()
}

async fn deepgram(host: &Host) -> Result<(StandIn, Command)> {
    let word = |(n, word): (usize, &&str)| {
        let at = |n: usize| Duration::from_millis(300 + 300 * n as u64);
        (at(n), at(n + 1), (*word).to_owned())
    };
    let stand_in = StandIn::start(0, Ear::Script(WORDS.iter().enumerate().map(word).collect())).await?;
    let mut command = listen(host);
    command.args(["--engine", "deepgram"]).env("CONVOALLY_DEEPGRAM_URL", stand_in.endpoint());
    Ok((stand_in, command))
}

#[tokio::test]
async fn deepgram_listens_and_what_leaves_is_told_before_it_leaves() -> Result<()> {
    let host = host()?;
    let (stand_in, mut command) = deepgram(&host).await?;
    command.env(DEEPGRAM.variable, KEY);
    let events = events(command).await?;
    assert_eq!(finals(&events), [WORDS.join(" ")]);
    let sent = events.iter().filter_map(|event| match &event.kind {
        EventKind::SoundSent { requests, bytes, .. } => Some((*requests, *bytes)),
        _ => None,
    });
    let sent: Vec<(u64, u64)> = sent.collect();
    // The address is sent, too: names stand in it. One of the connections is the check before the session.
    let seen = stand_in.seen();
    let received = seen.iter().map(|connection| connection.bytes + connection.uri.len() as u64).sum();
    assert_eq!((sent.first(), sent.last()), (Some(&(0, 0)), Some(&(seen.len() as u64, received))));
    Ok(())
}

#[tokio::test]
async fn a_missing_key_and_a_wrong_one_are_told_before_the_session_begins() -> Result<()> {
    let host = host()?;
    let (_stand_in, command) = deepgram(&host).await?;
    assert!(refused(command).await.contains("speech.deepgram.no_key"));
    let (stand_in, mut command) = deepgram(&host).await?;
    command.env(DEEPGRAM.variable, "mistyped");
    let said = refused(command).await;
    assert!(said.contains("speech.deepgram.bad_key") && !said.contains("mistyped"), "{said}");
    assert!(stand_in.seen().iter().all(|connection| connection.bytes == 0), "no sound left");
    Ok(())
}

/// Answers a transcription request with what its form holds.
async fn transcribed(form: Bytes) -> String {
    let text = String::from_utf8_lossy(&form);
    let fields = text.split("name=\"").skip(1).filter_map(|part| part.split_once('"'));
    let sent =
        fields.map(|(name, rest)| if rest.contains("RIFF") { format!("{name} as WAV") } else { name.to_owned() });
    format!(r#"{{"text":"I was sent {}."}}"#, sent.collect::<Vec<_>>().join(", "))
}

#[tokio::test]
async fn a_transcription_server_that_was_chosen_for_good_is_checked_and_asked() -> Result<()> {
    let host = host()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(Error::start("a server"))?;
    let address = listener.local_addr().map_err(Error::start("a server"))?;
    let routes = Router::new().route("/v1/audio/transcriptions", post(transcribed));
    tokio::spawn(async move { axum::serve(listener, routes).await });

    let engines = |arguments: &[&str]| {
        let mut command = host.command();
        command.arg("engines").args(arguments);
        command
    };
    let server = format!("http://{address}/v1");
    child::output_later(engines(&["use", "server", "--server", &server])).await?;
    let checked = child::output_later(engines(&["check"])).await?;
    assert!(String::from_utf8_lossy(&checked).contains("✓ speech"), "{checked:?}");
    let events = events(listen(&host)).await?;
    let [text] = finals(&events)[..] else { panic!("{events:?}") };
    assert!(text.contains("speech.wav as WAV") && text.contains("model") && text.contains("language"), "{text}");

    child::output_later(engines(&["use", "server", "--server", "http://127.0.0.1:1/v1"])).await?;
    assert!(refused(engines(&["check"])).await.contains("speech.server.unreachable"));
    Ok(())
}

/// A provider behind a certificate for `localhost` that is valid from one year to another, signed by an authority of its own.
/// Returns its address and the authority's certificate, PEM.
async fn provider(valid: (i32, i32)) -> Result<(String, String)> {
    let authority = KeyPair::generate()?;
    let mut about_it = CertificateParams::new(Vec::new())?;
    about_it.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let its_certificate = about_it.self_signed(&authority)?;
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(vec!["localhost".to_owned()])?;
    (params.not_before, params.not_after) = (date_time_ymd(valid.0, 1, 1), date_time_ymd(valid.1, 1, 1));
    let certificate = params.signed_by(&key, &Issuer::from_params(&about_it, &authority))?;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(Error::start("a provider"))?;
    listener.set_nonblocking(true).map_err(Error::start("a provider"))?;
    let port = listener.local_addr().map_err(Error::start("a provider"))?.port();
    let keys = RustlsConfig::from_der(vec![certificate.der().to_vec()], key.serialize_der()).await;
    let server = axum_server::from_tcp_rustls(listener, keys.map_err(Error::start("a provider"))?);
    let routes = Router::new().route("/v1/chat/completions", post(async || "{}"));
    tokio::spawn(server.map_err(Error::start("a provider"))?.serve(routes.into_make_service()));
    Ok((format!("https://localhost:{port}/v1"), its_certificate.pem()))
}

#[tokio::test]
async fn a_clock_that_is_wrong_and_a_certificate_of_nobody_are_told_apart_from_a_network_that_is_down() -> Result<()> {
    let host = host()?;
    let folder = Temporary::new("authority")?;
    let trusted = folder.path().join("authority.pem");
    let checked = async |valid, trusts: bool| {
        let (url, authority) = provider(valid).await?;
        std::fs::write(&trusted, authority).map_err(Error::file(&trusted))?;
        let mut order = host.command();
        order.args(["engines", "order", "work=some-model", "--url"]).arg(format!("work={url}"));
        child::output_later(order).await?;
        let mut check = host.command();
        check.args(["engines", "check"]);
        if trusts {
            check.env("SSL_CERT_FILE", &trusted);
        }
        let said = child::output_later(check).await;
        Ok::<_, Error>(said.map_or_else(|error| error.to_string(), |said| String::from_utf8_lossy(&said).into_owned()))
    };
    let long = (2000, 2100);
    for (valid, trusts, code) in [
        ((2000, 2001), true, "answer.wrong_clock"),
        ((2090, 2100), true, "answer.wrong_clock"),
        (long, false, "answer.untrusted"),
    ] {
        let said = checked(valid, trusts).await?;
        assert!(said.contains(code) && !said.contains("answer.unreachable"), "{valid:?}: {said}");
    }
    let said = checked(long, true).await?;
    assert!(said.contains("✓") && !said.contains("answer."), "trusted and in time: {said}");
    Ok(())
}

/// Streams a draft as chat completions do, whatever it is asked. Returns its address.
async fn writer() -> Result<String> {
    const STREAM: &str = concat!(
        r#"data: {"choices":[{"delta":{"role":"assistant","content":""}}]}"#,
        "\n\n",
        r#"data: {"choices":[{"delta":{"content":"From 40 seconds "}}]}"#,
        "\n\n",
        r#"data: {"choices":[{"delta":{"content":"to 300 ms [1]."},"finish_reason":"stop"}]}"#,
        "\n\n",
        r#"data: {"choices":[],"usage":{"prompt_tokens":900,"completion_tokens":12}}"#,
        "\n\n",
        "data: [DONE]\n\n",
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(Error::start("a provider"))?;
    let address = listener.local_addr().map_err(Error::start("a provider"))?;
    let write = post(async || ([(CONTENT_TYPE, "text/event-stream")], STREAM));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/v1/chat/completions", write)).await });
    Ok(format!("http://{address}/v1"))
}

#[tokio::test]
async fn one_question_is_answered_without_a_call_by_the_engine_that_was_named() -> Result<()> {
    let (host, url) = (host()?, writer().await?);
    let mut order = host.command();
    order.args(["engines", "order", "local,work=some-model", "--url"]).arg(format!("work={url}"));
    child::output_later(order).await?;
    let answer = |document: &Path, engine: &str| {
        let mut answer = host.command();
        answer.args(["answer", "Tell me about a slow PostgreSQL query.", "--json", "--engine", engine, "--document"]);
        answer.arg(document);
        answer
    };
    let [resume, _] = fixtures::documents();
    let events = events(answer(&resume, "work")).await?;
    let passages = events.iter().find_map(|event| match &event.kind {
        EventKind::CardOpened { card } => Some(&card.passages),
        _ => None,
    });
    assert!(passages.is_some_and(|passages| passages[0].text.contains("300 milliseconds")), "{passages:?}");
    let draft = events.iter().find_map(|event| match &event.kind {
        EventKind::DraftFinished { text, spent, .. } => Some((text.as_str(), spent.as_ref()?.tokens())),
        _ => None,
    });
    assert_eq!(draft, Some(("From 40 seconds to 300 ms [1].", 912)));
    assert!(host.sessions()?.is_empty(), "with a document of its own nothing is kept");

    let missing = refused(answer(Path::new("/nowhere/resume.pdf"), "work")).await;
    assert!(missing.contains("document.unreadable"), "{missing}");
    let unknown = refused(answer(&resume, "nobody")).await;
    assert!(unknown.contains("nobody") && !unknown.contains("panicked"), "{unknown}");
    Ok(())
}
