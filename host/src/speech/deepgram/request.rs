//! The request that opens a session: address, options, key.

use super::trouble::Trouble;
use super::{Model, Settings, is_english};
use crate::address;
use crate::speech::SAMPLE_RATE;
use deepgram::common::options::{self, Encoding, Endpointing, Language, Options};
use reqwest::Url;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::AUTHORIZATION;

/// Silence after which Nova finalises what it has, milliseconds. A finished sentence ends the turn there; an open
/// phrase waits for [`WORD_GAP_MS`].
const ENDPOINTING_MS: u32 = 300;
/// Gap between words after which Nova says that the utterance is over, milliseconds. Deepgram advises against less.
const WORD_GAP_MS: u16 = 1_000;
/// Confidence for Flux's eager end of turn; 0.3 to 0.9. Its documentation's middle: about every other one holds.
const EAGER_END: f64 = 0.5;
/// Confidence for Flux's end of turn: its default.
const END: f64 = 0.7;
/// Silence that ends a turn in Flux whatever its confidence, milliseconds. Shorter than the silence that stands in
/// for a hole in the sound ([`crate::speech::held::PADDING`]), so that a turn before a hole ends.
const END_AT_LATEST_MS: u32 = 2_000;
/// Deepgram takes 500 tokens of key terms and refuses the session, or falls silent, beyond. A token is more than
/// two bytes of a name in practice, so the terms are counted at two.
const TERM_TOKENS: usize = 500;
/// And a hundred terms.
const MOST_TERMS: usize = 100;

/// Where a session is opened and what is said there.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The host, with its port when that is unusual. For people.
    pub host: String,
    url: Url,
    authorization: HeaderValue,
    /// Rehearsals that were answered and are not told yet.
    rehearsals: Arc<AtomicU64>,
}

impl Target {
    /// Puts the address, the options and the key together.
    pub(super) fn of(settings: &Settings) -> Result<Self, Trouble> {
        let base = Url::parse(&settings.endpoint).map_err(|_| Trouble::BadAddress)?;
        if !is_safe(&base) {
            return Err(Trouble::BadAddress);
        }
        let host = address::host(&base);
        let mut authorization =
            HeaderValue::try_from(format!("Token {}", settings.key.reveal())).map_err(|_| Trouble::BadKey)?;
        authorization.set_sensitive(true);
        // The crate's client is only asked for the query: it needs no key for that.
        let client = deepgram::Deepgram::with_base_url(base.clone()).map_err(|_| Trouble::BadAddress)?;
        let (path, query) = match settings.model {
            Model::Nova3 => ("v1/listen", nova(&client, settings)),
            Model::Flux => ("v2/listen", flux(&client, settings)),
        };
        let mut url = base;
        let folder = format!("{}/{path}", url.path().trim_end_matches('/'));
        url.set_path(&folder);
        url.set_query(Some(&query.map_err(|_| Trouble::BadAddress)?));
        let scheme = if matches!(url.scheme(), "https" | "wss") { "wss" } else { "ws" };
        url.set_scheme(scheme).map_err(|()| Trouble::BadAddress)?;
        Ok(Self { host, url, authorization, rehearsals: Arc::default() })
    }

    /// Bytes of the address as a handshake carries it: names and terms stand in it.
    pub(super) fn weight(&self) -> u64 {
        let query = self.url.query().map_or(0, |query| query.len() + 1);
        (self.url.path().len() + query) as u64
    }

    /// Notes a rehearsal that was answered.
    pub(super) fn rehearsed(&self) {
        self.rehearsals.fetch_add(1, Ordering::Relaxed);
    }

    /// How many were answered since this was asked last.
    pub(super) fn rehearsals(&self) -> u64 {
        self.rehearsals.swap(0, Ordering::Relaxed)
    }

    /// A handshake of its own for every connection.
    pub(super) fn handshake(&self) -> Result<Request, Trouble> {
        let mut request = self.url.as_str().into_client_request().map_err(|_| Trouble::BadAddress)?;
        request.headers_mut().insert(AUTHORIZATION, self.authorization.clone());
        Ok(request)
    }
}

/// Key and sound travel encrypted, or do not leave this computer.
fn is_safe(base: &Url) -> bool {
    match base.scheme() {
        "https" | "wss" => base.has_host(),
        "http" | "ws" => address::is_here(base),
        _ => false,
    }
}

type Query = Result<String, deepgram::SerdeUrlencodedError>;

fn nova(client: &deepgram::Deepgram, settings: &Settings) -> Query {
    let options = common(settings)
        .model(options::Model::Nova3)
        .language(Language::from(settings.wire_language().to_owned()))
        .smart_format(true)
        .build();
    client
        .transcription()
        .stream_request_with_options(options)
        .encoding(Encoding::Linear16)
        .sample_rate(SAMPLE_RATE)
        .channels(1)
        .interim_results(true)
        .endpointing(Endpointing::CustomDurationMs(ENDPOINTING_MS))
        .utterance_end_ms(WORD_GAP_MS)
        .urlencoded()
}

