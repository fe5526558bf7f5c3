//! Turns an engine's stream of steps into a draft: how long to wait, what counts as complete, when to give up.
//!
//! Engines only translate their protocol into [`Step`]s, so all of them wait, end and fail alike.

use super::trouble::Trouble;
use futures_util::{Stream, StreamExt};
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

/// A draft longer than this is no draft that anyone can read during a call; it is ended with an ellipsis.
const MAX_DRAFT_BYTES: usize = 32 * 1024;

/// The most that a provider is asked to write, in tokens. The rules ask for far less; this bounds the cost of a
/// model that does not follow them, and leaves room for one that thinks before it writes.
pub(super) const MAX_TOKENS: u32 = 2_048;

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// From the request to the first text. A draft that begins later comes after the next question.
    pub first_text: Duration,
    /// Between two signs of life after that.
    pub silence: Duration,
    /// For a provider that turned the request away to take it after all.
    pub turned_away: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_text: Duration::from_secs(15),
            silence: Duration::from_secs(10),
            turned_away: Duration::from_secs(1),
        }
    }
}

/// What an engine's protocol said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// More text.
    Text(String),
    /// Nothing to show, but the provider is there.
    Alive,
    /// Why the text ends.
    Stop(Finish),
    /// Nothing follows; without it the draft was cut off.
    End,
}

/// Why a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    /// It is complete.
    Whole,
    /// It reached [`MAX_TOKENS`].
    Length,
    /// The provider's filter or the model refused.
    Refused,
}

/// Opens a stream and collects it, sending each piece of text to `deltas` as it arrives. Pieces joined are the
/// result. Nobody listening to `deltas` does not end the draft.
pub(super) async fn collect<S>(
    opening: impl Future<Output = Result<S, Trouble>>,
    deltas: &mpsc::Sender<String>,
    patience: Patience,
) -> Result<String, Trouble>
where
    S: Stream<Item = Result<Step, Trouble>>,
{
    let too_late = || Trouble::TooLate { seconds: patience.first_text.as_secs() };
    let first_text = Instant::now() + patience.first_text;
    let mut steps = pin!(timeout_at(first_text, opening).await.map_err(|_| too_late())??);
    let mut draft = Draft { text: String::new(), deltas };
    let (mut finish, mut heard_anything) = (Finish::Whole, false);
    loop {
        let waiting_for_first = draft.text.is_empty();
        let deadline = if waiting_for_first { first_text } else { Instant::now() + patience.silence };
        match timeout_at(deadline, steps.next()).await {
            Err(_) if waiting_for_first => return Err(too_late()),
            Err(_) => return Err(Trouble::CutOff),
            Ok(None) => return Err(if heard_anything { Trouble::CutOff } else { Trouble::Silent }),
            Ok(Some(step)) => match step? {
                Step::Alive => {}
                Step::Text(piece) => draft.add(&piece).await,
                Step::Stop(reason) => finish = reason,
                Step::End => break,
            },
        }
        heard_anything = true;
        if draft.text.len() > MAX_DRAFT_BYTES {
            finish = Finish::Length;
            break;
        }
    }
    match finish {
        Finish::Refused => return Err(Trouble::Refused),
        _ if draft.text.is_empty() => return Err(Trouble::Silent),
        Finish::Length => draft.add(" …").await,
        Finish::Whole => {}
    }
    Ok(draft.text)
}

struct Draft<'a> {
    text: String,
    deltas: &'a mpsc::Sender<String>,
}

impl Draft<'_> {
    /// Adds a piece. White space before the first word is dropped.
    async fn add(&mut self, piece: &str) {
        let piece = if self.text.is_empty() { piece.trim_start() } else { piece };
        if !piece.is_empty() {
            self.text.push_str(piece);
            let _ = self.deltas.send(piece.to_owned()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    async fn collected(steps: Vec<Step>) -> (Result<String, Trouble>, Vec<String>) {
        let (deltas, mut pieces) = mpsc::channel(100);
        let opening = async { Ok(stream::iter(steps.into_iter().map(Ok))) };
        let result = collect(opening, &deltas, Patience::default()).await;
        drop(deltas);
        let mut sent = Vec::new();
        while let Some(piece) = pieces.recv().await {
            sent.push(piece);
        }
        (result, sent)
    }

    fn text(text: &str) -> Step {
        Step::Text(text.into())
    }

    #[tokio::test]
    async fn the_result_is_what_was_sent_piece_by_piece() {
        let (result, sent) =
            collected(vec![text("\n "), text(" We"), text(" cut"), Step::Alive, text(" it."), Step::End]).await;
        assert_eq!(result.unwrap(), "We cut it.");
        assert_eq!(sent, ["We", " cut", " it."]);
    }

    #[tokio::test]
    async fn a_draft_that_hit_its_limit_shows_it() {
        let (result, sent) = collected(vec![text("We"), Step::Stop(Finish::Length), Step::End]).await;
        assert_eq!(result.unwrap(), "We …");
        assert_eq!(sent.concat(), "We …");
    }

    #[tokio::test]
    async fn an_endless_draft_is_ended() {
        let (result, _) = collected(vec![text(&"a".repeat(MAX_DRAFT_BYTES)), text("a"), text("never read")]).await;
        let result = result.unwrap();
        assert!(result.ends_with("aa …") && result.len() == MAX_DRAFT_BYTES + 1 + " …".len());
    }

    #[tokio::test]
    async fn an_end_that_was_not_announced_is_a_cut() {
        let cut = collected(vec![text("We"), Step::Stop(Finish::Whole)]).await.0;
        assert_eq!(cut.unwrap_err(), Trouble::CutOff);
        assert_eq!(collected(vec![Step::Alive]).await.0.unwrap_err(), Trouble::CutOff);
        assert_eq!(collected(vec![]).await.0.unwrap_err(), Trouble::Silent);
        assert_eq!(collected(vec![text(" \n"), Step::End]).await.0.unwrap_err(), Trouble::Silent);
    }

    #[tokio::test]
    async fn a_draft_goes_on_when_nobody_listens() {
        let (deltas, pieces) = mpsc::channel(1);
        drop(pieces);
        let opening = async { Ok(stream::iter([Ok(text("We")), Ok(Step::End)])) };
        assert_eq!(collect(opening, &deltas, Patience::default()).await.unwrap(), "We");
    }
}
