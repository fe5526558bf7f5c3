//! Resumes and job descriptions in many layouts: what a person would quote, under its employer, on its page.

use super::{fixture, reader};
use convoally::knowledge::{Piece, cut, read_with};
use convoally_shared::document::{Document, DocumentKind};
use convoally_shared::fault::Fault;

fn document(name: &str) -> Document {
    read_with(&reader(), &fixture(name)).map_err(Fault::from).unwrap()
}

/// The passage that begins like this.
fn passage<'a>(pieces: &'a [Piece], begins: &str) -> &'a Piece {
    let found = pieces.iter().find(|piece| piece.text.starts_with(begins));
    found.unwrap_or_else(|| panic!("no passage begins with {begins:?}: {pieces:#?}"))
}

/// A document, and for some of its passages how they begin, how they end and where they stand.
fn check(name: &str, kind: DocumentKind, expected: &[(&str, &str, &str)]) -> Vec<Piece> {
    let document = document(name);
    assert_eq!(document.kind, kind, "{name}");
    let pieces = cut(&document);
    for (begins, ends, place) in expected {
        let piece = passage(&pieces, begins);
        assert!(piece.text.ends_with(ends), "{name}: {}", piece.text);
        assert_eq!(piece.place, *place, "{name}: {}", piece.text);
        let line = document.text.lines().nth(piece.line as usize - 1).unwrap();
        assert!(line.contains(begins.split(' ').next().unwrap()), "{name}: line {} is {line:?}", piece.line);
    }
    pieces
}

#[test]
fn a_printed_page_with_dates_at_the_right_edge() {
    let harbor = "Nadia Okafor › EXPERIENCE › Harbor Health Mar 2021 – Present, Senior product manager, Rotterdam";
    let pieces = check(
        "nadia-okafor.pdf",
        DocumentKind::Resume,
        &[
            ("Product manager with nine years", "more than a million users.", "Nadia Okafor › SUMMARY"),
            ("Led the launch of a patient portal", "fell by 38 %.", harbor),
            ("Cut the time", "nobody could explain.", harbor),
            (
                "Stopped a project",
                "wrote openly about why.",
                "Nadia Okafor › EXPERIENCE › Kanal Freight Jun 2016 – Feb 2021, Product manager, Hamburg",
            ),
            ("MSc in Innovation Management", "2014 – 2016", "Nadia Okafor › EDUCATION"),
            ("Discovery interviews", "German.", "Nadia Okafor › SKILLS"),
        ],
    );
    assert_eq!(pieces.len(), 10, "{pieces:#?}");
}

#[test]
fn two_columns_are_not_mixed() {
    let pieces = check(
        "ruben-castellanos.pdf",
        DocumentKind::Resume,
        &[
            ("C++ and Rust", "C++ and Rust", "Skills"),
            ("Embedded Linux", "Embedded Linux", "Skills"),
            (
                "Brought the picking arm",
                "on a real-time kernel.",
                "Ruben Castellanos › Experience › Lead firmware engineer, Orchard Robotics, 2020 – today · Valencia",
            ),
            (
                "Wrote the battery management firmware",
                "one in fifty overnight.",
                "Ruben Castellanos › Experience › Firmware engineer, Volta Scooters, 2016 – 2020 · Barcelona",
            ),
            ("MEng in Automation", "wheeled pendulum.", "Ruben Castellanos › Education"),
        ],
    );
    assert_eq!(pieces.iter().filter(|piece| piece.text.contains("picking arm")).count(), 1);
}

