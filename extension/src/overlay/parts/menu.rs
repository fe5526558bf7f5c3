//! Where the panel stands, how large it and its text are, and how opaque; everything that the pointer does at its bar
//! and its corner, by buttons and by the arrow keys. And the way to the other places, and to the list of keys.

use crate::link::stance::{Dock, Frame};
use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::model::Model;
use crate::overlay::tree::{Element, Node, button, controls, element};

/// The edges as the menu calls them.
const DOCKS: [(Dock, &str); 3] = [(Dock::Left, "Left"), (Dock::Right, "Right"), (Dock::Bottom, "Bottom")];
/// A press makes the panel larger by so much, CSS pixels.
const STEP_PX: i32 = 32;

/// The menu; empty while it is folded.
pub fn menu(model: &Model) -> Element {
    let part = element("section", "part menu").with("aria-label", "Place, size and keys");
    if !model.deck.is_open(Fold::Menu) {
        return part;
    }
    let over_call = model.frame == Frame::Tab;
    let rows = if over_call { standing(model) } else { Vec::new() };
    let text = [&model.stance.text.to_string(), " %"].concat();
    let text = pair("Text", &text, ("Smaller text", Act::Text(false)), ("Larger text", Act::Text(true)));
    part.all(rows).child(text).child(ways(model, over_call))
}

fn standing(model: &Model) -> Vec<Node> {
    let stance = &model.stance;
    let dock = |(dock, words)| button("dock", words, Act::Dock(dock)).pressed(stance.dock == dock).into();
    let keys = button("by-arrows", "Arrow keys", Act::Move(0, 0)).named("Arrow keys move it, with Shift resize it");
    let mut edges: Vec<Node> = DOCKS.map(dock).into();
    edges.push(keys.pressed(stance.dock == Dock::Free).into());
    let opacity = [&stance.opacity.to_string(), " %"].concat();
    vec![
        row("Place", edges),
        pair("Width", "", ("Narrower", Act::Grow(-STEP_PX, 0)), ("Wider", Act::Grow(STEP_PX, 0))),
        pair("Height", "", ("Lower", Act::Grow(0, -STEP_PX)), ("Higher", Act::Grow(0, STEP_PX))),
        pair("Opacity", &opacity, ("Fainter", Act::Fade(true)), ("Fuller", Act::Fade(false))),
    ]
}

/// To the other places, back to the beginning, and to the list of keys.
fn ways(model: &Model, over_call: bool) -> Node {
    let way = |class, words, act| Node::from(button(class, words, act));
    let own_window = over_call && model.elsewhere.own_window;
    let side_panel = over_call && model.elsewhere.side_panel && model.tab_id.is_some();
    let ways = [
        own_window.then(|| way("own-window", "Own window", Act::OwnWindow)),
        side_panel.then(|| way("side-panel", "Side panel", Act::SidePanel)),
        Some(way("help", "Keys (?)", Act::Help(true))),
        Some(way("at-first", "As at first", Act::StandAsAtFirst)),
    ];
    controls("row ways", "More", ways.into_iter().flatten().collect())
}

fn row(name: &str, things: Vec<Node>) -> Node {
    let label = element("span", "kind").with("aria-hidden", "true").words(name);
    controls("row", name, std::iter::once(label.into()).chain(things).collect())
}

/// `Text  −  100 %  +`.
fn pair(name: &str, value: &str, less: (&str, Act), more: (&str, Act)) -> Node {
    let step = |sign, (name, act): (&str, Act)| Node::from(button("step", sign, act).named(name));
    let value = element("span", "value").with("role", "status").words(value);
    row(name, vec![step("−", less), value.into(), step("+", more)])
}
