//! Where the panel stands and how large it is, from what the user chose, what the window leaves and what the content
//! needs. By default it does not reach the middle of the window, as long as half of the window is enough for its controls.

use crate::link::stance::{Dock, Frame, Place, Stance, Window};

/// Between the frame and the window's edges, CSS pixels.
const EDGE: u32 = 8;
/// The panel and the room for its shadow, where the user chose no width.
const WIDTH: u32 = 376;
/// The same along the bottom, where there is room for two columns.
const BOTTOM_WIDTH: u32 = 920;
/// One line has room for the first words of an answer.
const COMPACT_WIDTH: u32 = 560;
/// Higher without being asked, and it would hang over the whole side of the call.
const MAX_HEIGHT: u32 = 820;
/// Smaller than this, and its controls do not fit.
const LEAST: (u32, u32) = (280, 160);
/// From so wide on, the panel at the bottom has two columns.
const TWO_COLUMNS: u32 = 720;
/// Fainter, and its text could not be read over a call.
const FAINTEST: u32 = 50;
/// The sizes of text that can be chosen, percent. The style sheet knows each of them.
pub const TEXTS: [u32; 7] = [85, 100, 115, 130, 150, 175, 200];

/// Where the frame stands. `content` is the height that the panel needs.
pub fn place(stance: &Stance, window: Window, content: u32, hidden: bool) -> Place {
    let room = Window { width: less(window.width, 2 * EDGE), height: less(window.height, 2 * EDGE) };
    // The half on this side of the middle; all of a window that is as small as one of 1280 pixels at 400 %.
    let half = |whole: u32, least: u32| Some(less(whole / 2, 2 * EDGE)).filter(|half| *half >= least);
    let half = Window {
        width: half(window.width, LEAST.0).unwrap_or(room.width),
        height: half(window.height, LEAST.1).unwrap_or(room.height),
    };
    let usual = match (stance.compact, stance.dock) {
        (true, _) => COMPACT_WIDTH,
        (false, Dock::Bottom) => BOTTOM_WIDTH,
        (false, _) => WIDTH,
    };
    let wide = if stance.width == 0 { usual } else { stance.width };
    let high = content.min(if stance.height == 0 { MAX_HEIGHT } else { stance.height });
    let (width, height) = match stance.dock {
        Dock::Left | Dock::Right => (wide.min(half.width), high.min(room.height)),
        Dock::Bottom => (wide.min(room.width), high.min(half.height)),
        Dock::Free => (wide.min(room.width), high.min(room.height)),
    };
    let (right, bottom) = (less(window.width, EDGE + width), less(window.height, EDGE + height));
    let (left, top) = match stance.dock {
        Dock::Left => (EDGE, EDGE),
        Dock::Right => (right, EDGE),
        Dock::Bottom => (less(window.width, width) / 2, bottom),
        Dock::Free => (stance.x.clamp(EDGE, right.max(EDGE)), stance.y.clamp(EDGE, bottom.max(EDGE))),
    };
    Place { left, top, width, height, opacity: stance.opacity.clamp(FAINTEST, 100), hidden }
}

/// Whether the panel that stands there has two columns.
pub fn has_columns(stance: &Stance, place: &Place) -> bool {
    stance.dock == Dock::Bottom && !stance.compact && place.width >= TWO_COLUMNS
}

/// The panel was at `from` and is moved by so much: it is free from then on.
pub fn moved(stance: &mut Stance, window: Window, from: Place, (right, down): (i32, i32)) {
    let furthest = |window: u32, size: u32| less(window, EDGE + size).max(EDGE);
    stance.dock = Dock::Free;
    stance.x = from.left.saturating_add_signed(right).clamp(EDGE, furthest(window.width, from.width));
    stance.y = from.top.saturating_add_signed(down).clamp(EDGE, furthest(window.height, from.height));
}

/// The panel was at `from` and is made larger by so much, CSS pixels. Its edge of the window stays its edge.
pub fn grown(stance: &mut Stance, window: Window, from: Place, (wider, higher): (i32, i32)) {
    let grow = |size: u32, by: i32, least: u32, most: u32| {
        size.saturating_add_signed(by).clamp(least, less(most, 2 * EDGE).max(least))
    };
    if wider != 0 {
        stance.width = grow(from.width, wider, LEAST.0, window.width);
    }
    if higher != 0 {
        stance.height = grow(from.height, higher, LEAST.1, window.height);
    }
}

/// What a pull at the grip by so much means: the grip is in the corner that is free.
pub fn pulled(dock: Dock, (right, down): (i32, i32)) -> (i32, i32) {
    match dock {
        Dock::Left | Dock::Free => (right, down),
        Dock::Right => (-right, down),
        // It stands in the middle of its edge and grows to both sides.
        Dock::Bottom => (2 * right, -down),
    }
}

/// The next opacity, percent.
pub fn fainter(stance: &mut Stance, fainter: bool) {
    let next = if fainter { less(stance.opacity, 10) } else { stance.opacity + 10 };
    stance.opacity = next.clamp(FAINTEST, 100);
}

/// The next size of text.
pub fn larger(stance: &mut Stance, larger: bool) {
    let next = if larger {
        TEXTS.iter().find(|size| **size > stance.text)
    } else {
        TEXTS.iter().rev().find(|size| **size < stance.text)
    };
    stance.text = next.copied().unwrap_or(stance.text);
}

