//! What axe-core finds in the page that a browser shows. `tests/setup.sh test` fetches it; it is in no package of ours.

use crate::error::{Error, Result};
use crate::parts::workspace;
use serde_json::Value;
use thirtyfour::prelude::*;

/// The rules of WCAG 2.2 AA and those that are good practice.
const RULES: &str = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }";

/// What is not in order in the page: each rule with the first element that breaks it. Empty when all is.
///
/// # Errors
/// [`Error::File`] when axe-core is not there, [`Error::Browser`] when it does not run.
pub async fn found(driver: &WebDriver) -> Result<Vec<String>> {
    let file = workspace().join("target/axe/axe.min.js");
    let axe = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
    // By the debugger, because the pages' own policy lets no other script in.
    let script = format!(
        "{axe};axe.run(document, {RULES}).then(({{ violations }}) => JSON.stringify(violations.map(({{ id, nodes }}) => \
         `${{id}}: ${{nodes[0].html}} (${{nodes.length}})`)))"
    );
    let asked = serde_json::json!({"expression": script, "awaitPromise": true, "returnByValue": true});
    let answer = driver.cdp().send_raw("Runtime.evaluate", asked).await?;
    let told = answer["result"]["value"].as_str().map(serde_json::from_str::<Vec<Value>>);
    match told {
        Some(Ok(violations)) => Ok(violations.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()),
        _ => Err(Error::Unexpected(format!("axe-core said {answer}"))),
    }
}
