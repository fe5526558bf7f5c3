//! A way for Firefox, which maps no host names: a proxy on the loopback interface that leads meetings to the stand-in and
//! refuses everything else, and that remembers what was asked of it.

use super::SITES;
use crate::error::{Error, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The running proxy. It goes away with the value.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a free port.
    ///
    /// # Errors
    /// [`Error::Start`] when the port cannot be opened.
    pub async fn start(meeting: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::start("the proxy"))?;
        let address = listener.local_addr().map_err(Error::start("the proxy"))?;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // A connection that breaks off is the browser's business.
                let heard = heard.clone();
                tokio::spawn(async move { drop(serve(client, meeting, &heard).await) });
            }
        });
        Ok(Self { address, asked, serving })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The first line of each request so far: `CONNECT meet.google.com:443 HTTP/1.1`.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(client: TcpStream, meeting: SocketAddr, heard: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut client = BufReader::new(client);
    let mut first = String::new();
    client.read_line(&mut first).await?;
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(first.trim_end().to_owned());
    let mut line = String::new();
    while client.read_line(&mut line).await? > 2 {
        line.clear();
    }
    if !leads_to_a_meeting(&first) {
        return client.write_all(b"HTTP/1.1 502 Nowhere\r\nContent-Length: 0\r\n\r\n").await;
    }
    let mut server = TcpStream::connect(meeting).await?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// `CONNECT meet.google.com:443 HTTP/1.1`
fn leads_to_a_meeting(request: &str) -> bool {
    let Some(target) = request.strip_prefix("CONNECT ") else { return false };
    let host = target.split(':').next().unwrap_or_default();
    SITES.iter().any(|site| site.strip_prefix('*').map_or(*site == host, |end| host.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_meetings_are_reached() {
        assert!(leads_to_a_meeting("CONNECT meet.google.com:443 HTTP/1.1\r\n"));
        assert!(leads_to_a_meeting("CONNECT us05web.zoom.us:443 HTTP/1.1\r\n"));
        assert!(!leads_to_a_meeting("CONNECT evil-meet.google.com.example:443 HTTP/1.1\r\n"));
        assert!(!leads_to_a_meeting("GET http://meet.google.com/ HTTP/1.1\r\n"));
    }
}
