//! Builds the loadable extension for each browser from one source.
//!
//! [`pack::build`] is the whole way: cargo and wasm-bindgen ([`wasm`]), the static files and the
//! manifest ([`manifest`], per browser in [`browser`]) into one folder ([`folder`]); [`licences`] go along, [`store`] zips it.
//! Never here: what the extension does, and the host's own manifests, which the host registers itself.

pub mod browser;
pub mod error;
pub mod folder;
pub mod id;
pub mod licences;
pub mod manifest;
pub mod pack;
pub mod sites;
pub mod store;
pub mod wasm;

pub use error::PackError;
