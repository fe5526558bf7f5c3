//! What a document's styles mean: headings, lists, bold.

use super::super::error::Unread;
use super::xml::{self, Node};
use std::collections::HashMap;

/// Styles are based on styles; longer chains than this are circles.
const LONGEST_CHAIN: usize = 16;

/// One style, as far as it says something itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    based_on: Option<String>,
    /// As a heading: 0 is the title, 1 the first level.
    pub level: Option<u8>,
    /// Depth in a list.
    pub list: Option<usize>,
    pub bold: Option<bool>,
}

/// Every style by its id.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
}

impl Styles {
    pub fn read(xml: &str) -> Result<Self, Unread> {
        let mut styles = Self::default();
        let mut open: Option<(String, Style)> = None;
        xml::walk(xml, |node| match node {
            Node::Start(element) => {
                let name = element.local_name();
                let value = || xml::attribute(element, "val");
                if name.as_ref() == "style" {
                    open = xml::attribute(element, "styleId").map(|id| (id, Style::default()));
                } else if let Some((_, style)) = &mut open {
                    match name.as_ref() {
                        "name" => style.level = value().and_then(|name| named(&name)),
                        "basedOn" => style.based_on = value(),
                        "outlineLvl" => style.level = style.level.or(value().and_then(|level| outline(&level))),
                        "numId" => style.list = value().filter(|id| id != "0").map(|_| style.list.unwrap_or(0)),
                        "ilvl" => style.list = value().and_then(|level| level.parse().ok()),
                        "b" => style.bold = Some(xml::is_on(element)),
                        _ => {}
                    }
                }
            }
            Node::End("style") => styles.styles.extend(open.take()),
            _ => {}
        })?;
        Ok(styles)
    }

    /// What a style says, with what it takes over from the styles below it.
    pub fn of(&self, id: &str) -> Style {
        let mut all = Style::default();
        let mut next = Some(id);
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            all.level = all.level.or(style.level);
            all.list = all.list.or(style.list);
            all.bold = all.bold.or(style.bold);
            next = style.based_on.as_deref();
        }
        all
    }
}

/// Word keeps these names in English, whatever the language.
fn named(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("heading ") {
        Some(level) => level.parse().ok().filter(|level| (1..=9).contains(level)),
        None => (name == "title").then_some(0),
    }
}

/// An outline level counts from 0; 9 is running text.
pub fn outline(level: &str) -> Option<u8> {
    level.parse::<u8>().ok().filter(|level| *level < 9).map(|level| level + 1)
}
