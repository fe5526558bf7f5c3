//! `convoally engines`: what turns speech into text, what writes drafts, and whether they would work now.

use super::{order, unkept};
use crate::answer::Wanted;
use crate::door::VaultDoor;
use crate::engines::{self, Choice, Drafts, Engine, InVault};
use crate::keys;
use crate::settings::{Settings, data_folder};
use clap::{Args, Subcommand};
use convoally_shared::fault::Fault;

/// Subcommands of `engines`.
#[derive(Subcommand)]
pub enum EngineCommand {
    /// Show the engines and which one sessions use
    #[command(after_help = "Example:\n  convoally engines list")]
    List,
    /// Choose the engine of the sessions to come
    #[command(after_help = "Examples:\n  convoally engines use nova-3\n  \
                            convoally engines use device --model small-q8_0 --language de\n  \
                            convoally engines use server --server http://127.0.0.1:8000/v1 --server-model whisper-1")]
    Use {
        /// device, nova-3, flux or server
        engine: Engine,
        #[command(flatten)]
        options: Options,
    },
    /// Say what writes drafts: who is asked first, and who when that one fails
    #[command(after_help = "Examples:\n  convoally engines order anthropic,openai,local\n  \
                            convoally engines order groq=llama-3.3-70b-versatile,local=qwen3\n  \
                            convoally engines order work=qwen3 --url work=https://models.example.com/v1\n  \
                            convoally engines order default\n\n\
                            anthropic, openai, groq, openrouter and local (the model server on this computer) are\n\
                            known; any other name that speaks chat completions needs its --url. A key for it is kept\n\
                            with `convoally keys set NAME`. `default` is: those that there is a key for, then local.")]
    Order {
        /// NAME or NAME=MODEL, first to last
        #[arg(required = true, value_delimiter = ',', value_name = "NAME[=MODEL]")]
        engines: Vec<String>,
        /// The address of one of them, up to and with its version
        #[arg(long = "url", value_name = "NAME=URL")]
        urls: Vec<String>,
    },
    /// Find out whether the chosen engines would work now, and what is wrong
    #[command(after_help = "Example:\n  convoally engines check\n\n\
                            Each engine for drafts is asked for a word. Nothing of yours is sent but its key; a provider\n\
                            that takes money takes it for some twenty tokens.")]
    Check,
}

/// How speech becomes text, where it is not as chosen for good.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Speech model on this computer: a name from `convoally models list`, or a ggml file
    #[arg(long)]
    pub model: Option<String>,
    /// Language that is spoken, as two letters, or `auto`
    #[arg(long)]
    pub language: Option<String>,
    /// Address of a transcription server, such as http://127.0.0.1:8000/v1
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// Model that the transcription server is asked for
    #[arg(long, value_name = "NAME")]
    pub server_model: Option<String>,
}

impl Options {
    /// These where they say something, and else what was chosen before.
    pub fn over(self, engine: Option<Engine>, chosen: Choice) -> Choice {
        Choice {
            engine: engine.unwrap_or(chosen.engine),
            model: self.model.or(chosen.model),
            language: self.language.or(chosen.language),
            server: self.server.or(chosen.server),
            server_model: self.server_model.or(chosen.server_model),
        }
    }
}

/// What the user chose for good. Nobody without a home folder has chosen anything.
///
/// # Errors
/// The settings cannot be read.
pub fn chosen() -> Result<Choice, Fault> {
    data_folder().map_or_else(|_| Ok(Choice::default()), |data| Ok(Settings::load(&data)?.transcription))
}

/// What the user set as the order of engines for drafts. Nobody without a home folder has set any.
///
/// # Errors
/// The settings cannot be read.
pub fn order() -> Result<Vec<Wanted>, Fault> {
    data_folder().map_or_else(|_| Ok(Vec::new()), |data| Ok(Settings::load(&data)?.drafts.order))
}

impl EngineCommand {
    /// Carries the subcommand out.
    pub async fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        match self {
            Self::List => list(&door.keys()).await,
            Self::Use { engine, options } => choose(engine, options),
            Self::Order { engines, urls } => reorder(&engines, &urls),
            Self::Check => check(door).await,
        }
    }
}

async fn list(keys_in: &InVault) -> Result<(), Fault> {
    let chosen = chosen()?.engine;
    for engine in Engine::ALL {
        let mark = if engine == chosen { '•' } else { ' ' };
        let state = match engines::provider(engine) {
            None => "on this computer; nothing leaves it".to_owned(),
            Some(provider) => match keys::of(provider, keys_in).await {
                Ok(Some(_)) => format!("sound leaves this computer; key “{}” kept", provider.name),
                Ok(None) => format!("sound leaves this computer; no key “{}”", provider.name),
                Err(fault) => said(&fault),
            },
        };
        println!("{mark} {:<8} {state}", engine.name());
    }
    println!("  drafts   {}", order::told(&order()?));
    Ok(())
}

fn choose(engine: Engine, options: Options) -> Result<(), Fault> {
    let data = data_folder()?;
    let mut settings = Settings::load(&data)?;
    settings.transcription = options.over(Some(engine), settings.transcription);
    settings.save(&data)?;
    println!("Sessions from now on are transcribed by: {}. `convoally engines check` tries it.", engine.name());
    Ok(())
}

fn reorder(engines: &[String], urls: &[String]) -> Result<(), Fault> {
    let data = data_folder()?;
    let mut settings = Settings::load(&data)?;
    settings.drafts.order = if engines == ["default"] { Vec::new() } else { order::read(engines, urls)? };
    settings.save(&data)?;
    println!("Drafts from now on: {}. `convoally engines check` tries them.", order::told(&settings.drafts.order));
    Ok(())
}

/// Tries everything before it says what is wrong.
async fn check(door: &VaultDoor) -> Result<(), Fault> {
    let keys_in = &door.keys();
    let speech = engines::examine(&chosen()?, keys_in).await;
    match &speech {
        Ok(engine) => println!("✓ speech   {engine}"),
        Err(fault) => println!("✗ speech   {}", said(fault)),
    }
    let Drafts { order, unready, .. } = engines::drafts("", None, keys_in).await;
    let mut faults: Vec<Fault> = speech.err().into_iter().chain(unready).collect();
    let Some(order) = order else {
        println!("· drafts   none: passages only");
        return faults.into_iter().next().map_or(Ok(()), Err);
    };
    unkept::note(door, order.disclosures_of_check());
    for ((place, (name, label)), checked) in (1..).zip(order.names()).zip(order.check().await) {
        match checked {
            Ok(()) => println!("✓ drafts   {place}. {name}: {label}"),
            Err(fault) => {
                println!("✗ drafts   {place}. {name}: {label}\n           {}", said(&fault));
                faults.push(fault);
            }
        }
    }
    faults.into_iter().next().map_or(Ok(()), Err)
}

fn said(fault: &Fault) -> String {
    format!("{} {} [{}]", fault.sentence, fault.action, fault.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_now_goes_before_what_was_chosen() {
        let chosen = Choice { engine: Engine::Flux, language: Some("de".into()), ..Choice::default() };
        let now = Options { model: Some("tiny.en-q8_0".into()), ..Options::default() };
        let over = now.over(None, chosen.clone());
        assert_eq!(over, Choice { model: Some("tiny.en-q8_0".into()), ..chosen });
        assert_eq!(Options::default().over(Some(Engine::Device), over).engine, Engine::Device);
    }
}