/// What was remembered may be anything: the size of text is one that the style sheet knows.
pub fn known_text(stance: &Stance) -> u32 {
    TEXTS.into_iter().find(|size| *size >= stance.text).unwrap_or(100)
}

fn less(from: u32, what: u32) -> u32 {
    from.saturating_sub(what)
}

/// How the style sheet names where the panel is.
pub fn frame_name(frame: Frame) -> &'static str {
    match frame {
        Frame::Tab => "tab",
        Frame::Window => "window",
        Frame::SidePanel => "side-panel",
    }
}

/// How the style sheet names the edge that it keeps to.
pub fn dock_name(dock: Dock) -> &'static str {
    match dock {
        Dock::Left => "left",
        Dock::Right => "right",
        Dock::Bottom => "bottom",
        Dock::Free => "free",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { width: 1360, height: 800 };

    fn at(dock: Dock) -> Stance {
        Stance { dock, ..Stance::default() }
    }

    fn rect(stance: &Stance, window: Window, content: u32) -> [u32; 4] {
        let Place { left, top, width, height, .. } = place(stance, window, content, false);
        [left, top, width, height]
    }

    #[test]
    fn each_edge_is_kept_to_and_the_middle_of_the_window_stays_free() {
        assert_eq!(rect(&at(Dock::Left), WINDOW, 300), [8, 8, 376, 300]);
        assert_eq!(rect(&at(Dock::Right), WINDOW, 300), [976, 8, 376, 300]);
        assert_eq!(rect(&at(Dock::Bottom), WINDOW, 300), [220, 492, 920, 300]);
        let windows = [(672, 944), (1360, 800), (3840, 2160)];
        for window in windows.map(|(width, height)| Window { width, height }) {
            let (middle_x, middle_y) = (window.width / 2, window.height / 2);
            for dock in [Dock::Left, Dock::Right, Dock::Bottom] {
                for wished in [Stance::default(), Stance { width: 4000, height: 4000, ..Stance::default() }] {
                    let [left, top, width, height] = rect(&Stance { dock, ..wished }, window, 5000);
                    let covers = (left..=left + width).contains(&middle_x) && (top..=top + height).contains(&middle_y);
                    assert!(!covers, "{dock:?} in {window:?}: {left} {top} {width} {height}");
                }
            }
        }
    }

    #[test]
    fn a_window_of_which_half_is_too_little_is_the_panels_alone() {
        let small = Window { width: 320, height: 256 };
        assert_eq!(rect(&at(Dock::Right), small, 300), [8, 8, 304, 240]);
        assert_eq!(rect(&at(Dock::Bottom), small, 300), [8, 8, 304, 240]);
    }

    #[test]
    fn a_panel_that_the_window_would_lose_comes_back_and_returns_when_there_is_room_again() {
        let far = Stance { x: 900, y: 400, ..at(Dock::Free) };
        assert_eq!(rect(&far, WINDOW, 300), [900, 400, 376, 300]);
        assert_eq!(rect(&far, Window { width: 700, height: 500 }, 300), [316, 192, 376, 300]);
        assert_eq!(rect(&far, Window { width: 200, height: 100 }, 300), [8, 8, 184, 84]);
        assert_eq!(rect(&far, WINDOW, 300), [900, 400, 376, 300]);
    }

    #[test]
    fn a_moved_panel_is_free_and_cannot_be_moved_out_of_the_window() {
        let mut stance = at(Dock::Right);
        let from = place(&stance, WINDOW, 300, false);
        moved(&mut stance, WINDOW, from, (-100, 50));
        assert_eq!((stance.dock, rect(&stance, WINDOW, 300)), (Dock::Free, [876, 58, 376, 300]));
        moved(&mut stance, WINDOW, from, (5_000, -5_000));
        assert_eq!((stance.x, stance.y), (976, 8), "what is remembered is what is seen");
    }

    #[test]
    fn the_grip_is_pulled_away_from_the_edge() {
        for (dock, pull, expected) in [
            (Dock::Right, (-60, 0), [916, 8, 436, 300]),
            (Dock::Left, (60, 0), [8, 8, 436, 300]),
            (Dock::Bottom, (-60, 40), [280, 532, 800, 260]),
            (Dock::Left, (-900, -900), [8, 8, 280, 160]),
        ] {
            let mut stance = at(dock);
            let from = place(&stance, WINDOW, 300, false);
            grown(&mut stance, WINDOW, from, pulled(dock, pull));
            assert_eq!(rect(&stance, WINDOW, 300), expected, "{dock:?}");
            assert_eq!(stance.dock, dock);
        }
    }

    #[test]
    fn text_and_opacity_go_in_steps_and_stop_at_the_ends() {
        let mut stance = Stance::default();
        (0..9).for_each(|_| larger(&mut stance, true));
        (0..9).for_each(|_| fainter(&mut stance, true));
        assert_eq!((stance.text, stance.opacity), (200, FAINTEST));
        (0..9).for_each(|_| larger(&mut stance, false));
        (0..9).for_each(|_| fainter(&mut stance, false));
        assert_eq!((stance.text, stance.opacity), (85, 100));
        let known = |text| known_text(&Stance { text, ..stance });
        assert_eq!([0, 101, 9_999].map(known), [85, 115, 100]);
    }

    #[test]
    fn the_style_sheet_knows_every_size_of_text() {
        let style = include_str!("../../static/overlay.css");
        for size in TEXTS {
            assert!(style.contains(&format!(r#"[data-text="{size}"] {{ font-size: {size}%; }}"#)), "{size}");
        }
    }
}
