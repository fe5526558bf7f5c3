//! The browser's side of the host: the native-messaging port, and registering with browsers.
//!
//! A browser starts the host and speaks frames on its standard streams. [`stdio`] takes those streams away from
//! everybody else, [`frame`] cuts them into messages, [`port`] reads and answers them in order, and [`desk`]
//! carries the requests out, what takes a while as an [`errand`]; [`safe`] holds the vault open as long as it is needed, [`tab`] reads the sound that
//! comes this way. The port takes any reader and writer, so
//! all of it is tested in memory.
//! There is no server and no listening socket here, and there never will be.

pub mod confined;
pub mod desk;
pub mod doctor;
pub mod errand;
pub mod frame;
pub mod origin;
mod places;
pub mod port;
pub mod register;
pub mod safe;
pub mod stdio;
mod tab;
