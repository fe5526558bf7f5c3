//! Files on their way between the browser and the host: chosen ones to it, written ones from it.
//!
//! A file passes through the page in pieces and is kept nowhere in the extension. `static/files.js` does what the
//! browser has to do.

use super::desk;
use crate::locale::{say, say_with, write};
use convoally_shared::fault::Fault;
use convoally_shared::request::{
    ExportSessions, FilePart, FileWritten, MOST_FILE_BYTES, PIECE_BYTES, PutPiece, UploadId,
};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::File;

#[wasm_bindgen(raw_module = "./files.js")]
extern "C" {
    fn fresh() -> String;
    #[wasm_bindgen(catch)]
    async fn piece(file: &File, start: f64, end: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn bytes(base64: &str) -> Result<JsValue, JsValue>;
    fn save(pieces: &js_sys::Array, name: &str, media_type: &str);
}

/// Sends a file to the host, which holds it until a request names it.
///
/// # Errors
/// `upload.too_large` before anything is sent, `upload.unreadable` when the file is gone, or what the host says.
pub async fn send(file: &File) -> Result<UploadId, Fault> {
    let size = file.size() as u64;
    if size > MOST_FILE_BYTES {
        let sentence = say_with("files_too_large", &[&file.name(), &write::size(MOST_FILE_BYTES)]);
        return Err(Fault::new("upload.too_large", sentence, say("files_too_large_action")));
    }
    let upload = UploadId(fresh());
    for (seq, (start, end)) in (0..).zip(pieces(size)) {
        let base64 = piece(file, start as f64, end as f64).await.ok().and_then(|text| text.as_string());
        let base64 = base64.ok_or_else(|| {
            let sentence = say_with("files_unreadable", &[&file.name()]);
            Fault::new("upload.unreadable", sentence, say("files_unreadable_action"))
        })?;
        desk::call(PutPiece { upload: upload.clone(), seq, base64 }).await?;
    }
    Ok(upload)
}

/// Lets the host write sessions into a file, and hands it to the browser when all of it is here. `on_bytes` is told how
/// much came, about.
///
/// # Errors
/// What the host says; then there is no file.
pub async fn export(request: ExportSessions, on_bytes: impl Fn(u64) + 'static) -> Result<FileWritten, Fault> {
    let parts = Rc::new(RefCell::new((js_sys::Array::new(), 0_u64)));
    let taken = parts.clone();
    let written = desk::follow(request, move |part: FilePart| {
        let (pieces, so_far) = &mut *taken.borrow_mut();
        // One that is no base64 makes the file too short, which is told below.
        if let Ok(bytes) = bytes(&part.base64) {
            *so_far += js_sys::Uint8Array::from(bytes.clone()).length() as u64;
            pieces.push(&bytes);
            on_bytes(*so_far);
        }
    })
    .await?;
    let (pieces, arrived) = &*parts.borrow();
    if *arrived != written.bytes {
        return Err(Fault::new("export.incomplete", say("files_incomplete"), say("files_incomplete_action")));
    }
    save(pieces, &written.name, &written.media_type);
    Ok(written)
}

/// Where the pieces of so many bytes begin and end. An empty file is one empty piece: it was sent, too.
fn pieces(size: u64) -> Vec<(u64, u64)> {
    let step = PIECE_BYTES as u64;
    (0..size.div_ceil(step).max(1)).map(|at| (at * step, ((at + 1) * step).min(size))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_a_file_without_gap_and_an_empty_file_is_one() {
        let step = PIECE_BYTES as u64;
        assert_eq!(pieces(0), [(0, 0)]);
        assert_eq!(pieces(step), [(0, step)]);
        assert_eq!(pieces(2 * step + 1), [(0, step), (step, 2 * step), (2 * step, 2 * step + 1)]);
    }
}
