//! What every format says of a draft, of what the user made of a card, and of what a session took, in plain words.

use convoally_shared::card::Wish;
use convoally_shared::money::Spending;
use convoally_shared::view::{CardView, Marks};

/// What the user made of a card: `used, pinned, helped`; empty when nothing.
pub fn marks(marks: &Marks) -> String {
    let said = [
        (marks.used, "used"),
        (marks.pinned, "pinned"),
        (marks.dismissed, "put away"),
        (marks.rating == Some(true), "helped"),
        (marks.rating == Some(false), "did not help"),
    ];
    said.into_iter().filter_map(|(is, word)| is.then_some(word)).collect::<Vec<_>>().join(", ")
}

/// What of a card's draft stands in no source, each once.
pub fn unsupported(card: &CardView) -> Vec<&str> {
    let text = card.draft.text();
    let mut found = Vec::new();
    for span in &card.unsupported {
        // The text may be another one in a log that was written by hand.
        let Some(fact) = text.get(span.start as usize..span.end as usize) else { continue };
        if !found.contains(&fact) {
            found.push(fact);
        }
    }
    found
}

/// What was wanted of a draft, to stand behind the word: `, shorter`; empty for the ordinary one.
pub fn form(wish: Wish) -> &'static str {
    match wish {
        Wish::Spoken => "",
        Wish::Bullets => ", as points",
        Wish::Story => ", as a story",
        Wish::Code => ", with code",
        Wish::Clarify => ", a question to ask back",
        Wish::Shorter => ", shorter",
        Wish::Longer => ", longer",
        Wish::OtherExample => ", with another example",
        Wish::Plainer => ", in plainer words",
    }
}

/// What a session took: `1,734 tokens for drafts, 12 % of them for drafts that were given up; $0.0021`. None when it
/// took nothing.
pub fn spending(spending: &Spending) -> Option<String> {
    if *spending == Spending::default() {
        return None;
    }
    let mut parts = Vec::new();
    if spending.tokens > 0 {
        let share = spending.wasted_share() * 100.0;
        let wasted = match share.round() as u64 {
            0 if spending.wasted_tokens == 0 => String::new(),
            0 => ", less than 1 % of them for drafts that were given up".to_owned(),
            percent => format!(", {percent} % of them for drafts that were given up"),
        };
        parts.push(format!("{} tokens for drafts{wasted}", in_thousands(spending.tokens)));
    }
    parts.push(match (spending.micro_usd, spending.unpriced) {
        (0, false) => "no cost".to_owned(),
        (0, true) => "the price is not known".to_owned(),
        (cost, false) => dollars(cost),
        (cost, true) => format!("at least {}: not every price is known", dollars(cost)),
    });
    Some(parts.join("; "))
}

/// Four places below a dollar: a draft costs a fraction of a cent.
fn dollars(micro_usd: u64) -> String {
    let usd = micro_usd as f64 / 1_000_000.0;
    if micro_usd < 1_000_000 { format!("${usd:.4}") } else { format!("${usd:.2}") }
}

fn in_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_session_took_is_said_as_far_as_it_is_known() {
        let took = |tokens, wasted_tokens, micro_usd, unpriced| {
            spending(&Spending { tokens, wasted_tokens, micro_usd, unpriced })
        };
        assert_eq!(took(0, 0, 0, false), None);
        let cases = [
            (
                took(1_734, 208, 2_100, false),
                "1,734 tokens for drafts, 12 % of them for drafts that were given up; $0.0021",
            ),
            (
                took(1_000_000, 1, 0, false),
                "1,000,000 tokens for drafts, less than 1 % of them for drafts that were given up; no cost",
            ),
            (took(999, 0, 0, true), "999 tokens for drafts; the price is not known"),
            (took(0, 0, 1_234_567, false), "$1.23"),
            (took(5, 0, 40_000, true), "5 tokens for drafts; at least $0.0400: not every price is known"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.as_deref(), Some(expected));
        }
    }

    #[test]
    fn only_what_was_marked_is_said() {
        let mut made = Marks::default();
        assert_eq!(marks(&made), "");
        (made.used, made.rating) = (true, Some(false));
        assert_eq!(marks(&made), "used, did not help");
    }
}
