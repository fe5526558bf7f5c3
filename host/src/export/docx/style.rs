//! How the Word document looks: named styles, so that a person can change them all in one place.

use docx_rs::{
    AbstractNumbering, BorderType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumberFormat,
    Numbering, NumberingId, PageMargin, PageNum, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders,
    RunFonts, Shading, ShdType, SpecialIndentType, Start, StyleType, Tab, TabValueType, Table, TableBorder,
    TableBorderPosition, TableBorders, TableCellMargins, TableLayoutType, TableRow, WidthType,
};

/// Colours, RGB in hex.
pub(super) const INK: &str = "1F2328";
pub(super) const FAINT: &str = "59636E";
pub(super) const ACCENT: &str = "0B57A4";
const LINE: &str = "D1D9E0";
const SHADE: &str = "EEF2F6";

/// The list of points; the first number is the library's own.
const POINTS: usize = 2;

/// Two centimetres, twentieths of a point.
const MARGIN: i32 = 1_134;

/// What a paragraph is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Subtitle,
    Heading1,
    Heading2,
    Body,
    Fact,
    Small,
    Source,
    Quotation,
    Point,
    Cell,
    Spoken,
}

impl Style {
    const ALL: [Style; 12] = [
        Style::Title,
        Style::Subtitle,
        Style::Heading1,
        Style::Heading2,
        Style::Body,
        Style::Fact,
        Style::Small,
        Style::Source,
        Style::Quotation,
        Style::Point,
        Style::Cell,
        Style::Spoken,
    ];

    /// An empty paragraph of this style.
    pub(super) fn paragraph(self) -> Paragraph {
        let paragraph = Paragraph::new().style(self.names().0);
        match self {
            Style::Point => paragraph.numbering(NumberingId::new(POINTS), IndentLevel::new(0)),
            Style::Heading1 | Style::Heading2 | Style::Source => paragraph.keep_next(true),
            Style::Spoken => paragraph.add_tab(Tab::new().val(TabValueType::Left).pos(900)),
            _ => paragraph,
        }
    }

    /// Its id, and the name that Word shows; the names of headings are Word's own.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Style::Title => ("Title", "Title"),
            Style::Subtitle => ("Subtitle", "Subtitle"),
            Style::Heading1 => ("Heading1", "heading 1"),
            Style::Heading2 => ("Heading2", "heading 2"),
            Style::Body => ("Body", "Body Text"),
            Style::Fact => ("Fact", "Fact"),
            Style::Small => ("Small", "Small"),
            Style::Source => ("Source", "Source"),
            Style::Quotation => ("Quotation", "Quote"),
            Style::Point => ("Point", "List Bullet"),
            Style::Cell => ("Cell", "Cell"),
            Style::Spoken => ("Spoken", "Spoken"),
        }
    }

    fn definition(self) -> docx_rs::Style {
        let (id, name) = self.names();
        let style = docx_rs::Style::new(id, StyleType::Paragraph).name(name).q_format(true).color(INK).size(21);
        let spaced = |style: docx_rs::Style, before, after| {
            style.line_spacing(LineSpacing::new().before(before).after(after).line(276))
        };
        match self {
            Style::Title => spaced(style.size(40).bold(), 0, 40),
            Style::Subtitle => spaced(style.size(22).color(FAINT), 0, 200),
            Style::Heading1 => spaced(style.size(28).bold().color(ACCENT).outline_lvl(0), 360, 120),
            Style::Heading2 => spaced(style.size(23).bold().outline_lvl(1), 280, 40),
            Style::Body => spaced(style, 0, 120),
            Style::Fact => spaced(style, 0, 20),
            Style::Small => spaced(style.size(19).color(FAINT), 0, 100),
            Style::Source => spaced(style.size(19).bold().color(FAINT), 80, 20),
            Style::Quotation => {
                let mut style = spaced(style.indent(Some(240), None, None, None), 0, 120);
                let border = ParagraphBorder::new(ParagraphBorderPosition::Left);
                let border = border.val(BorderType::Single).size(12).space(8).color(LINE);
                let borders = ParagraphBorders::with_empty().set(border);
                style.paragraph_property = style.paragraph_property.set_borders(borders);
                style
            }
            Style::Point => spaced(style, 0, 60),
            Style::Cell => spaced(style.size(19), 20, 20),
            Style::Spoken => spaced(style.indent(Some(900), Some(SpecialIndentType::Hanging(900)), None, None), 0, 80),
        }
    }
}

/// Styles, the list of points, a page number at the foot.
pub(super) fn apply(document: Docx) -> Docx {
    let level = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"));
    let level = level.indent(Some(360), Some(SpecialIndentType::Hanging(240)), None, None);
    let foot = Paragraph::new().align(docx_rs::AlignmentType::Center).add_page_num(PageNum::new());
    let font = || "Calibri";
    let fonts = RunFonts::new().ascii(font()).hi_ansi(font()).cs(font());
    let document = document
        .default_fonts(fonts)
        .default_size(21)
        .page_margin(PageMargin { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN, ..PageMargin::default() })
        .add_abstract_numbering(AbstractNumbering::new(POINTS).add_level(level))
        .add_numbering(Numbering::new(POINTS, POINTS))
        .footer(Footer::new().add_paragraph(foot));
    Style::ALL.into_iter().fold(document, |document, style| document.add_style(style.definition()))
}

/// A table with a line between its rows and none at its sides.
pub(super) fn table(rows: Vec<TableRow>, columns: &[usize]) -> Table {
    let line = |position| TableBorder::new(position).color(LINE).size(4);
    let borders = [TableBorderPosition::Top, TableBorderPosition::Bottom, TableBorderPosition::InsideH];
    let borders = borders.into_iter().fold(TableBorders::with_empty(), |borders, at| borders.set(line(at)));
    Table::new(rows)
        .set_grid(columns.to_vec())
        .layout(TableLayoutType::Fixed)
        .width(columns.iter().sum(), WidthType::Dxa)
        .margins(TableCellMargins::new().margin(40, 80, 40, 80))
        .set_borders(borders)
}

/// Behind the head of a table.
pub(super) fn head_shade() -> Shading {
    Shading::new().shd_type(ShdType::Clear).fill(SHADE)
}
