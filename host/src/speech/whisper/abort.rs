//! Lets a decode be given up in the middle.
//!
//! The one foreign call of this folder that needs `unsafe`: whisper-rs's own safe wrapper reads the closure
//! through a pointer of another type and leaks it, so the flag is handed to whisper.cpp directly.
#![allow(unsafe_code, reason = "whisper.cpp takes a C callback and a pointer to its data")]

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use whisper_rs::FullParams;

unsafe extern "C" fn is_set(flag: *mut c_void) -> bool {
    // SAFETY: `give_up_when` stored a pointer to an `AtomicBool` that outlives the decode.
    let flag = unsafe { &*flag.cast::<AtomicBool>() };
    flag.load(Ordering::Relaxed)
}

/// Makes the decode that runs with `params` stop with an error soon after `flag` is set. The lifetime keeps
/// the flag alive for as long as the parameters.
pub fn give_up_when<'a>(params: &mut FullParams<'a, '_>, flag: &'a AtomicBool) {
    // SAFETY: the callback only reads the flag, which outlives `params` and with it every decode.
    unsafe {
        params.set_abort_callback(Some(is_set));
        params.set_abort_callback_user_data(std::ptr::from_ref(flag).cast_mut().cast());
    }
}
