//! A confirmation for what cannot be taken back: the user types a word that says what goes.

use super::button::{Button, Look};
use super::dialog::Dialog;
use super::field::TextField;
use super::view;
use super::whenever::whenever;
use crate::locale::{say, say_with};
use leptos::prelude::*;

/// Whether what was typed is the word that was asked for; case and spaces around it do not matter.
pub fn is_typed(typed: &str, word: &str) -> bool {
    !word.is_empty() && typed.trim().to_lowercase() == word.to_lowercase()
}

/// A dialog whose button works once `word` is typed.
#[component]
pub fn TypedConfirm(
    /// Whether it is shown. Set back before `on_confirm` is called.
    open: RwSignal<bool>,
    /// What is asked: a heading.
    #[prop(into)]
    title: String,
    /// What will be gone, and what will not.
    #[prop(into)]
    text: String,
    /// What is to be typed.
    #[prop(into)]
    word: String,
    /// What the button says.
    #[prop(into)]
    button: String,
    /// What it does.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    whenever(move || {
        if open.get() {
            typed.set(String::new());
        }
    });
    let (text, word, button) = (StoredValue::new(text), StoredValue::new(word), StoredValue::new(button));
    let wrong = Signal::derive(move || !word.with_value(|word| is_typed(&typed.get(), word)));
    let confirm = move |()| {
        open.set(false);
        on_confirm.run(());
    };
    view! {
        <Dialog open on_close=move |()| open.set(false) title>
            <p>{text.get_value()}</p>
            <TextField label=say_with("parts_type_word", &[&word.get_value()]) value=typed />
            <div class="row end">
                <Button on_press=move |()| open.set(false)>{say("parts_cancel")}</Button>
                <Button look=Look::Final disabled=wrong on_press=confirm>
                    {button.get_value()}
                </Button>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_word_confirms() {
        assert!(is_typed(" Erase ", "erase"));
        assert!(is_typed("LÖSCHEN", "löschen"));
        for typed in ["", "eras", "erase it"] {
            assert!(!is_typed(typed, "erase"), "{typed}");
        }
        assert!(!is_typed("", ""), "an interview without a name is not confirmed by nothing");
    }
}
