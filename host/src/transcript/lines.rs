//! Text files: `Name: text` with or without times, a head of name and time above the words (Otter, Teams), a name and
//! below it a time (Zoom), a time and below it a name (Teams in its early years), a time now and then (Meet).

use super::decoded::Lines;
use super::error::TranscriptError;
use super::{LONGEST, Piece, moment, names};

/// What one line is.
#[derive(Debug, PartialEq, Eq)]
enum Line<'a> {
    Blank,
    /// Nothing but a time, or two.
    Time(u64, Option<u64>),
    /// Who speaks from here, and perhaps when.
    Head(&'a str, Option<u64>),
    /// Words, with who or when before them.
    Said {
        who: Option<&'a str>,
        start_ms: Option<u64>,
        end_ms: Option<u64>,
        text: &'a str,
    },
    /// Nothing but what may be a name.
    Alone(&'a str),
    /// Words.
    Text,
}

fn classify(line: &str) -> Line<'_> {
    if line.is_empty() {
        return Line::Blank;
    }
    let timed = match moment::range(line) {
        Some(((start, end), rest)) => Some((start, Some(end), rest)),
        None => moment::leading(line).map(|(start, rest)| (start, None, rest)),
    };
    if let Some((start, end_ms, rest)) = timed {
        let rest = rest.trim_start_matches(['-', '–', '|', ' ']);
        if rest.is_empty() {
            return Line::Time(start, end_ms);
        }
        let (who, text) = names::before_colon(rest).map_or((None, rest), |(name, text)| (Some(name), text));
        return Line::Said { who, start_ms: Some(start), end_ms, text };
    }
    if let Some((name, start)) = moment::trailing(line).and_then(named) {
        return Line::Head(name, Some(start));
    }
    for bracket in ["):", "]:"] {
        let split = line.split_once(bracket).map(|(before, text)| (&line[..=before.len()], text.trim()));
        if let Some(((name, start), text)) =
            split.and_then(|(head, text)| Some((named(moment::trailing(head)?)?, text)))
        {
            return Line::Said { who: Some(name), start_ms: Some(start), end_ms: None, text };
        }
    }
    match names::before_colon(line) {
        Some((name, "")) => Line::Head(name, None),
        Some((name, text)) => Line::Said { who: Some(name), start_ms: None, end_ms: None, text },
        None => names::plausible(line).map_or(Line::Text, Line::Alone),
    }
}

fn named((before, ms): (&str, u64)) -> Option<(&str, u64)> {
    Some((names::plausible(before)?, ms))
}

/// Hands on what is said. With `skip_head`, what stands above the first speaker is a title and no speech.
///
/// # Errors
/// [`TranscriptError`], or what `take` says.
pub(super) fn read<E: From<TranscriptError>>(
    lines: Lines<'_>,
    skip_head: bool,
    is_name: &mut dyn FnMut(&str, bool) -> bool,
    take: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = Reader { skip_head, is_name, take, open: None, time: None, alone: None, who: None };
    for line in lines {
        let (number, line) = line?;
        reader.line(number, line.trim())?;
    }
    reader.settle_alone()?;
    reader.close()
}

struct Reader<'a, E> {
    skip_head: bool,
    is_name: &'a mut dyn FnMut(&str, bool) -> bool,
    take: &'a mut dyn FnMut(Piece) -> Result<(), E>,
    open: Option<Piece>,
    /// A time that stood alone.
    time: Option<(u64, Option<u64>)>,
    /// What may be a name and stood alone; its line, and whether a time stood above it.
    alone: Option<(String, u64, bool)>,
    /// Who spoke last.
    who: Option<String>,
}

