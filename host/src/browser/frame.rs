//! Native messaging's frames: a length of 4 bytes in the computer's own byte order, then that many bytes of JSON.

use convoally_shared::wire::MAX_MESSAGE_BYTES;
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Why there is no next frame.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The length is over the limit. The body was not read; what follows in the stream cannot be told apart any
    /// more.
    #[error("a message of {0} bytes is over the limit of {MAX_MESSAGE_BYTES}")]
    TooLarge(usize),
    /// The stream ended in the middle of a frame.
    #[error("the stream ended in the middle of a message")]
    CutOff,
    /// The stream failed.
    #[error("the stream failed: {0}")]
    Io(#[from] io::Error),
}

/// Reads one frame. None when the stream ended in order, between two frames.
///
/// # Errors
/// See [`FrameError`].
pub async fn read<R: AsyncRead + Unpin>(stream: &mut R) -> Result<Option<Vec<u8>>, FrameError> {
    let mut prefix = [0; 4];
    let mut filled = 0;
    while filled < prefix.len() {
        match stream.read(&mut prefix[filled..]).await? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(FrameError::CutOff),
            count => filled += count,
        }
    }
    let length = u32::from_ne_bytes(prefix) as usize;
    if length > MAX_MESSAGE_BYTES {
        return Err(FrameError::TooLarge(length));
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => FrameError::CutOff,
        _ => FrameError::Io(error),
    })?;
    Ok(Some(body))
}

/// Writes one frame and flushes it.
///
/// # Errors
/// [`FrameError::TooLarge`] before a byte is written, or the stream's own error.
pub async fn write<W: AsyncWrite + Unpin>(stream: &mut W, body: &[u8]) -> Result<(), FrameError> {
    if body.len() > MAX_MESSAGE_BYTES {
        return Err(FrameError::TooLarge(body.len()));
    }
    stream.write_all(&(body.len() as u32).to_ne_bytes()).await?;
    stream.write_all(body).await?;
    stream.flush().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(length: u32, body: &[u8]) -> Vec<u8> {
        [&length.to_ne_bytes()[..], body].concat()
    }

    #[tokio::test]
    async fn what_is_written_is_read_again() {
        let mut stream = Vec::new();
        for body in [&b"{}"[..], b"", "\"ä\"".as_bytes(), &[b'x'; 70_000]] {
            write(&mut stream, body).await.unwrap();
        }
        let mut stream = stream.as_slice();
        let mut lengths = Vec::new();
        while let Some(body) = read(&mut stream).await.unwrap() {
            lengths.push(body.len());
        }
        assert_eq!(lengths, [2, 0, 4, 70_000]);
    }

    #[tokio::test]
    async fn a_stream_that_ends_at_any_byte_ends_cleanly_or_is_cut_off() {
        let whole = framed(5, b"hello");
        for length in 0..whole.len() {
            let read = read(&mut &whole[..length]).await;
            match length {
                0 => assert!(matches!(read, Ok(None))),
                _ => assert!(matches!(read, Err(FrameError::CutOff)), "at {length}"),
            }
        }
    }

    #[tokio::test]
    async fn too_long_a_frame_is_refused_before_its_body_is_read() {
        let mut stream = &framed(MAX_MESSAGE_BYTES as u32 + 1, b"body")[..];
        assert!(matches!(read(&mut stream).await, Err(FrameError::TooLarge(_))));
        assert_eq!(stream, b"body");
        let mut stream = &framed(u32::MAX, b"")[..];
        assert!(matches!(read(&mut stream).await, Err(FrameError::TooLarge(_))));
    }

    #[tokio::test]
    async fn nothing_over_the_limit_is_written() {
        let mut stream = Vec::new();
        let refused = write(&mut stream, &vec![b' '; MAX_MESSAGE_BYTES + 1]).await;
        assert!(matches!(refused, Err(FrameError::TooLarge(_))));
        assert!(stream.is_empty());
    }
}
