//! Where the panel stands, how large it and its text are, and how opaque; everything that the pointer does at its bar
//! and its corner, by buttons and by the arrow keys. And the way to the other places, and to the list of keys.

use crate::link::stance::{Dock, Frame};
use crate::locale::{Key, say, write};
use crate::overlay::act::Act;
use crate::overlay::deck::Fold;
use crate::overlay::model::Model;
use crate::overlay::tree::{Element, Node, button, controls, element};

/// The edges as the menu calls them.
const DOCKS: [(Dock, Key); 3] = [
    (Dock::Left, Key("panel_dock_left")),
    (Dock::Right, Key("panel_dock_right")),
    (Dock::Bottom, Key("panel_dock_bottom")),
];
/// A press makes the panel larger by so much, CSS pixels.
const STEP_PX: i32 = 32;

/// The menu; empty while it is folded.
pub fn menu(model: &Model) -> Element {
    let part = element("section", "part menu").with("aria-label", &say("panel_menu"));
    if !model.deck.is_open(Fold::Menu) {
        return part;
    }
    let over_call = model.frame == Frame::Tab;
    let rows = if over_call { standing(model) } else { Vec::new() };
    let (smaller, larger) = ((Key("panel_smaller"), Act::Text(false)), (Key("panel_larger"), Act::Text(true)));
    let text = pair(Key("panel_text"), &percent(model.stance.text), smaller, larger);
    part.all(rows).child(text).child(ways(model, over_call))
}

fn standing(model: &Model) -> Vec<Node> {
    let stance = &model.stance;
    let dock = |(dock, words)| button("dock", &say(words), Act::Dock(dock)).pressed(stance.dock == dock).into();
    let keys = button("by-arrows", &say("panel_arrows"), Act::Move(0, 0)).named(&say("panel_arrows_do"));
    let mut edges: Vec<Node> = DOCKS.map(dock).into();
    edges.push(keys.pressed(stance.dock == Dock::Free).into());
    let grow = |wider, higher| Act::Grow(wider * STEP_PX, higher * STEP_PX);
    let (narrower, wider) = (Key("panel_narrower"), Key("panel_wider"));
    let (lower, higher) = (Key("panel_lower"), Key("panel_higher"));
    let (fainter, fuller) = (Key("panel_fainter"), Key("panel_fuller"));
    vec![
        row(Key("panel_place"), edges),
        pair(Key("panel_width"), "", (narrower, grow(-1, 0)), (wider, grow(1, 0))),
        pair(Key("panel_height"), "", (lower, grow(0, -1)), (higher, grow(0, 1))),
        pair(Key("panel_opacity"), &percent(stance.opacity), (fainter, Act::Fade(true)), (fuller, Act::Fade(false))),
    ]
}

fn percent(value: u32) -> String {
    write::percent(f64::from(value) / 100.0)
}

/// To the other places, back to the beginning, and to the list of keys.
fn ways(model: &Model, over_call: bool) -> Node {
    let way = |class, words: Key, act| Node::from(button(class, &say(words), act));
    let own_window = over_call && model.elsewhere.own_window;
    let side_panel = over_call && model.elsewhere.side_panel && model.tab_id.is_some();
    let ways = [
        own_window.then(|| way("own-window", Key("panel_own_window"), Act::OwnWindow)),
        side_panel.then(|| way("side-panel", Key("popup_side_panel"), Act::SidePanel)),
        Some(way("help", Key("panel_menu_keys"), Act::Help(true))),
        Some(way("at-first", Key("panel_first"), Act::StandAsAtFirst)),
    ];
    controls("row ways", &say("panel_more"), ways.into_iter().flatten().collect())
}

fn row(name: Key, things: Vec<Node>) -> Node {
    let name = say(name);
    let label = element("span", "kind").with("aria-hidden", "true").words(&name);
    controls("row", &name, std::iter::once(label.into()).chain(things).collect())
}

/// `Text  −  100%  +`.
fn pair(name: Key, value: &str, less: (Key, Act), more: (Key, Act)) -> Node {
    let step = |sign, (name, act): (Key, Act)| Node::from(button("step", sign, act).named(&say(name)));
    let value = element("span", "value").with("role", "status").words(value);
    row(name, vec![step("−", less), value.into(), step("+", more)])
}
