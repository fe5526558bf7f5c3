//! The three kinds of store. Each keeps its objects as files of a folder, which the tests look into and damage.

use convoally::backup::{Credentials, Place};
use convoally::secret::Secret;
use dav_server::DavHandler;
use dav_server::fakels::FakeLs;
use dav_server::localfs::LocalFs;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpListener;

pub const USER: &str = "AKIDEXAMPLE";
pub const PASSWORD: &str = "wJalrXUtnFEMI-K7MDENG";

/// A store that is gone with the test.
pub struct Stand {
    folder: TempDir,
    kind: Kind,
}

enum Kind {
    Folder,
    S3(SocketAddr),
    WebDav(SocketAddr),
}

impl Stand {
    pub async fn folder() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), kind: Kind::Folder }
    }

    /// With one bucket, `calls`.
    pub async fn s3() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("calls")).unwrap();
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(USER, PASSWORD));
        let service = service.build();
        let address = serve(move |stream| {
            let service = service.clone();
            async move {
                let _ = hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            }
        })
        .await;
        Self { folder, kind: Kind::S3(address) }
    }

    pub async fn web_dav() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = LocalFs::new(folder.path(), false, false, false);
        let handler = DavHandler::builder().filesystem(files).locksystem(FakeLs::new()).build_handler();
        let router = axum::Router::new().fallback(move |request: axum::extract::Request| {
            let handler = handler.clone();
            async move {
                use axum::response::IntoResponse;
                let sent = request.headers().get("authorization").and_then(|value| value.to_str().ok());
                if sent != Some(basic().as_str()) {
                    return axum::http::StatusCode::UNAUTHORIZED.into_response();
                }
                handler.handle(request).await.map(axum::body::Body::new)
            }
        });
        let address = serve(move |stream| {
            let service = TowerToHyperService::new(router.clone());
            async move {
                let _ = hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            }
        })
        .await;
        Self { folder, kind: Kind::WebDav(address) }
    }

    /// One of each.
    pub async fn all() -> [Self; 3] {
        [Self::folder().await, Self::s3().await, Self::web_dav().await]
    }

    /// Where its server listens, if it has one.
    pub fn address(&self) -> Option<SocketAddr> {
        match self.kind {
            Kind::Folder => None,
            Kind::S3(address) | Kind::WebDav(address) => Some(address),
        }
    }

    pub fn place(&self) -> Place {
        self.address().map_or_else(|| self.place_at(([127, 0, 0, 1], 9).into()), |address| self.place_at(address))
    }

    /// Its place, reached by another address.
    pub fn place_at(&self, address: SocketAddr) -> Place {
        Place::parse(&match self.kind {
            Kind::Folder => self.objects().display().to_string(),
            Kind::S3(_) => format!("s3://calls/backup?endpoint=http://{address}"),
            Kind::WebDav(_) => format!("http://{address}/some/backup"),
        })
        .unwrap()
    }

    pub fn credentials(&self) -> Option<Credentials> {
        let who = || Credentials { user: USER.into(), password: Secret::new(PASSWORD.into()) };
        self.address().map(|_| who())
    }

    /// The folder in which its objects lie.
    pub fn objects(&self) -> PathBuf {
        match self.kind {
            Kind::Folder => self.folder.path().join("backup"),
            Kind::S3(_) => self.folder.path().join("calls/backup"),
            Kind::WebDav(_) => self.folder.path().join("some/backup"),
        }
    }

    /// The objects of one folder, `s` or `m`.
    pub fn files(&self, kind: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.objects().join(kind)).into_iter().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }

    /// Every byte that the store keeps, names of files included.
    pub fn everything(&self) -> Vec<u8> {
        let mut all = Vec::new();
        gather(self.folder.path(), &mut all);
        all
    }
}

fn gather(folder: &Path, all: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(path.file_name().unwrap().as_encoded_bytes());
        if path.is_dir() { gather(&path, all) } else { all.extend(std::fs::read(path).unwrap()) }
    }
}

fn basic() -> String {
    use base64::Engine;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{USER}:{PASSWORD}")))
}

/// Serves each connection in a task of its own, until the test ends.
pub async fn serve<F>(connection: impl Fn(tokio::net::TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream));
        }
    });
    address
}
