//! What was said as WebVTT subtitles, for browsers.

use super::captions::{Caption, captions, moment};
use super::printable::one_line;
use convoally_shared::view::SessionView;

/// Captions in which a tag says who speaks.
pub fn vtt(view: &SessionView) -> String {
    let captions = captions(view).into_iter().map(|one| caption(&one));
    format!("WEBVTT\n\n{}", captions.collect::<String>())
}

fn caption(caption: &Caption) -> String {
    let time = |ms| {
        let (clock, ms) = moment(ms);
        format!("{clock}.{ms:03}")
    };
    let text = escape(&caption.lines.join("\n"));
    let who = escape(&one_line(caption.who));
    format!("{} --> {}\n<v {who}>{text}</v>\n\n", time(caption.start_ms), time(caption.end_ms))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn the_subtitles_are_pinned() {
        let view = SessionView::of_amended(&sample::events(), &sample::amendments());
        let expected = "\
WEBVTT

00:01:00.000 --> 00:01:00.900
<v Ms Lindqvist>Welcome. Why do you want to work here?</v>

00:01:05.000 --> 00:01:05.900
<v Me>Because of the billing team.</v>

00:01:18.000 --> 00:01:18.900
<v Ms Lindqvist>And then?</v>

00:02:25.000 --> 00:02:25.900
<v Ms Lindqvist>Thanks. We'll get back to you by Friday.</v>

";
        assert_eq!(vtt(&view), expected);
    }

    #[test]
    fn text_of_a_call_begins_no_caption_and_no_tag() {
        let (events, amendments) = sample::hostile("x</v>\n\n00:00.000 --> 00:09.000\n<v Owned>");
        let text = vtt(&SessionView::of_amended(&events, &amendments));
        let captions = text.matches("-->").count();
        assert_eq!((text.matches("</v>").count(), text.matches('<').count()), (captions, 2 * captions));
    }
}
