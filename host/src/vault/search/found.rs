//! Looking for words: what is asked, what comes back.

use super::super::amendments;
use super::super::error::VaultError;
use super::super::sessions;
use super::super::store::Vault;
use super::candidates::{Reach, gather};
use super::entries::{Edits, OneByOne};
use super::place::{Kind, Place};
use super::rank::Ranking;
use super::words;
use super::{Found, FoundSession, Hit, Said, Search, Source};
use convoally_shared::event::EventKind;
use rusqlite::Connection;
use std::cmp::Reverse;

/// So many texts of one session are shown.
const HITS_SHOWN: usize = 3;
/// Scores are told apart in so many steps; within one, the newer session comes first.
const STEPS: f64 = 10.0;

impl Vault {
    /// Looks for words in everything that was said, asked, drafted and noted. Of words that are in very many texts, the
    /// newest are looked at.
    ///
    /// # Errors
    /// [`VaultError::NothingToSearch`], or what the file says.
    pub fn search(&mut self, search: &Search) -> Result<Found, VaultError> {
        let terms = words::terms(&search.words);
        if terms.is_empty() {
            return Err(VaultError::NothingToSearch);
        }
        self.index_the_rest()?;
        // One state of the file from here on: another host may write, or erase what was just found.
        let reading = self.connection.unchecked_transaction()?;
        let reach = Reach::of(self, search)?;
        let gathered = gather(&self.connection, &terms, &reach, search.most)?;
        let mut texts = Vec::new();
        let mut events = OneByOne::of(&self.connection)?;
        for (session, rows) in &gathered.sessions {
            texts.extend(read(&self.connection, &mut events, *session, rows, search)?);
        }
        let ranking = Ranking::of(&self.connection, &texts)?;
        let found = best(&ranking, &terms, &texts)?;
        let more = gathered.more || found.len() > search.most;
        let any = terms.join(" OR ");
        let shown = found.into_iter().take(search.most).map(|best| {
            let hits = shown(&ranking, &any, &texts, best.texts)?;
            Ok(FoundSession { session: sessions::numbered(&self.connection, best.session)?, hits })
        });
        let sessions = shown.collect::<Result<_, VaultError>>()?;
        ranking.close()?;
        reading.commit()?;
        Ok(Found { sessions, more })
    }
}

/// A text that has at least one of the words.
pub(super) struct Text {
    place: Place,
    source: Source,
    pub text: String,
}

/// The texts of a session at some rows.
fn read(
    connection: &Connection,
    events: &mut OneByOne<'_>,
    number: i64,
    rows: &[i64],
    search: &Search,
) -> Result<Vec<Text>, VaultError> {
    let session = sessions::numbered(connection, number)?;
    if !search.only.fits(&session) {
        return Ok(Vec::new());
    }
    let edits = Edits::of(&amendments::of_session(connection, &session.id)?);
    let mut texts = Vec::new();
    for place in rows.iter().copied().map(Place::of) {
        let (source, text) = match place.kind {
            Kind::Heading => (Source::Heading, edits.heading(&session.brief)),
            Kind::Notes => (Source::Notes, edits.amended.notes.clone()),
            Kind::Said(_) | Kind::Card => {
                let Some(event) = events.at(&session.id, place.seq)? else { continue };
                let Some((_, text)) = edits.of_event(&event.kind) else { continue };
                let Some(source) = source(&event.kind, event.at_ms, &edits) else { continue };
                (source, text.to_owned())
            }
        };
        let named = |wanted: &String| matches!(&source, Source::Utterance { who, .. } if is_called(who, wanted));
        if !matches!(&search.said, Some(Said::ByName(wanted)) if !named(wanted)) {
            texts.push(Text { place, source, text });
        }
    }
    Ok(texts)
}

fn is_called(who: &str, wanted: &str) -> bool {
    who.to_lowercase().contains(&wanted.to_lowercase())
}

fn source(event: &EventKind, at_ms: u64, edits: &Edits) -> Option<Source> {
    match event {
        EventKind::UtteranceFinal { utterance } => {
            let speaker = edits.speaker(utterance.id, utterance.speaker);
            let who = edits.amended.who(utterance.id, speaker).to_owned();
            Some(Source::Utterance { utterance: utterance.id, who, start_ms: utterance.start_ms })
        }
        EventKind::QuestionFound { question } | EventKind::QuestionRevised { question } => {
            Some(Source::Question { question: question.id, at_ms })
        }
        EventKind::DraftFinished { question, .. } => Some(Source::Draft { question: *question, at_ms }),
        _ => None,
    }
}

/// A session with the numbers of its best texts.
struct Best {
    session: i64,
    texts: Vec<usize>,
}

/// The sessions in the order in which they are shown.
fn best(ranking: &Ranking<'_>, terms: &[String], texts: &[Text]) -> Result<Vec<Best>, VaultError> {
    let whole = ranking.matches(&terms.join(" "))?;
    let any = if terms.len() > 1 { ranking.matches(&terms.join(" OR "))? } else { whole.clone() };
    // Texts with all words before those with some of them, the better before the others.
    let mut order: Vec<(usize, f64)> = whole;
    let complete = order.len();
    order.extend(any.into_iter().filter(|(text, _)| !order.iter().any(|(other, _)| other == text)).collect::<Vec<_>>());
    let mut sessions: Vec<(Best, bool, f64)> = Vec::new();
    for (at, (text, score)) in order.into_iter().enumerate() {
        let session = texts[text].place.session;
        match sessions.iter_mut().find(|(best, ..)| best.session == session) {
            Some((best, ..)) => best.texts.push(text),
            None => sessions.push((Best { session, texts: vec![text] }, at < complete, score)),
        }
    }
    // Scores of the two kinds are of different sizes: a word that is in all texts weighs nearly nothing.
    let top = [false, true].map(|kind| {
        let scores = sessions.iter().filter(|(_, whole, _)| *whole == kind).map(|(.., score)| *score);
        scores.fold(f64::MIN_POSITIVE, f64::max)
    });
    let step = |whole: bool, score: f64| (score / top[usize::from(whole)] * STEPS).round() as i64;
    sessions.sort_by_key(|(best, whole, score)| Reverse((*whole, step(*whole, *score), best.session)));
    Ok(sessions.into_iter().map(|(best, ..)| best).collect())
}

/// The best texts of a session, in the order in which they were said.
fn shown(ranking: &Ranking<'_>, any: &str, texts: &[Text], mut best: Vec<usize>) -> Result<Vec<Hit>, VaultError> {
    best.truncate(HITS_SHOWN);
    best.sort_by_key(|text| texts[*text].place);
    let hit = |text: usize| Ok(Hit { source: texts[text].source.clone(), text: ranking.marked(any, text)? });
    best.into_iter().map(hit).collect()
}
