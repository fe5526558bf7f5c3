//! What axe-core finds in the document that a browser shows, in the frame that it is in, or in a document that no window of
//! WebDriver's shows. `tests/setup.sh test` fetches it; it is in no package of ours.

use crate::error::{Error, Result};
use crate::parts::workspace;
use crate::worker::Line;
use thirtyfour::prelude::*;

/// Comes to what breaks the rules of WCAG 2.2 AA and those that are good practice.
const RUN: &str = "axe.run(document,
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(
        ({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} (${nodes.length})`),
        error => [`axe-core: ${error}`])";

/// What is not in order: each rule with the first element that breaks it. Empty when all is. The driver hands scripts over by
/// the debugger: the pages' own policy lets no other in.
///
/// # Errors
/// [`Error::File`] when axe-core is not there, [`Error::Browser`] when it does not run.
pub async fn found(driver: &WebDriver) -> Result<Vec<String>> {
    let there = driver.execute("return typeof axe", Vec::new()).await?;
    if there.json() == "undefined" {
        driver.execute(program()?, Vec::new()).await?;
    }
    Ok(driver.execute_async(format!("const [done] = arguments; {RUN}.then(done)"), Vec::new()).await?.convert()?)
}

/// The same for a document at the other end of a line.
///
/// # Errors
/// [`Error::File`] when axe-core is not there, [`Error::Unexpected`] when it does not run.
pub async fn found_by(line: &mut Line) -> Result<Vec<String>> {
    line.evaluate(&program()?).await?;
    let found = line.evaluate(RUN).await?;
    serde_json::from_value(found).map_err(|error| Error::Unexpected(format!("axe-core: {error}")))
}

fn program() -> Result<String> {
    let file = workspace().join("target/axe/axe.min.js");
    std::fs::read_to_string(&file).map_err(Error::file(&file))
}
