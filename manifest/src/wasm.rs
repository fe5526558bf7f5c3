//! From Rust to a small WASM module and its JavaScript half.

use crate::error::PackError;
use crate::folder::Files;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// The extension's modules: each a feature of its crate, and a pair of files, `NAME.js` and `NAME_bg.wasm`.
const MODULES: [(&str, &str); 3] = [("hub", "hub_wasm"), ("overlay", "overlay_wasm"), ("pages", "pages_wasm")];

/// Builds the extension's modules for `workspace` and returns their files. What did not change is not built
/// again: cargo decides for the code, a stamp for the rest. `dev` keeps function names.
///
/// There is no pass of wasm-opt behind this: it takes 14 % off the module and adds 4 % to what a download costs
/// (binaryen 132, measured), and Debian's writes a module that Chromium does not load.
///
/// # Errors
/// When cargo, wasm-bindgen or the disk refuses.
pub fn build(workspace: &Path, dev: bool) -> Result<Files, PackError> {
    let mut files = Files::new();
    for (feature, name) in MODULES {
        let built = cargo(workspace, feature)?;
        let folder = built.with_file_name("convoally-pack").join(if dev { "dev" } else { "release" }).join(name);
        refine(&built, &folder, name, dev)?;
        for file in [format!("{name}.js"), format!("{name}_bg.wasm")] {
            let path = folder.join(&file);
            files.insert(file, std::fs::read(&path).map_err(PackError::file(&path))?);
        }
    }
    Ok(files)
}

/// From rustc's module to the pair of files in `folder`, unless they are there already.
fn refine(built: &Path, folder: &Path, name: &str, dev: bool) -> Result<(), PackError> {
    let stamp_path = folder.join("stamp");
    let stamp = stamp(built)?;
    if std::fs::read_to_string(&stamp_path).is_ok_and(|before| before == stamp) {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(PackError::file(folder))?;
    bindgen(built, folder, name, dev)?;
    std::fs::write(&stamp_path, stamp).map_err(PackError::file(&stamp_path))
}

/// The one line of cargo's JSON that matters here.
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

fn cargo(workspace: &Path, feature: &str) -> Result<PathBuf, PackError> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    let output = Command::new(cargo)
        .current_dir(workspace)
        // As a library of Rust besides, it would be linked without looking across crates (`lto` of its profile). A folder
        // for each: of a library that is linked, cargo keeps one build, and would make each module anew after the others.
        .args(["rustc", "--package", "convoally-extension", "--lib", "--crate-type", "cdylib", "--target-dir"])
        .arg(target.join("modules").join(feature))
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--no-default-features", "--features", feature])
        .args(["--profile", "wasm", "--message-format", "json-render-diagnostics"])
        .env("CARGO_ENCODED_RUSTFLAGS", flags(workspace).join("\u{1f}"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(PackError::file("cargo"))?;
    if !output.status.success() {
        return Err(PackError::Cargo);
    }
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let mut artifacts = lines.filter_map(|line| serde_json::from_slice::<Artifact>(line).ok());
    let ours = artifacts.find(|artifact| artifact.target.name == "convoally_extension").ok_or(PackError::NoArtifact)?;
    let mut files = ours.filenames.into_iter();
    files.find(|file| file.extension().is_some_and(|end| end == "wasm")).ok_or(PackError::NoArtifact)
}

/// Flags of the compiler. Leptos without a type for each view takes a fifth off the pages' module (0.8.23, measured
/// together with `lto`).
fn flags(workspace: &Path) -> Vec<String> {
    let erased = ["--cfg", "erase_components"].map(str::to_owned);
    without_paths(workspace).into_iter().chain(erased).collect()
}

/// Flags that keep this computer's folders out of panic messages: the same source makes the same bytes anywhere.
fn without_paths(workspace: &Path) -> Vec<String> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let registry = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home);
    let folders = [(Some(workspace.to_owned()), "convoally"), (registry, "cargo")];
    let named = folders.iter().filter_map(|(folder, name)| Some((folder.as_ref()?, name)));
    named.map(|(folder, name)| format!("--remap-path-prefix={}=/{name}", folder.display())).collect()
}

fn bindgen(built: &Path, folder: &Path, name: &str, names: bool) -> Result<(), PackError> {
    let failed = |error| PackError::Bindgen(format!("{error:#}"));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(built).out_name(name).typescript(false).remove_name_section(!names);
    bindgen.remove_producers_section(true).web(true).map_err(failed)?;
    bindgen.generate(folder).map_err(failed)
}

/// What the files depend on.
fn stamp(built: &Path) -> Result<String, PackError> {
    let bytes = std::fs::read(built).map_err(PackError::file(built))?;
    let digest = Sha256::digest(&bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{hex} {}\n", env!("CARGO_PKG_VERSION")))
}
