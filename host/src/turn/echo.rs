//! What is still heard twice: words of theirs that came out of my loudspeaker and into my microphone.
//!
//! An echo has their words, in their order, at their time. Each of the three alone is innocent: I may use their
//! words (later), talk at their time (other words), or agree in the same moment (a word or two).

use super::words::{Word, words};

/// What one side said, and when, in milliseconds on the session's audio clock.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// First sample of speech.
    pub start_ms: u64,
    /// Last sample of speech.
    pub end_ms: u64,
    /// What was understood.
    pub text: &'a str,
}

/// An echo begins before they have stopped, or so little after it: its way through the room, and how far voice
/// activity may be off. Nobody answers that fast.
const BEGINS_AFTER: u64 = 250;
/// How much earlier or later than theirs a word may seem to be said. The echo itself takes 0 to 0.5 s; the rest is
/// error, because the place of a word within its turn is guessed from its letters.
const EARLIEST: i64 = -1_000;
const LATEST: i64 = 1_500;
/// The same for a turn of a word or two, where the guess is good and chance is more likely.
const EARLIEST_OF_FEW: i64 = -200;
const LATEST_OF_FEW: i64 = 700;
/// So many words, and so many letters in them, are no chance: "yes", "okay" and "thank you" are less.
const TELLING_WORDS: usize = 3;
const TELLING_LETTERS: usize = 9;
/// What a word of an echo that was understood otherwise costs; a word that fits gains 1.
const MISFIT: f32 = 1.5;
/// An echo may miss so many of their words in a row.
const MISSED: usize = 3;
/// A turn in which so much of the words is echo is all echo, its other words misunderstood.
const NEARLY_ALL: f32 = 0.75;