fn flux(client: &deepgram::Deepgram, settings: &Settings) -> Query {
    let language = settings.wire_language();
    let model = options::Model::from(Model::Flux.wire_name(language).to_owned());
    let hint = Some(language).filter(|code| !is_english(code) && *code != "multi");
    let options = common(settings)
        .model(model)
        .language_hint(hint)
        .eager_eot_threshold(EAGER_END)
        .eot_threshold(END)
        .eot_timeout_ms(END_AT_LATEST_MS)
        .build();
    let request = client.transcription();
    request.flux_request_with_options(options).encoding(Encoding::Linear16).sample_rate(SAMPLE_RATE).urlencoded()
}

/// What both models are told. Nobody trains on what is said in a call.
fn common(settings: &Settings) -> options::OptionsBuilder {
    Options::builder()
        .keyterms(fitting(&settings.key_terms))
        .query_params([("mip_opt_out".to_owned(), "true".to_owned())])
}

/// The first terms, as many as Deepgram takes.
fn fitting(terms: &[String]) -> impl Iterator<Item = &str> {
    let mut left = TERM_TOKENS;
    let mut seen = std::collections::HashSet::new();
    let wanted = terms.iter().map(|term| term.trim()).filter(|term| !term.is_empty());
    wanted
        .filter(move |term| seen.insert(*term))
        .take_while(move |term| {
            let cost = term.len() / 2 + 1;
            let fits = cost <= left;
            left = left.saturating_sub(cost);
            fits
        })
        .take(MOST_TERMS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn settings(model: Model) -> Settings {
        Settings {
            key: Secret::new("dg-secret".into()),
            model,
            language: None,
            key_terms: vec!["Kubernetes".into(), "José Núñez".into()],
            endpoint: super::super::ENDPOINT.into(),
        }
    }

    fn address(settings: &Settings) -> String {
        Target::of(settings).unwrap().handshake().unwrap().uri().to_string()
    }

    #[test]
    fn a_nova_session_asks_for_exactly_this() {
        assert_eq!(
            address(&settings(Model::Nova3)),
            "wss://api.deepgram.com/v1/listen?model=nova-3&language=en&mip_opt_out=true&smart_format=true\
             &keyterm=Kubernetes&keyterm=Jos%C3%A9+N%C3%BA%C3%B1ez&encoding=linear16&sample_rate=16000&channels=1&endpointing=300\
             &utterance_end_ms=1000&interim_results=true"
        );
    }

    #[test]
    fn a_flux_session_asks_for_exactly_this() {
        assert_eq!(
            address(&settings(Model::Flux)),
            "wss://api.deepgram.com/v2/listen?model=flux-general-en&mip_opt_out=true\
             &keyterm=Kubernetes&keyterm=Jos%C3%A9+N%C3%BA%C3%B1ez&eager_eot_threshold=0.5&eot_threshold=0.7&eot_timeout_ms=2000&encoding=linear16\
             &sample_rate=16000"
        );
    }

    #[test]
    fn another_language_chooses_what_knows_it() {
        let german = |model| address(&Settings { language: Some("de".into()), ..settings(model) });
        assert!(german(Model::Nova3).contains("model=nova-3&language=de"));
        assert!(german(Model::Flux).contains("model=flux-general-multi"));
        assert!(german(Model::Flux).contains("language_hint=de"));
        let british = address(&Settings { language: Some("en-GB".into()), ..settings(Model::Flux) });
        assert!(british.contains("model=flux-general-en&") && !british.contains("language_hint"));
        let any = |model| address(&Settings { language: Some("auto".into()), ..settings(model) });
        assert!(any(Model::Nova3).contains("language=multi"));
        assert!(!any(Model::Flux).contains("language_hint"));
    }

    #[test]
    fn a_prefix_in_the_address_is_kept() {
        let endpoint = "http://127.0.0.1:9000/gateway".to_owned();
        assert!(
            address(&Settings { endpoint, ..settings(Model::Nova3) })
                .starts_with("ws://127.0.0.1:9000/gateway/v1/listen?")
        );
    }

    #[test]
    fn the_key_goes_nowhere_unencrypted_and_is_not_printed() {
        let target = Target::of(&settings(Model::Nova3)).unwrap();
        assert!(!format!("{target:?}").contains("dg-secret"));
        assert_eq!(target.handshake().unwrap().headers()["authorization"], "Token dg-secret");
        for endpoint in ["http://api.deepgram.com", "ftp://127.0.0.1", "nonsense", ""] {
            let wrong = Settings { endpoint: endpoint.into(), ..settings(Model::Nova3) };
            assert_eq!(Target::of(&wrong).unwrap_err(), Trouble::BadAddress, "{endpoint}");
        }
        let pasted = Settings { key: Secret::new("two\nlines".into()), ..settings(Model::Nova3) };
        assert_eq!(Target::of(&pasted).unwrap_err(), Trouble::BadKey);
    }

    #[test]
    fn no_more_key_terms_are_sent_than_deepgram_takes() {
        let many: Vec<String> = (0..400).map(|n| format!("a{n}")).collect();
        assert_eq!(fitting(&many).count(), MOST_TERMS);
        let long: Vec<String> = (0..20).map(|n| format!("{n:0100}")).collect();
        assert_eq!(fitting(&long).count(), 9);
        let odd = ["x".to_owned(), " x ".to_owned(), String::new()];
        assert_eq!(fitting(&odd).count(), 1);
    }
}
