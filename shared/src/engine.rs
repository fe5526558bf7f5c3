//! The engines that the user chooses among: what turns speech into text, and what writes drafts in which order.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What turns speech into text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Whisper on this computer.
    #[default]
    Device,
    /// Deepgram Nova-3.
    #[serde(rename = "nova-3")]
    Nova3,
    /// Deepgram Flux.
    Flux,
    /// A server of the OpenAI kind.
    Server,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 4] = [Self::Device, Self::Nova3, Self::Flux, Self::Server];

    /// As it is named on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Nova3 => "nova-3",
            Self::Flux => "flux",
            Self::Server => "server",
        }
    }
}

impl FromStr for Engine {
    type Err = String;

    /// The engine of that name; `deepgram` means its general model.
    fn from_str(name: &str) -> Result<Self, String> {
        let name = if name == "deepgram" { "nova-3" } else { name };
        let names = Self::ALL.map(Self::name).join(", ");
        Self::ALL.into_iter().find(|engine| engine.name() == name).ok_or(format!("expected one of: {names}"))
    }
}

/// What the user chose. A field that is not there has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Which engine.
    pub engine: Engine,
    /// The model on this computer: a name or the path of a ggml file. It stands in where another engine's line is
    /// lost.
    pub model: Option<String>,
    /// Two-letter code of the language that is spoken, or `auto`; English when none is named.
    pub language: Option<String>,
    /// Address of the transcription server, up to and with its version: `http://127.0.0.1:8000/v1`.
    pub server: Option<String>,
    /// The model that the transcription server is asked for.
    pub server_model: Option<String>,
}

impl Choice {
    /// The language's code; none lets the engine find out.
    pub fn spoken(&self) -> Option<String> {
        let code = self.language.clone().unwrap_or_else(|| "en".to_owned());
        Some(code).filter(|code| code != "auto")
    }
}

/// An engine in the user's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// `anthropic`, `openai`, `local`, a provider that the host knows, or a name of the user's own that has a `url`.
    pub name: String,
    /// The model; none means the provider's default, or the first that a server lists.
    pub model: Option<String>,
    /// The address; none means the provider's own.
    pub url: Option<String>,
}

impl Wanted {
    /// An engine with the provider's defaults.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}
