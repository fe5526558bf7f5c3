//! What a model thinks before it writes is no draft. Some servers leave it in the text, between tags.

/// How thoughts begin and end: as Qwen, DeepSeek and their relatives write them, and as others do.
const TAGS: [(&str, &str); 3] = [("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>")];

/// Takes the thoughts from before a text that comes in pieces, however they are cut. Tags in the middle of a text are text:
/// a draft may be about them.
#[derive(Debug, Default)]
pub(super) struct Thoughts {
    state: State,
    /// What came and is not certain to be text: white space and the beginning of a tag.
    held: String,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// Nothing was written yet.
    #[default]
    Before,
    /// The model thinks, until this tag.
    Until(&'static str),
    /// It writes.
    Writing,
}

impl Thoughts {
    /// What of the text so far can be shown, now that this piece came; not what was before it.
    pub fn pass(&mut self, piece: &str) -> String {
        if let State::Writing = self.state {
            return piece.to_owned();
        }
        self.held.push_str(piece);
        loop {
            match self.state {
                State::Until(end) => match self.held.split_once(end) {
                    Some((_, after)) => (self.state, self.held) = (State::Before, after.to_owned()),
                    None => {
                        // The tag may have begun.
                        let kept = self.held.rfind('<').unwrap_or(self.held.len());
                        self.held.drain(..kept);
                        return String::new();
                    }
                },
                State::Before => {
                    let begun = self.held.trim_start();
                    if let Some((begin, end)) = TAGS.into_iter().find(|(begin, _)| begun.starts_with(begin)) {
                        (self.state, self.held) = (State::Until(end), begun[begin.len()..].to_owned());
                    } else if TAGS.iter().any(|(begin, _)| begin.starts_with(begun)) {
                        return String::new();
                    } else {
                        self.state = State::Writing;
                    }
                }
                State::Writing => return std::mem::take(&mut self.held),
            }
        }
    }

    /// What was held back and is text after all, since nothing follows.
    pub fn rest(&mut self) -> String {
        match self.state {
            State::Until(_) => String::new(),
            State::Before | State::Writing => std::mem::take(&mut self.held),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, bytes: usize) -> String {
        let mut thoughts = Thoughts::default();
        let letters: Vec<char> = text.chars().collect();
        let pieces = letters.chunks(bytes).map(|piece| piece.iter().collect::<String>());
        let shown: Vec<String> = pieces.map(|piece| thoughts.pass(&piece)).collect();
        shown.concat() + &thoughts.rest()
    }

    #[test]
    fn thoughts_before_a_text_are_taken_out_however_they_are_cut() {
        for (text, expected) in [
            ("We cut it.", "We cut it."),
            ("<think>Hm.\n\nYes < no.</think>\n\nWe cut it.", "\n\nWe cut it."),
            (" \n<thinking>a</think>b</thinking><think></think>We", "We"),
            ("Größer <think>is text here</think>.", "Größer <think>is text here</think>."),
            ("<b>bold</b>", "<b>bold</b>"),
            ("<think>never ends </thin", ""),
            ("<think", "<think"),
            ("", ""),
        ] {
            for bytes in 1..12 {
                assert_eq!(shown(text, bytes), expected, "{text} in pieces of {bytes}");
            }
        }
    }

    #[test]
    fn long_thoughts_are_not_kept() {
        let mut thoughts = Thoughts::default();
        thoughts.pass("<think>");
        for _ in 0..1_000 {
            assert_eq!(thoughts.pass("and on the other hand < "), "");
        }
        assert!(thoughts.held.len() < 100, "{}", thoughts.held.len());
        assert_eq!(thoughts.pass("</think>So"), "So");
    }
}