/// My own words of a turn of mine: without the echo of `theirs` at its beginning and end, and empty when all of it is
/// echo. Words in the middle stay in any case. `theirs` may be any turns of theirs, in order.
pub fn own_words<'a>(mine: Said<'a>, theirs: &[Said<'_>]) -> &'a str {
    let my_words = words(mine);
    let heard =
        theirs.iter().filter(|said| mine.start_ms <= said.end_ms + BEGINS_AFTER && said.start_ms <= mine.end_ms);
    let their_words: Vec<Word> = heard.flat_map(|said| words(*said)).collect();
    let few = my_words.len() < TELLING_WORDS;
    let lags = if few { EARLIEST_OF_FEW..=LATEST_OF_FEW } else { EARLIEST..=LATEST };
    let same = |mine: &Word, theirs: &Word| {
        lags.contains(&(mine.at_ms as i64 - theirs.at_ms as i64)) && mine.resembles(theirs)
    };
    let places = alignment(&my_words, &their_words, same);
    let letters = |range: std::ops::Range<usize>| -> usize {
        range.filter(|at| places[*at].is_some()).map(|at| my_words[at].letters.len()).sum()
    };
    let found = places.iter().flatten().count();
    let all = if few { 1.0 } else { NEARLY_ALL };
    if found > 0 && found as f32 >= all * places.len() as f32 && letters(0..places.len()) >= TELLING_LETTERS {
        return "";
    }
    let telling = |range: std::ops::Range<usize>| {
        let found = places[range.clone()].iter().flatten().count();
        found >= TELLING_WORDS && letters(range) >= TELLING_LETTERS
    };
    let mut from = echoed(places.iter());
    let mut to = places.len() - echoed(places.iter().rev());
    from = if telling(0..from) { from } else { 0 };
    to = if telling(to..places.len()) { to } else { places.len() };
    match my_words.get(from..to) {
        None | Some([]) => "",
        Some([first, .., last]) => &mine.text[first.text.start..last.text.end],
        Some([only]) => &mine.text[only.text.clone()],
    }
}

/// For each of my words the place of theirs that it is the echo of: as many as possible, in order.
fn alignment<A, B>(mine: &[A], theirs: &[B], same: impl Fn(&A, &B) -> bool) -> Vec<Option<usize>> {
    // Longest common subsequence: `best[i][j]` is its length in what follows my word `i` and their word `j`.
    let mut best = vec![vec![0_usize; theirs.len() + 1]; mine.len() + 1];
    for i in (0..mine.len()).rev() {
        for j in (0..theirs.len()).rev() {
            let skip = best[i + 1][j].max(best[i][j + 1]);
            best[i][j] = if same(&mine[i], &theirs[j]) { skip.max(best[i + 1][j + 1] + 1) } else { skip };
        }
    }
    let mut places = vec![None; mine.len()];
    let (mut i, mut j) = (0, 0);
    while i < mine.len() && j < theirs.len() {
        if best[i][j] == best[i + 1][j] {
            i += 1;
        } else if best[i][j] == best[i][j + 1] {
            j += 1;
        } else {
            places[i] = Some(j);
            (i, j) = (i + 1, j + 1);
        }
    }
    places
}

/// How many of the words, counted from the first, are most probably an echo.
fn echoed<'a>(places: impl Iterator<Item = &'a Option<usize>>) -> usize {
    let (mut score, mut best, mut length) = (0.0_f32, 0.0, 0);
    let mut last: Option<usize> = None;
    for (at, place) in places.enumerate() {
        score += match (place, last) {
            (None, _) => -MISFIT,
            (Some(place), Some(last)) if place.abs_diff(last) > MISSED + 1 => -MISFIT,
            (Some(_), _) => 1.0,
        };
        last = place.or(last);
        if place.is_some() && score > best {
            (best, length) = (score, at + 1);
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(start_ms: u64, end_ms: u64, text: &str) -> Said<'_> {
        Said { start_ms, end_ms, text }
    }

    const QUESTION: &str = "What is your greatest weakness, and how are you working on it?";

    fn question() -> Said<'static> {
        said(1_000, 4_000, QUESTION)
    }

    #[test]
    fn the_echo_of_a_question_is_none_of_my_words() {
        assert_eq!(own_words(said(1_100, 4_100, QUESTION), &[question()]), "");
        let misheard = "What's your greatest weakness and now are you walking on it?";
        assert_eq!(own_words(said(1_200, 4_250, misheard), &[question()]), "");
    }

    #[test]
    fn a_piece_of_the_question_is_its_echo_too() {
        assert_eq!(own_words(said(1_900, 2_600, "greatest weakness and"), &[question()]), "");
        assert_eq!(
            own_words(said(2_000, 2_500, "weakness"), &[said(1_000, 3_000, "greatest weakness then")]),
            "weakness"
        );
        assert_eq!(own_words(said(1_300, 2_400, "Greatest weakness"), &[said(1_100, 2_200, "Greatest weakness?")]), "");
    }

    #[test]
    fn my_answer_behind_the_echo_stays() {
        let text =
            "What is your greatest weakness and how are you working on it? I tend to say yes to too many things.";
        assert_eq!(own_words(said(1_100, 7_000, text), &[question()]), "I tend to say yes to too many things.");
    }

    #[test]
    fn my_words_before_the_echo_stay() {
        let text = "I set up a shared roadmap. What is your greatest weakness and how";
        assert_eq!(own_words(said(0, 3_300, text), &[said(1_300, 4_000, QUESTION)]), "I set up a shared roadmap.");
    }

    #[test]
    fn repeating_the_question_on_purpose_after_they_stopped_stays() {
        for text in ["So, my greatest weakness…", "How am I working on it?", QUESTION] {
            assert_eq!(own_words(said(5_000, 7_000, text), &[question()]), text);
        }
        let years = said(1_000, 3_000, "Where do you see yourself in five years?");
        assert_eq!(own_words(said(3_400, 4_200, "In five years?"), &[years]), "In five years?");
    }

    #[test]
    fn repeating_their_first_words_while_they_are_still_talking_stays_when_it_is_seconds_later() {
        let long =
            said(0, 9_000, "Tell me about a difficult stakeholder, and please take all the time that you want for it.");
        assert_eq!(own_words(said(5_500, 7_000, "A difficult stakeholder?"), &[long]), "A difficult stakeholder?");
    }

    #[test]
    fn short_agreement_that_both_say_stays_mine() {
        for (mine, theirs) in
            [("Yes.", "Yes."), ("Okay.", "Okay."), ("Thank you.", "Thank you."), ("Mm-hmm.", "Mm-hmm, yes.")]
        {
            assert_eq!(own_words(said(1_100, 1_500, mine), &[said(1_000, 1_400, theirs)]), mine);
        }
        assert_eq!(
            own_words(said(3_000, 3_300, "Okay."), &[said(1_000, 4_000, "Okay. And, um, where do you see yourself?")]),
            "Okay."
        );
    }

    #[test]
    fn other_words_at_the_same_time_stay_although_some_of_them_are_theirs_by_chance() {
        let mine = "I looked at the query plan, and how it went, and added a composite index on it.";
        assert_eq!(own_words(said(1_000, 4_500, mine), &[question()]), mine);
    }

    #[test]
    fn an_echo_of_two_of_their_turns_is_found_in_both() {
        let theirs =
            [said(0, 1_500, "That's great, thanks a lot."), said(2_300, 4_000, "Describe a slow query of yours.")];
        assert_eq!(
            own_words(said(100, 4_100, "That's great, thanks a lot. Describe a slow query of yours."), &theirs),
            ""
        );
    }

    #[test]
    fn no_text_has_no_words_and_nothing_of_theirs_changes_nothing() {
        assert_eq!(own_words(said(0, 100, ""), &[question()]), "");
        assert_eq!(own_words(said(0, 100, "Hello, there."), &[]), "Hello, there.");
        assert_eq!(own_words(said(0, 100, "Hello, there."), &[said(0, 100, "")]), "Hello, there.");
        assert_eq!(own_words(said(0, 100, "…"), &[question()]), "…");
    }

    #[test]
    fn letters_beyond_ascii_are_cut_where_words_end() {
        let theirs = said(0, 2_000, "Wie würden Sie größere Änderungen einführen?");
        let mine = "Wie würden Sie größere Änderungen einführen? Schrittweise, über Wochen – glaube ich.";
        assert_eq!(own_words(said(100, 4_200, mine), &[theirs]), "Schrittweise, über Wochen – glaube ich.");
    }
}
