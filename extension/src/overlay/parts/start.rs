//! Before a session: what it is about, and whether the others know. After one: where it was saved.

use super::{call, field, trouble};
use crate::locale::{recipients, say, say_count, say_with};
use crate::overlay::act::{Act, Field};
use crate::overlay::model::{Model, Phase};
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
    let starting = model.is_starting();
    let begin = say(if starting { "popup_starting" } else { "popup_start" });
    let begin = element("button", "wide primary").with("id", "start").flag("disabled", starting).words(&begin);
    // A keychain that asks, or a large model, may take longer than the user likes.
    let below = match starting {
        true => button("give-up wide", &say("parts_cancel"), Act::Stop).into(),
        false => line("small", &say("panel_start_hears")),
    };
    let (company, role) = model.interview.chosen().map_or(("", ""), |chosen| (&chosen.company, &chosen.role));
    element("form", "brief")
        .on(Act::Start)
        // A place of its own: it may come while the user writes below it.
        .child(holder("interviews", interviews(model).into_iter().collect()))
        .child(field(model, "company", &say("interview_company"), known_or(company, "Northwind"), Field::Company))
        .child(field(model, "role", &say("interview_role"), known_or(role, &say("panel_role_example")), Field::Role))
        .child(field(model, "kind", &say("panel_kind"), &say("interview_kind_example"), Field::Kind))
        .child(field(model, "language", &say("panel_language"), &say("panel_language_example"), Field::Language))
        .child(field(model, "tone", &say("interview_tone"), &say("interview_tone_example"), Field::Tone))
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
    let mut options = vec![option("", &say("interview_none"))];
    options.extend(model.interview.offered.iter().map(|interview| option(&interview.id.0, &described(interview))));
    let select = element("select", "").with("id", "interview").with(VALUE, &model.interview.id);
    let select = select.on(Act::Write(Field::Interview)).all(options);
    let label = element("label", "").child(element("span", "").words(&say("interview_label"))).child(select);
    (!model.interview.offered.is_empty()).then(|| label.into())
}

/// `northwind: Backend engineer, Northwind (2 documents)`.
fn described(interview: &InterviewSummary) -> String {
    let InterviewSummary { id, company, role, documents } = interview;
    let what: Vec<&str> = [role, company].into_iter().map(String::as_str).filter(|what| !what.is_empty()).collect();
    let colon = if what.is_empty() { "" } else { ": " };
    let count = say_count("interview_documents", *documents);
    [&id.0, colon, &what.join(", "), " (", &count, ")"].concat()
}

fn consent(model: &Model) -> Node {
    let hears = say(if model.tab { "consent_hears_tab" } else { "consent_hears_system" });
    let confirm = button("confirm-consent wide primary", &say("consent_confirm"), Act::Confirm);
    let told = model.recipients().map(|known| line("recipients", &recipients::told(known)));
    element("section", "consent")
        .with("aria-labelledby", "consent-title")
        .child(element("h2", "").with("id", "consent-title").words(&say("consent_title")))
        .child(line("", &hears))
        .child(line("", &call::about_mute(model)))
        .maybe(told)
        .child(line("", &say("consent_leaves")))
        .child(confirm.flag("disabled", model.is_starting()))
        .child(button("decline-consent wide", &say("panel_not_now"), Act::Decline))
        .child(line("small", &asked(&model.site)))
        .into()
}

/// How often the question is asked. Beside no meeting there is nothing that it could be remembered for.
fn asked(site: &str) -> String {
    if site.is_empty() { say("panel_asked_each") } else { say_with("panel_asked_once", &[site]) }
}

fn saved(model: &Model) -> Node {
    let id = model.view.session.as_ref().map(|session| session.0.as_str()).unwrap_or_default();
    element("section", "saved")
        .child(element("h2", "").words(&say(if model.cut_off() { "panel_cut_off" } else { "panel_over" })))
        .maybe(call::stopped(model))
        .child(trouble::commands("", &say_with("panel_saved", &[id])))
        .into()
}
