//! Turns an engine's stream of steps into a draft: how long to wait, what counts as complete, when to give up.
//!
//! Engines only translate their protocol into [`Step`]s, so all of them wait, end and fail alike.

use super::cost::Used;
use super::engine::Pieces;
use super::thoughts::Thoughts;
use super::trouble::Trouble;
use futures_util::{Stream, StreamExt};
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
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
    /// For the provider's count of tokens, when the text is complete.
    pub count: Duration,
}

/// What an engine's protocol said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// More text.
    Text(String),
    /// Nothing to show, but the provider is there.
    Alive,
    /// How many tokens it took so far.
    Used(Used),
    /// Why the text ends.
    Stop(Finish),
    /// The text is complete. A count of tokens may follow, or nothing.
    Complete,
    /// Nothing follows. Without this or [`Step::Complete`] the draft was cut off.
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

/// A complete draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The pieces, joined.
    pub text: String,
    /// What the provider says that it took.
    pub used: Option<Used>,
}

/// A draft that did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stopped {
    /// Why.
    pub trouble: Trouble,
    /// What had arrived.
    pub text: String,
    /// What the provider says that it took.
    pub used: Option<Used>,
}

/// Opens a stream and collects it, giving each piece of text to `pieces` as it arrives.
pub(super) async fn collect<S>(
    opening: impl Future<Output = Result<S, Trouble>>,
    patience: Patience,
    pieces: Pieces<'_>,
) -> Result<Written, Stopped>
where
    S: Stream<Item = Result<Step, Trouble>>,
{
    let mut arrived = Arrived { text: String::new(), thoughts: Thoughts::default(), used: None, pieces };
    match arrived.all(opening, patience).await {
        Ok(()) => Ok(Written { text: arrived.text, used: arrived.used }),
        Err(trouble) => Err(Stopped { trouble, text: arrived.text, used: arrived.used }),
    }
}

/// What has arrived of a draft.
struct Arrived<'a> {
    text: String,
    thoughts: Thoughts,
    used: Option<Used>,
    pieces: Pieces<'a>,
}

