//! The panel, one file a part. Each part makes a piece of the tree from a slice of the [`Model`], and nothing when it has
//! nothing.
//!
//! Top to bottom: [`bar`] (what state, stop, hide), [`menu`] (where the panel stands), [`hearing`] (both sides,
//! [`transcript`], [`occasion`]), then, scrolling, [`trouble`], [`call`], [`start`] and [`cards`] (each with its [`quotes`],
//! its [`draft`] and its [`actions`]), and below them [`foot`]; over all of it [`help`]. Compact, only the bar is left, with
//! the first words of the answer.

pub mod actions;
pub mod bar;
pub mod call;
pub mod cards;
pub mod draft;
pub mod foot;
pub mod hearing;
pub mod help;
pub mod menu;
pub mod occasion;
pub mod quotes;
pub mod start;
pub mod transcript;
pub mod trouble;

#[cfg(test)]
mod tests;

use super::act::{Act, Field};
use super::model::Model;
use super::tree::{Node, VALUE, element, holder};
use crate::link::stance::Frame;

/// The whole panel at `now_ms`, milliseconds since the Unix epoch.
pub fn panel(model: &Model, now_ms: u64) -> Node {
    let now_ms = now_ms.saturating_sub(model.view.started_unix_ms);
    // Each has a place of its own: what comes and goes in one does not move the fields of another.
    let mut content = vec![
        holder("troubles", trouble::trouble(model)),
        holder("call", call::offer(model).into_iter().chain(call::over(model)).collect()),
        holder("begin", start::start(model)),
    ];
    content.extend(cards::cards(model));
    let in_tab = model.frame == Frame::Tab;
    element("main", "panel")
        .with("aria-label", "ConvoAlly")
        .child(bar::bar(model, now_ms))
        .child(menu::menu(model))
        .child(hearing::hearing(model, now_ms))
        .child(holder("scroll", vec![holder("part content", content)]))
        .child(foot::foot(model))
        .child(help::help(model))
        .maybe(in_tab.then(|| element("div", "grip").with("aria-hidden", "true").into()))
        .into()
}

/// A field of a form with its name and an example.
fn field(model: &Model, id: &str, label: &str, example: &str, field: Field) -> Node {
    let input = element("input", "").with("id", id).with("autocomplete", "off").with("placeholder", example);
    let input = input.with(VALUE, model.field(field)).on(Act::Write(field));
    element("label", "").child(element("span", "").words(label)).child(input).into()
}
