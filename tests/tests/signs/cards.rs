//! What the cards show, in every state that they can be in.

use super::moments::{
    CLAUDE, Moment, OLLAMA, TAB, TYPED, WHISPER, asked, begun, complete, failed, gave_way, marked, more, said, well,
};
use super::{look_at, picture, stage};
use convoally_shared::card::{Mark, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::QuestionKind;
use convoally_shared::session::Mode;
use convoally_shared::utterance::{Speaker, UtteranceId};
use convoally_tests::error::Result;
use convoally_tests::stage::NOW_MS;
use convoally_tests::wait;
use std::time::Duration;

const MIGRATION: &str = "Tell me about a time you moved a large database without downtime.";
const RULE: &str = "it begins with “tell me about a time”";
pub const CITED: &str = "I moved our 4 TB order database in six weeks without downtime [1].\n\nWe wrote to both clusters, \
                         compared 2.1 billion rows and switched behind a flag [1]. When the replica fell behind, I found \
                         the batch job and moved it to the read side [2].\n\nThe slowest report went from 40 seconds to \
                         300 milliseconds [1].";
const DOUBTED: &str = "2.1 billion rows";

/// The migration was asked about, with a draft that is complete.
pub fn cited() -> Vec<Moment> {
    let mut all = well(TAB);
    all.extend(asked(1, MIGRATION, QuestionKind::Behavioral, RULE));
    all.extend([begun(1, 1, Wish::Spoken, CLAUDE), complete(1, 1, CITED, &[DOUBTED])]);
    all
}

/// Three questions, each with its passages.
pub fn three() -> Vec<Moment> {
    let mut all = well(TAB);
    all.extend(asked(1, MIGRATION, QuestionKind::Behavioral, RULE));
    all.extend(asked(2, "Why do you want to leave Acme?", QuestionKind::Motivation, "it begins with “why”"));
    all.extend(asked(3, "How would you shard the orders table?", QuestionKind::Design, "it begins with “how”"));
    all
}

/// One state of the cards.
struct Scene {
    name: &'static str,
    answerer: Option<&'static str>,
    moments: Vec<Moment>,
    /// What the panel then says somewhere.
    says: &'static str,
    /// What is pressed before the picture is taken.
    press: &'static [&'static str],
    /// What the panel says after that.
    told: &'static str,
}

impl Scene {
    fn new(name: &'static str, moments: Vec<Moment>, says: &'static str) -> Self {
        Self { name, answerer: Some(CLAUDE), moments, says, press: &[], told: says }
    }

    fn pressed(self, press: &'static [&'static str], told: &'static str) -> Self {
        Self { press, told, ..self }
    }
}

/// `before`, and then `after`.
fn then(mut before: Vec<Moment>, after: impl IntoIterator<Item = Moment>) -> Vec<Moment> {
    before.extend(after);
    before
}

