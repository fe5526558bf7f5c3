//! What a document of the extension weighs, as a store delivers it.

use crate::error::{Error, Result};
use std::path::Path;

/// Bytes of a document of the extension and of every script, style and module that it leads to, each compressed with
/// brotli, quality 11.
///
/// # Errors
/// [`Error::File`] for a file that cannot be read.
pub fn brotli(extension: &Path, document: &str) -> Result<usize> {
    let mut files = vec![extension.join(document)];
    for at in 0.. {
        let Some(file) = files.get(at) else { break };
        for other in named_in(&std::fs::read(file).map_err(Error::file(file))?) {
            let other = extension.join(other);
            if other.is_file() && !files.contains(&other) {
                files.push(other);
            }
        }
    }
    files.iter().map(|file| compressed(file)).sum()
}

/// The scripts, styles and modules that a file names between quotes.
fn named_in(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let quoted = text.split(['"', '\'']).map(|quoted| quoted.trim_start_matches("./"));
    let is_loaded =
        |name: &&str| [".js", ".css", ".wasm"].iter().any(|end| name.ends_with(end)) && !name.contains('\n');
    quoted.filter(is_loaded).map(str::to_owned).collect()
}

fn compressed(file: &Path) -> Result<usize> {
    let bytes = std::fs::read(file).map_err(Error::file(file))?;
    let mut small = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut small, &settings).map_err(Error::file(file))?;
    Ok(small.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_document_leads_to_counts_once() {
        let folder = crate::temporary::Temporary::new("weight").unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a.html", r#"<script src="a.js"></script><link href="a.css"><a href="b.html">"#);
        write("a.js", "import './a.js'; load(\"a.wasm\", './none.js')");
        write("a.css", "p { color: red }");
        write("a.wasm", "0123456789");
        write("b.html", "another page");
        let alone = |name: &str| compressed(&folder.path().join(name)).unwrap();
        let all = ["a.html", "a.js", "a.css", "a.wasm"].map(alone).iter().sum::<usize>();
        assert_eq!(brotli(folder.path(), "a.html").unwrap(), all);
    }
}
