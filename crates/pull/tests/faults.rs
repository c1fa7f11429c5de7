//! What servers and lines do wrong: it is survived, or told in one sentence with a remedy.

use std::fs;
use std::time::Duration;

use mynah_pull::{Checked, PullError};
use tokio::time::Instant;

use super::server::{Request, Server, Step, cut, file, head, pieces, status};
use super::transfers::{TAG, entry, model, names, pull, sha256};

/// Fetches a model of 200 kB from a server that answers like this; asserts that what is there afterwards is whole or nothing.
async fn with(
    answer: impl Fn(&Request, &[u8]) -> Vec<Step> + Send + Sync + 'static,
) -> (Result<mynah_pull::Fetched, PullError>, Vec<Request>, Vec<String>) {
    let content = model(200_000, 7);
    let served = content.clone();
    let server = Server::start(move |request| answer(request, &served));
    let folder = tempfile::tempdir().unwrap();
    let entry = entry(content.len(), Some(&sha256(&content)));
    let result = pull(&server, &entry, folder.path()).await;
    let target = folder.path().join("tiny.gguf");
    match &result {
        Ok(_) => assert_eq!(fs::read(&target).unwrap(), content),
        Err(_) => assert!(!target.exists()),
    }
    (result, server.requests(), names(folder.path()))
}

#[tokio::test]
async fn a_connection_that_is_cut_is_continued_where_it_ended() {
    let (result, requests, names) = with(|request, content| {
        let whole = file(request, content, TAG, &[]);
        if request.number < 3 {
            cut(whole, 40_000)
        } else {
            whole
        }
    })
    .await;
    result.unwrap();
    let starts: Vec<usize> = requests.iter().map(Request::start).collect();
    assert_eq!(starts, [0, 40_000, 80_000, 120_000]);
    assert!(
        requests[1..]
            .iter()
            .all(|request| request.header("if-range") == Some(TAG))
    );
    assert_eq!(names, ["tiny.gguf"]);
}

#[tokio::test]
async fn a_server_without_ranges_is_asked_from_the_beginning() {
    let (result, requests, _) = with(|request, content| {
        let all = head(200, &[("Content-Length", &content.len().to_string())]);
        let whole = vec![Step::Send(all), Step::Send(content.to_vec())];
        if request.number == 0 {
            cut(whole, 40_000)
        } else {
            whole
        }
    })
    .await;
    result.unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].header("range"), None);
}

#[tokio::test]
async fn a_file_that_is_changed_meanwhile_starts_anew() {
    let (result, requests, _) = with(|request, content| {
        if request.number == 0 {
            let other = model(content.len(), 8);
            return cut(file(request, &other, "\"old\"", &[]), 40_000);
        }
        file(request, content, TAG, &[])
    })
    .await;
    assert_eq!(result.unwrap().continued, Some(0));
    assert_eq!(requests[1].header("if-range"), Some("\"old\""));
}

#[tokio::test]
async fn a_server_that_continues_another_file_is_asked_from_the_beginning() {
    let (result, requests, _) = with(|request, content| match request.number {
        0 => cut(file(request, content, TAG, &[]), 40_000),
        // It ignores If-Range.
        1 => vec![Step::Send(head(
            206,
            &[
                ("Content-Range", "bytes 40000-199999/200000"),
                ("ETag", "\"other\""),
            ],
        ))],
        _ => file(request, content, TAG, &[]),
    })
    .await;
    result.unwrap();
    assert_eq!(requests[2].start(), 0);
}

#[tokio::test]
async fn a_wrong_length_is_refused_before_the_file_is_fetched() {
    let (result, requests, names) =
        with(|request, content| file(request, content, TAG, &[("X-Linked-Size", "200001")])).await;
    let error = result.unwrap_err();
    assert!(matches!(error, PullError::Length { .. }), "{error}");
    assert_eq!((error.exit_code(), requests.len(), names.len()), (5, 1, 0));
    let (result, _, names) = with(|_, content| {
        let endless = head(200, &[("Content-Length", "9000000000")]);
        vec![Step::Send(endless), Step::Send(content.to_vec())]
    })
    .await;
    assert!(matches!(
        result.unwrap_err(),
        PullError::Length {
            found: 9_000_000_000,
            ..
        }
    ));
    assert!(names.is_empty());
}

#[tokio::test]
async fn a_body_without_an_end_is_cut_off() {
    let (result, _, names) = with(|_, content| {
        // No length: it ends when the connection does, which is never.
        let mut steps = vec![Step::Send(head(200, &[]))];
        steps.extend(std::iter::repeat_n(Step::Send(content.to_vec()), 100));
        steps
    })
    .await;
    assert!(matches!(result.unwrap_err(), PullError::Length { .. }));
    assert!(names.is_empty());
}

#[tokio::test]
async fn a_wrong_digest_discards_the_file() {
    let (result, _, names) = with(|request, content| {
        let other = model(content.len(), 8);
        file(request, &other, TAG, &[])
    })
    .await;
    let error = result.unwrap_err();
    assert_eq!(error.exit_code(), 5);
    let sentence = error.to_string();
    assert!(
        sentence.contains("tiny.gguf") && sentence.contains("discarded"),
        "{sentence}"
    );
    assert!(sentence.contains(&sha256(&model(200_000, 8))), "{sentence}");
    assert!(names.is_empty());
}