impl Arrived<'_> {
    async fn all<S>(
        &mut self,
        opening: impl Future<Output = Result<S, Trouble>>,
        patience: Patience,
    ) -> Result<(), Trouble>
    where
        S: Stream<Item = Result<Step, Trouble>>,
    {
        let too_late = || Trouble::TooLate { seconds: patience.first_text.as_secs() };
        let first_text = Instant::now() + patience.first_text;
        let mut steps = pin!(timeout_at(first_text, opening).await.map_err(|_| too_late())??);
        let (mut finish, mut heard_anything) = (Finish::Whole, false);
        let mut complete: Option<Instant> = None;
        loop {
            let waiting_for_first = self.text.is_empty();
            let patient = if waiting_for_first { first_text } else { Instant::now() + patience.silence };
            match timeout_at(complete.unwrap_or(patient), steps.next()).await {
                Err(_) | Ok(None | Some(Err(_))) if complete.is_some() => break,
                Err(_) if waiting_for_first => return Err(too_late()),
                Err(_) => return Err(Trouble::CutOff),
                Ok(None) => return Err(if heard_anything { Trouble::CutOff } else { Trouble::Silent }),
                Ok(Some(step)) => match step? {
                    Step::Alive => {}
                    Step::Text(piece) => {
                        let written = self.thoughts.pass(&piece);
                        self.add(&written);
                    }
                    Step::Used(used) => self.used = Some(self.used.unwrap_or_default().and(used)),
                    Step::Stop(reason) => finish = reason,
                    Step::Complete => complete = Some(Instant::now() + patience.count),
                    Step::End => break,
                },
            }
            heard_anything = true;
            if self.text.len() > MAX_DRAFT_BYTES {
                finish = Finish::Length;
                break;
            }
        }
        let rest = self.thoughts.rest();
        self.add(&rest);
        match finish {
            Finish::Refused => return Err(Trouble::Refused),
            _ if self.text.is_empty() => return Err(Trouble::Silent),
            Finish::Length => self.add(" …"),
            Finish::Whole => {}
        }
        Ok(())
    }

    /// Adds a piece. White space before the first word is dropped.
    fn add(&mut self, piece: &str) {
        let piece = if self.text.is_empty() { piece.trim_start() } else { piece };
        if !piece.is_empty() {
            self.text.push_str(piece);
            (self.pieces)(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use std::sync::Mutex;

    const PATIENCE: Patience = Patience {
        first_text: Duration::from_secs(15),
        silence: Duration::from_secs(10),
        count: Duration::from_millis(50),
    };

    async fn collected(steps: Vec<Step>) -> (Result<Written, Stopped>, Vec<String>) {
        let sent = Mutex::new(Vec::new());
        let opening = async { Ok(stream::iter(steps.into_iter().map(Ok))) };
        let result = collect(opening, PATIENCE, &|piece| sent.lock().unwrap().push(piece.to_owned())).await;
        (result, sent.into_inner().unwrap())
    }

    fn text(text: &str) -> Step {
        Step::Text(text.into())
    }

    #[tokio::test]
    async fn the_result_is_what_was_sent_piece_by_piece() {
        let (result, sent) =
            collected(vec![text("\n "), text(" We"), text(" cut"), Step::Alive, text(" it."), Step::End]).await;
        assert_eq!(result.unwrap().text, "We cut it.");
        assert_eq!(sent, ["We", " cut", " it."]);
    }

    #[tokio::test]
    async fn what_the_model_thinks_first_is_no_draft() {
        let thinks =
            |after: &str| vec![text("<think>They"), text(" ask</thi"), text("nk>\n\n"), text(after), Step::End];
        let (result, sent) = collected(thinks("We cut it.")).await;
        assert_eq!((result.unwrap().text.as_str(), sent.concat().as_str()), ("We cut it.", "We cut it."));
        assert_eq!(collected(thinks("")).await.0.unwrap_err().trouble, Trouble::Silent);
        let (result, _) = collected(vec![text("<think"), Step::End]).await;
        assert_eq!(result.unwrap().text, "<think", "it was no tag");
    }

    #[tokio::test]
    async fn a_draft_that_hit_its_limit_shows_it() {
        let (result, sent) = collected(vec![text("We"), Step::Stop(Finish::Length), Step::End]).await;
        assert_eq!(result.unwrap().text, "We …");
        assert_eq!(sent.concat(), "We …");
    }

    #[tokio::test]
    async fn an_endless_draft_is_ended() {
        let (result, _) = collected(vec![text(&"a".repeat(MAX_DRAFT_BYTES)), text("a"), text("never read")]).await;
        let result = result.unwrap().text;
        assert!(result.ends_with("aa …") && result.len() == MAX_DRAFT_BYTES + 1 + " …".len());
    }

    #[tokio::test]
    async fn an_end_that_was_not_announced_is_a_cut() {
        let trouble = |steps| async { collected(steps).await.0.unwrap_err().trouble };
        assert_eq!(trouble(vec![text("We"), Step::Stop(Finish::Whole)]).await, Trouble::CutOff);
        assert_eq!(trouble(vec![Step::Alive]).await, Trouble::CutOff);
        assert_eq!(trouble(vec![]).await, Trouble::Silent);
        assert_eq!(trouble(vec![text(" \n"), Step::End]).await, Trouble::Silent);
    }

    #[tokio::test]
    async fn a_count_of_tokens_may_follow_the_text_and_need_not() {
        let used = Used { input: 9, output: 2, ..Used::default() };
        let (result, _) = collected(vec![text("We"), Step::Complete, Step::Used(used), Step::End]).await;
        assert_eq!(result.unwrap(), Written { text: "We".into(), used: Some(used) });
        let (result, _) = collected(vec![text("We"), Step::Complete]).await;
        assert_eq!(result.unwrap(), Written { text: "We".into(), used: None });
        let opening = async { Ok(stream::iter([Ok(text("We")), Ok(Step::Complete)]).chain(stream::pending())) };
        assert_eq!(collect(opening, PATIENCE, &|_| {}).await.unwrap().text, "We", "nobody waits for it");
    }

    #[tokio::test]
    async fn a_cut_draft_keeps_what_had_arrived() {
        let used = Used { input: 9, ..Used::default() };
        let stopped = collected(vec![Step::Used(used), text("We")]).await.0.unwrap_err();
        assert_eq!(stopped, Stopped { trouble: Trouble::CutOff, text: "We".into(), used: Some(used) });
    }
}
