//! The licences that come with the extension: its own, and those of the libraries in its modules, whose authors ask that
//! their words go along with every copy.

use crate::error::PackError;
use crate::folder::Files;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Our own, by the names that the page About links to.
const OWN: [(&str, &str); 2] = [("LICENSE-MIT", "licences/MIT.txt"), ("LICENSE-APACHE", "licences/Apache-2.0.txt")];
const LIBRARIES: &str = "licences/libraries.txt";

/// How files with a licence begin, in capitals.
const BEGINNINGS: [&str; 4] = ["LICENSE", "LICENCE", "COPYING", "NOTICE"];

/// A library of the extension's modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Library {
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    manifest_path: PathBuf,
    /// None for our own crates.
    source: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Library>,
}

/// The files.
///
/// # Errors
/// When cargo does not name the libraries, or a licence cannot be read.
pub fn files(workspace: &Path) -> Result<Files, PackError> {
    let mut files = Files::new();
    for (from, to) in OWN {
        let path = workspace.join(from);
        files.insert(to.to_owned(), std::fs::read(&path).map_err(PackError::file(&path))?);
    }
    let named = tree(workspace)?;
    let mut texts = Vec::new();
    for library in metadata(workspace)?.packages {
        if library.source.is_some() && named.contains(&[&library.name, " v", &library.version].concat()) {
            let licences = licences(&library)?;
            texts.push((library, licences));
        }
    }
    files.insert(LIBRARIES.to_owned(), written(texts).into_bytes());
    Ok(files)
}

/// `name vVERSION` of whatever is linked into the modules; not what only ran while they were built.
fn tree(workspace: &Path) -> Result<BTreeSet<String>, PackError> {
    let arguments = ["tree", "--package", "convoally-extension", "--target", "wasm32-unknown-unknown"];
    let form = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
    let lines = cargo(workspace, &[&arguments[..], &form].concat())?;
    // A mark such as `(*)` or a folder may follow the version.
    let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Ok(String::from_utf8_lossy(&lines).lines().map(name).collect())
}

fn metadata(workspace: &Path) -> Result<Metadata, PackError> {
    let arguments = ["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"];
    Ok(serde_json::from_slice(&cargo(workspace, &arguments)?)?)
}

fn cargo(workspace: &Path, arguments: &[&str]) -> Result<Vec<u8>, PackError> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output =
        Command::new(cargo).current_dir(workspace).args(arguments).output().map_err(PackError::file("cargo"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(PackError::Cargo) }
}

/// The texts that a library brings. Where it leaves the choice and MIT is offered, MIT is chosen.
fn licences(library: &Library) -> Result<Vec<String>, PackError> {
    let Some(folder) = library.manifest_path.parent() else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(PackError::file(folder))? {
        let path = entry.map_err(PackError::file(folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().to_uppercase()).unwrap_or_default();
        if path.is_file() && BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) {
            paths.push((name, path));
        }
    }
    paths.sort();
    let is_mit = |(name, _): &(String, PathBuf)| name.contains("MIT");
    if paths.iter().any(is_mit) {
        paths.retain(|path| is_mit(path) || path.0.starts_with("NOTICE"));
    }
    let read = |(_, path): &(String, PathBuf)| std::fs::read(path).map_err(PackError::file(path));
    paths.iter().map(read).map(|bytes| Ok(String::from_utf8_lossy(&bytes?).trim().replace("\r\n", "\n"))).collect()
}

/// All libraries in the order of their names, then each text once with the libraries that it is of.
fn written(mut libraries: Vec<(Library, Vec<String>)>) -> String {
    libraries.sort();
    let mut page = String::from("The libraries in this extension, and their licences.\n\n");
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (library, licences) in &libraries {
        let Library { name, version, license, repository, .. } = library;
        let terms = license.as_deref().unwrap_or("see below");
        page.push_str(&format!("{name} {version}: {terms} {}\n", repository.as_deref().unwrap_or_default()));
        licences.iter().for_each(|text| texts.entry(text.clone()).or_default().push(name));
    }
    let mut ordered: Vec<_> = texts.into_iter().collect();
    ordered.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, names) in ordered {
        page.push_str(&format!("\n{}\n\n{}\n\n{text}\n", "-".repeat(72), names.join(", ")));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(name: &str) -> Library {
        let license = Some("MIT OR Apache-2.0".to_owned());
        Library { name: name.into(), version: "1.0.0".into(), license, ..Library::default() }
    }

    #[test]
    fn a_text_that_several_libraries_share_stands_there_once_with_all_their_names() {
        let (one, other) = ("Copyright One".to_owned(), "Copyright Other".to_owned());
        let libraries =
            vec![(library("zeta"), vec![one.clone()]), (library("beta"), vec![other]), (library("alpha"), vec![one])];
        let page = written(libraries.clone());
        assert_eq!(page.matches("Copyright One").count(), 1);
        assert!(page.contains("alpha, zeta\n\nCopyright One"), "{page}");
        assert!(page.find("alpha 1.0.0: MIT OR Apache-2.0").unwrap() < page.find("beta 1.0.0").unwrap());
        assert_eq!(page, written(libraries.into_iter().rev().collect()));
    }

    #[test]
    fn of_two_licences_to_choose_from_the_shorter_goes_along() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("LICENSE-APACHE", "long"), ("LICENSE-MIT", "short\r\n"), ("README.md", "no")] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let of = Library { manifest_path: folder.path().join("Cargo.toml"), ..library("a") };
        assert_eq!(licences(&of).unwrap(), ["short"]);
        std::fs::remove_file(folder.path().join("LICENSE-MIT")).unwrap();
        assert_eq!(licences(&of).unwrap(), ["long"]);
    }
}
