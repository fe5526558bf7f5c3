//! The question whether the others know, with what the user has to know for the answer.

use super::{Call, text};
use crate::link::call::CallSeen;
use crate::link::{FromHub, HostStatus};
use crate::overlay::model::Model;
use convoally_shared::request::{DraftRecipient, Recipients, SoundRecipient};

/// What it says where the page says this of the microphone.
fn asked(muted: Option<bool>) -> String {
    let mut model = Model::default();
    model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
    model.take(FromHub::Call { seen: CallSeen { in_call: Some(true), muted, ..CallSeen::default() }, followed: false });
    model.start();
    let sound = SoundRecipient::Device { model: "base.en".into() };
    let drafts = vec![DraftRecipient { model: "gpt-4o".into(), host: Some("api.openai.com".into()) }];
    model.take(FromHub::Recipients { id: 2, recipients: Recipients { sound, drafts } });
    text(&Call(model).shown())
}

#[test]
fn before_anything_is_heard_the_panel_says_who_gets_what() {
    let asked = asked(None);
    for said in ["on this computer (base.en)", "written by gpt-4o (api.openai.com)", "the model gets the question"] {
        assert!(asked.contains(said), "{asked}");
    }
}

#[test]
fn before_anything_is_heard_the_panel_says_what_being_muted_means() {
    assert!(asked(Some(false)).contains("While you are muted in the call, it does not write down what you say."));
    assert!(asked(None).contains("cannot see this page’s mute button"));
}
