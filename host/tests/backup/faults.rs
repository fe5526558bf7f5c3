//! What a person is told when a store does not work.

use crate::computer::{Computer, code};
use crate::stores::{PASSWORD, Stand, USER, serve};
use convoally::backup::{Backup, BackupError, Credentials, Extent, Place};
use convoally::secret::Secret;
use convoally_shared::fault::Fault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn refused(place: Place, who: Option<Credentials>) -> BackupError {
    let mut computer = Computer::new();
    let error = Backup::begin(&mut computer.vault, place, who, &code()).await.err().unwrap();
    let told = format!("{error} {error:?} {}", Fault::from(Backup::of(&computer.vault).err().unwrap()));
    for secret in [PASSWORD, USER, "Signature", "Authorization", "127.0.0.1"] {
        assert!(!told.contains(secret), "{told}");
    }
    error
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_shown_nowhere() {
    for stand in [Stand::s3().await, Stand::web_dav().await] {
        let wrong = Credentials { user: USER.into(), password: Secret::new("wrong".into()) };
        assert!(matches!(refused(stand.place(), Some(wrong)).await, BackupError::Denied));
        assert!(matches!(refused(stand.place(), None).await, BackupError::CredentialsNeeded));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_is_not_there_and_a_store_that_is_not_there_are_told_apart() {
    let stand = Stand::s3().await;
    let missing = format!("s3://no-such-bucket/?endpoint=http://{}", stand.address().unwrap());
    let error = refused(Place::parse(&missing).unwrap(), stand.credentials()).await;
    assert!(matches!(error, BackupError::PlaceMissing), "{error:?}");
    // Nobody listens where a listener was a moment ago.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(matches!(refused(stand.place_at(gone), stand.credentials()).await, BackupError::Unreachable));
    let dav = Stand::web_dav().await;
    assert!(matches!(refused(dav.place_at(gone), dav.credentials()).await, BackupError::Unreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_without_room_and_one_that_fails_are_told() {
    for (answer, full) in [("507 Insufficient Storage", true), ("418 I'm a teapot", false)] {
        let address = serve(move |mut stream| async move {
            let mut request = [0; 4096];
            while stream.read(&mut request).await.is_ok_and(|length| length > 0) {
                let head = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\n\r\n");
                let _ = stream.write_all(head.as_bytes()).await;
            }
        })
        .await;
        let place = Place::parse(&format!("http://{address}/x")).unwrap();
        let who = Credentials { user: USER.into(), password: Secret::new(PASSWORD.into()) };
        match refused(place, Some(who)).await {
            BackupError::Full(_) => assert!(full),
            BackupError::Store(why) => assert!(!full && why.contains("418"), "{why}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_joins_nothing() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    let mut other = Computer::new();
    let wrong = convoally::backup::Code::make().unwrap();
    let refused = Backup::join(&mut other.vault, stand.place(), None, &wrong).await;
    assert!(matches!(refused, Err(BackupError::WrongCode)));
    assert!(matches!(Backup::of(&other.vault), Err(BackupError::NotSet)));
    let again = Backup::begin(&mut other.vault, stand.place(), None, &wrong).await;
    assert!(matches!(again, Err(BackupError::CodeNeeded)), "a second backup never takes the place of the first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_not_connected_is_not_made_up() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    std::fs::remove_dir_all(stand.objects()).unwrap();
    assert!(matches!(one.try_run(Extent::default()).await, Err(BackupError::PlaceMissing)));
    assert!(!stand.objects().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_at_once_on_one_computer_are_one_too_many() {
    let stand = Stand::folder().await;
    let mut one = Computer::new();
    one.begin(&stand).await;
    let lock = std::fs::OpenOptions::new().create(true).append(true).open(one.folder().join("backup.lock")).unwrap();
    lock.lock().unwrap();
    assert!(matches!(one.try_run(Extent::default()).await, Err(BackupError::Busy)));
    drop(lock);
    one.run().await;
}
