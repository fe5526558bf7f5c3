//! XML as Word writes it: elements and attributes by their names without the prefix.

use super::super::error::Unread;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// More open elements than any document has.
const DEEPEST: usize = 512;

/// What a part consists of.
pub enum Node<'a> {
    /// An element begins; one without content ends at once.
    Start(&'a BytesStart<'a>),
    /// An element of this name ends.
    End(&'a str),
    Text(&'a str),
}

/// Tells `visit` everything of a part, in its order.
pub fn walk(xml: &str, mut visit: impl FnMut(Node<'_>)) -> Result<(), Unread> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Unread::Broken)? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Unread::Broken);
                }
                visit(Node::Start(&element));
            }
            Event::Empty(element) => {
                visit(Node::Start(&element));
                visit(Node::End(element.local_name().as_ref()));
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                visit(Node::End(element.local_name().as_ref()));
            }
            Event::Text(text) => visit(Node::Text(&text.xml10_content())),
            Event::CData(text) => visit(Node::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter),
                    _ => named(&reference.xml10_content()),
                };
                visit(Node::Text(letter.map(String::from).as_deref().unwrap_or_default()));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The letters that XML itself names. A document's own names are not expanded.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// An attribute's value.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut known = attributes.with_checks(false).flatten();
    known.find(|attribute| attribute.key.local_name().as_ref() == name).map(|attribute| attribute.value.into_owned())
}

/// Whether a property that is there is on: `<w:b/>` and `<w:b w:val="1"/>` are, `<w:b w:val="0"/>` is not.
pub fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}
