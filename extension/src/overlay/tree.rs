//! The panel as data: elements with their attributes, what pressing them does, and what stands in them.
//!
//! [`super::parts`] builds it from the model, [`super::dom`] brings the document into line with it. Nothing here knows a
//! browser, so what the panel shows is tested without one.

use super::act::Act;

/// One node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Words.
    Words(String),
    /// An element.
    Element(Element),
}

/// An element and all that is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its tag.
    pub tag: &'static str,
    /// Which of its siblings it is, where they change places.
    pub key: Option<u32>,
    /// Its attributes, and beside them [`VALUE`] and [`STYLE`].
    pub attributes: Vec<(&'static str, String)>,
    /// What pressing it, submitting it or writing in it does.
    pub act: Option<Act>,
    /// What is in it.
    pub children: Vec<Node>,
}

/// Names what is written in a field, or chosen in a list, which is no attribute of it.
pub const VALUE: &str = ".value";

/// Names what an element alone looks like, in CSS.
pub const STYLE: &str = "style";

/// An element of a class; the empty one is none.
pub fn element(tag: &'static str, class: &str) -> Element {
    let element = Element { tag, key: None, attributes: Vec::new(), act: None, children: Vec::new() };
    if class.is_empty() { element } else { element.with("class", class) }
}

/// A line of words.
pub fn line(class: &str, words: &str) -> Node {
    element("p", class).words(words).into()
}

/// Things that belong together.
pub fn holder(class: &str, things: Vec<Node>) -> Node {
    element("div", class).all(things).into()
}

/// Controls that belong together, and what they are for.
pub fn controls(class: &str, name: &str, things: Vec<Node>) -> Node {
    element("div", class).with("role", "group").with("aria-label", name).all(things).into()
}

/// A button, which tests find by its class.
pub fn button(class: &str, words: &str, act: Act) -> Element {
    element("button", class).with("type", "button").words(words).on(act)
}

impl Element {
    /// With an attribute.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// With an attribute that says by being there.
    pub fn flag(self, name: &'static str, set: bool) -> Self {
        if set { self.with(name, "") } else { self }
    }

    /// Called something where its words do not say enough.
    pub fn named(self, name: &str) -> Self {
        self.with("aria-label", name).with("title", name)
    }

    /// In or out.
    pub fn pressed(self, pressed: bool) -> Self {
        self.with("aria-pressed", truth(pressed))
    }

    /// It unfolds something.
    pub fn expanded(self, expanded: bool) -> Self {
        self.with("aria-expanded", truth(expanded))
    }

    /// What pressing it does.
    pub fn on(self, act: Act) -> Self {
        Self { act: Some(act), ..self }
    }

    /// Which of its siblings it is.
    pub fn key(self, key: u32) -> Self {
        Self { key: Some(key), ..self }
    }

    /// With words in it.
    pub fn words(mut self, words: &str) -> Self {
        self.children.push(Node::Words(words.to_owned()));
        self
    }

    /// With something in it.
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// With something in it, where it is there.
    pub fn maybe(mut self, child: Option<Node>) -> Self {
        self.children.extend(child);
        self
    }

    /// With all of these in it.
    pub fn all(mut self, children: Vec<Node>) -> Self {
        self.children.extend(children);
        self
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Node::Element(element)
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
