//! From sound to words: voice activity, the transcriber trait and one file for each engine.

pub mod model;