#[tokio::test]
async fn a_file_that_the_hub_has_replaced_is_refused_before_it_is_fetched() {
    let (result, _, _) = with(|request, content| {
        let digest = format!("\"{}\"", "ab".repeat(32));
        file(request, content, TAG, &[("X-Linked-Etag", &digest)])
    })
    .await;
    assert!(matches!(result.unwrap_err(), PullError::Digest { .. }));
}

#[tokio::test]
async fn statuses_are_tried_again_or_told() {
    for (number, times, code, sentence) in [
        (500, 2, 0, ""),
        (502, 2, 0, ""),
        (503, 2, 0, ""),
        (504, 2, 0, ""),
        (429, 2, 0, ""),
        (500, 99, 1, "in 4 attempts (HTTP status 500)"),
        (404, 99, 1, "has no tiny.gguf (HTTP status 404)"),
        (410, 99, 1, "look at https://huggingface.co/example/tiny"),
        (401, 99, 6, "set HF_TOKEN"),
        (403, 99, 6, "accept it at https://huggingface.co/example/tiny"),
    ] {
        let (result, requests, _) = with(move |request, content| {
            if request.number < times {
                return status(number, &[]);
            }
            file(request, content, TAG, &[])
        })
        .await;
        let found = result.map_or_else(
            |error| (error.exit_code(), error.to_string()),
            |_| (0, String::new()),
        );
        assert_eq!(found.0, code, "{number}: {}", found.1);
        assert!(found.1.contains(sentence), "{number}: {}", found.1);
        let asked = match (code, number) {
            (0, _) => 3,
            (_, 500) => 4,
            _ => 1,
        };
        assert_eq!(requests.len(), asked, "{number}");
    }
}

#[tokio::test]
async fn a_wait_that_the_server_asks_for_is_kept_unless_it_is_long() {
    let before = Instant::now();
    let (result, _, _) = with(|request, content| {
        if request.number == 0 {
            return status(429, &[("Retry-After", "1")]);
        }
        file(request, content, TAG, &[])
    })
    .await;
    result.unwrap();
    assert!(before.elapsed() >= Duration::from_secs(1));
    let (result, requests, _) = with(|_, _| status(429, &[("Retry-After", "7200")])).await;
    let error = result.unwrap_err();
    assert!(error.to_string().contains("in 7200 s"), "{error}");
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn a_server_that_sends_a_few_bytes_at_a_time_is_given_up() {
    let (result, requests, names) =
        with(|request, content| pieces(request, content, TAG, &[], 1, Duration::from_millis(20))).await;
    let error = result.unwrap_err();
    assert!(error.to_string().contains("less than 1000 bytes"), "{error}");
    assert_eq!((error.exit_code(), requests.len()), (1, 4));
    // What came is kept for the next run.
    assert!(names.contains(&"tiny.gguf.part".to_owned()), "{names:?}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let (result, _, names) = with(|_, _| vec![Step::Wait(Duration::from_secs(2))]).await;
    let error = result.unwrap_err();
    assert!(error.to_string().contains("does not answer"), "{error}");
    assert!(names.is_empty(), "{names:?}");
}

#[tokio::test]
async fn a_web_page_instead_of_a_model_is_told() {
    let page = "<!DOCTYPE html><html><body>Please log in to this network.</body></html>";
    for kind in ["text/html; charset=utf-8", "application/octet-stream"] {
        let (result, requests, names) =
            with(move |request, _| file(request, page.as_bytes(), TAG, &[("Content-Type", kind)])).await;
        let error = result.unwrap_err();
        assert!(
            error.to_string().contains("a web page instead of tiny.gguf"),
            "{error}"
        );
        assert_eq!(
            (error.exit_code(), requests.len(), names.len()),
            (5, 1, 0),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn another_kind_of_file_is_told_after_its_first_bytes() {
    let (result, _, names) = with(|request, content| {
        let mut other = content.to_vec();
        other[..4].copy_from_slice(b"PK\x03\x04");
        file(request, &other, TAG, &[])
    })
    .await;
    let error = result.unwrap_err();
    assert!(error.to_string().contains("is not a GGUF file"), "{error}");
    assert!(names.is_empty());
}

#[tokio::test]
async fn a_part_that_was_damaged_on_the_disk_is_fetched_again_once() {
    let content = model(200_000, 7);
    let served = content.clone();
    let server = Server::start(move |request| {
        let whole = file(request, &served, TAG, &[]);
        if request.number < 4 {
            cut(whole, 10_000)
        } else {
            whole
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let entry = entry(content.len(), Some(&sha256(&content)));
    assert!(pull(&server, &entry, folder.path()).await.is_err());
    let part = folder.path().join("tiny.gguf.part");
    let mut bytes = fs::read(&part).unwrap();
    assert_eq!(bytes.len(), 40_000);
    bytes[20_000] ^= 1;
    fs::write(&part, bytes).unwrap();
    let fetched = pull(&server, &entry, folder.path()).await.unwrap();
    assert_eq!(
        (fetched.checked, fetched.continued),
        (Checked::Catalogue, Some(0))
    );
    let starts: Vec<usize> = server.requests()[4..].iter().map(Request::start).collect();
    assert_eq!(starts, [40_000, 0]);
    assert_eq!(names(folder.path()), ["tiny.gguf"]);
}
