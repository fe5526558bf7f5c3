//! Why a transcript cannot be read.

use convoally_shared::fault::Fault;
use std::io;

/// No variant carries words of the file.
#[derive(Debug, thiserror::Error)]
pub enum TranscriptError {
    /// The file cannot be read.
    #[error("it could not be read: {}", .0.kind())]
    Unreadable(#[from] io::Error),
    /// It is no text in an encoding that is known here.
    #[error("it is no text")]
    NotText,
    /// It holds no words.
    #[error("nothing is said in it")]
    NothingSaid,
    /// A line without an end.
    #[error("line {0} is longer than a megabyte")]
    LongLine(u64),
    /// A line that should say when something was said, and does not.
    #[error("line {0} holds no times")]
    BadTimes(u64),
    /// A line that was said long before the one that stands before it.
    #[error("in line {0} the time goes back")]
    TimeGoesBack(u64),
}

impl From<TranscriptError> for Fault {
    fn from(error: TranscriptError) -> Self {
        let (code, sentence, action) = match error {
            TranscriptError::Unreadable(error) => (
                "import.unreadable",
                format!("The file could not be read: {}.", error.kind()),
                "Check its name and that you may read it.",
            ),
            TranscriptError::NotText => (
                "import.not_text",
                "The file is no text in UTF-8, UTF-16 or Windows-1252.".to_owned(),
                "Choose a transcript as txt, srt or vtt, or save it as plain text in UTF-8.",
            ),
            TranscriptError::NothingSaid => (
                "import.nothing_said",
                "Nothing is said in the file.".to_owned(),
                "Choose a transcript as txt, srt or vtt.",
            ),
            TranscriptError::LongLine(line) => (
                "import.long_line",
                format!("Line {line} is longer than a megabyte; nothing was taken in."),
                "Choose a transcript as txt, srt or vtt.",
            ),
            TranscriptError::BadTimes(line) => (
                "import.bad_times",
                format!("Line {line} should hold two times, as in 00:12:03 --> 00:12:05; nothing was taken in."),
                "Correct the line, and import the file again.",
            ),
            TranscriptError::TimeGoesBack(line) => (
                "import.time_goes_back",
                format!("In line {line} the time goes back by more than half a minute; nothing was taken in."),
                "See that the file is one transcript, or say --ignore-times to take it in as it stands.",
            ),
        };
        Fault::new(code, sentence, action)
    }
}
