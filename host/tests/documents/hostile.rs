//! Files that were made to harm, and files that cannot be read: a clear fault, within bounds.

use super::pdf::{Content, lines, packed, pdf};
use super::{fixture, reader};
use convoally::knowledge::{READER_ARGUMENT, Reader, read_with};
use convoally_shared::fault::Fault;
use std::io::{Cursor, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The reader's ten seconds, and what it takes to hand the file over and to end it on a busy computer.
const BOUND: Duration = Duration::from_secs(15);

/// The code of the fault that a file of these bytes meets, within the bound.
fn fault_of(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let began = Instant::now();
    let read = read_with(&reader(), &path);
    assert!(began.elapsed() < BOUND, "{name} took {:?}", began.elapsed());
    match read {
        Ok(document) => panic!("{name} was read: {} bytes of text", document.text.len()),
        Err(error) => Fault::from(error).code,
    }
}

fn page(text: &str) -> Content {
    lines(&[text.to_owned()])
}

fn docx(content: &[u8], megabytes: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default().large_file(true)).unwrap();
    let block = content.repeat((1 << 20) / content.len());
    (0..megabytes).for_each(|_| zip.write_all(&block).unwrap());
    zip.finish().unwrap().into_inner()
}

fn sheet() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_read_says_why() {
    let word = |text: &str| std::fs::read(fixture(text)).unwrap();
    let cut_off = |name: &str| {
        let mut bytes = word(name);
        bytes.truncate(bytes.len() / 3);
        bytes
    };
    let picture = "q 400 0 0 400 60 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n".to_owned();
    let many = (0..501).map(|_| page("One more page of the book")).collect();
    let cases = [
        ("encrypted.pdf", word("unreadable/encrypted.pdf"), "document.encrypted"),
        ("scanned.pdf", word("unreadable/scanned.pdf"), "document.scanned"),
        ("picture.pdf", pdf(vec![picture.into()]), "document.scanned"),
        ("blank.pdf", pdf(vec![String::new().into()]), "document.empty"),
        ("many.pdf", pdf(many), "document.too_many_pages"),
        ("noise.pdf", [b"%PDF-1.7\n".as_slice(), &[0xa5; 50_000]].concat(), "document.broken"),
        ("cut_off.docx", cut_off("mei-tanaka.docx"), "document.broken"),
        ("sheet.docx", sheet(), "document.unknown_format"),
        ("login.pdf", b"<!doctype html><p>Please log in".to_vec(), "document.wrong_ending"),
        ("empty.html", b"<html><script>words()</script>".to_vec(), "document.empty"),
    ];
    for (name, bytes, code) in cases {
        assert_eq!(fault_of(name, &bytes), code, "{name}");
    }
}

#[test]
fn a_bomb_in_a_word_document_is_not_unpacked() {
    let bomb = docx(b"<w:p><w:t>aaaaaaaaaaaaaaaaaaaa</w:t></w:p>", 512);
    assert!(bomb.len() < 4 << 20, "{}", bomb.len());
    assert_eq!(fault_of("bomb.docx", &bomb), "document.bomb");
}

#[test]
fn a_bomb_in_a_pdf_ends_its_reader_alone() {
    let code = fault_of("bomb.pdf", &pdf(vec![packed(b" ", 1024)]));
    assert!(["document.too_much_memory", "document.empty", "document.broken"].contains(&code.as_str()), "{code}");
}

#[test]
fn a_pdf_that_draws_without_end_is_given_up() {
    let code = fault_of("endless.pdf", &pdf(vec![packed(b"BT /F 9 Tf 60 700 Td (word after word) Tj ET\n", 190)]));
    assert!(["document.too_slow", "document.too_much_memory", "document.too_large"].contains(&code.as_str()), "{code}");
}

