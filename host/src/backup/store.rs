//! Objects in a folder, an S3 store or WebDAV, all through OpenDAL, and its errors in this room's words.
//!
//! OpenDAL's own errors carry whole addresses and answers; none of that leaves this file.

use super::error::BackupError;
use super::place::{Credentials, Place};
use super::seal::Kind;
use futures_util::TryStreamExt;
use opendal::{ErrorKind, HttpTransporter, OperationContext, Operator, services};
use opendal_http_transport_reqwest::ReqwestTransport;
use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::path::Path;
use std::time::Duration;

/// Until a connection stands.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// Without a byte from the store. Some take long to say that a large object has arrived.
const SILENCE_PATIENCE: Duration = Duration::from_secs(60);
/// Before the second and the third try of something that failed for the moment.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];
/// A half-written object that nobody has touched for this long belongs to no run.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);
/// More than any object has, bytes: a store must not fill the memory.
const LARGEST_OBJECT: u64 = 128 * 1024 * 1024;
/// Half-written objects of a folder or a WebDAV server lie here.
const UNFINISHED: &str = "unfinished";

/// The place of one backup.
pub(super) struct Store {
    operator: Operator,
    /// A write that is cut off may leave half of the object.
    may_halve: bool,
}

impl Store {
    /// Opens a place. Only a new backup may make its folder: a disk that is not connected would be filled in vain.
    pub(super) fn open(place: &Place, credentials: Option<&Credentials>, may_make: bool) -> Result<Self, BackupError> {
        let operator = match (place, credentials) {
            (Place::Folder(path), _) => folder(path, may_make)?,
            (_, None) => return Err(BackupError::CredentialsNeeded),
            (Place::S3 { bucket, path, endpoint, region }, Some(who)) => {
                let mut builder = services::S3::default()
                    .bucket(bucket)
                    .root(path)
                    .region(region)
                    .access_key_id(&who.user)
                    .secret_access_key(who.password.reveal())
                    // Only what the user gave for this: nothing of other programs' configuration or of the machine.
                    .disable_config_load()
                    .disable_ec2_metadata();
                if let Some(endpoint) = endpoint {
                    builder = builder.endpoint(endpoint);
                }
                over_http(Operator::new(builder).map_err(|error| sorted(&error))?)?
            }
            (Place::WebDav { server, path }, Some(who)) => {
                let builder = services::Webdav::default().endpoint(server).root(path);
                let builder = builder.username(&who.user).password(who.password.reveal());
                over_http(Operator::new(builder).map_err(|error| sorted(&error))?)?
            }
        };
        Ok(Self { operator, may_halve: matches!(place, Place::WebDav { .. }) })
    }

