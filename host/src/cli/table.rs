//! A table for people.

use std::io::{ErrorKind, Write};

/// One line a row, columns as wide as their longest cell.
pub fn table<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let mut widths = [0; COLUMNS];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; COLUMNS]| {
        let padded: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        padded.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Prints a text. A reader that has seen enough, `head` say, is no error.
pub fn print(text: &str, out: &mut impl Write) -> std::io::Result<()> {
    print_bytes(text.as_bytes(), out)
}

/// The same for what need not be text.
pub fn print_bytes(content: &[u8], out: &mut impl Write) -> std::io::Result<()> {
    match out.write_all(content).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}
