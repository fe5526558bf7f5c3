//! Speech models on this computer: which there are, fetching, verifying, importing.
//!
//! Every model is one ggml file. Nothing here loads a model or prints.
//! Start reading at `convert` (the formats).

pub mod convert;
