//! The ConvoAlly host: sound becomes utterances, utterances become questions, questions become cards.
//!
//! Each folder is one room of that path, and arrows point one way:
//! `cli, browser → session → {answer, knowledge, question, turn, speech, audio} → convoally_shared`.
//! `answer` and `session` know `money` besides; `vault`, `export`, `transcript` and `model` know only the shared vocabulary. No engine
//! knows another engine, and only `cli` prints. `privacy` looks at what all of them keep.
//!
//! Start reading at [`session`], which owns one session's tasks and its event log.

pub mod address;
pub mod answer;
pub mod audio;
pub mod backup;
pub mod browser;
pub mod cli;
pub mod crash;
pub mod devices;
pub mod door;
pub mod engines;
pub mod export;
pub mod import;
pub mod keys;
pub mod knowledge;
pub mod meaning;
pub mod model;
pub mod money;
pub mod places;
pub mod privacy;
pub mod question;
pub mod retention;
pub mod runtime;
pub mod secret;
pub mod session;
pub mod settings;
pub mod speech;
pub mod transcript;
pub mod turn;
pub mod vault;
