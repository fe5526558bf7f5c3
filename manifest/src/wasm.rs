//! From Rust to a small WASM module and its JavaScript half.

use crate::error::PackError;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// The name of both halves: `convoally.js` and `convoally_bg.wasm`.
pub const STEM: &str = "convoally";

/// What rustc may have used. Named one by one: with `--all-features` wasm-opt writes what Chromium refuses.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// Whether and how the module was made smaller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Optimized {
    /// By this wasm-opt.
    By(String),
    /// Not: the reason.
    Not(&'static str),
}

/// The two halves, in a folder beside cargo's own output.
#[derive(Debug)]
pub struct Module {
    /// Holds `convoally.js` and `convoally_bg.wasm`.
    pub folder: PathBuf,
    /// What wasm-opt did.
    pub optimized: Optimized,
}

/// Builds the extension's WASM for `workspace`. What did not change is not built again: cargo decides for the
/// code, a stamp for the rest. `dev` leaves wasm-opt out and keeps function names.
///
/// # Errors
/// When cargo, wasm-bindgen or the disk refuses.
pub fn build(workspace: &Path, dev: bool) -> Result<Module, PackError> {
    let built = cargo(workspace)?;
    let folder = built.with_file_name(if dev { "convoally-pack-dev" } else { "convoally-pack" });
    let stamp_path = folder.join("stamp");
    let optimizer = if dev { Err("a dev build") } else { Optimizer::find() };
    let stamp = stamp(&built, &optimizer)?;
    if std::fs::read_to_string(&stamp_path).ok().as_ref() != Some(&stamp) {
        std::fs::create_dir_all(&folder).map_err(PackError::file(&folder))?;
        let _ = std::fs::remove_file(&stamp_path);
        bindgen(&built, &folder, dev)?;
        if let Ok(optimizer) = &optimizer {
            optimizer.shrink(&folder.join(format!("{STEM}_bg.wasm")))?;
        }
        std::fs::write(&stamp_path, stamp).map_err(PackError::file(&stamp_path))?;
    }
    let optimized = optimizer.map_or_else(Optimized::Not, |optimizer| Optimized::By(optimizer.version));
    Ok(Module { folder, optimized })
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

fn cargo(workspace: &Path) -> Result<PathBuf, PackError> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(workspace)
        .args(["build", "--package", "convoally-extension", "--lib", "--target", "wasm32-unknown-unknown"])
        .args(["--profile", "wasm", "--message-format", "json-render-diagnostics"])
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

fn bindgen(built: &Path, folder: &Path, dev: bool) -> Result<(), PackError> {
    let failed = |error| PackError::Bindgen(format!("{error:#}"));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(built).out_name(STEM).typescript(false).remove_name_section(!dev);
    bindgen.remove_producers_section(true).web(true).map_err(failed)?;
    bindgen.generate(folder).map_err(failed)
}

/// What the two halves depend on.
fn stamp(built: &Path, optimizer: &Result<Optimizer, &str>) -> Result<String, PackError> {
    let bytes = std::fs::read(built).map_err(PackError::file(built))?;
    let by = optimizer.as_ref().map_or_else(|reason| (*reason).to_owned(), |optimizer| format!("{optimizer:?}"));
    let digest = Sha256::digest(&bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{hex} {} {by}", env!("CARGO_PKG_VERSION")))
}

/// Binaryen's wasm-opt, as far as this one knows the features.
#[derive(Debug)]
struct Optimizer {
    version: String,
    features: Vec<&'static str>,
}

impl Optimizer {
    fn find() -> Result<Self, &'static str> {
        let say = |what| {
            let output = Command::new("wasm-opt").arg(what).output().map_err(|_| "no wasm-opt was found")?;
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let help: String = say("--help")?;
        let known = |feature: &&str| help.split_whitespace().any(|word| word == *feature);
        let features = FEATURES.into_iter().filter(known).collect();
        Ok(Self { version: say("--version")?.trim().to_owned(), features })
    }

    /// Rewrites the module in place. A wasm-opt that cannot read what rustc writes leaves it as it is.
    fn shrink(&self, module: &Path) -> Result<(), PackError> {
        let small = module.with_extension("small");
        let status = Command::new("wasm-opt")
            .args(&self.features)
            .arg("-Oz")
            .arg(module)
            .arg("-o")
            .arg(&small)
            .status()
            .map_err(PackError::file("wasm-opt"))?;
        if status.success() {
            std::fs::rename(&small, module).map_err(PackError::file(module))?;
        }
        Ok(())
    }
}
