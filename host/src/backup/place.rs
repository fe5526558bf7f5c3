//! Where a backup lies, and who may go there.

use super::error::BackupError;
use crate::address;
use crate::secret::Secret;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};

/// What S3 stores of one's own call the only region that they have.
const USUAL_REGION: &str = "us-east-1";

/// A place for a backup. Written and read as a person writes it; it never holds a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Place {
    /// A folder of this computer, or of one that is mounted here.
    Folder(PathBuf),
    /// A bucket of an S3-compatible store.
    S3 {
        /// The bucket.
        bucket: String,
        /// The folder in it, without slashes around it; empty for the bucket itself.
        path: String,
        /// The store's address; none for Amazon's.
        endpoint: Option<String>,
        /// The region.
        region: String,
    },
    /// A folder of a WebDAV server.
    WebDav {
        /// The server: `https://dav.example.com`.
        server: String,
        /// The folder on it, without slashes around it.
        path: String,
    },
}

/// Who the user is to a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The access key's id, or the user's name.
    pub user: String,
    /// The secret access key, or the password.
    pub password: Secret,
}

impl Place {
    /// Reads what a person wrote: a folder, `s3://bucket/path?endpoint=…&region=…`, or a WebDAV folder's `https://…`.
    ///
    /// # Errors
    /// [`BackupError::NoPlace`], which says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BackupError> {
        let text = text.trim();
        if text.starts_with("s3:") {
            return s3(&Url::parse(text).map_err(|_| BackupError::NoPlace("that is no address of a bucket"))?);
        }
        if text.starts_with("http:") || text.starts_with("https:") {
            return web_dav(text);
        }
        if text.contains("://") {
            return Err(BackupError::NoPlace("a place is a folder, s3://… or the https://… of a WebDAV folder"));
        }
        let folder = std::path::absolute(text).map_err(|_| BackupError::NoPlace("no folder was named"))?;
        match folder.to_str() {
            Some(_) => Ok(Self::Folder(folder)),
            None => Err(BackupError::NoPlace("the folder's name is not in Unicode")),
        }
    }

    /// It asks who the user is.
    pub fn wants_credentials(&self) -> bool {
        !matches!(self, Self::Folder(_))
    }

    /// The host or folder, for people and for the record of what left this computer.
    pub fn whereabouts(&self) -> String {
        match self {
            Self::Folder(path) => path.display().to_string(),
            Self::S3 { endpoint: None, .. } => "s3.amazonaws.com".to_owned(),
            Self::S3 { endpoint: Some(server), .. } | Self::WebDav { server, .. } => {
                address::parse(server).map_or_else(|| server.clone(), |url| address::host(&url))
            }
        }
    }
}

fn s3(url: &Url) -> Result<Place, BackupError> {
    no_password(url)?;
    let bucket = url.host_str().filter(|bucket| !bucket.is_empty());
    let bucket = bucket.ok_or(BackupError::NoPlace("the address names no bucket"))?.to_owned();
    let (mut endpoint, mut region) = (None, None);
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "endpoint" => {
                let server =
                    address::parse(&value).ok_or(BackupError::NoPlace("its endpoint is no https:// address"))?;
                no_password(&server)?;
                endpoint = Some(server.as_str().trim_end_matches('/').to_owned());
            }
            "region" => region = Some(value.into_owned()),
            _ => return Err(BackupError::NoPlace("a bucket's address may say endpoint and region and nothing else")),
        }
    }
    let region = region.unwrap_or_else(|| USUAL_REGION.to_owned());
    Ok(Place::S3 { bucket, path: url.path().trim_matches('/').to_owned(), endpoint, region })
}

fn web_dav(text: &str) -> Result<Place, BackupError> {
    let url = address::parse(text).ok_or(BackupError::NoPlace("that is no address of a WebDAV folder"))?;
    no_password(&url)?;
    if url.scheme() == "http" && !address::is_here(&url) {
        return Err(BackupError::NoPlace("a password may not go over http://; use https://"));
    }
    let path = url.path().trim_matches('/').to_owned();
    Ok(Place::WebDav { server: url.origin().ascii_serialization(), path })
}

/// Addresses are shown and logged; passwords are not.
fn no_password(url: &Url) -> Result<(), BackupError> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(());
    }
    Err(BackupError::NoPlace("an address may hold no user name and no password; they are asked for"))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => Path::display(path).fmt(f),
            Self::S3 { bucket, path, endpoint, region } => {
                write!(f, "s3://{bucket}/{path}?")?;
                if let Some(endpoint) = endpoint {
                    write!(f, "endpoint={endpoint}&")?;
                }
                write!(f, "region={region}")
            }
            Self::WebDav { server, path } => write!(f, "{server}/{path}"),
        }
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl TryFrom<String> for Place {
    type Error = BackupError;

    fn try_from(text: String) -> Result<Self, BackupError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_it_is_written() {
        for text in [
            "/mnt/disk/backup",
            "s3://calls/mine/here?endpoint=http://127.0.0.1:9000&region=us-east-1",
            "s3://calls/?region=eu-central-1",
            "https://dav.example.com/remote.php/dav/files/me/backup",
            "http://127.0.0.1:8080/backup",
        ] {
            assert_eq!(Place::parse(text).unwrap().to_string(), text);
        }
        let Place::S3 { region, endpoint, .. } = Place::parse("s3://calls").unwrap() else { panic!() };
        assert_eq!((region.as_str(), endpoint), ("us-east-1", None));
        assert!(matches!(Place::parse("backup").unwrap(), Place::Folder(path) if path.is_absolute()));
        assert_eq!(Place::parse("https://dav.example.com:8443/x").unwrap().whereabouts(), "dav.example.com:8443");
    }

    #[test]
    fn what_is_no_place_or_would_show_a_password_is_refused() {
        for text in [
            "",
            "s3://",
            "s3://calls/?colour=red",
            "s3://calls/?endpoint=ftp://x",
            "s3://AKIA:secret@calls/",
            "s3://calls/?endpoint=https://me:secret@store.example.com",
            "https://me:secret@dav.example.com/x",
            "http://dav.example.com/x",
            "ftp://example.com",
        ] {
            let refused = Place::parse(text);
            assert!(matches!(refused, Err(BackupError::NoPlace(_))), "{text}");
            assert!(!refused.unwrap_err().to_string().contains("secret"));
        }
    }
}
