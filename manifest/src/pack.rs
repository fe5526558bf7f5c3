//! The whole way from source to a folder that a browser loads.

use crate::browser::Browser;
use crate::error::PackError;
use crate::folder::{self, Files};
use crate::licences;
use crate::manifest::Manifest;
use crate::wasm;
use std::path::{Path, PathBuf};

/// How large a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its path below the folder.
    pub name: String,
    /// Bytes.
    pub raw: usize,
    /// Bytes when compressed with brotli, quality 11: what a download of it would cost.
    pub brotli: usize,
}

/// What was built.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The files that the folder holds.
    pub files: Files,
    /// How many files were written or removed; 0 when the folder was up to date.
    pub changes: usize,
    /// Sizes of code and style: the files that a page load waits for.
    pub sizes: Vec<Size>,
}

/// Builds the extension for `browser` into the folder `out`.
///
/// # Errors
/// When cargo, wasm-bindgen or the disk refuses, or `out` holds something else.
pub fn build(browser: Browser, out: &Path, dev: bool) -> Result<Packed, PackError> {
    let files = collect(&workspace(), browser, &browser.manifest(dev), dev)?;
    let changes = folder::write(out, &files)?;
    let sizes = files.iter().filter(|(name, _)| is_code(name)).map(|(name, bytes)| size(name, bytes)).collect();
    Ok(Packed { files, changes, sizes })
}

/// All files of the extension in the sources at `workspace`, by name.
///
/// # Errors
/// As [`build`].
pub fn collect(workspace: &Path, browser: Browser, manifest: &Manifest, dev: bool) -> Result<Files, PackError> {
    let extension = workspace.join("extension");
    let mut files = folder::read(&extension.join("static"))?;
    // What this family alone can do, or cannot.
    files.extend(folder::read(&extension.join(browser.name()))?);
    files.extend(wasm::build(workspace, dev)?);
    files.insert("manifest.json".to_owned(), serde_json::to_vec_pretty(manifest)?);
    files.extend(licences::files(workspace)?);
    Ok(files)
}

/// This crate lies in the workspace whose extension it packs.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

fn is_code(name: &str) -> bool {
    [".wasm", ".js", ".css"].iter().any(|end| name.ends_with(end))
}

fn size(name: &str, bytes: &[u8]) -> Size {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    // Neither end can fail: both are in memory.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params);
    Size { name: name.to_owned(), raw: bytes.len(), brotli: compressed.len() }
}
