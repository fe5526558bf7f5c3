//! The budget of a month, what was used of it, and the price table.

use super::model;
use crate::locale::{say, say_count, say_with, write};
use crate::pages::desk;
use crate::pages::parts::{Button, Job, JobFault, Look, Progress, Table, TextField, view};
use convoally_shared::request::{EnginesShown, SetBudget, SetPrice};
use convoally_shared::spent::{Price, Used};
use leptos::prelude::*;

/// All of it.
#[component]
pub fn Money(
    /// What the host said last.
    now: Signal<EnginesShown>,
    /// Asks the host anew: something was changed.
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <Budget now again />
        <h3>{say("engines_used")}</h3>
        {move || now.with(|now| used(now.used.clone(), now.monthly_micro_usd))}
        <h3>{say("engines_prices")}</h3>
        <p>{say("engines_prices_text")}</p>
        <Prices now again />
    }
}

#[component]
fn Budget(now: Signal<EnginesShown>, again: Callback<()>) -> impl IntoView {
    let before = now.with_untracked(|now| now.monthly_micro_usd);
    let typed = RwSignal::new(before.map(|micro| write::plain(micro as f64 / 1e6)).unwrap_or_default());
    let (job, saved) = (Job::new(), RwSignal::new(false));
    let same = Memo::new(move |_| model::micro_usd(&typed.get()).ok() == Some(now.with(|now| now.monthly_micro_usd)));
    let save = move |()| {
        let typed = typed.get_untracked();
        job.begin(async move {
            desk::call(SetBudget { monthly_micro_usd: model::micro_usd(&typed)? }).await?;
            saved.set(true);
            again.run(());
            Ok(())
        });
    };
    view! {
        <div class="beside-button">
            <TextField label=say("engines_budget") value=typed example="10" hint=say("engines_budget_hint") />
            <Button disabled=same busy=job.busy() on_press=save>{say("engines_save")}</Button>
        </div>
        <span class="soft small" role="status">{move || (saved.get() && same.get()).then(|| say("engines_saved"))}</span>
        <JobFault job />
    }
}

fn used(used: Option<Used>, budget: Option<u64>) -> AnyView {
    let Some(used) = used else {
        return view! { <p class="soft">{say("engines_used_locked")}</p> };
    };
    let sum = used.micro_usd();
    let words = match budget {
        Some(budget) => say_with("engines_used_of", &[&write::money(sum), &write::money(budget)]),
        None => write::money(sum),
    };
    let share = model::used_share(sum, budget);
    let drafts = used.drafts.iter().map(|(engine, drafts)| {
        (engine.clone(), say_count("engines_used_drafts", drafts.count), drafts.micro_usd, drafts.unpriced)
    });
    let sound = used
        .sound
        .iter()
        .map(|(recipient, sound)| (recipient.clone(), write::length(sound.audio_ms), sound.micro_usd, sound.unpriced));
    let row = |(what, how_much, micro, unpriced): (String, String, u64, bool)| {
        let cost = if unpriced && micro == 0 { say("engines_unpriced") } else { write::money(micro) };
        view! { <tr><th scope="row">{what}</th><td>{how_much}</td><td>{cost}</td></tr> }
    };
    let rows: Vec<_> = drafts.chain(sound).map(row).collect();
    if rows.is_empty() {
        return view! { <p class="soft">{say("engines_used_nothing")}</p> };
    }
    let headings = vec![say("engines_used_what"), say("engines_used_much"), say("engines_used_cost")];
    view! {
        {share.is_some().then(|| {
            view! { <Progress label=say("engines_used") share=Signal::stored(share) words=Signal::stored(words.clone()) /> }
        })}
        {share.is_none().then(|| view! { <p>{words.clone()}</p> })}
        <Table caption=say("engines_used") headings>{rows}</Table>
    }
}

#[component]
fn Prices(now: Signal<EnginesShown>, again: Callback<()>) -> impl IntoView {
    let job = Job::new();
    let set = Callback::new(move |(model, price): (String, Option<Price>)| {
        job.begin(async move {
            desk::call(SetPrice { model, price }).await?;
            again.run(());
            Ok(())
        });
    });
    let prices = Memo::new(move |_| now.with(|now| now.prices.clone()));
    let headings = || {
        let keys = [say("engines_price_model"), say("engines_price_input"), say("engines_price_output")];
        keys.into_iter().chain([say("engines_price_minute"), String::new()]).collect::<Vec<_>>()
    };
    let row = move |(model, price): (String, Price)| {
        let [input, output, minute] = [price.input, price.output, price.minute].map(model::dollars_words);
        let named = [&say("engines_remove"), " ", &model].concat();
        let taken =
            price.taken.map(|day| view! { <span class="soft small">{say_with("engines_price_taken", &[&day])}</span> });
        let own = model.clone();
        view! {
            <tr>
                <th scope="row">{model} " " {taken}</th>
                <td>{input}</td>
                <td>{output}</td>
                <td>{minute}</td>
                <td>
                    <Button look=Look::Quiet name=named on_press=move |()| set.run((own.clone(), None))>
                        {say("engines_remove")}
                    </Button>
                </td>
            </tr>
        }
    };
    view! {
        {move || {
            let prices = prices.get();
            (!prices.is_empty()).then(|| {
                view! {
                    <Table caption=say("engines_prices") headings=headings()>
                        {prices.into_iter().map(row).collect_view()}
                    </Table>
                }
            })
        }}
        <JobFault job />
        <NewPrice set />
    }
}

#[component]
fn NewPrice(set: Callback<(String, Option<Price>)>) -> impl IntoView {
    let job = Job::new();
    let [model, input, output, minute] = [(); 4].map(|()| RwSignal::new(String::new()));
    let unnamed = Signal::derive(move || model.with(|model| model.trim().is_empty()));
    let add = move |()| match model::price(&input.get_untracked(), &output.get_untracked(), &minute.get_untracked()) {
        Err(fault) => job.fail(fault),
        Ok(price) => {
            job.forgive();
            set.run((model.get_untracked().trim().to_owned(), Some(price)));
            [model, input, output, minute].iter().for_each(|field| field.set(String::new()));
        }
    };
    view! {
        <div class="four">
            <TextField label=say("engines_price_model") value=model />
            <TextField label=say("engines_price_input") value=input />
            <TextField label=say("engines_price_output") value=output />
            <TextField label=say("engines_price_minute") value=minute />
        </div>
        <JobFault job />
        <Button disabled=unnamed on_press=add>{say("engines_price_add")}</Button>
    }
}
