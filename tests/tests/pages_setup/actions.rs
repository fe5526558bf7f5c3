//! What is changed on a page is so in the program, and is there when the page is opened again.

use super::{Fresh, LONG, fill, press_named};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::pages::{open, says, until_says};
use convoally_tests::wait;
use thirtyfour::prelude::*;

/// A provider that knows no key, as OpenAI's says it. Returns its address.
async fn keyless() -> Result<String> {
    const REFUSAL: &str = r#"{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}"#;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(Error::start("a provider"))?;
    let address = listener.local_addr().map_err(Error::start("a provider"))?;
    let refuse = post(async || (StatusCode::UNAUTHORIZED, REFUSAL));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/v1/chat/completions", refuse)).await });
    Ok(format!("http://{address}/v1"))
}

async fn until_order(driver: &WebDriver, order: &[&str]) -> Result<()> {
    let script = "return [...document.querySelectorAll('.line[data-engine]')].map(line => line.dataset.engine)";
    wait::until(&format!("the order {order:?}"), LONG, async || {
        let shown: Vec<String> = driver.execute(script, Vec::new()).await.ok()?.convert().ok()?;
        (shown == order).then_some(())
    })
    .await
}

/// What a command of the program prints.
async fn program_says(fresh: &Fresh, arguments: &[&str]) -> Result<String> {
    let mut command = fresh.host.command();
    command.args(arguments);
    Ok(String::from_utf8_lossy(&child::output_later(command).await?).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_engines_and_the_budget_are_kept_and_a_check_names_what_is_wrong() -> Result<()> {
    const BUDGET: &str = "//div[@class='beside-button']";
    let fresh = Fresh::start().await?;
    let (driver, url) = (fresh.driver(), keyless().await?);
    open(driver, "pages.html#engines").await?;
    press_named(driver, "//main", "Add anthropic").await?;
    until_order(driver, &["anthropic"]).await?;
    press_named(driver, "//main", "Add one at an address of your own").await?;
    fill(driver, "Name", "attic").await?;
    fill(driver, "Address", &url).await?;
    press_named(driver, "//main", "Add to the order").await?;
    until_order(driver, &["anthropic", "attic"]).await?;
    press_named(driver, "//li[@data-engine='attic']", "Move up").await?;
    until_order(driver, &["attic", "anthropic"]).await?;
    press_named(driver, "//li[@data-engine='anthropic']", "Remove").await?;
    until_order(driver, &["attic"]).await?;

    fill(driver, "Monthly budget, US dollars", "1,000").await?;
    press_named(driver, BUDGET, "Save").await?;
    until_says(driver, ".fault code", "money.two_sums").await?;
    fresh.keep_picture("budget-two-sums").await?;
    fill(driver, "Monthly budget, US dollars", "12.50").await?;
    press_named(driver, BUDGET, "Save").await?;
    until_says(driver, "main", "Saved.").await?;
    assert!(program_says(&fresh, &["budget"]).await?.contains("12.50"), "the program counts against it");

    open(driver, "pages.html#engines").await?;
    until_order(driver, &["attic"]).await?;
    let budget = "return [...document.querySelectorAll('main input')].map(field => field.value)";
    wait::until("the budget to stand in its field", LONG, async || {
        let fields: Vec<String> = driver.execute(budget, Vec::new()).await.ok()?.convert().ok()?;
        fields.iter().any(|value| value == "12.5").then_some(())
    })
    .await?;
    press_named(driver, "//main", "Check all engines").await?;
    until_says(driver, ".stack[data-engine='attic']", "asks for a key").await?;
    until_says(driver, ".stack[data-engine='attic']", "answer.wrong_key").await?;
    driver.find(By::Css(".stack[data-engine='attic']")).await?.scroll_into_view().await?;
    fresh.keep_picture("engines-order-checked").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_said_the_vault_is_locked_and_opened_and_everything_goes_after_a_typed_word() -> Result<()> {
    let fresh = Fresh::start().await?;
    for document in fixtures::documents() {
        fresh.host.add_document(&document)?;
    }
    let driver = fresh.driver();
    open(driver, "pages.html#privacy").await?;
    let pick = "//div[@class='field'][label[normalize-space()='Documents']]//option[@value='30']";
    wait::until("for how long documents are kept", LONG, async || driver.find(By::XPath(pick)).await.ok())
        .await?
        .click()
        .await?;
    press_named(driver, "//dialog[@open]", "Erase what is older").await?;
    wait::until("the program to know", LONG, async || {
        program_says(&fresh, &["privacy", "keep"]).await.ok()?.contains("30 days").then_some(())
    })
    .await?;

    press_named(driver, "//main", "Lock now").await?;
    wait::until("the lock", LONG, async || driver.find(By::Css("[data-access='locked']")).await.ok()).await?;
    fresh.keep_picture("privacy-locked").await?;
    press_named(driver, "//main", "Unlock").await?;
    wait::until("the open vault", LONG, async || driver.find(By::Css("[data-access='open']")).await.ok()).await?;

    press_named(driver, "//main", "Erase everything").await?;
    let sure =
        wait::until("the question", LONG, async || driver.find(By::Css("dialog[open] input")).await.ok()).await?;
    fresh.keep_picture("privacy-erase").await?;
    assert!(driver.find(By::XPath("//dialog[@open]//button[@disabled]")).await.is_ok(), "not before the word");
    sure.send_keys("erase everything").await?;
    press_named(driver, "//dialog[@open]", "Erase everything").await?;
    wait::until("what went", LONG, async || says(driver, "[role='status'] .sentence").await.ok()).await?;
    fresh.keep_picture("privacy-erased").await?;
    let listed = program_says(&fresh, &["documents", "list"]).await?;
    assert!(listed.contains("No document"), "{listed}");
    Ok(())
}
