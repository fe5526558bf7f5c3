//! One process at a time writes into the folder of models: the product, the demo and the tests share it.

use super::error::ModelError;
use super::progress::{Listener, Progress};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

const FILE: &str = ".lock";
const POLL: Duration = Duration::from_millis(200);

/// Holds the folder until it is dropped, also when the process dies.
pub struct Lock(#[allow(dead_code, reason = "an open file is what holds the lock")] File);

/// Waits for the folder, which exists. Only the first try that fails is told.
pub async fn acquire(folder: &Path, listener: Listener<'_>) -> Result<Lock, ModelError> {
    let path = folder.join(FILE);
    let file = File::options().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(|error| ModelError::file(&path, error))?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock(file)),
            Err(TryLockError::WouldBlock) if told => {}
            Err(TryLockError::WouldBlock) => {
                listener(Progress::Waiting);
                told = true;
            }
            Err(TryLockError::Error(error)) => return Err(ModelError::file(&path, error)),
        }
        tokio::time::sleep(POLL).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_process_waits_for_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Some(acquire(folder.path(), &mut |_| {}).await.unwrap());
        let mut steps = Vec::new();
        // The first lets go as soon as the second says that it waits.
        let mut listener = |step| {
            first.take();
            steps.push(step);
        };
        let second = acquire(folder.path(), &mut listener).await;
        assert!(second.is_ok());
        assert_eq!(steps, [Progress::Waiting]);
    }
}
