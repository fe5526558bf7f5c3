//! What the panel shows, read off the tree: no browser.

mod consent;
mod pause;

use crate::keys::IN_OVERLAY;
use crate::link::call::{CallEnd, CallSeen};
use crate::link::stance::Frame;
use crate::link::{FromHub, HostStatus, ToHub};
use crate::locale::say;
use crate::overlay::act::{Act, Field};
use crate::overlay::deck::Fold;
use crate::overlay::elsewhere::Elsewhere;
use crate::overlay::model::Model;
use crate::overlay::parts::panel;
use crate::overlay::tree::{Element, Node};
use convoally_shared::card::{Card, Mark, Span, Wish};
use convoally_shared::document::Passage;
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::interview::{InterviewId, InterviewSummary};
use convoally_shared::money::Spent;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};

/// A model that hears one event after another.
struct Call(Model);

impl Call {
    fn new() -> Self {
        let mut call = Self(Model::default());
        call.0.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
        call.hears(EventKind::SessionStarted {
            started_unix_ms: 0,
            brief: Brief::default(),
            site: None,
            documents: vec![],
            transcriber: "whisper, on this computer".into(),
            answerer: Some("model".into()),
            mode: Mode::Automatic,
        })
    }

    fn hears(mut self, kind: EventKind) -> Self {
        let seq = self.0.view.last_seq + 1;
        let event = Event { session: SessionId("s".into()), seq, at_ms: seq * 1_000, kind };
        self.0.take(FromHub::Happened { event });
        self
    }

    fn said(self, id: u32, text: &str) -> Self {
        let (id, text) = (UtteranceId(id), text.into());
        let utterance = Utterance { id, speaker: Speaker::Them, start_ms: 0, end_ms: 1_300, text };
        self.hears(EventKind::UtteranceFinal { utterance })
    }

    fn asked(self, id: u32) -> Self {
        let text = format!("Question {id}?");
        let question = Question {
            id: QuestionId(id),
            utterance: Some(UtteranceId(id)),
            text: text.clone(),
            kind: QuestionKind::Technical,
            reason: "it begins with “how”".into(),
        };
        let passage = |text: &str| Passage {
            document: "resume".into(),
            place: String::new(),
            text: text.into(),
            score: 1.0,
            line: 1,
            page: None,
        };
        let card = Card { question: QuestionId(id), passages: vec![passage("Alpha."), passage("Beta.")] };
        self.said(id, &text).hears(EventKind::QuestionFound { question }).hears(EventKind::CardOpened { card })
    }

    fn begins(self, draft: u32, wish: Wish) -> Self {
        let (question, engine) = (QuestionId(1), "gpt".into());
        self.hears(EventKind::DraftStarted { question, draft, wish, engine, disclosure: None })
    }

    fn drafts(self, draft: u32, text: &str, doubted: &str) -> Self {
        let start = text.find(doubted).unwrap() as u32;
        let unsupported = vec![Span { start, end: start + doubted.len() as u32 }];
        let question = QuestionId(1);
        let spent = Some(Spent { output_tokens: 10, micro_usd: Some(20_000), ..Spent::default() });
        let finished = EventKind::DraftFinished { question, draft, text: text.into(), unsupported, spent };
        self.begins(draft, Wish::Spoken).hears(finished)
    }

    fn does(mut self, act: Act) -> Self {
        self.0.act(act);
        self
    }

    fn shown(&self) -> Node {
        panel(&self.0, 5_000)
    }
}

fn elements<'a>(node: &'a Node, found: &mut Vec<&'a Element>) {
    if let Node::Element(element) = node {
        found.push(element);
        element.children.iter().for_each(|child| elements(child, found));
    }
}

/// All elements with this tag or, where it begins with a dot, of this class.
fn all<'a>(node: &'a Node, what: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    elements(node, &mut found);
    let class = |element: &Element| element.attribute("class").unwrap_or_default().to_owned();
    found.retain(|element| match what.strip_prefix('.') {
        Some(what) => class(element).split(' ').any(|class| class == what),
        None => element.tag == what,
    });
    found
}

fn words(element: &Element) -> String {
    element.children.iter().map(text).collect()
}

fn text(node: &Node) -> String {
    match node {
        Node::Words(words) => words.clone(),
        Node::Element(element) => words(element),
    }
}

fn acts(node: &Node, what: &str) -> Vec<Act> {
    all(node, what).into_iter().filter_map(|element| element.act.clone()).collect()
}

