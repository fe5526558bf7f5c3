//! Whole texts in, passages out.

use super::*;
use crate::knowledge::document_of;

fn cut_as(format: DocumentFormat, text: &str) -> Vec<Piece> {
    cut(&document_of("d".into(), format, text.into()))
}

fn pairs(pieces: &[Piece]) -> Vec<(&str, &str)> {
    pieces.iter().map(|piece| (piece.place.as_str(), piece.text.as_str())).collect()
}

#[test]
fn markdown_bullets_and_paragraphs_know_their_headings() {
    let text = "# Ada\n\nEngineer\nin Paris.\n\n## Work\n\n### Acme\n- Built `x`\n  with **care**.\n  - nested\n- Left\n\n## School\nLong ago.";
    let pieces = cut_as(DocumentFormat::Markdown, text);
    assert_eq!(
        pairs(&pieces),
        [
            ("Ada", "Engineer in Paris."),
            ("Ada › Work › Acme", "Built x with care."),
            ("Ada › Work › Acme", "nested"),
            ("Ada › Work › Acme", "Left"),
            ("Ada › School", "Long ago."),
        ]
    );
    assert_eq!(pieces.iter().map(|piece| piece.line).collect::<Vec<_>>(), [3, 9, 11, 12, 15]);
}

#[test]
fn in_markdown_a_line_in_bold_or_with_dates_heads_what_follows() {
    let text = "## Experience\n\n**Acme Logistics**, Berlin  \nSenior engineer, 2021 – today\n\n- Cut costs.\n\n\
                **Baltic Payments**\n\nEngineer, 2018 – 2021\n\nBuilt things in Go.\n\n**Never late.**\n\n\
                ## Education\n\nMSc, Uppsala, 2015 – 2017\n\nBSc, Lund, 2012 – 2015\n";
    assert_eq!(
        pairs(&cut_as(DocumentFormat::Markdown, text)),
        [
            ("Experience › Acme Logistics, Berlin Senior engineer, 2021 – today", "Cut costs."),
            ("Experience › Baltic Payments, Engineer, 2018 – 2021", "Built things in Go."),
            ("Experience › Baltic Payments, Engineer, 2018 – 2021", "Never late."),
            ("Education", "MSc, Uppsala, 2015 – 2017"),
            ("Education", "BSc, Lund, 2012 – 2015"),
        ]
    );
}

#[test]
fn markdown_loses_no_word_to_its_marks() {
    let text =
        "Wrote `Vec<T>` and Vec<T>, C# and a\\*b, snake_case.\n\n| Language | Years |\n|---|---|\n| Rust | 8 |\n";
    let pieces = cut_as(DocumentFormat::Markdown, text);
    assert_eq!(
        pairs(&pieces),
        [("", "Wrote Vec<T> and Vec<T>, C# and a*b, snake_case."), ("", "Language · Years"), ("", "Rust · 8")]
    );
}

#[test]
fn plain_text_has_paragraphs_bullets_and_headings() {
    let text =
        "EXPERIENCE\n\nAcme, 2019 to 2024\nsenior engineer\n\n• Cut costs\n  by half\n- Led three\n\nHobbies:\nChess.";
    let pieces = cut_as(DocumentFormat::Text, text);
    assert_eq!(
        pairs(&pieces),
        [
            ("EXPERIENCE › Acme, 2019 to 2024, senior engineer", "Cut costs by half"),
            ("EXPERIENCE › Acme, 2019 to 2024, senior engineer", "Led three"),
            ("Hobbies", "Chess."),
        ]
    );
    assert_eq!(pieces.iter().map(|piece| piece.line).collect::<Vec<_>>(), [6, 8, 11]);
}

