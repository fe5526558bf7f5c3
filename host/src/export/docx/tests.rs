use super::*;
use crate::export::sample;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

fn written(view: &SessionView) -> zip::ZipArchive<Cursor<Vec<u8>>> {
    let mut file = Cursor::new(Vec::new());
    docx(view, &mut file).unwrap();
    zip::ZipArchive::new(file).unwrap()
}

fn part(archive: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Each paragraph's style and text.
fn paragraphs(xml: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut within_text = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(tag) if tag.name().as_ref() == "w:p" => found.push(Default::default()),
            Event::Start(tag) if tag.name().as_ref() == "w:t" => within_text = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => within_text = false,
            Event::Empty(tag) if tag.name().as_ref() == "w:pStyle" => {
                let value = tag.attributes().next().unwrap().unwrap().value;
                found.last_mut().unwrap().0 = value.into_owned();
            }
            Event::Text(text) if within_text => found.last_mut().unwrap().1 += &text.xml10_content(),
            Event::GeneralRef(name) if within_text => {
                let name = name.xml10_content();
                found.last_mut().unwrap().1 += quick_xml::escape::resolve_predefined_entity(&name).unwrap();
            }
            _ => {}
        }
    }
}

#[test]
fn it_has_real_headings_and_says_what_the_other_documents_say() {
    let view = SessionView::of_amended(&sample::events(), &sample::amendments());
    let mut archive = written(&view);
    let paragraphs = paragraphs(&part(&mut archive, "word/document.xml"));
    let of = |style: &str| {
        let of_style = paragraphs.iter().filter(|(of, _)| of == style);
        of_style.map(|(_, text)| text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("Title"), ["Backend engineer at Northwind"]);
    let sections =
        ["My notes", "To follow up", "Questions", "What left this computer", "What went wrong", "Transcript"];
    assert_eq!(of("Heading1"), sections);
    assert_eq!(of("Heading2"), ["01:01 Why do you want to work here?", "01:20 And then?", "01:40 What is a mutex?"]);
    assert_eq!(of("Cell").len(), 4 * 4);
    assert_eq!(of("Quotation")[0], "I led the *billing* team.Four people.");
    assert_eq!(of("Spoken")[1], "01:05Me  Because of the billing team.");
    assert!(of("Fact").contains(&"Outcome: waiting"));
    assert!(part(&mut archive, "word/numbering.xml").contains("\"bullet\""));
}

#[test]
fn every_part_is_well_formed_whatever_was_said() {
    let hostile = "</w:t><w:p>\u{0}\u{b}\u{1b}[2J\u{fffe}\u{ffff} & \" ' ]]> <!-- \u{202e}\n\t&amp; 日本 🙂";
    let (events, amendments) = sample::hostile(hostile);
    let mut archive = written(&SessionView::of_amended(&events, &amendments));
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let text = part(&mut archive, name);
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        assert!(!text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')), "{name}");
    }
    let paragraphs = paragraphs(&part(&mut archive, "word/document.xml"));
    assert_eq!(paragraphs[0].1, "</w:t><w:p>[2J & \" ' ]]> <!-- &amp; 日本 🙂");
}
