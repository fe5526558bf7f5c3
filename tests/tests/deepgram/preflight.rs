//! What is found out before a session starts.

use crate::call::{engine, settings, stand_in};
use convoally::secret::Secret;
use convoally::speech::deepgram::{Deepgram, Model, Settings};
use convoally_tests::deepgram::Fault;
use std::time::Duration;

/// What a person is told when an engine is not accepted.
async fn refusal(engine: Deepgram) -> convoally_shared::fault::Fault {
    engine.check().await.unwrap_err().into()
}

async fn code(settings: Settings) -> String {
    refusal(Deepgram::new(settings).unwrap()).await.code
}

#[tokio::test]
async fn a_session_that_would_be_accepted_is_accepted_without_sound() {
    let stand_in = stand_in().await;
    for model in [Model::Nova3, Model::Flux] {
        engine(model, &stand_in).check().await.unwrap();
    }
    assert!(stand_in.seen().iter().all(|seen| seen.bytes == 0 && seen.controls == ["CloseStream"]));
}

#[tokio::test]
async fn each_refusal_has_its_own_code() {
    let stand_in = stand_in().await;
    let no_access = "INSUFFICIENT_PERMISSIONS: Project does not have access to the requested model.";
    let table = [
        (401, "INVALID_AUTH: Invalid credentials.", None, "bad_key"),
        (401, "User does not have sufficient permissions.", None, "no_permission"),
        (402, "ASR_PAYMENT_REQUIRED: Project does not have enough credits.", None, "no_credit"),
        (403, no_access, None, "no_permission"),
        (400, "Bad Request: No such model/language/tier combination found.", None, "unknown_model"),
        (429, "Too many requests. Please try again later", Some(7), "rate_limited"),
        (500, "oops", None, "down"),
        (418, "I am a teapot", None, "refused"),
    ];
    for (status, error, retry_after, name) in table {
        for model in [Model::Nova3, Model::Flux] {
            stand_in.next([Fault::Refused { status, error, retry_after }]);
            let fault = refusal(engine(model, &stand_in)).await;
            assert_eq!(fault.code, format!("speech.deepgram.{name}"), "{status}");
            assert!(!fault.to_string().contains("teapot") && !fault.to_string().contains("stand-in-key"));
            assert!(retry_after.is_none() || fault.action.contains("7 s"), "{fault}");
        }
    }
}

#[tokio::test]
async fn a_wrong_key_and_a_language_that_is_not_known_are_told_apart() {
    let stand_in = stand_in().await;
    let good = settings(Model::Nova3, stand_in.endpoint());
    let key = Secret::new("mistyped".into());
    assert_eq!(code(Settings { key, ..good.clone() }).await, "speech.deepgram.bad_key");
    let language = Some("tlh".into());
    assert_eq!(code(Settings { language, ..good.clone() }).await, "speech.deepgram.unknown_model");
    let endpoint = format!("{}/elsewhere", good.endpoint);
    assert_eq!(code(Settings { endpoint, ..good }).await, "speech.deepgram.unknown_model");
}

#[tokio::test]
async fn a_session_that_is_accepted_and_closed_at_once_is_not_taken_for_a_good_one() {
    let stand_in = stand_in().await;
    stand_in.next([Fault::Close(Duration::ZERO, 1011, "NET-0000"), Fault::Close(Duration::ZERO, 1008, "DATA-0000")]);
    let engine = engine(Model::Nova3, &stand_in);
    assert_eq!(refusal(engine.clone()).await.code, "speech.deepgram.down");
    let refused = refusal(engine).await;
    assert_eq!(refused.code, "speech.deepgram.refused");
    assert!(refused.sentence.contains("close code 1008, DATA-0000"), "{refused}");
}

#[tokio::test]
async fn nobody_there_and_somebody_else_there_are_not_reachable() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for scheme in ["http", "https"] {
        let endpoint = format!("{scheme}://{nobody}");
        assert_eq!(code(settings(Model::Nova3, endpoint)).await, "speech.deepgram.unreachable");
    }
    let stand_in = stand_in().await;
    let plain = stand_in.endpoint().replace("http", "https");
    assert_eq!(code(settings(Model::Nova3, plain)).await, "speech.deepgram.unreachable");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    let config = axum_server::tls_rustls::RustlsConfig::from_pem(certificate.into(), key.into()).await.unwrap();
    let handle = axum_server::Handle::<std::net::SocketAddr>::new();
    let server = axum_server::bind_rustls("127.0.0.1:0".parse().unwrap(), config).handle(handle.clone());
    let serving = tokio::spawn(server.serve(axum::Router::new().into_make_service()));
    let port = handle.listening().await.unwrap().port();
    let endpoint = format!("https://localhost:{port}");
    assert_eq!(code(settings(Model::Nova3, endpoint)).await, "speech.deepgram.untrusted");
    serving.abort();
}
