//! How each provider writes the same things on the wire, after its published reference.

use super::super::anthropic::Anthropic;
use super::super::drafting::Patience;
use super::super::endpoint::{Endpoint, Protocol, Provider};
use super::super::openai::OpenAi;
use super::super::order::Order;
use super::super::seat::Seat;
use super::KEY;
use super::stand_in::Script;
use crate::secret::Secret;
use serde_json::json;
use std::sync::Arc;

/// One of the two protocols.
#[derive(Clone, Copy, Debug)]
pub enum Dialect {
    OpenAi,
    Anthropic,
}

impl Dialect {
    pub const ALL: [Dialect; 2] = [Dialect::OpenAi, Dialect::Anthropic];

    /// How the order calls the provider.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::OpenAi => "openai",
            Dialect::Anthropic => "anthropic",
        }
    }

    /// An engine with [`KEY`] in its place, for the root of an address.
    pub fn seat(self, address: &str, model: &str) -> Seat {
        self.seat_with(address, Some(KEY), model)
    }

    /// The same with another key, or none.
    pub fn seat_with(self, address: &str, key: Option<&str>, model: &str) -> Seat {
        let (protocol, base) = match self {
            Dialect::OpenAi => (Protocol::Chat, format!("{address}/v1")),
            Dialect::Anthropic => (Protocol::Messages, address.to_owned()),
        };
        let provider = Provider { name: self.name().to_owned(), protocol, place: "a test" };
        let endpoint = Endpoint::new(provider, &base, key.map(|key| Secret::new(key.to_owned())), model);
        match self {
            Dialect::OpenAi => Seat::new(self.name(), endpoint.and_then(OpenAi::new)),
            Dialect::Anthropic => Seat::new(self.name(), endpoint.and_then(Anthropic::new)),
        }
    }

    /// That engine alone, which waits as long as it is told to.
    pub fn engine(self, address: &str, patience: Patience) -> Order {
        Order::of(vec![self.seat(address, "small")], Arc::default()).unwrap().waiting(patience, patience)
    }

    /// What comes before the first text, with signs of life that carry none.
    pub fn opening(self) -> String {
        match self {
            Dialect::OpenAi => {
                let empty = json!({"choices": [], "prompt_filter_results": []});
                let role = json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}]});
                format!(": keep-alive\n\ndata: {empty}\n\ndata: {role}\n\n")
            }
            Dialect::Anthropic => {
                let start = json!({"type": "message_start", "message": {"id": "msg_1", "content": []}});
                let block =
                    json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}});
                format!(
                    "event: message_start\ndata: {start}\n\n: comment\n\nevent: ping\ndata: {{\"type\": \"ping\"}}\n\n\
                     event: content_block_start\ndata: {block}\n\nevent: new_kind\ndata: {{\"type\": \"new_kind\"}}\n\n"
                )
            }
        }
    }

    /// One piece of text.
    pub fn text(self, text: &str) -> String {
        match self {
            Dialect::OpenAi => {
                let chunk = json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]});
                format!("data: {chunk}\n\n")
            }
            Dialect::Anthropic => {
                let delta =
                    json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}});
                format!("event: content_block_delta\ndata: {delta}\n\n")
            }
        }
    }

    /// The end, for a reason: `whole`, `length` or `refused`.
    pub fn ending(self, reason: &str) -> String {
        match self {
            Dialect::OpenAi => {
                let reason = match reason {
                    "length" => "length",
                    "refused" => "content_filter",
                    _ => "stop",
                };
                let chunk = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]});
                format!("data: {chunk}\n\ndata: [DONE]\n\n")
            }
            Dialect::Anthropic => {
                let reason = match reason {
                    "length" => "max_tokens",
                    "refused" => "refusal",
                    _ => "end_turn",
                };
                let stop = json!({"type": "content_block_stop", "index": 0});
                let delta = json!({"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": null}});
                format!(
                    "event: content_block_stop\ndata: {stop}\n\nevent: message_delta\ndata: {delta}\n\n\
                     event: message_stop\ndata: {{\"type\": \"message_stop\"}}\n\n"
                )
            }
        }
    }

    /// The count of tokens, as it comes in a stream before the end: at the beginning and beside the reason to stop, or
    /// in a piece of its own.
    pub fn counted(self, text: &str) -> String {
        match self {
            Dialect::OpenAi => {
                let usage = json!({"prompt_tokens": 900, "completion_tokens": 40, "prompt_tokens_details": {"cached_tokens": 640}});
                let stop = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": null});
                let count = json!({"choices": [], "usage": usage});
                format!("{}data: {stop}\n\ndata: {count}\n\ndata: [DONE]\n\n", self.text(text))
            }
            Dialect::Anthropic => {
                let usage = json!({"input_tokens": 160, "cache_creation_input_tokens": 100, "cache_read_input_tokens": 640, "output_tokens": 1});
                let start = json!({"type": "message_start", "message": {"id": "msg_1", "content": [], "usage": usage}});
                let stop = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 40}});
                format!(
                    "event: message_start\ndata: {start}\n\n{}event: message_delta\ndata: {stop}\n\n\
                     event: message_stop\ndata: {{\"type\": \"message_stop\"}}\n\n",
                    self.text(text)
                )
            }
        }
    }

    /// An error inside a stream.
    pub fn error_event(self) -> String {
        match self {
            Dialect::OpenAi => {
                let error = json!({"error": {"message": format!("down {KEY}"), "type": "server_error", "code": null}});
                format!("data: {error}\n\n")
            }
            Dialect::Anthropic => {
                let error = json!({"type": "error", "error": {"type": "overloaded_error", "message": KEY}});
                format!("event: error\ndata: {error}\n\n")
            }
        }
    }

    /// A refused request, with the key in its message as some providers do.
    pub fn refusal(self, status: u16, kind: &str, code: Option<&str>, message: &str) -> Script {
        let message = format!("{message} {KEY}");
        let body = match self {
            Dialect::OpenAi => json!({"error": {"message": message, "type": kind, "param": null, "code": code}}),
            Dialect::Anthropic => json!({"type": "error", "error": {"type": kind, "message": message}}),
        };
        Script::json(status, &body.to_string())
    }

    /// What the provider says when the account is empty.
    pub fn no_credit(self) -> Script {
        match self {
            Dialect::OpenAi => self.refusal(429, "insufficient_quota", Some("insufficient_quota"), "You exceeded"),
            Dialect::Anthropic => {
                self.refusal(400, "invalid_request_error", None, "Your credit balance is too low to access the API")
            }
        }
    }
}
