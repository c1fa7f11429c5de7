//! A form with files, `multipart/form-data` (RFC 7578), in memory.
//!
//! Owns how it is cut into fields. Pure; the body has been bounded before.

use crate::error::RequestError;

/// Most fields.
const MAX_FIELDS: usize = 32;
/// The longest boundary, in bytes (RFC 2046).
const MAX_BOUNDARY_LEN: usize = 70;

/// A field: its name and content.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    pub(crate) name: String,
    pub(crate) content: &'a [u8],
}

fn wrong(what: &str) -> RequestError {
    RequestError::Wrong(format!(
        "The form {what}: send multipart/form-data as RFC 7578 describes it."
    ))
}

/// The boundary that the content type names.
pub(crate) fn boundary(content_type: Option<&str>) -> Result<String, RequestError> {
    let content_type = content_type.unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    if !parts
        .next()
        .unwrap_or_default()
        .eq_ignore_ascii_case("multipart/form-data")
    {
        return Err(wrong("is missing"));
    }
    let named = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("boundary")
            .then(|| value.trim_matches('"').to_owned())
    });
    named
        .filter(|boundary| (1..=MAX_BOUNDARY_LEN).contains(&boundary.len()))
        .ok_or_else(|| wrong("names no boundary"))
}

/// The fields of a form.
pub(crate) fn fields<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<Field<'a>>, RequestError> {
    let first = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let start = find(body, first.as_bytes()).ok_or_else(|| wrong("does not hold its boundary"))?;
    let mut rest = &body[start + first.len()..];
    let mut fields = Vec::new();
    while let Some(after) = rest.strip_prefix(b"\r\n") {
        if fields.len() >= MAX_FIELDS {
            return Err(wrong("has too many fields"));
        }
        let head = find(after, b"\r\n\r\n").ok_or_else(|| wrong("has a field without an end"))?;
        let content = &after[head + 4..];
        let end = find(content, next.as_bytes()).ok_or_else(|| wrong("has a field without an end"))?;
        let name = name(&after[..head]).ok_or_else(|| wrong("has a field without a name"))?;
        fields.push(Field {
            name,
            content: &content[..end],
        });
        rest = &content[end + next.len()..];
    }
    if rest.starts_with(b"--") {
        Ok(fields)
    } else {
        Err(wrong("has no end"))
    }
}

/// The name in the lines before a field's content.
fn name(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let disposition = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    disposition.split(';').find_map(|part| {
        let (key, value) = part.trim().split_once('=')?;
        key.eq_ignore_ascii_case("name")
            .then(|| value.trim_matches('"').to_owned())
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    // The first byte of what is looked for is rare in sound and text alike.
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_cut_at_the_boundary_and_nowhere_else() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--x\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n\
            RIFF\r\n-x--x\r\n\r\n--x--\r\n";
        let fields = fields(body, "x").unwrap();
        assert_eq!(fields.len(), 2);
        assert_eq!(
            (fields[0].name.as_str(), fields[0].content),
            ("model", &b"whisper-1"[..])
        );
        assert_eq!(
            (fields[1].name.as_str(), fields[1].content),
            ("file", &b"RIFF\r\n-x--x\r\n"[..])
        );
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for body in [
            &b""[..],
            b"--x",
            b"--x\r\n",
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
            b"--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--",
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x",
        ] {
            assert!(fields(body, "x").is_err(), "{}", String::from_utf8_lossy(body));
        }
        assert_eq!(fields(b"--x--", "x").unwrap(), []);
        let many = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n".repeat(MAX_FIELDS + 1);
        assert!(fields(&[&many[..], b"--x--"].concat(), "x").is_err());
    }

    #[test]
    fn the_boundary_is_that_of_the_content_type() {
        assert_eq!(
            boundary(Some("multipart/form-data; boundary=\"a b\"")).unwrap(),
            "a b"
        );
        for none in [
            None,
            Some("text/plain"),
            Some("multipart/form-data"),
            Some("multipart/form-data; boundary="),
        ] {
            assert!(boundary(none).is_err(), "{none:?}");
        }
    }
}
