//! Who would get what of a session, in two or three sentences.

use super::{say, say_with};
use convoally_shared::request::{DraftRecipient, Recipients, SoundRecipient};

/// `Speech becomes text on this computer (base.en). Nobody writes drafts: …`.
pub fn told(recipients: &Recipients) -> String {
    let sound = match &recipients.sound {
        SoundRecipient::Device { model } => say_with("consent_sound_device", &[model]),
        SoundRecipient::Deepgram { model } => say_with("consent_sound_deepgram", &[model]),
        SoundRecipient::Server { address } => say_with("consent_sound_server", &[address]),
    };
    let drafts: Vec<String> = recipients.drafts.iter().map(written_by).collect();
    let drafts = match drafts.as_slice() {
        [] => say("consent_drafts_none"),
        [model] => getting(say_with("consent_drafts_one", &[model])),
        [first, rest @ ..] => getting(say_with("consent_drafts_several", &[first, &rest.join(", ")])),
    };
    [sound, drafts].join(" ")
}

/// Who writes, and what they are given for it.
fn getting(written: String) -> String {
    [written, say("consent_drafts_get")].join(" ")
}

/// `gpt-4o (api.openai.com)`.
fn written_by(DraftRecipient { model, host }: &DraftRecipient) -> String {
    match host {
        Some(host) => [model, " (", host, ")"].concat(),
        None => say_with("consent_drafts_here", &[model]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named() {
        let device = SoundRecipient::Device { model: "base.en".into() };
        let alone = Recipients { sound: device, drafts: vec![] };
        let told_alone = told(&alone);
        assert!(told_alone.starts_with("Speech becomes text on this computer (base.en). Nobody"), "{told_alone}");
        assert!(!told_alone.contains("the model gets"), "{told_alone}");
        let server = SoundRecipient::Server { address: "http://box:8000".into() };
        let at =
            |model: &str, host: Option<&str>| DraftRecipient { model: model.into(), host: host.map(str::to_owned) };
        let drafts = vec![at("gpt", Some("api.openai.com")), at("llama", None), at("qwen", None)];
        let several = told(&Recipients { sound: server, drafts });
        assert!(several.starts_with("The server http://box:8000 gets the sound"), "{several}");
        let order = "by gpt (api.openai.com), or else by llama (on this computer), qwen (on this computer).";
        assert!(several.contains(order), "{several}");
    }
}
