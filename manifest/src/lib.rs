//! Builds the loadable extension for each browser from one source.
//!
//! [`pack::build`] is the whole way: cargo and wasm-bindgen ([`wasm`]), the static files and the
//! manifest ([`manifest`], per browser in [`browser`]) into one folder ([`folder`]); [`licences`] go along, [`store`] zips it.
//! [`registration`] is for packages of the system. Never here: what the extension does, and registering for one user, which
//! the host does itself.

pub mod browser;
pub mod error;
pub mod folder;
pub mod id;
pub mod licences;
pub mod manifest;
pub mod pack;
pub mod registration;
pub mod sites;
pub mod store;
pub mod wasm;

pub use error::PackError;