/// As `pdftotext` writes a resume: lines broken at the margin, divided words, form feeds between the pages.
#[test]
fn text_of_a_pdf_is_rejoined_and_knows_its_pages() {
    let text = "Alex Lindqvist\nalex@example.com, Uppsala\n\nProfessional Experience\nAcme Logistics, Berlin\n\
                Senior engineer                2021 – today\n• Moved fourteen services to a new infra-\n\
                structure without an hour of down-\ntime.\n• Led a full-\nstack team.\n\
                Baltic Payments                2018 – 2021\nBuilt the reconciliation service that\n\
                matches cards.\n\u{c}Education\nMSc in Computer Science, Uppsala, 2015 – 2017\n";
    let pieces = cut_as(DocumentFormat::Text, text);
    let acme = "Alex Lindqvist › Professional Experience › Acme Logistics, Berlin, Senior engineer 2021 – today";
    assert_eq!(
        pairs(&pieces),
        [
            ("Alex Lindqvist", "alex@example.com, Uppsala"),
            (acme, "Moved fourteen services to a new infrastructure without an hour of downtime."),
            (acme, "Led a full-stack team."),
            (
                "Alex Lindqvist › Professional Experience › Baltic Payments 2018 – 2021",
                "Built the reconciliation service that matches cards."
            ),
            ("Alex Lindqvist › Education", "MSc in Computer Science, Uppsala, 2015 – 2017"),
        ]
    );
    let places: Vec<_> = pieces.iter().map(|piece| (piece.line, piece.page)).collect();
    assert_eq!(places, [(2, Some(1)), (7, Some(1)), (10, Some(1)), (13, Some(1)), (16, Some(2))]);
}

#[test]
fn a_job_description_that_was_pasted_keeps_its_sections() {
    let text = "Senior Backend Engineer\n\nNorthwind plans routes for 600 carriers. Our planner answers in a second.\n\n\
                What you’ll do\n- Build the public API.\n- Own it.\n\nRequirements:\n* Five years of backend work\n  in production\n";
    let title = "Senior Backend Engineer";
    assert_eq!(
        pairs(&cut_as(DocumentFormat::Text, text)),
        [
            (title, "Northwind plans routes for 600 carriers. Our planner answers in a second."),
            ("Senior Backend Engineer › What you’ll do", "Build the public API."),
            ("Senior Backend Engineer › What you’ll do", "Own it."),
            ("Senior Backend Engineer › Requirements", "Five years of backend work in production"),
        ]
    );
}

#[test]
fn a_very_long_paragraph_becomes_several_passages_of_one_place() {
    let sentence = "We moved the fourteenth service on a quiet Monday and nobody noticed it. ";
    let pieces = cut_as(DocumentFormat::Text, &format!("NOTES\n\n{}", sentence.repeat(20)));
    assert!(pieces.len() > 2);
    assert!(pieces.iter().all(|piece| piece.place == "NOTES" && piece.line == 3 && piece.text.ends_with("it.")));
}

#[test]
fn a_note_of_one_line_is_a_passage() {
    for format in [DocumentFormat::Text, DocumentFormat::Markdown] {
        assert_eq!(pairs(&cut_as(format, "Ask about the team")), [("", "Ask about the team")]);
        assert!(cut_as(format, " \n\u{c}\n---\n").is_empty());
    }
    assert_eq!(pairs(&cut_as(DocumentFormat::Markdown, "**Ask** about\n")), [("", "Ask about")]);
    assert_eq!(pairs(&cut_as(DocumentFormat::Markdown, "# Ask\n")), [("", "Ask")]);
}

/// Many resumes mark nothing but what is bold.
#[test]
fn bold_sections_stand_beside_each_other_and_a_title_below_its_employer_joins_it() {
    let text = "**ADA BYRON**\n\nLondon\n\n**WORK EXPERIENCE**\n\n**Acme** · 2018 – 2021\n\nEngineer, London\n\n- Built engines.\n\n\
                **Babbage & Co.**\n\nWrote the first program there is, and the notes that explain it to everybody else.\n\n\
                **EDUCATION**\n\nAt home.";
    assert_eq!(
        pairs(&cut_as(DocumentFormat::Markdown, text)),
        [
            ("ADA BYRON", "London"),
            ("ADA BYRON › WORK EXPERIENCE › Acme · 2018 – 2021, Engineer, London", "Built engines."),
            (
                "ADA BYRON › WORK EXPERIENCE › Babbage & Co.",
                "Wrote the first program there is, and the notes that explain it to everybody else."
            ),
            ("ADA BYRON › EDUCATION", "At home."),
        ]
    );
}

#[test]
fn years_and_section_names_inside_of_running_text_head_nothing() {
    let text = "PROFILE\n\nI led the team that ran the booking platform of a large airline\n2014 – 2019 and learned to keep calm. What I know of my\n\
                skills\nI owe to the people there, from whom I learned everything about\nEurope and its trains.\n";
    let pieces = cut_as(DocumentFormat::Text, text);
    assert_eq!(pieces.len(), 1, "{pieces:#?}");
    assert!(pieces[0].text.starts_with("I led") && pieces[0].text.ends_with("trains."));
}