impl<E: From<TranscriptError>> Reader<'_, E> {
    fn line(&mut self, number: u64, line: &str) -> Result<(), E> {
        let shape = classify(line);
        if let Some((name, at, below_time)) = self.alone.take() {
            match shape {
                Line::Time(start, end) if (self.is_name)(&name, true) => {
                    return self.begin(at, Some(name), Some(start), end);
                }
                Line::Text | Line::Alone(_) if below_time && (self.is_name)(&name, false) => {
                    let time = self.time.take();
                    self.begin(at, Some(name), time.map(|(start, _)| start), time.and_then(|(_, end)| end))?;
                    return self.text(number, line);
                }
                _ => self.text(at, &name)?,
            }
        }
        match shape {
            Line::Blank => Ok(()),
            Line::Time(start, end) => self.time(start, end),
            Line::Head(name, start) if (self.is_name)(name, start.is_some()) => self.speaker(number, name, start),
            Line::Said { who: Some(name), start_ms, end_ms, text } if (self.is_name)(name, false) => {
                let time = start_ms.map(|start| (start, end_ms)).or(self.time.take());
                self.begin(number, Some(name.to_owned()), time.map(|(start, _)| start), time.and_then(|(_, end)| end))?;
                self.text(number, text)
            }
            Line::Said { start_ms: Some(start), end_ms, .. } => {
                let rest = moment::range(line).map(|(_, rest)| rest).or(moment::leading(line).map(|(_, rest)| rest));
                self.begin(number, self.who.clone(), Some(start), end_ms)?;
                self.text(number, rest.unwrap_or(line).trim_start_matches(['-', '–', '|', ' ']))
            }
            Line::Alone(name) => {
                self.alone = Some((name.to_owned(), number, self.time.is_some()));
                Ok(())
            }
            Line::Head(..) | Line::Said { .. } | Line::Text => self.text(number, line),
        }
    }

    /// The last line may have looked like a name.
    fn settle_alone(&mut self) -> Result<(), E> {
        self.alone.take().map_or(Ok(()), |(text, at, _)| self.text(at, &text))
    }

    /// A time belongs to the speaker above it who has said nothing yet, or else to what comes.
    fn time(&mut self, start: u64, end: Option<u64>) -> Result<(), E> {
        match self.open.as_mut().filter(|open| open.text.is_empty() && open.start_ms.is_none()) {
            Some(open) => {
                (open.start_ms, open.end_ms) = (Some(start), end);
                Ok(())
            }
            None => {
                self.close()?;
                self.time = Some((start, end));
                Ok(())
            }
        }
    }

    fn speaker(&mut self, line: u64, name: &str, start: Option<u64>) -> Result<(), E> {
        let time = start.map(|start| (start, None)).or(self.time.take());
        self.begin(line, Some(name.to_owned()), time.map(|(start, _)| start), time.and_then(|(_, end)| end))
    }

    fn begin(&mut self, line: u64, who: Option<String>, start_ms: Option<u64>, end_ms: Option<u64>) -> Result<(), E> {
        self.close()?;
        self.time = None;
        self.who.clone_from(&who);
        self.open = Some(Piece { who, start_ms, end_ms, text: String::new(), line });
        Ok(())
    }

    fn text(&mut self, line: u64, text: &str) -> Result<(), E> {
        let another = match &self.open {
            // Without names and times a line is all that there is.
            Some(open) => {
                let bare = open.who.is_none() && open.start_ms.is_none() && !open.text.is_empty();
                bare || open.text.len() + text.len() > LONGEST
            }
            None if self.time.is_none() && self.skip_head && self.who.is_none() => return Ok(()),
            None => true,
        };
        if another {
            let time = self.time.take();
            self.begin(line, self.who.clone(), time.map(|(start, _)| start), time.and_then(|(_, end)| end))?;
        }
        if let Some(open) = &mut self.open {
            if !open.text.is_empty() {
                open.text.push(' ');
            }
            open.text += &text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), E> {
        self.open.take().filter(|open| !open.text.is_empty()).map_or(Ok(()), &mut self.take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_it_looks_like() {
        let said = |who, start_ms, text| Line::Said { who, start_ms, end_ms: None, text };
        let cases = [
            ("", Line::Blank),
            ("00:12:03", Line::Time(723_000, None)),
            ("0:0:0.0 --> 0:0:2.50", Line::Time(0, Some(2_500))),
            ("Anna Berg   0:03", Line::Head("Anna Berg", Some(3_000))),
            ("[Anna Berg] 00:00:03", Line::Head("Anna Berg", Some(3_000))),
            ("Anna:", Line::Head("Anna", None)),
            ("[00:12:03] Anna: Why us?", said(Some("Anna"), Some(723_000), "Why us?")),
            ("00:12 - Why us?", said(None, Some(12_000), "Why us?")),
            ("Anna (00:12): Why us?", said(Some("Anna"), Some(12_000), "Why us?")),
            ("Anna Berg: Why us?", said(Some("Anna Berg"), None, "Why us?")),
            ("Anna Berg", Line::Alone("Anna Berg")),
            ("I came at 10:30", Line::Text),
            ("It was like this: nobody came.", Line::Text),
            ("Yes, of course.", Line::Text),
        ];
        for (line, expected) in cases {
            assert_eq!(classify(line), expected, "{line}");
        }
    }
}
