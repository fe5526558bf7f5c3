//! From the provider's socket to the painted card, beside a page that reads the same stream itself.

use convoally_tests::error::{Error, Result};
use convoally_tests::latency::{self, Spread};
use convoally_tests::parts::Parts;
use convoally_tests::provider::Provider;
use convoally_tests::report::Figure;
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use std::collections::BTreeMap;
use std::time::Duration;

/// Pieces of one answer, and how many answers. Models of this kind write about fifty a second.
const PIECES: usize = 300;
const ANSWERS: usize = 4;
const PACE: Duration = Duration::from_millis(20);
/// What the goal allows above reading the stream directly, milliseconds.
const MEDIAN_MS: f64 = 6.0;
const P99_MS: f64 = 33.0;

const PAINTED: &str = include_str!("painted.js");
const DIRECT: &str = include_str!("direct.js");
/// Where the page shows what it reads itself.
const OUTPUT: &str = "output";
/// Where the overlay shows a draft.
const DRAFT: &str = ".draft";

/// When a piece had been painted, milliseconds since the Unix epoch, by its number.
type Painted = BTreeMap<String, Option<f64>>;

/// Numbers the pieces of all answers one after the other: the tab may still show those of earlier ones.
fn answer(request: &str) -> Vec<String> {
    let question = request.rsplit("release number ").next().unwrap_or_default();
    let number = question.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    (number * PIECES..(number + 1) * PIECES).map(|piece| format!("p{piece:04} ")).collect()
}

/// The figures and what they are of.
pub async fn measured(parts: &Parts) -> Result<(Vec<Figure>, String)> {
    println!("Drafts from a stand-in model server into the tab …");
    let provider = Provider::start(answer, PACE).await?;
    let purpose = Purpose { model_server: Some(provider.base()), ..Purpose::default() };
    let rig = Rig::start(parts, purpose).await?;
    let mut above = Vec::new();
    for number in 0..ANSWERS {
        let overlay = rig.join_unguarded().await?;
        let page = rig.browser().driver();
        page.execute(PAINTED, vec![OUTPUT.into()]).await?;
        page.execute(DIRECT, vec![provider.aloud().into()]).await?;
        overlay.carry_out(PAINTED, vec![DRAFT.into()]).await?;
        if number == 0 {
            overlay.start(&sample_brief()).await?;
        }
        overlay.type_question(&format!("What would you change about release number {number}?")).await?;
        tokio::time::sleep(PACE * PIECES as u32 + Duration::from_secs(2)).await;
        let direct: Painted = page.execute("return window.seen", Vec::new()).await?.convert()?;
        let shown: Painted = overlay.read("return window.seen").await?;
        for (piece, shown) in &shown {
            // An earlier answer was not read along this time.
            if let (Some(shown), Some(Some(direct))) = (shown, direct.get(piece)) {
                above.push(shown - direct);
            }
        }
    }
    rig.browser().close().await?;
    let wanted = PIECES * ANSWERS;
    if above.len() * 100 < wanted * 95 {
        return Err(Error::Unexpected(format!("only {} of {wanted} pieces were seen on both sides", above.len())));
    }
    let none = || Error::Unexpected("no piece was seen".to_owned());
    let Spread { count, p50, p95 } = latency::spread(above.iter().copied()).ok_or_else(none)?;
    let p99 = latency::share(above, 0.99).ok_or_else(none)?;
    let figure = |name: &str, value| Figure::single(name, "ms", count, value);
    let figures = vec![
        Figure { p95: Some(p95), ..figure("piece of a draft, painted after the page's own", p50).at_most(MEDIAN_MS) },
        figure("  99 of 100 within", p99).at_most(P99_MS),
    ];
    let note = format!(
        "{ANSWERS} answers of {PIECES} pieces, one every {} ms; beside a page that reads the same stream and paints once a frame",
        PACE.as_millis()
    );
    Ok((figures, note))
}
