//! Collects the letters that a page draws, each with where it stands and how large it is.

use crate::knowledge::passages::shape;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// A gap of this share of the letter's size is a space. Justified text narrows its spaces to 0.2; tracking widens
/// words by 0.1.
const SPACE: f32 = 0.17;
/// From this gap on, what follows is set apart: a column, a date at the right edge.
const APART: f32 = 1.8;
/// A font of this weight, of 100 to 900, is bold.
const BOLD: u32 = 600;
/// Stands between letters that are apart without a space being written, until it is known what that means.
const GAP: char = '\u{200a}';
/// Side of a drawn bullet, points.
const DOT: std::ops::RangeInclusive<f64> = 1.2..=8.0;

/// Letters that follow one another on one baseline. Lengths in points, from the upper left corner of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
    pub bold: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub struct Drawn {
    /// In the order in which they are drawn, which nearly every program makes the order of reading.
    pub fragments: Vec<Fragment>,
    /// Where small filled shapes stand: browsers draw the bullets of lists so.
    pub dots: Vec<(f32, f32)>,
    pub images: usize,
    /// Letters that the file does not name.
    pub unnamed: usize,
}

/// One letter, or a ligature that stands for several.
struct Letter {
    text: String,
    left: f32,
    right: f32,
    baseline: f32,
    size: f32,
}

impl Drawn {
    fn letter(&mut self, Letter { text, left, right, baseline, size }: Letter, bold: bool) {
        if let Some(last) = self.fragments.last_mut() {
            let gap = (left - last.right) / size;
            let same_line = (baseline - last.baseline).abs() < 0.1 * size;
            let same_font = bold == last.bold && (size - last.size).abs() < 0.05 * size;
            // A bullet stands for itself, so that its text knows where it begins.
            let marked = shape::is_bullet(&last.text) && text != " " && (gap > SPACE || last.text.ends_with(' '));
            if same_line && same_font && !marked && (-0.5..APART).contains(&gap) {
                if gap > SPACE && !last.text.ends_with(' ') && text != " " {
                    last.text.push(GAP);
                }
                last.text.push_str(&text);
                last.right = right;
                return;
            }
        }
        if text != " " {
            self.fragments.push(Fragment { text, left, right, baseline, size, bold });
        }
    }

    /// Gives each gap its meaning: between single letters it is tracking, otherwise a space.
    pub fn settle_gaps(&mut self) {
        for fragment in &mut self.fragments {
            if !fragment.text.contains(GAP) {
                continue;
            }
            let mut letters = fragment.text.split([GAP, ' ']).filter(|part| !part.is_empty());
            let tracked = fragment.text.matches(GAP).count() >= 3 && letters.all(|part| part.chars().count() == 1);
            fragment.text = fragment.text.replace(GAP, if tracked { "" } else { " " });
        }
    }
}

/// The letters of ligatures, spaces of every width as one, nothing that is not seen.
fn plain(unicode: BfString) -> String {
    let written = match unicode {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(letters) => letters,
    };
    let mut text = String::with_capacity(written.len());
    for letter in written.chars() {
        match letter {
            'ﬀ' => text.push_str("ff"),
            'ﬁ' => text.push_str("fi"),
            'ﬂ' => text.push_str("fl"),
            'ﬃ' => text.push_str("ffi"),
            'ﬄ' => text.push_str("ffl"),
            'ﬅ' | 'ﬆ' => text.push_str("st"),
            letter if letter.is_whitespace() => text.push(' '),
            // A soft hyphen that is drawn ends a line; one that is not has no width and stands nowhere.
            '\u{ad}' => text.push('\u{ad}'),
            '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text
}

fn is_bold(glyph: &Glyph<'_>) -> bool {
    let Glyph::Outline(outline) = glyph else { return false };
    outline.font_data().is_some_and(|font| {
        let named = font.postscript_name.is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            ["bold", "black", "heavy", "cmbx"].iter().any(|word| name.contains(word))
        });
        named || font.weight.is_some_and(|weight| weight >= BOLD)
    })
}

impl Device<'_> for Drawn {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        // Letters that are filled and stroked come twice; the second time they are only made fatter.
        if matches!(mode, DrawMode::Stroke(_)) {
            return;
        }
        let bold = run.glyphs().first().is_some_and(|glyph| is_bold(glyph));
        for glyph in run.glyphs() {
            let Some(unicode) = glyph.as_unicode() else {
                self.unnamed += 1;
                continue;
            };
            let [across, up, tilt, tall, ..] = (props.transform * glyph.transform()).as_coeffs();
            // What runs up the margin is no part of the text.
            if up.abs() > across.abs() || across <= 0.0 {
                continue;
            }
            let origin = props.transform * glyph.transform() * Point::ZERO;
            let size = (tilt.hypot(tall) * 1000.0) as f32;
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let text = plain(unicode);
            if size > 0.5 && size.is_finite() && !text.is_empty() {
                let (left, baseline) = (origin.x as f32, origin.y as f32);
                let right = left + advance.unwrap_or(500.0) / 1000.0 * size;
                self.letter(Letter { text, left, right, baseline, size }, bold);
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        if !matches!(mode, DrawMode::Fill(_)) {
            return;
        }
        let bounds = (props.transform * path).bounding_box();
        let (width, height) = (bounds.width(), bounds.height());
        if DOT.contains(&width) && DOT.contains(&height) && (0.7..1.4).contains(&(width / height)) {
            self.dots.push((bounds.center().x as f32, bounds.center().y as f32));
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.images += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A page's way from its own coordinates to points from its upper left corner.
pub fn upright(page: &hayro_interpret::hayro_syntax::page::Page<'_>) -> Affine {
    Affine::new(page.initial_transform(true).as_coeffs())
}
