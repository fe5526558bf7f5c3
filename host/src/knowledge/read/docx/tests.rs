//! Word documents made in memory, good and bad.

use super::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="T"><w:name w:val="Title"/></w:style>
    <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
    <w:style w:styleId="Section"><w:name w:val="Section"/><w:basedOn w:val="berschrift1"/></w:style>
    <w:style w:styleId="B"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style></w:styles>"#;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let xml = format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    archive(&[("word/styles.xml", STYLES.as_bytes()), ("word/document.xml", xml.as_bytes())])
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn written(body: &str) -> String {
    super::super::blocks::markdown(&read(&document(body)).unwrap())
}

#[test]
fn titles_headings_lists_and_bold_lines_are_kept() {
    let body = [
        p(r#"<w:pStyle w:val="T"/>"#, "Alex"),
        p(r#"<w:pStyle w:val="Section"/>"#, "Experience"),
        r#"<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>Acme</w:t></w:r></w:p>"#.to_owned(),
        p(r#"<w:pStyle w:val="B"/>"#, "Cut &lt;costs&gt; &#38; more"),
        p(r#"<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>"#, "nested"),
        p(r#"<w:rPr><w:b/></w:rPr>"#, "Not bold: its mark is."),
        "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>2019</w:t></w:r></w:p>".to_owned(),
    ];
    let expected = "# Alex\n\n## Experience\n\n**Acme**\n\n- Cut \\<costs> & more\n  - nested\n\nNot bold: its mark is.\n\none\n\ntwo\t2019\n";
    assert_eq!(written(&body.concat()), expected);
}

#[test]
fn tables_and_text_boxes_come_in_the_order_of_reading_and_deletions_do_not() {
    let cell = |content: &str| format!("<w:tc>{content}</w:tc>");
    let body = [
        format!("<w:tbl><w:tr>{}{}</w:tr>", cell(&p("", "Languages")), cell(&p("", "Rust, Go"))),
        format!("<w:tr>{}{}</w:tr></w:tbl>", cell(&p("", "2019 – 2024")), cell(&(p("", "Acme") + &p("", "Berlin")))),
        "<w:p><w:r><w:t>outer</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>".to_owned(),
        p("", "box"),
        "</w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:p><w:r><w:t>box</w:t></w:r></w:p></w:pict></mc:Fallback>".to_owned(),
        "</mc:AlternateContent></w:r></w:p><w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>".to_owned(),
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>".to_owned(),
    ];
    assert_eq!(
        written(&body.concat()),
        "Languages · Rust, Go\n\n2019 – 2024\n\nAcme\n\nBerlin\n\nbox\n\nouter\n\nnew\n"
    );
}

#[test]
fn each_bad_file_says_what_is_wrong() {
    let zeros = vec![b' '; 41 << 20];
    let bomb = archive(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let deep = "<w:p>".repeat(100_000);
    let cases: [(Vec<u8>, Unread); 6] = [
        (bomb, Unread::Bomb),
        (archive(&[("xl/workbook.xml", b"<a/>")]), Unread::NoDocument),
        (b"PK\x03\x04 and then nothing".to_vec(), Unread::Broken),
        (document(""), Unread::Empty),
        (document(&deep), Unread::Broken),
        (archive(&[("word/document.xml", b"<w:p><w:r></w:p>")]), Unread::Broken),
    ];
    for (bytes, expected) in cases {
        assert_eq!(read(&bytes).unwrap_err(), expected);
    }
}
