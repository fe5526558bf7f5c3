//! Many sessions in one file: a zip with a page that links them.
//!
//! Names in it are made here of letters, digits, hyphens and one dot: whatever a title says, unpacking puts every file
//! into the folder that the user chose. One session at a time is in memory.

use super::error::ExportError;
use super::format::{Format, Kept};
use super::html::{Entry, index};
use super::moment::date;
use convoally_shared::view::SessionView;
use std::collections::HashSet;
use std::io::Write;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Letters of a title in a file's name.
const LONGEST_TITLE: usize = 60;

/// Writes the sessions in `format`, and each as JSON besides, so that nothing is lost and everything can be imported
/// again. Gives how many there were.
///
/// # Errors
/// What `out` or the sessions say.
pub fn archive<E: From<ExportError>>(
    sessions: impl IntoIterator<Item = Result<Kept, E>>,
    format: Format,
    out: impl Write,
) -> Result<usize, E> {
    // Front to back: it may be on its way somewhere already.
    let mut zip = ZipWriter::new_stream(out);
    let mut names = HashSet::new();
    let mut entries = Vec::new();
    for kept in sessions {
        let kept = kept?;
        let view = kept.view();
        let name = unique(stem(&view), &mut names);
        let formats = if format == Format::Json { vec![Format::Json] } else { vec![format, Format::Json] };
        let mut files = Vec::new();
        for format in formats {
            let file = format!("{name}.{}", format.ending());
            zip.start_file(&*file, options()).map_err(unwritable)?;
            kept.write(format, &mut zip)?;
            files.push((label(format), file));
        }
        entries.push(Entry::of(&view, files));
    }
    zip.start_file("index.html", options()).map_err(unwritable)?;
    zip.write_all(index(&entries).as_bytes()).map_err(ExportError::from)?;
    zip.finish().map_err(unwritable)?;
    Ok(entries.len())
}

fn options() -> SimpleFileOptions {
    // A day without a meaning in place of the moment of writing, so that the same sessions make the same file.
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(false)
        .unix_permissions(0o600)
}

fn unwritable(error: ZipError) -> ExportError {
    match error {
        ZipError::Io(error) => error.into(),
        other => ExportError::Unwritable { format: "a zip", why: other.to_string() },
    }
}

fn label(format: Format) -> &'static str {
    match format {
        Format::Markdown => "Markdown",
        Format::Html => "HTML",
        Format::Docx => "Word",
        Format::Text => "text",
        Format::Json => "JSON",
        Format::Srt => "SRT",
        Format::Vtt => "WebVTT",
    }
}

/// What the file of a session should be called: `2026-11-23-backend-engineer-at-northwind-3fa9.md`.
pub fn file_name(view: &SessionView, format: Format) -> String {
    format!("{}.{}", stem(view), format.ending())
}

fn stem(view: &SessionView) -> String {
    let date = date(view.started_unix_ms);
    let day = date.split(' ').next().unwrap_or_default();
    let id = view.session.as_ref().map_or("", |session| session.0.as_str());
    let last = id.rsplit('-').next().unwrap_or_default();
    let parts = [slug(day, 10), slug(&view.title(), LONGEST_TITLE), slug(last, 12)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// A number behind it where there is one already.
fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let mut unique = name.clone();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}-{number}");
        number += 1;
    }
    unique
}

/// Letters and digits of any script, small; everything else is a hyphen, never two in a row nor one at an end.
fn slug(text: &str, longest: usize) -> String {
    let mut slug = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter.is_alphanumeric() {
            true => slug.push(letter),
            false if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            false => {}
        }
        if slug.chars().count() == longest {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{check_head, read_events, sample};
    use std::io::{Cursor, Read};
    use zip::ZipArchive;

    fn written(sessions: &[Kept], format: Format) -> ZipArchive<Cursor<Vec<u8>>> {
        let mut file = Cursor::new(Vec::new());
        let sessions = sessions.iter().map(|kept| Ok::<_, ExportError>(kept.clone()));
        archive(sessions, format, &mut file).unwrap();
        ZipArchive::new(file).unwrap()
    }

    fn read(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn names(archive: &ZipArchive<Cursor<Vec<u8>>>) -> Vec<String> {
        archive.file_names().map(|name| name.unwrap().into_owned()).collect()
    }

    fn sample() -> Kept {
        Kept { events: sample::events(), amendments: sample::amendments() }
    }

    #[test]
    fn the_index_links_every_session_and_the_data_comes_back() {
        let mut archive = written(&[sample(), sample()], Format::Html);
        let names = names(&archive);
        let base = "2026-11-23-backend-engineer-at-northwind-3fa9";
        let expected = ["", "-2"].map(|number| [format!("{base}{number}.html"), format!("{base}{number}.json")]);
        assert_eq!(names, [expected.as_flattened(), &["index.html".to_owned()]].concat());
        let index = read(&mut archive, "index.html");
        for name in &names[..4] {
            assert!(index.contains(&format!("href=\"{name}\"")), "{index}");
        }
        let data = read(&mut archive, &names[1]);
        check_head(data.as_bytes()).unwrap();
        let mut events = Vec::new();
        let amendments = read_events::<ExportError>(data.as_bytes(), |event| {
            events.push(event);
            Ok(())
        });
        assert_eq!((events, amendments.unwrap()), (sample().events, sample().amendments));
    }

    #[test]
    fn no_title_and_no_id_leads_out_of_the_folder() {
        for hostile in ["../../etc/passwd", "/etc/passwd", "C:\\x", "..", "a/../../b", "\0", "CON", "日本 🙂"] {
            let (mut events, amendments) = sample::hostile(hostile);
            events.iter_mut().for_each(|event| event.session.0 = hostile.to_owned());
            let archive = written(&[Kept { events, amendments }], Format::Docx);
            for name in names(&archive) {
                let plain = |letter: char| letter.is_alphanumeric() || letter == '-';
                let stem = name.rsplit_once('.').unwrap().0;
                assert!(stem.chars().all(plain) && !stem.is_empty() && !stem.starts_with('-'), "{name}");
            }
        }
    }

    #[test]
    fn an_archive_of_nothing_has_its_page() {
        assert_eq!(names(&written(&[], Format::Html)), ["index.html"]);
    }
}
