//! Captions: SubRip and WebVTT. Programs cut sentences into captions; those of one speaker that follow each other
//! without a pause are put together again.

use super::decoded::Lines;
use super::error::TranscriptError;
use super::{LONGEST, Piece, moment, names};

/// A pause, milliseconds, up to which two captions of a speaker may be one sentence.
const PAUSE_MS: u64 = 500;

type IsName<'a> = &'a mut dyn FnMut(&str, bool) -> bool;

/// Hands on what is said, put together.
///
/// # Errors
/// [`TranscriptError`], or what `take` says.
pub(super) fn read<E: From<TranscriptError>>(
    lines: Lines<'_>,
    web: bool,
    is_name: IsName<'_>,
    take: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let mut open: Option<Piece> = None;
    cues(lines, web, is_name, &mut |piece| match &mut open {
        Some(before) if goes_on(before, &piece) => {
            before.end_ms = piece.end_ms.max(before.end_ms);
            before.text.push(' ');
            before.text += &piece.text;
            Ok(())
        }
        _ => open.replace(piece).map_or(Ok(()), &mut *take),
    })?;
    open.map_or(Ok(()), take)
}

fn goes_on(before: &Piece, next: &Piece) -> bool {
    let pause = next.start_ms.unwrap_or(0).checked_sub(before.end_ms.unwrap_or(0));
    let one_caption = next.start_ms == before.start_ms;
    let one_sentence = pause.is_some_and(|pause| pause <= PAUSE_MS) && !before.text.ends_with(['.', '?', '!', '…']);
    before.who == next.who && before.text.len() + next.text.len() < LONGEST && (one_caption || one_sentence)
}

/// One piece a speaker of a caption.
fn cues<E: From<TranscriptError>>(
    lines: Lines<'_>,
    web: bool,
    is_name: IsName<'_>,
    take: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let mut times: Option<(u64, u64)> = None;
    let mut within_note = false;
    // Subtitles name who speaks where that changes.
    let mut speaker: Option<String> = None;
    for line in lines {
        let (number, line) = line?;
        let line = line.trim();
        if line.is_empty() {
            (times, within_note) = (None, false);
        } else if line.contains("-->") && times.is_none() && !within_note {
            let ((start, end), _) = moment::range(line).ok_or(TranscriptError::BadTimes(number))?;
            times = Some((start, end.max(start)));
        } else if let Some((start, end)) = times {
            for (who, text) in spoken(line, web, is_name) {
                speaker = who.or(speaker);
                take(Piece { who: speaker.clone(), start_ms: Some(start), end_ms: Some(end), text, line: number })?;
            }
        } else if web {
            // A block of notes or of style ends with an empty line, as the head does. Else it is a caption's name.
            within_note |= ["NOTE", "STYLE", "REGION", "WEBVTT"].iter().any(|word| line.starts_with(word));
        }
    }
    Ok(())
}

/// Who says what in one line of a caption.
fn spoken(line: &str, web: bool, is_name: IsName<'_>) -> Vec<(Option<String>, String)> {
    let mut found: Vec<(Option<String>, String)> = Vec::new();
    for (voice, text) in voices(line, web) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.strip_prefix("- ").unwrap_or(&text);
        let voice = voice.filter(|voice| is_name(voice, true));
        let (who, text) = match (voice, names::before_colon(text)) {
            (None, Some((name, rest))) if is_name(name, false) => (Some(name.to_owned()), rest.to_owned()),
            (voice, _) => (voice, text.to_owned()),
        };
        if !text.is_empty() {
            found.push((who, text));
        }
    }
    found
}

/// The stretches of a line by the voice that their tag names, without tags and entities.
fn voices(line: &str, web: bool) -> Vec<(Option<String>, String)> {
    let mut found = Vec::new();
    let (mut who, mut text) = (None, String::new());
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text += &plain(before, web);
        let tag = from.find('>').map(|end| (&from[1..end], &from[end + 1..]));
        match tag.filter(|(tag, _)| is_tag(tag, web)) {
            Some((tag, next)) => {
                if let Some(name) = voice(tag) {
                    found.push((who.replace(name), std::mem::take(&mut text)));
                }
                rest = next;
            }
            None => {
                text.push('<');
                rest = &from[1..];
            }
        }
    }
    text += &plain(rest, web);
    found.push((who, text));
    found
}

/// `v Name`, `v.loud Name`.
fn voice(tag: &str) -> Option<String> {
    let (class, name) = tag.split_once(char::is_whitespace)?;
    let is_voice = class == "v" || class.starts_with("v.");
    let name = plain(name, true).split_whitespace().collect::<Vec<_>>().join(" ");
    (is_voice && !name.is_empty()).then_some(name)
}

/// In SubRip only the four tags that players know are tags: what was said may hold others.
fn is_tag(tag: &str, web: bool) -> bool {
    let name = tag.trim_start_matches('/').split([' ', '.']).next().unwrap_or_default();
    match web {
        true => tag.starts_with('/') || tag.starts_with(|first: char| first.is_ascii_alphanumeric()),
        false => ["b", "i", "u", "font", "v"].iter().any(|known| name.eq_ignore_ascii_case(known)),
    }
}

fn plain(text: &str, web: bool) -> String {
    if !web {
        return text.replace("{\\an8}", "");
    }
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&quot;", "\""), ("&#39;", "'")];
    let text = named.iter().fold(text.to_owned(), |text, (name, letter)| text.replace(name, letter));
    // Last, so that an ampersand that was written out makes no entity.
    text.replace("&amp;", "&")
}