#[test]
fn justified_and_divided_lines_are_whole_and_know_their_page() {
    let meridian =
        "Tomáš Hájek › Professional Experience › Meridian Bank, principal site reliability engineer 2020 – present";
    let pieces = check(
        "tomas-hajek.pdf",
        DocumentKind::Resume,
        &[
            ("Responsible for the infrastructure", "settlement windows.", meridian),
            ("Introduced error budgets.", "from 31 to 6 a quarter.", meridian),
            (
                "Moved 1,900 virtual machines",
                "finished on Saturday.",
                "Tomáš Hájek › Professional Experience › Telmax, systems engineer 2014 – 2020",
            ),
            ("Hájek, T. and Novotná, J.:", "Operations, 2021.", "Tomáš Hájek › Publications"),
        ],
    );
    let story: Vec<_> =
        pieces.iter().filter(|piece| piece.place.ends_with("› Stories › A decision that I regret")).collect();
    assert!(story[0].text.starts_with("In 2018 I chose") && story.last().unwrap().text.ends_with("in the morning?"));
    assert_eq!(passage(&pieces, "Moved 1,900").page, Some(1));
    assert_eq!(passage(&pieces, "Hájek, T.").page, Some(2));
    for piece in &pieces {
        assert!(!piece.text.contains("- ") && !piece.text.contains("1 / 2"), "{}", piece.text);
    }
}

#[test]
fn a_word_document_with_styles() {
    check(
        "mei-tanaka.docx",
        DocumentKind::Resume,
        &[
            (
                "Built the fraud model",
                "fewer than 3 claims in 1,000.",
                "Mei Tanaka › Experience › Kestrel Insurance: Lead data scientist (2019 – today)",
            ),
            (
                "Improved the hourly rain forecast",
                "radar images.",
                "Mei Tanaka › Experience › Nimbus Weather: Data scientist (2015 – 2019)",
            ),
            ("Languages · Python", "Rust", "Mei Tanaka › Skills"),
            ("PhD in Statistics", "claims histories.", "Mei Tanaka › Education"),
        ],
    );
}

#[test]
fn a_word_document_without_styles() {
    check(
        "liam-byrne.docx",
        DocumentKind::Resume,
        &[
            (
                "Rebuilt support for 42 hotels",
                "waited for 5 hours.",
                "LIAM BYRNE › WORK EXPERIENCE › 2018 – present, Glenmore Hotels, Head of customer support",
            ),
            (
                "Settled 3,100 complaints",
                "none was lost.",
                "LIAM BYRNE › WORK EXPERIENCE › 2012 – 2018, Skerry Airlines, Team lead, complaints",
            ),
            ("BA in Languages", "2012", "LIAM BYRNE › EDUCATION"),
        ],
    );
}

#[test]
fn a_web_page_without_its_navigation() {
    let pieces = check(
        "job-contoso.html",
        DocumentKind::JobDescription,
        &[
            ("Own the availability", "measured by the shops.", "Engineering manager, payments › What you’ll do"),
            ("Three years of leading", "engineers.", "Engineering manager, payments › What you bring"),
            ("Salary", "· €95,000 – €120,000", "Engineering manager, payments › What we offer"),
        ],
    );
    assert!(pieces.iter().all(|piece| !piece.text.contains("All jobs") && !piece.text.contains("window")));
}

#[test]
fn pasted_text_and_a_letter() {
    let sahel =
        "AMARA DIALLO › Work Experience › Sahel Water Authority, Dakar Jan 2018 - Present, Senior project engineer";
    check(
        "amara-diallo.txt",
        DocumentKind::Resume,
        &[
            (
                "Civil engineer with twelve years",
                "I bring projects in on the day that was promised, and say early when that day will move.",
                "AMARA DIALLO › Profile",
            ),
            ("Led the construction", "21 million euros.", sahel),
            ("Set up a maintenance school", "passed it.", sahel),
            (
                "Found that a supplier's cement",
                "two bridges.",
                "AMARA DIALLO › Work Experience › Atlas Roads, Bamako 2012 - 2017, Site engineer",
            ),
            ("Dipl.-Ing.", "2007 - 2012", "AMARA DIALLO › Education"),
        ],
    );
    check("cover-letter.md", DocumentKind::CoverLetter, &[("Two things draw me", "how I like to work.", "")]);
}

#[test]
fn the_demo_documents_are_what_they_seem() {
    assert_eq!(document("resume.md").kind, DocumentKind::Resume);
    assert_eq!(document("job.md").kind, DocumentKind::JobDescription);
}
