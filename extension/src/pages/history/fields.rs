//! The search and what is left out of the list.

use super::filter::Filter;
use super::listing::Listing;
use super::words;
use crate::locale::say;
use crate::pages::parts::{Button, Choice, Look, Pick, TextField, view, whenever};
use convoally_shared::amendment::Outcome;
use leptos::prelude::*;

/// The fields. Each change asks anew.
#[component]
pub fn Fields(
    /// What they are for.
    listing: Listing,
) -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (looked_for, company, from, until, outcome, tag, said, name) =
        (text(), text(), text(), text(), text(), text(), text(), text());
    whenever(move || {
        let said = match said.get().as_str() {
            "=" => ["=", &name.get()].concat(),
            side => side.to_owned(),
        };
        let filter = Filter {
            words: looked_for.get(),
            company: company.get(),
            from: from.get(),
            until: until.get(),
            outcome: outcome.get(),
            tag: tag.get(),
            said,
        };
        if listing.filter.with_untracked(|before| *before != filter) {
            listing.filter.set(filter);
        }
    });
    let clear = move |()| {
        for field in [company, from, until, outcome, tag, said, name] {
            field.set(String::new());
        }
    };
    let plain = move || listing.filter.with(|filter| filter.is_any() && filter.said.is_empty());
    view! {
        <search class="finding">
            <TextField label=say("history_search") hint=say("history_search_hint") kind="search" value=looked_for />
            <details>
                <summary>{say("history_filters")}</summary>
                <div class="filters">
                    <TextField label=say("history_company") value=company />
                    <TextField label=say("history_from") kind="date" value=from />
                    <TextField label=say("history_until") kind="date" value=until />
                    <Pick label=say("history_outcome") value=outcome choices=outcomes() />
                    <TextField label=say("history_tag") value=tag />
                    <Pick label=say("history_said") value=said choices=speakers() />
                    {move || {
                        (said.get() == "=")
                            .then(|| view! { <TextField label=say("history_said_name") value=name /> })
                    }}
                </div>
            </details>
            {move || {
                (!plain())
                    .then(|| {
                        view! {
                            <Button
                                look=Look::Quiet
                                on_press=move |()| {
                                    clear(());
                                }
                            >
                                {say("history_clear")}
                            </Button>
                        }
                    })
            }}
        </search>
    }
}

fn outcomes() -> Signal<Vec<Choice>> {
    let each = Outcome::ALL.map(|outcome| Choice::new(outcome.label(), words::outcome(outcome)));
    Signal::stored(std::iter::once(Choice::new("", say("history_any"))).chain(each).collect())
}

fn speakers() -> Signal<Vec<Choice>> {
    Signal::stored(vec![
        Choice::new("", say("history_said_any")),
        Choice::new("me", say("history_said_me")),
        Choice::new("them", say("history_said_them")),
        Choice::new("=", say("history_said_somebody")),
    ])
}
