use super::super::purpose::Purpose;
use super::super::server::{Behaviour, Server, content, entry_of};
use super::*;

struct Bench {
    server: Server,
    store: Store,
    entry: Entry,
    content: Vec<u8>,
    _folder: tempfile::TempDir,
}

/// A server with one model, an empty store.
async fn bench(behaviours: &[Behaviour]) -> Bench {
    let content = content();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path().join("models"));
    let server = Server::start(content.clone(), behaviours).await;
    Bench { server, store, entry: entry_of("tiny-q8_0", &content), content, _folder: folder }
}

impl Bench {
    async fn fetch(&self) -> (Result<PathBuf, ModelError>, Vec<Progress>) {
        let mut steps = Vec::new();
        let fetcher = self.server.fetcher();
        let result = fetcher.fetch(&self.entry, &self.store, &mut |step| steps.push(step)).await;
        (result, steps)
    }

    fn kept(&self) -> Option<u64> {
        self.store.part(Purpose::Speech, "tiny-q8_0").metadata().ok().map(|metadata| metadata.len())
    }

    fn leave_part(&self, bytes: &[u8]) {
        self.store.folder().unwrap();
        std::fs::write(self.store.part(Purpose::Speech, "tiny-q8_0"), bytes).unwrap();
    }

    fn arrived(&self) -> bool {
        let place = self.store.place(Purpose::Speech, "tiny-q8_0");
        place.exists() && std::fs::read(place).unwrap() == self.content && self.kept().is_none()
    }
}

fn firsts(steps: &[Progress]) -> Option<u64> {
    steps.iter().find_map(|step| match step {
        Progress::Downloading { done, .. } => Some(*done),
        _ => None,
    })
}

#[tokio::test]
async fn a_download_arrives_whole_under_its_name() {
    let bench = bench(&[Behaviour::Whole]).await;
    let (result, steps) = bench.fetch().await;
    assert_eq!(result.unwrap(), bench.store.place(Purpose::Speech, "tiny-q8_0"));
    assert!(bench.arrived());
    let total = bench.content.len() as u64;
    assert_eq!(steps.last(), Some(&Progress::Downloading { done: total, total }));
}

#[tokio::test]
async fn a_cut_is_healed_by_going_on_where_it_stopped() {
    let bench = bench(&[Behaviour::CutAfter(70_000), Behaviour::CutAfter(50_000), Behaviour::Whole]).await;
    bench.fetch().await.0.unwrap();
    assert!(bench.arrived());
    let ranges = bench.server.ranges();
    assert_eq!(ranges[0], None);
    assert!(ranges.len() == 3 && ranges[1..].iter().all(Option::is_some), "{ranges:?}");
}

#[tokio::test]
async fn a_host_that_keeps_cutting_leaves_what_arrived_for_the_next_command() {
    let bench = bench(&[Behaviour::CutAfter(50_000), Behaviour::CutAfter(0)]).await;
    let error = bench.fetch().await.0.unwrap_err();
    let kept = bench.kept().unwrap();
    assert!(matches!(error, ModelError::CutOff { done, .. } if done == kept && kept > 0), "{error}");
    bench.server.behave(&[Behaviour::Whole]);
    let (result, steps) = bench.fetch().await;
    result.unwrap();
    assert_eq!(firsts(&steps), Some(kept));
    assert!(bench.arrived());
}

#[tokio::test]
async fn a_server_without_ranges_sends_the_whole_again() {
    let bench = bench(&[Behaviour::WithoutRanges]).await;
    bench.leave_part(&bench.content[..1000]);
    let (result, steps) = bench.fetch().await;
    result.unwrap();
    assert_eq!((firsts(&steps), bench.arrived()), (Some(0), true));
}

#[tokio::test]
async fn a_server_that_answers_with_another_range_is_not_believed() {
    let bench = bench(&[Behaviour::WrongRange, Behaviour::Whole]).await;
    bench.leave_part(&bench.content[..1000]);
    bench.fetch().await.0.unwrap();
    assert!(bench.arrived());
}

#[tokio::test]
async fn a_part_that_is_whole_needs_no_network() {
    let bench = bench(&[Behaviour::Status(500)]).await;
    bench.leave_part(&bench.content);
    bench.fetch().await.0.unwrap();
    assert!(bench.arrived() && bench.server.ranges().is_empty());
}

#[tokio::test]
async fn a_wrong_checksum_deletes_the_part_and_says_so() {
    let bench = bench(&[Behaviour::Whole]).await;
    bench.leave_part(b"not the start of this file");
    assert!(matches!(bench.fetch().await.0, Err(ModelError::Checksum { .. })));
    assert_eq!(bench.kept(), None);
    bench.fetch().await.0.unwrap();
    assert!(bench.arrived());
}

#[tokio::test]
async fn a_sign_in_page_instead_of_the_model_is_told_apart() {
    let bench = bench(&[Behaviour::Page]).await;
    assert!(matches!(bench.fetch().await.0, Err(ModelError::NotTheFile { .. })));
    assert_eq!(bench.kept(), None);
}

#[tokio::test]
async fn more_than_the_file_is_not_written_to_the_disk() {
    let bench = bench(&[Behaviour::Endless]).await;
    assert!(matches!(bench.fetch().await.0, Err(ModelError::NotTheFile { .. })));
    assert_eq!(bench.kept(), None);
}

#[tokio::test]
async fn a_missing_file_and_a_refusal_are_told_apart() {
    let bench = bench(&[Behaviour::Status(404), Behaviour::Status(403)]).await;
    assert!(matches!(bench.fetch().await.0, Err(ModelError::NotOffered(_))));
    assert!(matches!(bench.fetch().await.0, Err(ModelError::Refused { status: 403 })));
}

#[tokio::test]
async fn a_transfer_that_stalls_is_a_cut() {
    let bench = bench(&[Behaviour::StallAfter(50_000), Behaviour::Whole]).await;
    let fetcher = Fetcher { stall: Duration::from_millis(500), ..bench.server.fetcher() };
    fetcher.fetch(&bench.entry, &bench.store, &mut |_| {}).await.unwrap();
    assert!(bench.arrived());
    assert!(bench.server.ranges().len() >= 2);
}

#[tokio::test]
async fn nobody_listening_is_out_of_reach() {
    let bench = bench(&[]).await;
    let fetcher = Fetcher { mirror: Some("http://127.0.0.1:1".into()), ..bench.server.fetcher() };
    let error = fetcher.fetch(&bench.entry, &bench.store, &mut |_| {}).await.unwrap_err();
    assert!(error.is_out_of_reach(), "{error}");
}

#[tokio::test]
async fn a_model_that_does_not_fit_on_the_disk_is_not_begun() {
    let bench = bench(&[Behaviour::Whole]).await;
    let huge = Entry { bytes: u64::MAX / 2, ..bench.entry };
    let result = bench.server.fetcher().fetch(&huge, &bench.store, &mut |_| {}).await;
    assert!(matches!(result, Err(ModelError::DiskFull { .. })));
    assert_eq!(bench.kept(), None);
    assert!(bench.server.ranges().is_empty());
}
