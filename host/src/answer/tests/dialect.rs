//! How each provider writes the same things on the wire, after its published reference.

use super::super::drafting::Patience;
use super::super::{Answerer, Anthropic, OpenAi};
use super::KEY;
use super::stand_in::Script;
use crate::secret::Secret;
use serde_json::json;

/// One of the two protocols.
#[derive(Clone, Copy, Debug)]
pub enum Dialect {
    OpenAi,
    Anthropic,
}

impl Dialect {
    pub const ALL: [Dialect; 2] = [Dialect::OpenAi, Dialect::Anthropic];

    /// An engine with [`KEY`] for a stand-in, and its `Debug` form.
    pub fn engine(self, address: &str, patience: Patience) -> (Box<dyn Answerer>, String) {
        let key = Secret::new(KEY.into());
        match self {
            Dialect::OpenAi => {
                let engine = OpenAi::new(&format!("{address}/v1"), Some(key), "small").unwrap().with_patience(patience);
                let debug = format!("{engine:?}");
                (Box::new(engine), debug)
            }
            Dialect::Anthropic => {
                let engine = Anthropic::new(address, key, "small").unwrap().with_patience(patience);
                let debug = format!("{engine:?}");
                (Box::new(engine), debug)
            }
        }
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
