//! Passwords and codes: from a file, or from standard input, a line each. Never from the command line, whose arguments
//! other programs can see.

use crate::secret::Secret;
use convoally_shared::fault::Fault;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;

/// More than any password, bytes.
const LONGEST: u64 = 64 * 1024;

/// The secret in the file or, without one, in the next line of standard input.
///
/// # Errors
/// It cannot be read, or is empty.
pub fn secret(file: Option<PathBuf>, question: &str) -> Result<Secret, Fault> {
    let mut text = String::new();
    let read = match &file {
        Some(path) => std::fs::File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text)),
        None => {
            eprintln!("{question}");
            io::stdin().lock().read_line(&mut text)
        }
    };
    let secret = Secret::new(text);
    if read.is_err() || secret.is_empty() {
        let place = file.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
        return Err(Fault::new(
            "backup.no_secret",
            format!("There is no password or code in {place}."),
            "Type it when you are asked, or name a file that holds it and nothing else.",
        ));
    }
    Ok(secret)
}
