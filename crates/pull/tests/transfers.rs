//! What the tests fetch: a model, its catalogue, quick limits; and transfers that work.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use mynah_catalog::Entry;
use mynah_pull::{Checked, Ended, Fetched, Folder, Job, Limits, PullError, Silent, Source, Transfers};
use sha2::{Digest, Sha256};

use super::server::{Server, file};

pub const TAG: &str = "\"first\"";

/// A model of `size` bytes that looks like one; another `seed`, another model.
pub fn model(size: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut bytes = b"GGUF".to_vec();
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        bytes.extend_from_slice(&(state >> 16).to_le_bytes()[..6]);
    }
    bytes.truncate(size);
    bytes
}

pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

/// A catalogue with the model `tiny`.
pub fn catalogue(size: usize, digest: Option<&str>) -> String {
    let digest = digest.map_or_else(String::new, |digest| format!(", sha256 = \"{digest}\""));
    format!(
        "[[model]]\nid = \"tiny\"\nname = \"Tiny\"\ntask = \"language\"\nlanguages = \"English\"\nmemory = 1\n\
         licence = \"Example License\"\npurpose = \"tests\"\nrepository = \"example/tiny\"\n\
         files = [{{ path = \"tiny.gguf\", size = {size}{digest} }}]\n"
    )
}

pub fn entry(size: usize, digest: Option<&str>) -> Entry {
    mynah_catalog::parse(&catalogue(size, digest)).unwrap().remove(0)
}

/// Limits with which tests need not wait.
pub fn quick() -> Limits {
    Limits {
        retries: 3,
        delay: Duration::from_millis(2),
        stall: Duration::from_millis(300),
        stall_bytes: 1000,
        ..Limits::default()
    }
}

pub async fn pull_all(
    server: &Server,
    entries: &[Entry],
    folder: &Path,
    token: bool,
    force: bool,
) -> Vec<Ended> {
    let token = token.then(|| "secret".to_owned());
    let source = Source::new(Some(&server.mirror()), token, true).unwrap();
    let jobs = Job::list(entries, &source, folder).unwrap();
    let folder = Folder::lock(folder).unwrap();
    let transfers = Transfers::new(source, folder, quick(), Arc::new(Silent), force).unwrap();
    transfers.run(jobs, 2).await
}

pub async fn pull(server: &Server, entry: &Entry, folder: &Path) -> Result<Fetched, PullError> {
    pull_all(server, std::slice::from_ref(entry), folder, false, false)
        .await
        .remove(0)
        .1
}

/// The names of the files in a folder, without the lock.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != ".mynah-pull.lock")
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_model_is_fetched_and_compared_with_the_catalogue() {
    let content = model(300_000, 1);
    let served = content.clone();
    let server = Server::start(move |request| file(request, &served, TAG, &[]));
    let folder = tempfile::tempdir().unwrap();
    let entry = entry(content.len(), Some(&sha256(&content)));
    let fetched = pull(&server, &entry, folder.path()).await.unwrap();
    assert_eq!(
        (fetched.checked, fetched.continued),
        (Checked::Catalogue, Some(0))
    );
    assert_eq!(names(folder.path()), ["tiny.gguf"]);
    assert_eq!(fs::read(folder.path().join("tiny.gguf")).unwrap(), content);
    let requests = server.requests();
    assert_eq!(requests[0].path, "/example/tiny/resolve/main/tiny.gguf");
    assert_eq!(requests[0].header("accept-encoding"), Some("identity"));
    // The second time nothing is asked for.
    let again = pull(&server, &entry, folder.path()).await.unwrap();
    assert_eq!((again.checked, again.continued), (Checked::Catalogue, None));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn without_a_digest_of_the_catalogue_the_servers_is_used_and_without_both_nothing_is_claimed() {
    for (named, checked) in [(true, Checked::Server), (false, Checked::Not)] {
        let content = model(50_000, 2);
        let digest = format!("\"{}\"", sha256(&content));
        let served = content.clone();
        let server = Server::start(move |request| {
            let headers: &[(&str, &str)] = if named { &[("X-Linked-Etag", &digest)] } else { &[] };
            file(request, &served, TAG, headers)
        });
        let folder = tempfile::tempdir().unwrap();
        let fetched = pull(&server, &entry(content.len(), None), folder.path())
            .await
            .unwrap();
        assert_eq!(fetched.checked, checked);
        assert_eq!(fetched.sha256, Some(sha256(&content)));
    }
}

#[tokio::test]
async fn a_file_that_is_there_and_differs_is_replaced_only_by_force() {
    let content = model(50_000, 3);
    let served = content.clone();
    let server = Server::start(move |request| file(request, &served, TAG, &[]));
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tiny.gguf");
    fs::write(&target, "mine").unwrap();
    let entry = entry(content.len(), Some(&sha256(&content)));
    let error = pull(&server, &entry, folder.path()).await.unwrap_err();
    assert_eq!(error.exit_code(), 5);
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(fs::read(&target).unwrap(), b"mine");
    let mut ended = pull_all(&server, &[entry], folder.path(), false, true).await;
    ended.remove(0).1.unwrap();
    assert_eq!(fs::read(&target).unwrap(), content);
}

#[tokio::test]
async fn one_file_that_fails_does_not_keep_the_others_from_coming() {
    let content = model(50_000, 4);
    let served = content.clone();
    let server = Server::start(move |request| {
        if request.path.ends_with("b.gguf") {
            return super::server::status(404, &[]);
        }
        file(request, &served, TAG, &[])
    });
    let folder = tempfile::tempdir().unwrap();
    let entries: Vec<Entry> = ["a", "b", "c"]
        .iter()
        .map(|name| {
            let mut entry = entry(content.len(), Some(&sha256(&content)));
            entry.folder = Some((*name).to_owned());
            entry.files[0].path = format!("{name}.gguf");
            entry
        })
        .collect();
    let ended = pull_all(&server, &entries, folder.path(), false, false).await;
    let worked: Vec<bool> = ended.iter().map(|(_, result)| result.is_ok()).collect();
    assert_eq!(worked, [true, false, true]);
    assert!(folder.path().join("a/a.gguf").is_file() && folder.path().join("c/c.gguf").is_file());
    assert!(names(&folder.path().join("b")).is_empty());
}
