//! Where a run lets itself be led, and who gets the token.

use mynah_pull::{Checked, PullError};

use super::server::{Server, file, status};
use super::transfers::{TAG, entry, model, names, pull, pull_all, sha256};

#[tokio::test]
async fn redirects_are_followed_and_the_digest_of_the_first_server_counts() {
    let content = model(50_000, 1);
    let (served, digest) = (content.clone(), sha256(&content));
    let server = Server::start(move |request| match request.path.as_str() {
        "/example/tiny/resolve/main/tiny.gguf" => status(
            302,
            &[
                ("Location", "../../../../storage/1"),
                ("X-Linked-Etag", &format!("\"{digest}\"")),
                ("X-Linked-Size", "50000"),
            ],
        ),
        "/storage/1" => status(307, &[("Location", "/storage/2?signature=x")]),
        _ => file(
            request,
            &served,
            TAG,
            &[("X-Linked-Etag", &format!("\"{}\"", "ab".repeat(32)))],
        ),
    });
    let folder = tempfile::tempdir().unwrap();
    let fetched = pull(&server, &entry(content.len(), None), folder.path())
        .await
        .unwrap();
    assert_eq!(fetched.checked, Checked::Server);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_redirect_without_encryption_in_circles_or_to_nowhere_is_refused() {
    for (place, reason) in [
        (
            "http://models.invalid/tiny.gguf",
            "to models.invalid without encryption",
        ),
        ("ftp://models.invalid/tiny.gguf", "of the kind 'ftp'"),
        ("https://user:word@models.invalid/", "with a user's name"),
        ("/example/tiny/resolve/main/tiny.gguf", "more than 5 redirects"),
        ("http://[", "nowhere"),
    ] {
        let server = Server::start(move |_| status(302, &[("Location", place)]));
        let folder = tempfile::tempdir().unwrap();
        let error = pull(&server, &entry(1000, None), folder.path())
            .await
            .unwrap_err();
        assert!(matches!(error, PullError::Redirect { .. }), "{place}: {error}");
        assert!(error.to_string().contains(reason), "{place}: {error}");
        assert_eq!(error.exit_code(), 1);
        assert!(names(folder.path()).is_empty());
    }
}

#[tokio::test]
async fn the_token_is_not_sent_to_another_server() {
    let content = model(50_000, 1);
    let served = content.clone();
    let storage = Server::start(move |request| file(request, &served, TAG, &[]));
    let place = format!("{}/storage", storage.mirror());
    let server = Server::start(move |_| status(302, &[("Location", &place)]));
    let folder = tempfile::tempdir().unwrap();
    let entry = entry(content.len(), Some(&sha256(&content)));
    let mut ended = pull_all(&server, &[entry], folder.path(), true, false).await;
    ended.remove(0).1.unwrap();
    assert_eq!(
        server.requests()[0].header("authorization"),
        Some("Bearer secret")
    );
    assert_eq!(storage.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_link_of_another_server_that_has_expired_is_asked_for_again() {
    let content = model(50_000, 1);
    let served = content.clone();
    let storage = Server::start(move |request| {
        if request.number == 0 {
            return status(403, &[]);
        }
        file(request, &served, TAG, &[])
    });
    let place = format!("{}/storage", storage.mirror());
    let server = Server::start(move |_| status(302, &[("Location", &place)]));
    let folder = tempfile::tempdir().unwrap();
    let entry = entry(content.len(), Some(&sha256(&content)));
    pull(&server, &entry, folder.path()).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}