    /// An object; none when it is not there.
    pub(super) async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, BackupError> {
        let read = self.patiently(async || {
            let about = self.operator.stat(name).await?;
            if about.content_length() > LARGEST_OBJECT {
                return Ok(None);
            }
            Ok(Some(self.operator.read(name).await?.to_vec()))
        });
        match read.await {
            Ok(Some(content)) => Ok(Some(content)),
            Ok(None) => Err(BackupError::Damaged(name.to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(sorted(&error)),
        }
    }

    /// Writes a new object. What a cut leaves half of it on a WebDAV server is listed nowhere.
    pub(super) async fn write(&self, name: &str, content: Vec<u8>) -> Result<(), BackupError> {
        let content = opendal::Buffer::from(content);
        let written = self.patiently(async || self.operator.write(name, content.clone()).await);
        written.await.map(drop).map_err(|error| sorted(&error))
    }

    /// Writes an object in place of an older one, which stays until the new one is whole. Folders rename and S3 counts
    /// by themselves; on a WebDAV server, the finished object is moved into its place.
    pub(super) async fn replace(&self, name: &str, content: Vec<u8>) -> Result<(), BackupError> {
        if !self.may_halve {
            return self.write(name, content).await;
        }
        let unfinished = format!("{UNFINISHED}/{name}");
        self.write(&unfinished, content).await?;
        let moved = self.patiently(async || self.operator.rename(&unfinished, name).await);
        moved.await.map_err(|error| sorted(&error))
    }

    /// Deletes an object. No error when there is none.
    pub(super) async fn delete(&self, name: &str) -> Result<(), BackupError> {
        self.patiently(async || self.operator.delete(name).await).await.map_err(|error| sorted(&error))
    }

    /// The names and sizes of the objects of one kind.
    pub(super) async fn list(&self, kind: Kind) -> Result<BTreeMap<String, u64>, BackupError> {
        let folder = format!("{}/", kind.folder());
        let listed = self.patiently(async || {
            let mut names = BTreeMap::new();
            let mut entries = self.operator.lister(&folder).await?;
            while let Some(entry) = entries.try_next().await? {
                if entry.metadata().is_file() {
                    names.insert(entry.name().to_owned(), entry.metadata().content_length());
                }
            }
            Ok(names)
        });
        match listed.await {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeMap::new()),
            listed => listed.map_err(|error| sorted(&error)),
        }
    }

    /// Tries again what failed for the moment.
    async fn patiently<T>(&self, mut attempt: impl AsyncFnMut() -> opendal::Result<T>) -> opendal::Result<T> {
        for pause in PAUSES {
            match attempt().await {
                Err(error) if error.is_temporary() && !is_final(&error) => tokio::time::sleep(pause).await,
                done => return done,
            }
        }
        attempt().await
    }
}

/// Where an object of this kind and name lies.
pub(super) fn path(kind: Kind, name: &str) -> String {
    format!("{}/{name}", kind.folder())
}

fn folder(path: &Path, may_make: bool) -> Result<Operator, BackupError> {
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) if may_make => {}
        Ok(false) => return Err(BackupError::PlaceMissing),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(BackupError::Denied),
        Err(error) => return Err(BackupError::Store(error.kind().to_string())),
    }
    let (root, unfinished) = (path.display().to_string(), path.join(UNFINISHED).display().to_string());
    sweep(&path.join(UNFINISHED));
    let builder = services::Fs::default().root(&root).atomic_write_dir(&unfinished);
    Operator::new(builder).map_err(|error| sorted(&error))
}

/// Removes what killed runs left half-written: it may hold something that was erased since. Only what is old, because
/// another computer may write into the same folder now; and what cannot be removed harms nobody.
fn sweep(unfinished: &Path) {
    let Ok(entries) = std::fs::read_dir(unfinished) else { return };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|about| about.modified()).ok().and_then(|then| then.elapsed().ok());
        if age.is_some_and(|age| age > LEFT_BEHIND) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn over_http(operator: Operator) -> Result<Operator, BackupError> {
    let client = reqwest::Client::builder().connect_timeout(CONNECT_PATIENCE).read_timeout(SILENCE_PATIENCE);
    let client = client.build().map_err(|_| BackupError::System("the HTTP client could not be made".to_owned()))?;
    let transport = HttpTransporter::new(ReqwestTransport::new(client));
    Ok(operator.with_context(OperationContext::new().with_http_transport(transport)))
}

/// What no second try changes, although OpenDAL may call it temporary.
fn is_final(error: &opendal::Error) -> bool {
    error.kind() == ErrorKind::PermissionDenied || is_full(error)
}

/// The disk of a folder, or of a server that says so (507).
fn is_full(error: &opendal::Error) -> bool {
    let full = |kind| matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    causes(error).any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| full(error.kind())))
        || status(error) == Some(507)
}

/// In this room's words.
fn sorted(error: &opendal::Error) -> BackupError {
    if is_full(error) {
        return BackupError::Full("at the place of the backup");
    }
    let denied_file = |cause: &(dyn Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
        })
    };
    match (error.kind(), status(error)) {
        // `NoSuchBucket`, and a WebDAV folder whose parent is not there.
        (ErrorKind::ConfigInvalid | ErrorKind::NotFound, _) | (_, Some(404 | 409)) => BackupError::PlaceMissing,
        (ErrorKind::PermissionDenied, _) | (_, Some(401 | 403)) => BackupError::Denied,
        (_, Some(status)) => BackupError::Store(format!("it answered {status}")),
        _ if causes(error).any(denied_file) => BackupError::Denied,
        _ if causes(error).any(|cause| cause.is::<reqwest::Error>()) => BackupError::Unreachable,
        // Its kind and nothing else: messages hold addresses.
        (kind, None) => BackupError::Store(kind.to_string()),
    }
}

/// The status that the store answered with. OpenDAL keeps it in its text alone.
fn status(error: &opendal::Error) -> Option<u16> {
    let text = error.to_string();
    let (_, after) = text.split_once("response: Parts { status: ")?;
    after.get(..3)?.parse().ok()
}

/// What an error came from, outermost first.
fn causes(error: &opendal::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}
