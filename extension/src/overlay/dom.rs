//! Brings the document into line with a [`Node`] tree: changes what differs from the tree before and leaves the rest
//! alone, so that nothing blinks and the keyboard stays where it is.

use super::act::Act;
use super::tree::{Element, Node, STYLE, VALUE};
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// Tells an element that does something.
const ACT: &str = "data-act";

/// A drawing under way.
struct Drawing<'a>(&'a Document);

/// Draws `after` in `root`, which holds `before`.
pub fn draw(document: &Document, root: &web_sys::Node, before: &[Node], after: &[Node]) {
    let held = document.active_element();
    Drawing(document).children(root, before, after);
    // An element that changed its place has lost the keyboard on the way.
    if let Some(held) = held.filter(|held| held.is_connected() && document.active_element().as_ref() != Some(held)) {
        focus(&held);
    }
}

/// What an element in `root`, which holds `drawn`, does: its node stands in the tree where it stands in the document.
pub fn act(root: &web_sys::Node, drawn: &[Node], element: &web_sys::Node) -> Option<Act> {
    node(root, drawn, element)?.act.clone()
}

fn node<'a>(root: &web_sys::Node, drawn: &'a [Node], element: &web_sys::Node) -> Option<&'a Element> {
    let parent = element.parent_node()?;
    let siblings = if parent == *root { drawn } else { &node(root, drawn, &parent)?.children };
    let place = std::iter::successors(element.previous_sibling(), web_sys::Node::previous_sibling).count();
    match siblings.get(place)? {
        Node::Element(element) => Some(element),
        Node::Words(_) => None,
    }
}

/// Gives an element the keyboard, which scrolls it into sight.
pub fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

impl Drawing<'_> {
    fn children(&self, parent: &web_sys::Node, before: &[Node], after: &[Node]) {
        // Both follow the document: `left` is what stands there from `place` on.
        let mut left = without_gone(parent, before, after);
        let mut place = parent.first_child();
        for node in after {
            let found = match key(node) {
                None => (!left.is_empty()).then_some(0),
                Some(_) => left.iter().position(|other| key(other) == key(node)),
            };
            let found = found.filter(|at| alike(left[*at], node));
            match found {
                Some(at) => {
                    let old = left.remove(at);
                    let Some(there) = nth(&place, at) else { continue };
                    if at == 0 {
                        place = there.next_sibling();
                    } else {
                        let _ = parent.insert_before(&there, place.as_ref());
                    }
                    self.change(&there, old, node);
                }
                None => {
                    let made = self.make(node);
                    let _ = made.map(|made| parent.insert_before(&made, place.as_ref()));
                    // What has no key is replaced, not pushed on.
                    if key(node).is_none() && left.first().is_some_and(|old| key(old).is_none()) {
                        left.remove(0);
                        place = remove(parent, place);
                    }
                }
            }
        }
        for _ in left {
            place = remove(parent, place);
        }
    }

    /// Changes `there`, which shows `old`, to show `new`.
    fn change(&self, there: &web_sys::Node, old: &Node, new: &Node) {
        match (old, new) {
            _ if old == new => {}
            (Node::Words(_), Node::Words(new)) => there.set_text_content(Some(new)),
            (Node::Element(old), Node::Element(new)) => {
                let element: &web_sys::Element = there.unchecked_ref();
                for (name, _) in &old.attributes {
                    if new.attribute(name).is_none() {
                        let _ = element.remove_attribute(name);
                    }
                }
                dress(element, Some(old), new);
                self.children(there, &old.children, &new.children);
                choose(element, new);
            }
            _ => {}
        }
    }

    fn make(&self, node: &Node) -> Option<web_sys::Node> {
        match node {
            Node::Words(words) => Some(self.0.create_text_node(words).into()),
            Node::Element(new) => {
                let element = self.0.create_element(new.tag).ok()?;
                dress(&element, None, new);
                self.children(&element, &[], &new.children);
                choose(&element, new);
                Some(element.into())
            }
        }
    }
}

/// Sets the attributes that differ, and whether it does something.
fn dress(element: &web_sys::Element, old: Option<&Element>, new: &Element) {
    for (name, value) in &new.attributes {
        if old.and_then(|old| old.attribute(name)) == Some(value.as_str()) {
            continue;
        }
        match *name {
            VALUE => _ = element.dyn_ref().map(|field: &HtmlInputElement| field.set_value(value)),
            // Our pages' policy lets no attribute be a style.
            STYLE => _ = element.dyn_ref().map(|element: &HtmlElement| element.style().set_css_text(value)),
            name => _ = element.set_attribute(name, value),
        }
    }
    let acts = |element: &Element| element.act.is_some();
    if acts(new) != old.is_some_and(acts) {
        let _ = element.toggle_attribute_with_force(ACT, acts(new));
    }
}

/// Chooses in a list, once what can be chosen is in it.
fn choose(element: &web_sys::Element, new: &Element) {
    if let (Some(list), Some(value)) = (element.dyn_ref::<HtmlSelectElement>(), new.attribute(VALUE)) {
        list.set_value(value);
    }
}

fn key(node: &Node) -> Option<u32> {
    match node {
        Node::Words(_) => None,
        Node::Element(element) => element.key,
    }
}

/// Whether one can be changed into the other.
fn alike(old: &Node, new: &Node) -> bool {
    match (old, new) {
        (Node::Words(_), Node::Words(_)) => true,
        (Node::Element(old), Node::Element(new)) => (old.tag, old.key) == (new.tag, new.key),
        _ => false,
    }
}

/// Takes away what has a key that is not there any more, and returns what is left. It goes first: otherwise all that stands
/// behind it would be moved to the front of it, one after the other.
fn without_gone<'a>(parent: &web_sys::Node, before: &'a [Node], after: &[Node]) -> Vec<&'a Node> {
    let stays = |old: &&Node| key(old).is_none_or(|old| after.iter().any(|new| key(new) == Some(old)));
    if !before.iter().all(|old| stays(&old)) {
        let mut place = parent.first_child();
        for old in before {
            place = if stays(&old) { place.and_then(|place| place.next_sibling()) } else { remove(parent, place) };
        }
    }
    before.iter().filter(stays).collect()
}

fn nth(place: &Option<web_sys::Node>, steps: usize) -> Option<web_sys::Node> {
    (0..steps).try_fold(place.clone()?, |node, _| node.next_sibling())
}

/// Takes away what stands at `place`, and returns what stood behind it.
fn remove(parent: &web_sys::Node, place: Option<web_sys::Node>) -> Option<web_sys::Node> {
    let place = place?;
    let next = place.next_sibling();
    let _ = parent.remove_child(&place);
    next
}
