//! Brings the document into line with a [`Node`] tree: changes what differs from the tree before and leaves the rest
//! alone, so that nothing blinks and the keyboard stays where it is.

use super::act::Act;
use super::tree::{Element, Node, VALUE};
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlInputElement, HtmlSelectElement};

/// Tells which of the acts of the last drawing an element does.
pub const ACT: &str = "data-act";

/// A drawing under way: the acts are numbered in the order in which they are met.
struct Drawing<'a> {
    document: &'a Document,
    acts: Vec<Act>,
}

/// Draws `after` in `root`, which holds `before`. Returns what its elements do, by the numbers in [`ACT`].
pub fn draw(document: &Document, root: &web_sys::Node, before: &[Node], after: &[Node]) -> Vec<Act> {
    let mut drawing = Drawing { document, acts: Vec::new() };
    let held = document.active_element();
    drawing.children(root, before, after);
    // An element that changed its place has lost the keyboard on the way.
    if let Some(held) = held.filter(|held| held.is_connected() && document.active_element().as_ref() != Some(held)) {
        focus(&held);
    }
    drawing.acts
}

/// Gives an element the keyboard, which scrolls it into sight.
pub fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

impl Drawing<'_> {
    fn children(&mut self, parent: &web_sys::Node, before: &[Node], after: &[Node]) {
        // Both follow the document: `left` is what stands there from `place` on.
        let mut left: Vec<&Node> = before.iter().collect();
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
    fn change(&mut self, there: &web_sys::Node, old: &Node, new: &Node) {
        match (old, new) {
            (Node::Words(old), Node::Words(new)) if old != new => there.set_text_content(Some(new)),
            (Node::Element(old), Node::Element(new)) => {
                let element: &web_sys::Element = there.unchecked_ref();
                for (name, _) in &old.attributes {
                    if new.attribute(name).is_none() {
                        let _ = element.remove_attribute(name);
                    }
                }
                self.dress(element, Some(old), new);
                self.children(there, &old.children, &new.children);
                choose(element, new);
            }
            _ => {}
        }
    }

    fn make(&mut self, node: &Node) -> Option<web_sys::Node> {
        match node {
            Node::Words(words) => Some(self.document.create_text_node(words).into()),
            Node::Element(new) => {
                let element = self.document.create_element(new.tag).ok()?;
                self.dress(&element, None, new);
                self.children(&element, &[], &new.children);
                choose(&element, new);
                Some(element.into())
            }
        }
    }

    /// Sets the attributes that differ, and the number of the act.
    fn dress(&mut self, element: &web_sys::Element, old: Option<&Element>, new: &Element) {
        for (name, value) in &new.attributes {
            if old.and_then(|old| old.attribute(name)) == Some(value.as_str()) {
                continue;
            }
            if *name != VALUE {
                let _ = element.set_attribute(name, value);
            } else if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
                field.set_value(value);
            }
        }
        match &new.act {
            Some(act) => {
                let _ = element.set_attribute(ACT, &self.acts.len().to_string());
                self.acts.push(act.clone());
            }
            None if old.is_some_and(|old| old.act.is_some()) => _ = element.remove_attribute(ACT),
            None => {}
        }
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
