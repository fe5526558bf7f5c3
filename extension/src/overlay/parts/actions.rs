//! What can be done with the card in focus: copied, pinned, dismissed, written otherwise, and judged.

use crate::locale::fault::HOST;
use crate::locale::{Key, say, say_with, write};
use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::face::Face;
use crate::overlay::tree::{Node, button, controls, element, holder, line};
use crate::overlay::words;
use convoally_shared::card::{Mark, Wish};

/// The changes that are asked for most; the rest is behind "More".
const FIRST: [Wish; 2] = [Wish::Shorter, Wish::Longer];

/// Pin and dismiss, and copy where there is no text below that has it.
pub fn marks(face: Face<'_>) -> Node {
    let mut things = Vec::new();
    if face.text().is_empty() {
        things.push(copy(face));
    }
    if face.live {
        things.push(toggle(face, Mark::Pinned, face.card.marks.pinned, "pin quiet", Key("panel_pin")));
        things.push(button("dismiss quiet", &say("panel_dismiss"), Act::Mark(face.id(), Mark::Dismissed, true)).into());
    }
    controls("row", &say("panel_this_card"), things)
}

/// Puts the words on the clipboard.
pub fn copy(face: Face<'_>) -> Node {
    button("copy quiet", &say(if face.copied { "panel_copied" } else { "panel_copy" }), Act::Copy(face.id())).into()
}

/// The ways in which the draft could be different, and those before it.
pub fn changes(face: Face<'_>) -> Node {
    let mut top = Vec::new();
    if face.live && face.text().is_empty() && face.draft() == Some("failed") {
        top.push(button("again", &say("panel_again"), Act::Draft(face.id(), face.card.wish)).into());
    } else if face.live {
        let words = say(if face.wishes { "panel_less" } else { "panel_more" });
        let more = button("wishes", &words, Act::Toggle(Fold::Wishes));
        top.extend(FIRST.map(|wish| change(face, wish)));
        top.push(more.named(&say("panel_other_ways")).expanded(face.wishes).into());
    }
    top.extend(versions(face));
    let mut rows = vec![controls("row", &say("panel_write_again"), top)];
    if face.wishes {
        let group = |changes| {
            let others = Wish::ALL.into_iter().filter(|wish| !FIRST.contains(wish) && wish.changes() == changes);
            others.map(|wish| change(face, wish)).collect()
        };
        rows.push(controls("row to-change", &say("panel_change"), group(true)));
        rows.push(controls("row", &say("panel_form"), group(false)));
    }
    holder("changes", rows)
}

fn change(face: Face<'_>, wish: Wish) -> Node {
    button("wish", &words::wish(wish), Act::Draft(face.id(), wish)).into()
}

/// `‹ 1 of 3 ›`: earlier drafts.
fn versions(face: Face<'_>) -> Option<Node> {
    let (earlier, back) = (face.card.earlier.len(), face.back);
    let go =
        |class, sign, name: &str, back| button(class, sign, Act::Back(face.id(), face.card.number, back)).named(name);
    let number = |count: usize| write::number(count as u64);
    let place = say_with("session_find_place", &[&number(earlier - back + 1), &number(earlier + 1)]);
    let before = go("before quiet", "‹", &say("panel_draft_before"), back + 1).flag("disabled", back == earlier);
    let after = go("after quiet", "›", &say("panel_draft_after"), back.saturating_sub(1)).flag("disabled", back == 0);
    (earlier > 0).then(|| holder("versions", vec![before.into(), line("small", &place), after.into()]))
}

/// Whether it helped and was said; who wrote it, how soon it opened and why.
pub fn fine_print(face: Face<'_>) -> Node {
    let marks = face.card.marks;
    let judgements = face.live.then(|| {
        let judgements = vec![
            toggle(face, Mark::Used, marks.used, "used", Key("panel_used")),
            toggle(face, Mark::Good, marks.rating == Some(true), "good", Key("session_good")),
            toggle(face, Mark::Bad, marks.rating == Some(false), "bad", Key("panel_bad")),
        ];
        controls("row", &say("panel_judge"), judgements)
    });
    let engine = Some(&face.card.engine).filter(|engine| !engine.is_empty() && face.back == 0);
    let engine = engine.map(|engine| say_with("panel_written_by", &[&words::engine(engine)]));
    let wait = face.wait_ms().map(|ms| say_with("panel_wait", &[&write::length(ms)]));
    let told: Vec<String> = [engine, wait, Some(say("panel_why"))].into_iter().flatten().collect();
    let reason = element("span", "").with("lang", HOST).words(&face.card.question.reason);
    let why = element("p", "small").words(&told.join(" ")).words(" ").child(reason).into();
    holder("fine-print", judgements.into_iter().chain([why]).collect())
}

fn toggle(face: Face<'_>, mark: Mark, set: bool, class: &str, words: Key) -> Node {
    button(class, &say(words), Act::Mark(face.id(), mark, !set)).pressed(set).into()
}
