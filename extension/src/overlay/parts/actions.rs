//! What can be done with the card in focus: copied, pinned, dismissed, written otherwise, and judged.

use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::face::Face;
use crate::overlay::tree::{Node, button, controls, holder, line};
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
        things.push(toggle(face, Mark::Pinned, face.card.marks.pinned, "pin quiet", "Pin"));
        things.push(button("dismiss quiet", "Dismiss", Act::Mark(face.id(), Mark::Dismissed, true)).into());
    }
    controls("row", "This card", things)
}

/// Puts the words on the clipboard.
pub fn copy(face: Face<'_>) -> Node {
    button("copy quiet", if face.copied { "Copied" } else { "Copy" }, Act::Copy(face.id())).into()
}

/// The ways in which the draft could be different, and those before it.
pub fn changes(face: Face<'_>) -> Node {
    let mut top = Vec::new();
    if face.live && face.text().is_empty() && face.draft() == Some("failed") {
        top.push(button("again", "Try again", Act::Draft(face.id(), face.card.wish)).into());
    } else if face.live {
        let more = button("wishes", if face.wishes { "Less" } else { "More" }, Act::Toggle(Fold::Wishes));
        top.extend(FIRST.map(|wish| change(face, wish)));
        top.push(more.named("Other ways to write it").expanded(face.wishes).into());
    }
    top.extend(versions(face));
    let mut rows = vec![controls("row", "Write it again", top)];
    if face.wishes {
        let group = |changes| {
            let others = Wish::ALL.into_iter().filter(|wish| !FIRST.contains(wish) && wish.changes() == changes);
            others.map(|wish| change(face, wish)).collect()
        };
        rows.push(controls("row", "Change it", group(true)));
        rows.push(controls("row", "Another form", group(false)));
    }
    holder("changes", rows)
}

fn change(face: Face<'_>, wish: Wish) -> Node {
    button("wish", words::wish(wish), Act::Draft(face.id(), wish)).into()
}

/// `‹ 1 of 3 ›`: earlier drafts.
fn versions(face: Face<'_>) -> Option<Node> {
    let (earlier, back) = (face.card.earlier.len(), face.back);
    let go = |class, sign, name, back| button(class, sign, Act::Back(face.id(), face.card.number, back)).named(name);
    let place = format!("{} of {}", earlier - back + 1, earlier + 1);
    let before = go("before quiet", "‹", "The draft before", back + 1).flag("disabled", back == earlier);
    let after = go("after quiet", "›", "The draft after", back.saturating_sub(1)).flag("disabled", back == 0);
    (earlier > 0).then(|| holder("versions", vec![before.into(), line("small", &place), after.into()]))
}

/// Whether it helped and was said; who wrote it, how soon it opened and why.
pub fn fine_print(face: Face<'_>) -> Node {
    let marks = face.card.marks;
    let judgements = face.live.then(|| {
        let judgements = vec![
            toggle(face, Mark::Used, marks.used, "used", "I said it"),
            toggle(face, Mark::Good, marks.rating == Some(true), "good", "Helped"),
            toggle(face, Mark::Bad, marks.rating == Some(false), "bad", "Did not"),
        ];
        controls("row", "How it was", judgements)
    });
    let engine = Some(&face.card.engine).filter(|engine| !engine.is_empty() && face.back == 0);
    let engine = engine.map(|engine| ["Written by ", engine, ". "].concat()).unwrap_or_default();
    let wait = face.wait_ms.map(|ms| ["Card after ", &words::tenths(ms), ". "].concat()).unwrap_or_default();
    let why = line("small", &[&engine, &wait, "Why this card: ", &face.card.question.reason].concat());
    holder("fine-print", judgements.into_iter().chain([why]).collect())
}

fn toggle(face: Face<'_>, mark: Mark, set: bool, class: &str, words: &str) -> Node {
    button(class, words, Act::Mark(face.id(), mark, !set)).pressed(set).into()
}