#[test]
fn an_interview_can_be_chosen_where_there_is_one_and_its_brief_is_seen_before_the_user_says_more() {
    let mut model = Model::default();
    model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
    assert_eq!(all(&panel(&model, 0), "select").len(), 0);
    let (company, role) = ("Wingtip".to_owned(), "Pilot".to_owned());
    let summary = InterviewSummary { id: InterviewId("wingtip".into()), company, role, documents: 1 };
    model.take(FromHub::Interviews { id: 1, interviews: vec![summary] });
    let options = |model: &Model| all(&panel(model, 0), "option").into_iter().map(words).collect::<Vec<_>>();
    assert_eq!(options(&model), ["None: my general documents", "wingtip: Pilot, Wingtip (1 document)"]);
    let examples = |model: &Model| {
        let shown = panel(model, 0);
        let examples = all(&shown, "input").into_iter().take(2).filter_map(|field| field.attribute("placeholder"));
        examples.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(examples(&model), ["Northwind", "Backend engineer"]);
    *model.field_mut(Field::Interview) = "wingtip".into();
    assert_eq!(examples(&model), ["Wingtip", "Pilot"]);
}

#[test]
fn a_citation_leads_to_its_passage_and_what_no_source_holds_is_marked() {
    let call = Call::new().asked(1).drafts(1, "It took 40 days [2].", "40 days");
    let shown = call.shown();
    assert_eq!(acts(&shown, ".cite"), [Act::Look(QuestionId(1), 1)]);
    assert_eq!(all(&shown, "mark").into_iter().map(words).collect::<Vec<_>>(), ["40 days"]);
    assert_eq!(all(&shown, ".check").len(), 1);
    let shown = call.does(Act::Look(QuestionId(1), 1)).shown();
    let [looked_at] = all(&shown, ".looked-at")[..] else { panic!("one passage is looked at") };
    assert!(words(looked_at).starts_with("Beta."));
}

#[test]
fn a_draft_says_who_writes_it_and_who_gave_up() {
    let (question, engine) = (QuestionId(1), "qwen, on this computer".to_owned());
    let fault = Fault::new("answer.unreachable", "The provider is gone.", "A.");
    let moved = EventKind::DraftMoved { question, draft: 1, engine, fault, disclosure: None };
    let shown = Call::new().asked(1).begins(1, Wish::Bullets).hears(moved).shown();
    let draft = words(all(&shown, ".draft")[0]);
    assert!(draft.starts_with("Being written · Points"), "{draft}");
    assert!(draft.contains("The provider is gone. Written by qwen, on this computer instead."), "{draft}");
}

#[test]
fn a_draft_that_never_came_can_be_tried_again() {
    let (question, draft) = (QuestionId(1), 1);
    let fault = Fault::new("answer.unreachable", "S.", "A.");
    let failed = EventKind::DraftFailed { question, draft, fault, spent: None };
    let call = Call::new().asked(1).begins(1, Wish::Story).hears(failed);
    let shown = call.shown();
    assert_eq!(acts(&shown, ".again"), [Act::Draft(question, Wish::Story)]);
    assert_eq!((all(&shown, ".wish").len(), acts(&shown, ".copy").len()), (0, 1), "the passage can be copied");
}

#[test]
fn an_earlier_draft_is_gone_back_to_and_the_last_one_comes_back() {
    let call = Call::new().asked(1).drafts(1, "First, in 1999.", "1999").drafts(2, "Second, in 2001.", "2001");
    let said = |shown: &Node| words(all(shown, ".text")[0]);
    let shown = call.shown();
    assert_eq!(said(&shown), "Second, in 2001.");
    let [back] = &acts(&shown, ".before")[..] else { panic!("one way back") };
    let call = call.does(back.clone());
    let shown = call.shown();
    assert_eq!(
        (said(&shown), all(&shown, "mark").len()),
        ("First, in 1999.".into(), 1),
        "what no source holds is marked here too"
    );
    assert!(all(&shown, ".before")[0].attribute("disabled").is_some(), "there is none before the first");
    let [on] = &acts(&shown, ".after")[..] else { panic!("one way on") };
    assert_eq!(said(&call.does(on.clone()).shown()), "Second, in 2001.");
}

#[test]
fn the_draft_that_a_dropped_one_gives_its_place_back_to_is_marked_as_before() {
    let dropped = EventKind::DraftDropped { question: QuestionId(1), draft: 2, spent: Spent::default() };
    let call = Call::new().asked(1).drafts(1, "In 1999.", "1999").begins(2, Wish::Longer);
    assert_eq!(all(&call.shown(), "mark").len(), 0);
    assert_eq!(all(&call.hears(dropped).shown(), "mark").len(), 1);
}

#[test]
fn only_the_card_in_focus_shows_what_can_be_done_with_it() {
    let call = Call::new().asked(1).asked(2);
    let shown = call.shown();
    assert_eq!(acts(&shown, ".pin"), [Act::Mark(QuestionId(2), Mark::Pinned, true)]);
    let cards: Vec<_> = all(&shown, "article").iter().map(|card| (card.key, card.act.clone())).collect();
    assert_eq!(cards, [(Some(2), None), (Some(1), Some(Act::Choose(QuestionId(1))))]);
    let shown = call.does(Act::Choose(QuestionId(1))).shown();
    assert_eq!(acts(&shown, ".dismiss"), [Act::Mark(QuestionId(1), Mark::Dismissed, true)]);
    let fine_print = words(all(&shown, ".fine-print")[0]);
    assert!(fine_print.ends_with("Card after 1.7 sec. Why this card: it begins with “how”"), "{fine_print}");
}

#[test]
fn after_the_session_a_card_can_be_copied_and_nothing_else() {
    let call = Call::new().asked(1).drafts(1, "In 1999.", "1999").hears(EventKind::SessionEnded);
    let shown = call.shown();
    assert_eq!(acts(&shown, "article")[..], []);
    let [card] = all(&shown, "article")[..] else { panic!("one card") };
    let card: Node = card.clone().into();
    assert_eq!(acts(&card, "button"), [Act::Choose(QuestionId(1)), Act::Copy(QuestionId(1))]);
}

#[test]
fn wishes_ask_for_another_draft_and_fold_again() {
    let call = Call::new().asked(1).drafts(1, "In 1999.", "1999").does(Act::Toggle(Fold::Wishes));
    let wishes = acts(&call.shown(), ".wish");
    assert_eq!(wishes.len(), Wish::ALL.len(), "each once");
    let mut model = call.0;
    assert!(matches!(model.act(wishes[2].clone()), Some(ToHub::Call { .. })));
    assert_eq!(acts(&panel(&model, 0), ".wish").len(), 2);
}

#[test]
fn an_utterance_without_a_card_tells_why_and_can_be_answered() {
    let (utterance, reason) = (UtteranceId(7), "it asks nothing".into());
    let call = Call::new().said(7, "I will begin.").hears(EventKind::QuestionPassed { utterance, reason });
    let [why] = &acts(&call.shown(), ".why")[..] else { panic!("one sign") };
    let shown = call.does(why.clone()).shown();
    assert_eq!(words(all(&shown, ".reason")[0]), "No card: it asks nothing. Answer it");
    assert_eq!(acts(&shown, ".answer-it"), [Act::Ask("I will begin.".into())]);
}

#[test]
fn the_mode_is_shown_and_changed_and_off_means_off() {
    let call = Call::new().does(Act::Toggle(Fold::Modes));
    let shown = call.shown();
    assert_eq!(words(all(&shown, ".mode")[0]), "Cards: automatic");
    let pressed: Vec<_> = all(&shown, ".choice").iter().map(|choice| choice.attribute("aria-pressed")).collect();
    assert_eq!(pressed, [Some("true"), Some("false"), Some("false")]);
    let shown = call.hears(EventKind::ModeChanged { mode: Mode::Off }).shown();
    assert_eq!((all(&shown, ".answer-now").len(), all(&shown, ".ask").len()), (0, 0));
}

#[test]
fn the_foot_tells_what_was_spent_once_something_was() {
    let foot = |call: &Call| words(all(&call.shown(), ".foot")[0]);
    let call = Call::new().asked(1);
    assert!(!foot(&call).contains("Spent"));
    let call = call.drafts(1, "In 1999.", "1999").begins(2, Wish::Longer);
    let spent = Spent { output_tokens: 30, ..Spent::default() };
    let call = call.hears(EventKind::DraftDropped { question: QuestionId(1), draft: 2, spent });
    let told = foot(&call);
    assert!(told.ends_with("Spent: $0.02 and what has no price here · 40 tokens, 75% of them for nothing"), "{told}");
}

#[test]
fn a_call_is_offered_where_nothing_listens_and_its_end_is_told_where_something_does() {
    let seen = |in_call| CallSeen { in_call: Some(in_call), title: "Backend interview".into(), ..CallSeen::default() };
    let has = |call: &Call, class: &str| !all(&call.shown(), &format!(".{class}")).is_empty();
    let mut idle = Call(Model::default());
    idle.0.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
    assert!(!has(&idle, "accept-offer"));
    idle.0.take(FromHub::Call { seen: seen(true), followed: false });
    assert!(has(&idle, "accept-offer") && text(&idle.shown()).contains("Backend interview"));

    let mut call = Call::new();
    call.0.take(FromHub::Call { seen: seen(true), followed: true });
    assert!(!has(&call, "accept-offer"));
    assert!(has(&call, "mute-unseen"), "the page does not say whether the user is muted");
    call.0.take(FromHub::CallOver(CallEnd::Near));
    assert!(has(&call, "go-on"));
    assert_eq!(call.0.act(Act::GoOn), Some(ToHub::GoOn));
    call.0.take(FromHub::CallOver(CallEnd::Averted));
    assert!(!has(&call, "go-on"));
    call.0.take(FromHub::CallOver(CallEnd::Stopped));
    let ended = call.hears(EventKind::SessionEnded).shown();
    assert!(text(&ended).contains("Listening stopped because the call ended."));
}

#[test]
fn a_side_that_is_muted_in_the_call_says_so_whatever_its_device_does() {
    let (speaker, device) = (Speaker::Me, "Mic".to_owned());
    let call = Call::new().hears(EventKind::SourceChanged { speaker, device, state: SourceState::Hearing });
    let shown = text(&call.hears(EventKind::MuteChanged { speaker, muted: true }).shown());
    assert!(shown.contains("muted in the call, not written down"), "{shown}");
}

#[test]
fn one_line_has_the_first_words_of_the_answer_or_the_question() {
    let compact = |call: Call| words(all(&call.does(Act::Compact).shown(), ".answer")[0]);
    assert_eq!(compact(Call::new().asked(1)), "Alpha.");
    assert_eq!(compact(Call::new().asked(1).drafts(1, "It took\n40 days [2].", "40 days")), "It took 40 days.");
}

#[test]
fn a_screen_reader_hears_the_question_and_the_first_words_but_no_draft_that_is_being_written() {
    // Above it is the name of the panel.
    let news = |call: &Call| words(all(&call.shown(), ".unseen")[1]);
    let call = Call::new().asked(1);
    assert_eq!(news(&call), "Question 1? Alpha.");
    let delta = EventKind::DraftDelta { question: QuestionId(1), draft: 1, text: "I moved".into() };
    let call = call.begins(1, Wish::Spoken).hears(delta);
    assert_eq!(news(&call), "Question 1? Alpha.");
}

#[test]
fn the_menu_has_every_way_to_stand_and_over_a_call_alone() {
    let call = Call::new().does(Act::Toggle(Fold::Menu));
    let shown = call.shown();
    assert_eq!(acts(&shown, ".dock").len(), 3);
    let steps = [Act::Grow(-32, 0), Act::Grow(32, 0), Act::Grow(0, -32), Act::Grow(0, 32), Act::Fade(true)];
    let steps = steps.into_iter().chain([Act::Fade(false), Act::Text(false), Act::Text(true)]);
    assert!(acts(&shown, ".step").into_iter().eq(steps));
    assert_eq!(all(&shown, ".own-window").len(), 0, "a browser without such windows offers none");
    let mut model = call.0;
    (model.elsewhere, model.tab_id) = (Elsewhere { own_window: true, side_panel: true }, Some(7));
    let ways = |model: &Model| (all(&panel(model, 0), ".own-window").len(), all(&panel(model, 0), ".side-panel").len());
    assert_eq!(ways(&model), (1, 1));
    model.frame = Frame::Window;
    assert_eq!((ways(&model), acts(&panel(&model, 0), ".step").len()), ((0, 0), 2), "there is its text alone to set");
    assert_eq!(all(&panel(&model, 0), ".hide").len(), 0);
}

#[test]
fn the_list_of_keys_lists_each_and_is_empty_while_it_is_closed() {
    let call = Call::new();
    assert_eq!(all(&call.shown(), "dt").len(), 0);
    let shown = call.does(Act::Help(true)).shown();
    let listed: Vec<_> = all(&shown, "dd").into_iter().map(words).collect();
    assert_eq!(listed, IN_OVERLAY.map(|chord| say(chord.does)));
    assert!(listed.contains(&"Pin this card, or let it go".to_owned()), "{listed:?}");
}

#[test]
fn however_long_the_call_the_document_stays_small_and_all_of_it_can_be_reached() {
    let mut call = Call::new();
    for id in 1..=2_000 {
        call = if id % 20 == 0 { call.asked(id) } else { call.said(id, "And so on.") };
    }
    let lines = |call: &Call| all(&call.shown(), ".utterance").len();
    let mut found = Vec::new();
    let shown = call.shown();
    elements(&shown, &mut found);
    assert!(found.len() < 400, "{} elements", found.len());
    assert_eq!((all(&shown, "article").len(), lines(&call)), (12, 3));
    let call = call.does(Act::Said);
    assert_eq!(lines(&call), 120);
    let [before] = &acts(&call.shown(), ".before-said")[..] else { panic!("one way back") };
    let mut call = call.does(before.clone());
    while all(&call.shown(), ".before-said")[0].attribute("disabled").is_none() {
        call = call.does(Act::Before);
    }
    assert_eq!(all(&call.shown(), ".utterance")[0].key, Some(1));
    let [more] = &acts(&call.shown(), ".earlier")[..] else { panic!("one way to earlier cards") };
    assert_eq!(all(&call.does(more.clone()).shown(), "article").len(), 24);
}
