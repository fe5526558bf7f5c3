//! What the usual programs write.

use super::*;

struct Text<'a>(&'a [u8]);

impl Source for Text<'_> {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.0))
    }
}

fn read(text: &str) -> Result<Vec<Spoken>, TranscriptError> {
    let source = Text(text.as_bytes());
    let mut spoken = Vec::new();
    examine(&source)?.read::<TranscriptError>(true, &mut |one| {
        spoken.push(one);
        Ok(())
    })?;
    Ok(spoken)
}

/// Who, when (seconds), what.
fn told(text: &str) -> Vec<(String, u64, String)> {
    let spoken = read(text).unwrap();
    spoken.into_iter().map(|one| (one.who.unwrap_or_default(), one.start_ms / 1000, one.text)).collect()
}

fn expected(said: &[(&str, u64, &str)]) -> Vec<(String, u64, String)> {
    said.iter().map(|(who, at, text)| ((*who).to_owned(), *at, (*text).to_owned())).collect()
}

const INTERVIEW: [(&str, u64, &str); 3] =
    [("Anna Berg", 0, "Welcome. Why us?"), ("Ben", 5, "Because of the team."), ("Anna Berg", 9, "I see.")];

#[test]
fn text_files_of_the_usual_programs_are_read() {
    let zoom = "Anna Berg\n00:00:00\nWelcome. Why us?\n\nBen\n00:00:05\nBecause of\nthe team.\n\nAnna Berg\n00:00:09\nI see.\n";
    let zoom_captions = "[Anna Berg] 14:05:00\nWelcome. Why us?\n\n[Ben] 14:05:05\nBecause of the team.\n\n[Anna Berg] 14:05:09\nI see.";
    let otter = "Interview\nMon, Nov 23\n\nAnna Berg  0:00  \nWelcome. Why us?\n\nBen  0:05  \nBecause of the team.\n\n\
                 Anna Berg  0:09  \nI see.\n\nTranscribed by https://otter.ai";
    let teams = "Anna Berg   0:00\nWelcome. Why us?\nBen   0:05\nBecause of the team.\nAnna Berg   0:09\nI see.";
    let teams_before = "0:0:0.0 --> 0:0:2.50\nAnna Berg\nWelcome. Why us?\n0:0:5.0 --> 0:0:7.0\nBen\nBecause of the team.\n\
                        0:0:9.0 --> 0:0:9.50\nAnna Berg\nI see.";
    let brackets =
        "[00:00:00] Anna Berg: Welcome. Why us?\n[00:00:05] Ben: Because of the team.\n[00:00:09] Anna Berg: I see.";
    let behind = "Anna Berg (00:00): Welcome. Why us?\nBen (00:05): Because of the team.\nAnna Berg (00:09): I see.";
    for text in [zoom, zoom_captions, teams, teams_before, brackets, behind] {
        assert_eq!(told(text), expected(&INTERVIEW), "{text}");
    }
    let otters = told(otter);
    assert_eq!(otters[..2], expected(&INTERVIEW)[..2]);
    assert!(otters[2].2.starts_with("I see."), "{otters:?}");
}

#[test]
fn names_without_times_and_times_now_and_then_are_enough() {
    let meet = "Interview (2026-11-23)\nTranscript\n\n00:00:00\n\nAnna Berg: Welcome. Why us?\nBen: Because of the team.\n\n\
                00:05:00\n\nAnna Berg: I see.\nRemember: nothing is free.\nBen: Yes.";
    let meant = told(meet);
    let at: Vec<_> = meant.iter().map(|(who, at, _)| (who.as_str(), *at)).collect();
    assert_eq!(at, [("Anna Berg", 0), ("Ben", 1), ("Anna Berg", 300), ("Ben", 303)]);
    assert_eq!(meant[2].2, "I see. Remember: nothing is free.");
    let lines = told("Welcome, everybody.\nWhy us?");
    assert_eq!(lines, expected(&[("", 0, "Welcome, everybody."), ("", 1, "Why us?")]));
}

#[test]
fn captions_are_read_and_put_together() {
    let vtt = "WEBVTT\nKind: captions\n\nNOTE\nnot --> spoken\n\nSTYLE\n::cue { color: red }\n\n\
               8f3a/1-0\n00:00:00.000 --> 00:00:01.000 align:start\n<v Anna Berg>Welcome. Why</v>\n\n\
               00:00:01.200 --> 00:00:02.000\n<v Anna Berg>us &amp; why <i>now</i>?</v>\n\n\
               00:00:05.000 --> 00:00:07.000\n<v.loud Ben>Because of &lt;T&gt;.</v>\n";
    assert_eq!(told(vtt), expected(&[("Anna Berg", 0, "Welcome. Why us & why now?"), ("Ben", 5, "Because of <T>.")]));
    let zoom = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nAnna Berg: Welcome. Why us?\n\n2\n00:00:05.000 --> 00:00:07.000\n\
                Ben: Because of the team.\n\n3\n00:00:09.000 --> 00:00:09.500\nAnna Berg: I see.\n";
    assert_eq!(told(zoom), expected(&INTERVIEW));
    let srt = "1\r\n00:00:00,000 --> 00:00:02,000\r\nAnna Berg: Welcome. <i>Why us?</i>\r\n\r\n2\r\n\
               00:00:05,000 --> 00:00:07,000\r\nBen: Because of\r\nthe Vec<String>.\r\n";
    let said = [("Anna Berg", 0, "Welcome. Why us?"), ("Ben", 5, "Because of the Vec<String>.")];
    assert_eq!(told(srt), expected(&said));
    let at_change = srt.to_owned() + "\n3\n00:00:07,000 --> 00:00:08,000\nAnd the team.\n";
    assert_eq!(told(&at_change)[2], ("Ben".to_owned(), 7, "And the team.".to_owned()));
}

#[test]
fn a_caption_without_times_and_a_file_without_words_are_refused() {
    let bad = "1\n00:00:00,000 --> 00:00:02,000\nOne.\n\n2\n00:00:05,000 --> soon\nTwo.\n";
    assert!(matches!(read(bad), Err(TranscriptError::BadTimes(6))));
    for empty in ["", "\n\n", "WEBVTT\n\n", "00:00:01\n00:00:02\n", "1\n00:00:00,000 --> 00:00:02,000\n\n"] {
        assert!(matches!(read(empty), Err(TranscriptError::NothingSaid)), "{empty:?}");
    }
}

#[test]
fn a_time_that_goes_back_names_its_line() {
    let text = "[00:10:00] Anna: One.\n[00:11:00] Ben: Two.\n[00:01:00] Anna: Three.\n";
    assert!(matches!(read(text), Err(TranscriptError::TimeGoesBack(3))));
    let source = Text(text.as_bytes());
    let mut count = 0;
    let transcript = examine(&source).unwrap();
    let read = transcript.read::<TranscriptError>(false, &mut |_| {
        count += 1;
        Ok(())
    });
    read.unwrap();
    assert_eq!(count, 3);
}
