//! Before a session: what it is about, and whether the others know. After one: where it was saved.

use super::{call, field, trouble};
use crate::overlay::act::{Act, Field};
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::tree::{Node, VALUE, button, element, holder, line};
use convoally_shared::interview::InterviewSummary;

/// The face of the panel for every phase in which it could listen but does not.
pub fn start(model: &Model) -> Vec<Node> {
    match model.phase() {
        Phase::Idle => vec![form(model)],
        Phase::Ended => vec![saved(model), form(model)],
        Phase::Consent => vec![consent(model)],
        Phase::Connecting | Phase::NoHost | Phase::OtherVersion | Phase::Listening => Vec::new(),
    }
}

fn form(model: &Model) -> Node {
    let starting = model.waits_for(Asked::Start);
    let begin = element("button", "wide primary").with("id", "start").flag("disabled", starting).words(if starting {
        "Starting"
    } else {
        "Start listening"
    });
    let choice = "This hears your microphone and everything this computer plays. To hear the call alone, click ConvoAlly \
                  in the browser’s toolbar instead.";
    // A keychain that asks, or a large model, may take longer than the user likes.
    let below = if starting { button("give-up wide", "Cancel", Act::Stop).into() } else { line("small", choice) };
    let (company, role) = model.interview.chosen().map_or(("", ""), |chosen| (&chosen.company, &chosen.role));
    element("form", "brief")
        .on(Act::Start)
        // A place of its own: it may come while the user writes below it.
        .child(holder("interviews", interviews(model).into_iter().collect()))
        .child(field(model, "company", "Company", known_or(company, "Northwind"), Field::Company))
        .child(field(model, "role", "Role", known_or(role, "Backend engineer"), Field::Role))
        .child(field(model, "kind", "Kind of call", "Phone screen", Field::Kind))
        .child(field(model, "language", "Answers in", "Their language", Field::Language))
        .child(field(model, "tone", "How you sound", "Calm, no jargon", Field::Tone))
        .child(begin)
        .child(below)
        .into()
}

/// What is known already, or else an example of it.
fn known_or<'a>(known: &'a str, example: &'a str) -> &'a str {
    if known.is_empty() { example } else { known }
}

/// The choice of an interview; nothing where there is none.
fn interviews(model: &Model) -> Option<Node> {
    let option = |value: &str, words: &str| element("option", "").with("value", value).words(words).into();
    let mut options = vec![option("", "None: my general documents")];
    options.extend(model.interview.offered.iter().map(|interview| option(&interview.id.0, &described(interview))));
    let select = element("select", "").with("id", "interview").with(VALUE, &model.interview.id);
    let select = select.on(Act::Write(Field::Interview)).all(options);
    let label = element("label", "").child(element("span", "").words("Interview")).child(select);
    (!model.interview.offered.is_empty()).then(|| label.into())
}

/// `northwind: Backend engineer, Northwind (2 documents)`.
fn described(interview: &InterviewSummary) -> String {
    let InterviewSummary { id, company, role, documents } = interview;
    let what: Vec<&str> = [role, company].into_iter().map(String::as_str).filter(|what| !what.is_empty()).collect();
    let colon = if what.is_empty() { "" } else { ": " };
    let count = if *documents == 1 { "1 document".to_owned() } else { format!("{documents} documents") };
    [&id.0, colon, &what.join(", "), " (", &count, ")"].concat()
}

fn consent(model: &Model) -> Node {
    let theirs = if model.tab { "this tab’s sound" } else { "everything this computer plays" };
    let hears = [
        "ConvoAlly will hear your microphone and ",
        theirs,
        ", and write down what both sides say. The notes are kept encrypted on this computer.",
    ];
    let leaves = "Nothing goes anywhere else; each request that leaves this computer is listed below the cards.";
    let confirm =
        button("confirm-consent wide primary", "Everyone in this call knows, or its rules allow it", Act::Confirm);
    element("section", "consent")
        .with("aria-labelledby", "consent-title")
        .child(element("h2", "").with("id", "consent-title").words("Do the others know?"))
        .child(line("", &hears.concat()))
        .child(line("", call::about_mute(model)))
        // Named by the host for a meeting; beside none it was not asked.
        .maybe((!model.recipients().is_empty()).then(|| line("recipients", model.recipients())))
        .child(line("", leaves))
        .child(confirm.flag("disabled", model.waits_for(Asked::Start)))
        .child(button("decline-consent wide", "Not now", Act::Decline))
        .child(line("small", &asked(&model.site)))
        .into()
}

/// How often the question is asked. Beside no meeting there is nothing that it could be remembered for.
fn asked(site: &str) -> String {
    if site.is_empty() {
        "Asked each time beside no meeting.".to_owned()
    } else {
        ["Asked once for ", site, "."].concat()
    }
}

fn saved(model: &Model) -> Node {
    let id = model.view.session.as_ref().map(|session| session.0.as_str()).unwrap_or_default();
    let title = if model.cut_off() { "The session was cut off" } else { "The session is over" };
    let place = ["Saved as ", id, ". To read it: `convoally history export ", id, "`"].concat();
    element("section", "saved")
        .child(element("h2", "").words(title))
        .maybe(call::stopped(model))
        .child(trouble::commands("", &place))
        .into()
}