#[test]
fn nesting_without_end_harms_nobody() {
    let nested = |open: &str| Content::from(open.repeat(2_000_000));
    for (name, content) in
        [("arrays.pdf", nested("[")), ("dictionaries.pdf", nested("<</A")), ("states.pdf", nested("q "))]
    {
        let code = fault_of(name, &pdf(vec![content]));
        assert!(code.starts_with("document."), "{code}");
    }
    assert_eq!(fault_of("deep.docx", &docx(b"<w:p>", 3)), "document.broken");
}

/// Half a file, or one with holes, is not told apart from a whole one by its library: what counts is that it ends.
#[test]
fn a_damaged_pdf_is_read_or_refused_in_time() {
    let whole = std::fs::read(fixture("nadia-okafor.pdf")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for step in 1..12 {
        let mut bytes = whole.clone();
        bytes.iter_mut().skip(step * 97).step_by(1_009 * step).for_each(|byte| *byte ^= 0x55);
        bytes.truncate(whole.len() - whole.len() * step / 30);
        let path = folder.path().join("damaged.pdf");
        std::fs::write(&path, bytes).unwrap();
        let began = Instant::now();
        if let Err(error) = read_with(&reader(), &path) {
            let code = Fault::from(error).code;
            assert!(code.starts_with("document.") && code != "document.no_reader", "{code}");
        }
        assert!(began.elapsed() < BOUND);
    }
}

#[test]
fn five_hundred_pages_are_read() {
    // Every line has a word of its own: what all pages repeat is taken out.
    let own = |number: usize| number.to_string().bytes().map(|digit| char::from(digit + 49)).collect::<String>();
    let line =
        |page, line| format!("The {} {} we wrote down what had changed since the week before", own(page), own(line));
    let pages = (0..500).map(|page| lines(&(0..50).map(|number| line(page, number)).collect::<Vec<_>>()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.pdf");
    std::fs::write(&path, pdf(pages.collect())).unwrap();
    let document = read_with(&reader(), &path).map_err(Fault::from).unwrap();
    assert_eq!(document.text.matches("wrote down").count(), 25_000);
    assert_eq!(document.text.matches('\u{c}').count(), 499);
}

/// The fault when the reader is this shell script.
#[cfg(unix)]
fn fault_when_the_reader_does(script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("reader");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let read = read_with(&Reader::at(program), &fixture("nadia-okafor.pdf"));
    Fault::from(read.unwrap_err()).code
}

#[cfg(unix)]
#[test]
fn each_death_of_a_reader_is_told_apart() {
    for (script, code) in [
        ("kill -SEGV $$", "document.crashed"),
        ("exit 1", "document.crashed"),
        ("echo nonsense", "document.crashed"),
        ("echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$", "document.too_much_memory"),
        ("kill -XCPU $$", "document.too_slow"),
    ] {
        assert_eq!(fault_when_the_reader_does(script), code, "{script}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_does_nothing_is_waited_for_ten_seconds() {
    let began = Instant::now();
    assert_eq!(fault_when_the_reader_does("exec sleep 60"), "document.too_slow");
    assert!((10..15).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

/// While it waits for its file, a reader has given up already what it does not need.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_may_open_write_and_start_nothing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convoally"));
    command.args([READER_ARGUMENT, "html"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let until = Instant::now() + Duration::from_secs(5);
    let bounded = |what: &str, most: &str| {
        let limits = std::fs::read_to_string(&limits).unwrap();
        let line = limits.lines().find(|line| line.starts_with(what)).unwrap();
        line[what.len()..].split_whitespace().next() == Some(most)
    };
    let all = [
        ("Max data size", "268435456"),
        ("Max cpu time", "10"),
        ("Max open files", "0"),
        ("Max file size", "0"),
        ("Max processes", "0"),
        ("Max core file size", "1"),
    ];
    while !all.iter().all(|(what, most)| bounded(what, most)) {
        assert!(Instant::now() < until, "{}", std::fs::read_to_string(&limits).unwrap());
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}
