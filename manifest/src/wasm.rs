//! From Rust to a small WASM module and its JavaScript half.

use crate::error::PackError;
use crate::folder::Files;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// The extension's modules: each a feature of its crate, and a pair of files, `NAME.js` and `NAME_bg.wasm`.
const MODULES: [(&str, &str); 2] = [("hub", "hub_wasm"), ("overlay", "overlay_wasm")];

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

/// Whether and how the modules were made smaller after rustc and wasm-bindgen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Optimized {
    /// By this wasm-opt.
    By(String),
    /// Not: the reason.
    Not(String),
}

/// Builds the extension's modules for `workspace` and returns their files. What did not change is not built
/// again: cargo decides for the code, a stamp for the rest. `dev` leaves wasm-opt out and keeps function names.
///
/// # Errors
/// When cargo, wasm-bindgen or the disk refuses.
pub fn build(workspace: &Path, dev: bool) -> Result<(Files, Optimized), PackError> {
    let optimizer = if dev { Err("this is a dev build".to_owned()) } else { Optimizer::find() };
    let mut files = Files::new();
    let mut optimized = Optimized::Not(String::new());
    for (feature, name) in MODULES {
        let built = cargo(workspace, feature)?;
        let folder = built.with_file_name("convoally-pack").join(if dev { "dev" } else { "release" }).join(name);
        optimized = refine(&built, &folder, name, &optimizer, dev)?;
        for file in [format!("{name}.js"), format!("{name}_bg.wasm")] {
            let path = folder.join(&file);
            files.insert(file, std::fs::read(&path).map_err(PackError::file(&path))?);
        }
    }
    Ok((files, optimized))
}

/// From rustc's module to the pair of files in `folder`, unless they are there already.
fn refine(
    built: &Path,
    folder: &Path,
    name: &str,
    optimizer: &Result<Optimizer, String>,
    dev: bool,
) -> Result<Optimized, PackError> {
    let stamp_path = folder.join("stamp");
    let stamp = stamp(built, optimizer)?;
    let before = std::fs::read_to_string(&stamp_path).unwrap_or_default();
    if let Some(outcome) = before.strip_prefix(&stamp) {
        return Ok(Optimized::read(outcome));
    }
    std::fs::create_dir_all(folder).map_err(PackError::file(folder))?;
    bindgen(built, folder, name, dev)?;
    let optimized = match optimizer {
        Ok(optimizer) => optimizer.shrink(&folder.join(format!("{name}_bg.wasm")))?,
        Err(reason) => Optimized::Not(reason.clone()),
    };
    std::fs::write(&stamp_path, stamp + &optimized.to_string()).map_err(PackError::file(&stamp_path))?;
    Ok(optimized)
}

impl Optimized {
    fn read(text: &str) -> Self {
        let rest = |prefix| text.strip_prefix(prefix).map(str::to_owned);
        rest("made smaller by ")
            .map_or_else(|| Optimized::Not(rest("not made smaller: ").unwrap_or_default()), Optimized::By)
    }
}

impl fmt::Display for Optimized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Optimized::By(version) => write!(f, "made smaller by {version}"),
            Optimized::Not(reason) => write!(f, "not made smaller: {reason}"),
        }
    }
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
    let output = Command::new(cargo)
        .current_dir(workspace)
        .args(["build", "--package", "convoally-extension", "--lib", "--target", "wasm32-unknown-unknown"])
        .args(["--no-default-features", "--features", feature])
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

fn bindgen(built: &Path, folder: &Path, name: &str, names: bool) -> Result<(), PackError> {
    let failed = |error| PackError::Bindgen(format!("{error:#}"));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(built).out_name(name).typescript(false).remove_name_section(!names);
    bindgen.remove_producers_section(true).web(true).map_err(failed)?;
    bindgen.generate(folder).map_err(failed)
}

/// What the files depend on.
fn stamp(built: &Path, optimizer: &Result<Optimizer, String>) -> Result<String, PackError> {
    let bytes = std::fs::read(built).map_err(PackError::file(built))?;
    let digest = Sha256::digest(&bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{hex} {} {optimizer:?}\n", env!("CARGO_PKG_VERSION")))
}

/// Binaryen's wasm-opt, one that knows what rustc and wasm-bindgen write.
#[derive(Debug)]
struct Optimizer {
    version: String,
}

impl Optimizer {
    fn find() -> Result<Self, String> {
        let say = |what| {
            let output = Command::new("wasm-opt").arg(what).output().map_err(|_| "no wasm-opt was found".to_owned())?;
            Ok::<_, String>(String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let help = say("--help")?;
        let version = say("--version")?.trim().to_owned();
        let known = |feature: &&str| help.split_whitespace().any(|word| word == *feature);
        // Older ones (108 was tried) mix up the tables of functions and of references: the module does not load.
        if !FEATURES.iter().all(known) {
            return Err(format!("{version} is too old, its output does not load"));
        }
        Ok(Self { version })
    }

    /// Rewrites the module in place. A wasm-opt that cannot read what rustc writes leaves it as it is.
    fn shrink(&self, module: &Path) -> Result<Optimized, PackError> {
        let small = module.with_extension("small");
        let output = Command::new("wasm-opt")
            .args(FEATURES)
            .arg("-Oz")
            .arg(module)
            .arg("-o")
            .arg(&small)
            .output()
            .map_err(PackError::file("wasm-opt"))?;
        if !output.status.success() {
            return Ok(Optimized::Not(format!("{} does not know what rustc writes", self.version)));
        }
        std::fs::rename(&small, module).map_err(PackError::file(module))?;
        Ok(Optimized::By(self.version.clone()))
    }
}
