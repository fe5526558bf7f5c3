//! What axe-core finds in the document that a browser shows, or in the frame that it is in. `tests/setup.sh test` fetches
//! it; it is in no package of ours.

use crate::error::{Error, Result};
use crate::parts::workspace;
use thirtyfour::prelude::*;

/// Runs the rules of WCAG 2.2 AA and those that are good practice. The driver hands scripts over by the debugger: the
/// pages' own policy lets no other in.
const RUN: &str = "const [done] = arguments;
    const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: rules }).then(
        ({ violations }) => done(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} (${nodes.length})`)),
        error => done([`axe-core: ${error}`]))";

/// What is not in order: each rule with the first element that breaks it. Empty when all is.
///
/// # Errors
/// [`Error::File`] when axe-core is not there, [`Error::Browser`] when it does not run.
pub async fn found(driver: &WebDriver) -> Result<Vec<String>> {
    let there = driver.execute("return typeof axe", Vec::new()).await?;
    if there.json() == "undefined" {
        let file = workspace().join("target/axe/axe.min.js");
        let axe = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
        driver.execute(axe, Vec::new()).await?;
    }
    Ok(driver.execute_async(RUN, Vec::new()).await?.convert()?)
}
