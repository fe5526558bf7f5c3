//! What the panel shows and asks when the user wants a pause.

use super::*;
use crate::link::Ask;

#[test]
fn a_pause_is_what_the_sign_and_both_sides_say_and_its_button_ends_it() {
    let state = SourceState::Hearing;
    let source = EventKind::SourceChanged { speaker: Speaker::Them, device: "Speakers".into(), state };
    let mut call = Call::new().hears(source);
    let [pause] = &acts(&call.shown(), ".pause")[..] else { panic!("one button") };
    let asks = |call: &mut Call, paused| {
        let asked = call.0.act(pause.clone());
        let Some(ToHub::Call { ask: Ask::Pause(pause), id }) = asked else { panic!("not asked: {asked:?}") };
        assert_eq!(pause.paused, paused);
        call.0.take(FromHub::Done { id });
    };
    asks(&mut call, true);
    let mut call = call.hears(EventKind::PauseChanged { paused: true });
    let shown = call.shown();
    assert_eq!(words(all(&shown, ".state")[0]), "Paused");
    assert_eq!(words(all(&shown, ".heard")[0]), "paused, not written down");
    assert_eq!(all(&shown, ".pause")[0].attribute("aria-label"), Some("Go on"));
    asks(&mut call, false);
    let shown = call.hears(EventKind::PauseChanged { paused: false }).shown();
    assert_eq!(words(all(&shown, ".state")[0]), "Listening");
}
