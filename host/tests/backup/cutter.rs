//! A wire between the host and a store that is cut after so many bytes.

use crate::stores::serve;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// The wire.
#[derive(Clone)]
pub struct Cutter {
    pub address: SocketAddr,
    left: Arc<AtomicI64>,
}

impl Cutter {
    pub async fn before(store: SocketAddr) -> Self {
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let budget = left.clone();
        let address = serve(move |stream| carry(stream, store, budget.clone())).await;
        Self { address, left }
    }

    /// Cuts after this many bytes in both directions together; nothing passes after that.
    pub fn cut_after(&self, bytes: i64) {
        self.left.store(bytes, Ordering::SeqCst);
    }

    pub fn mend(&self) {
        self.cut_after(i64::MAX);
    }

    /// How many bytes passed since it was mended.
    pub fn passed(&self) -> i64 {
        i64::MAX - self.left.load(Ordering::SeqCst)
    }
}

async fn carry(near: TcpStream, store: SocketAddr, left: Arc<AtomicI64>) {
    if left.load(Ordering::SeqCst) <= 0 {
        return;
    }
    let far = TcpStream::connect(store).await.unwrap();
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    // Whichever direction ends takes the other with it.
    tokio::select! {
        () = pump(near_in, far_out, &left) => {}
        () = pump(far_in, near_out, &left) => {}
    }
}

async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, left: &AtomicI64) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let before = left.fetch_sub(i64::try_from(length).unwrap(), Ordering::SeqCst);
        let passes = usize::try_from(before).unwrap_or(0).min(length);
        if to.write_all(&buffer[..passes]).await.is_err() || passes < length {
            return;
        }
    }
}
