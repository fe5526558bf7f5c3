//! One document as it was read, in parts that fit into messages.

use super::super::parts::{parts, tell};
use super::super::{Desk, aside};
use crate::browser::errand::Teller;
use crate::knowledge::{self, Piece};
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use convoally_shared::request::{DocumentPart, Done, Quotable, ReadDocument};

/// Bytes of a document's text in a part: at worst each takes six in JSON.
const TEXT_BYTES: usize = 100_000;

impl Desk {
    pub(in super::super) async fn document(
        &mut self,
        call: u64,
        ReadDocument { id }: ReadDocument,
    ) -> Result<impl Future<Output = Result<Done, Fault>> + Send + use<>, Fault> {
        let (vault, teller) = (self.lent().await?, self.errands.teller::<ReadDocument>(call));
        Ok(async move {
            let document = vault.lend(move |vault| Ok(vault.document(&id.0)?)).await?;
            tell_text(&teller, &document).await?;
            let passages = aside(move || Ok(knowledge::cut(&document).into_iter().map(quotable).collect())).await?;
            for part in parts::<Quotable>(passages) {
                tell(&teller, &DocumentPart::Passages(part)).await?;
            }
            Ok(Done {})
        })
    }
}

async fn tell_text(teller: &Teller<ReadDocument>, document: &Document) -> Result<(), Fault> {
    let (first, mut rest) = cut(&document.text);
    tell(teller, &DocumentPart::Head(Document { text: first.to_owned(), ..without_text(document) })).await?;
    while !rest.is_empty() {
        let (next, after) = cut(rest);
        tell(teller, &DocumentPart::Text(next.to_owned())).await?;
        rest = after;
    }
    Ok(())
}

fn without_text(document: &Document) -> Document {
    let Document { id, title, kind, interview, format, text: _ } = document;
    let (id, title, interview) = (id.clone(), title.clone(), interview.clone());
    Document { id, title, kind: *kind, interview, format: *format, text: String::new() }
}

/// A part's worth, and the rest. No letter is cut in two.
fn cut(text: &str) -> (&str, &str) {
    text.split_at(text.floor_char_boundary(TEXT_BYTES))
}

fn quotable(Piece { place, text, line, page }: Piece) -> Quotable {
    Quotable { place, text, line, page }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_cut_in_two() {
        let text = format!("x{}", "é".repeat(TEXT_BYTES));
        let (first, rest) = cut(&text);
        assert_eq!(first.len(), TEXT_BYTES - 1);
        assert_eq!(format!("{first}{rest}"), text);
        assert_eq!(cut("short"), ("short", ""));
    }
}