fn scenes() -> Vec<Scene> {
    let code = "Two pointers, one pass.\n```rust\nfn is_palindrome(text: &[u8]) -> bool {\n    let half = text.len() / 2;\n    \
                text[..half].iter().eq(text.iter().rev().take(half))\n}\n```\nO(n) time, no allocation. It compares bytes, so \
                it is right for ASCII only.";
    let long = [CITED; 7].join("\n\n");
    let long = &*Box::leak(long.into_boxed_str());
    let down = Fault::new(
        "answer.provider_down",
        "api.anthropic.com could not answer (529).",
        "Nothing: the next engine in line is asked instead.",
    );
    let used_up = Fault::new(
        "answer.budget_spent",
        "This month's budget of $10.00 is used up: $10.04 were spent.",
        "Passages still come. Raise the budget with `convoally budget set`, or wait for the next month.",
    );
    let points = "- Dual writes for six weeks [1]\n- Compared row by row before the switch\n- 40 seconds down to 300 milliseconds [1]";
    let back = "May I ask how large the table is today? It decides between a partition and a shard.";
    let passed = EventKind::QuestionPassed {
        utterance: UtteranceId(30),
        reason: "it says how the interview will go and asks nothing".to_owned(),
    };
    let mode = |mode| (NOW_MS - 50, EventKind::ModeChanged { mode });
    vec![
        Scene::new("cited", cited(), "Check it before you do"),
        Scene::new("looked-at", cited(), "Check it before you do").pressed(&[".cite:last-of-type"], "Less"),
        Scene {
            answerer: None,
            ..Scene::new(
                "passages",
                then(well(TAB), asked(1, MIGRATION, QuestionKind::Behavioral, RULE)),
                "Acme Logistics",
            )
        },
        Scene::new(
            "nothing-fits",
            then(
                well(TAB),
                asked(1, MIGRATION, QuestionKind::Behavioral, RULE).into_iter().map(|(at, kind)| match kind {
                    EventKind::CardOpened { mut card } => {
                        card.passages.clear();
                        (at, EventKind::CardOpened { card })
                    }
                    kind => (at, kind),
                }),
            ),
            "Nothing in your documents fits",
        ),
        Scene::new(
            "writing",
            then(
                well(TAB),
                asked(1, MIGRATION, QuestionKind::Behavioral, RULE).into_iter().chain([
                    begun(1, 1, Wish::Spoken, CLAUDE),
                    more(1, 1, "I moved our 4 TB order database in six weeks"),
                ]),
            ),
            "Being written",
        ),
        Scene::new(
            "moved",
            then(
                well(TAB),
                asked(1, MIGRATION, QuestionKind::Behavioral, RULE).into_iter().chain([
                    begun(1, 1, Wish::Spoken, CLAUDE),
                    gave_way(1, 1, OLLAMA, down),
                    complete(1, 1, CITED, &[]),
                ]),
            ),
            "Written by qwen2.5:7b, on this computer instead.",
        ),
        Scene::new("wishes", cited(), "Shorter").pressed(&[".wishes"], "Other example"),
        Scene::new(
            "points",
            then(cited(), [begun(1, 2, Wish::Bullets, CLAUDE), complete(1, 2, points, &[])]),
            "2 of 2",
        ),
        Scene::new(
            "before",
            then(cited(), [begun(1, 2, Wish::Bullets, CLAUDE), complete(1, 2, points, &[])]),
            "2 of 2",
        )
        .pressed(&[".before"], "1 of 2"),
        Scene::new(
            "code",
            then(
                well(TAB),
                asked(
                    4,
                    "Write a function that says whether a text is a palindrome.",
                    QuestionKind::Coding,
                    "it asks for code",
                )
                .into_iter()
                .chain([begun(4, 1, Wish::Code, CLAUDE), complete(4, 1, code, &[])]),
            ),
            "is_palindrome",
        ),
        Scene::new(
            "pinned",
            then(
                three(),
                [
                    begun(1, 1, Wish::Spoken, CLAUDE),
                    complete(1, 1, CITED, &[]),
                    marked(1, Mark::Pinned),
                    marked(2, Mark::Dismissed),
                    begun(3, 1, Wish::Clarify, CLAUDE),
                    complete(3, 1, back, &[]),
                    marked(3, Mark::Good),
                    marked(3, Mark::Used),
                ],
            ),
            "1 dismissed",
        )
        .pressed(&[".dismissed .more"], "Bring back"),
        Scene::new(
            "typed",
            then(
                well(TAB),
                asked(1, "When did I start at Acme?", QuestionKind::Other, TYPED)
                    .into_iter()
                    .chain([begun(1, 1, Wish::Spoken, OLLAMA), complete(1, 1, "In March 2017.", &["March 2017"])]),
            ),
            TYPED,
        ),
        Scene::new("long", then(cited(), [begun(1, 2, Wish::Longer, CLAUDE), complete(1, 2, long, &[])]), "2 of 2"),
        Scene::new("modes", cited(), "Cards: automatic").pressed(&[".mode"], "On command"),
        Scene::new("on-command", then(well(TAB), [mode(Mode::OnCommand)]), "Cards: on command"),
        Scene::new("off", then(well(TAB), [mode(Mode::Off)]), "nothing else"),
        Scene::new(
            "budget",
            then(
                cited(),
                asked(2, "Why do you want to leave Acme?", QuestionKind::Motivation, "it begins with “why”")
                    .into_iter()
                    .chain([begun(2, 1, Wish::Spoken, CLAUDE), failed(2, 1, used_up)]),
            ),
            "is used up",
        ),
        Scene::new(
            "reason",
            then(
                well(TAB),
                [
                    said(30, NOW_MS - 4_000, Speaker::Them, "I will ask a few things about your last role."),
                    (NOW_MS - 3_990, passed),
                ],
            ),
            "a few things about",
        )
        .pressed(&[".why"], "asks nothing"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cards_show_each_of_their_states() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    for Scene { name, answerer, moments, says, press, told } in scenes() {
        stage.play(name, WHISPER, answerer, moments)?;
        overlay.until_says(says).await?;
        for selector in press {
            overlay.press(selector).await?;
        }
        overlay.until_says(told).await?;
        look_at(&stage, &overlay, &format!("card-{name}")).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cut_off_in_a_narrow_window_or_with_text_of_twice_the_size() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("narrow", WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it").await?;
    overlay.press(".wishes").await?;
    let wider = "return [...document.querySelectorAll('main *')].filter(element => !element.closest('pre, .unseen, blockquote, \
                 .heard, .device, .count, .ask span') && element.getBoundingClientRect().right > innerWidth).map(element => element.outerHTML)";
    stage.browser().driver().set_window_rect(0, 0, 672, 944).await?;
    let narrow = "return innerWidth <= 320";
    wait::until("a narrow panel", Duration::from_secs(20), async || {
        overlay.read::<bool>(narrow).await.ok()?.then_some(())
    })
    .await?;
    overlay.screenshot(&picture("card-narrow")?).await?;
    assert_eq!(overlay.read::<Vec<String>>(wider).await?, [""; 0], "320 pixels");
    stage.browser().driver().set_window_rect(0, 0, 1360, 944).await?;
    overlay.read::<Option<bool>>("document.documentElement.style.fontSize = '200%'; return null").await?;
    overlay.screenshot(&picture("card-large")?).await?;
    assert_eq!(overlay.read::<Vec<String>>(wider).await?, [""; 0], "twice the size");
    Ok(())
}
