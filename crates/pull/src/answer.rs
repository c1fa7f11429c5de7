//! What a server's answer says of a file.
//!
//! Owns the meaning of the headers: length, range, validator, the digest of the hub, the wait that is asked for. Opens nothing.

use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName};

use crate::part::Origin;

/// The hub's own name for a file that it stores by its SHA-256.
const LINKED_DIGEST: HeaderName = HeaderName::from_static("x-linked-etag");
/// The hub's own length of such a file.
const LINKED_SIZE: HeaderName = HeaderName::from_static("x-linked-size");

/// What the server that was asked first says of the file, before it leads elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// SHA-256 in hexadecimal digits.
    pub digest: Option<String>,
    /// Bytes of the file.
    pub size: Option<u64>,
}

impl Linked {
    /// Takes what these headers add.
    pub fn take(&mut self, headers: &HeaderMap) {
        let digest = text(headers, &LINKED_DIGEST)
            .map(|digest| digest.trim_matches('"').to_ascii_lowercase())
            .filter(|digest| digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
        self.digest = self.digest.take().or(digest);
        let size = text(headers, &LINKED_SIZE).and_then(|size| size.parse().ok());
        self.size = self.size.or(size);
    }
}

/// Where the bytes of an answer belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// From the beginning; the server ignored the range, or the file has changed.
    Beginning,
    /// Where the part ends.
    Continued,
    /// Somewhere else: the answer is of no use.
    Elsewhere,
}

/// The length, the place and the validator that an answer with status 200 or 206 gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Where its bytes belong.
    pub place: Place,
    /// Bytes of the whole file.
    pub whole: Option<u64>,
    /// The same as long as the file is the same.
    pub validator: Option<String>,
}

impl Body {
    /// Reads the headers of an answer to a request for everything after `have` bytes of `origin`.
    pub fn of(partial: bool, headers: &HeaderMap, have: u64, origin: &Origin) -> Self {
        let validator = validator(headers);
        if !partial {
            let coded = text(headers, &header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity");
            let whole = text(headers, &header::CONTENT_LENGTH)
                .filter(|_| !coded)
                .and_then(|length| length.parse().ok());
            return Self {
                place: Place::Beginning,
                whole,
                validator,
            };
        }
        let range = text(headers, &header::CONTENT_RANGE).and_then(range);
        let (fits, whole) = match range {
            Some((start, whole)) => {
                let same = origin
                    .whole
                    .is_none_or(|known| whole.is_none_or(|whole| known == whole));
                (start == have && same, whole.or(origin.whole))
            }
            None => (false, None),
        };
        let same_file = validator
            .as_ref()
            .is_none_or(|validator| origin.validator.as_ref() == Some(validator));
        Self {
            place: if fits && same_file {
                Place::Continued
            } else {
                Place::Elsewhere
            },
            whole,
            validator: validator.or_else(|| origin.validator.clone()),
        }
    }
}

/// A strong `ETag`, else `Last-Modified`: what `If-Range` takes (RFC 9110, 13.1.5).
fn validator(headers: &HeaderMap) -> Option<String> {
    text(headers, &header::ETAG)
        .filter(|tag| tag.starts_with('"'))
        .or_else(|| text(headers, &header::LAST_MODIFIED))
        .map(str::to_owned)
}

/// The start, and the whole length, of `bytes 5-9/10`.
fn range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, whole) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = range.split_once('-')?;
    Some((start.trim().parse().ok()?, whole.trim().parse().ok()))
}

/// Whether the answer is a web page.
pub fn is_page(headers: &HeaderMap) -> bool {
    text(headers, &header::CONTENT_TYPE)
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
}

/// How long `Retry-After` asks to wait: seconds, or a date, which is compared with the server's own `Date`.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let asked = text(headers, &header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(asked).ok()?;
    let now = httpdate::parse_http_date(text(headers, &header::DATE)?).ok()?;
    Some(then.duration_since(now).unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
            .collect()
    }

    fn origin() -> Origin {
        Origin {
            address: "https://hub.example/m".to_owned(),
            validator: Some("\"a\"".to_owned()),
            whole: Some(10),
            digest: None,
        }
    }

    #[test]
    fn a_range_is_continued_only_where_the_part_ends_and_of_the_same_file() {
        for (lines, place) in [
            (
                &[("content-range", "bytes 5-9/10"), ("etag", "\"a\"")][..],
                Place::Continued,
            ),
            (&[("content-range", "bytes 5-9/10")], Place::Continued),
            (&[("content-range", "bytes 5-9/*")], Place::Continued),
            (
                &[("content-range", "bytes 5-9/10"), ("etag", "\"b\"")],
                Place::Elsewhere,
            ),
            (&[("content-range", "bytes 4-9/10")], Place::Elsewhere),
            (&[("content-range", "bytes 5-9/11")], Place::Elsewhere),
            (&[("content-range", "lines 5-9/10")], Place::Elsewhere),
            (&[], Place::Elsewhere),
        ] {
            assert_eq!(
                Body::of(true, &headers(lines), 5, &origin()).place,
                place,
                "{lines:?}"
            );
        }
        let whole = Body::of(
            false,
            &headers(&[("content-length", "12"), ("etag", "W/\"b\"")]),
            5,
            &origin(),
        );
        assert_eq!(
            (whole.place, whole.whole, whole.validator),
            (Place::Beginning, Some(12), None)
        );
        let coded = headers(&[("content-length", "12"), ("content-encoding", "gzip")]);
        assert_eq!(Body::of(false, &coded, 0, &origin()).whole, None);
    }

    #[test]
    fn the_hubs_digest_is_taken_only_if_it_is_one() {
        let digest = "AB".repeat(32);
        let mut linked = Linked::default();
        linked.take(&headers(&[("x-linked-etag", "\"0123\""), ("x-linked-size", "x")]));
        assert_eq!(linked, Linked::default());
        linked.take(&headers(&[
            ("x-linked-etag", &format!("\"{digest}\"")),
            ("x-linked-size", "7"),
        ]));
        assert_eq!(linked.digest.as_deref(), Some(digest.to_lowercase().as_str()));
        assert_eq!(linked.size, Some(7));
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_by_a_date() {
        let wait = |lines: &[_]| retry_after(&headers(lines)).map(|wait| wait.as_secs());
        assert_eq!(wait(&[("retry-after", "7")]), Some(7));
        let now = ("date", "Fri, 27 Nov 2026 10:00:00 GMT");
        assert_eq!(
            wait(&[("retry-after", "Fri, 27 Nov 2026 10:01:30 GMT"), now]),
            Some(90)
        );
        assert_eq!(
            wait(&[("retry-after", "Fri, 27 Nov 2026 09:00:00 GMT"), now]),
            Some(0)
        );
        assert_eq!(wait(&[("retry-after", "Fri, 27 Nov 2026 10:01:30 GMT")]), None);
        assert_eq!(wait(&[("retry-after", "soon")]), None);
        assert_eq!(wait(&[]), None);
    }
}
