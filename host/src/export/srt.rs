//! What was said as SubRip subtitles, for video players.

use super::captions::{Caption, captions, moment};
use super::printable::one_line;
use convoally_shared::view::SessionView;

/// Numbered captions; who speaks stands before the first words of each utterance.
pub fn srt(view: &SessionView) -> String {
    (1..).zip(captions(view)).map(|(number, one): (usize, _)| caption(number, &one)).collect()
}

fn caption(number: usize, caption: &Caption) -> String {
    let time = |ms| {
        let (clock, ms) = moment(ms);
        format!("{clock},{ms:03}")
    };
    let who = if caption.first { format!("{}: ", one_line(caption.who)) } else { String::new() };
    // SubRip has no way to write its own arrow as text.
    let text = format!("{who}{}", caption.lines.join("\n")).replace("-->", "→");
    format!("{number}\n{} --> {}\n{text}\n\n", time(caption.start_ms), time(caption.end_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn the_subtitles_are_pinned() {
        let view = SessionView::of_amended(&sample::events(), &sample::amendments());
        let expected = "\
1
00:01:00,000 --> 00:01:00,900
Ms Lindqvist: Welcome. Why do you want to work here?

2
00:01:05,000 --> 00:01:05,900
Me: Because of the billing team.

3
00:01:18,000 --> 00:01:18,900
Ms Lindqvist: And then?

4
00:02:25,000 --> 00:02:25,900
Ms Lindqvist: Thanks. We'll get back to you by Friday.

";
        assert_eq!(srt(&view), expected);
    }

    #[test]
    fn text_of_a_call_begins_no_caption() {
        let view = SessionView::of(&sample::events_with("1\n\n2\n00:00:00,000 --> 00:00:09,000\nOwned."));
        assert_eq!(srt(&view).matches("-->").count(), 1);
        assert_eq!(srt(&view).matches("\n\n").count(), 1);
    }
}
