//! Checks that a file can be an ONNX model, before the runtime reads it.
//!
//! Walks the protocol buffer messages (<https://protobuf.dev/programming-guides/encoding/>; fields as in
//! <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>): every length must lie within its message, because the runtime would
//! otherwise read for ever. Says nothing about what the model computes.

/// Depth of nested messages: a graph in an attribute of a node of a graph, and so on.
const MAX_DEPTH: usize = 12;

/// Messages that contain other messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    /// A message whose fields are numbers, text and bytes.
    Leaf,
}

impl Message {
    /// The message in a field, if it is one.
    fn field(self, number: u64) -> Option<Self> {
        match (self, number) {
            (Self::Model, 7) | (Self::Attribute, 6 | 11) => Some(Self::Graph),
            (Self::Graph, 1) => Some(Self::Node),
            (Self::Node, 5) => Some(Self::Attribute),
            (Self::Graph, 5 | 11..=13) | (Self::Attribute, 5 | 10) | (Self::Model, 8 | 14) => {
                Some(Self::Leaf)
            }
            _ => None,
        }
    }
}

/// Checks a whole file.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let has_graph = walk(bytes, Message::Model, 0).ok_or_else(|| "it is no ONNX file".to_owned())?;
    if has_graph {
        Ok(())
    } else {
        Err("it is no ONNX file: it holds no graph".to_owned())
    }
}

/// Whether the message contains a graph; `None` if it is invalid.
fn walk(mut rest: &[u8], message: Message, depth: usize) -> Option<bool> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut has_graph = false;
    while !rest.is_empty() {
        let tag = varint(&mut rest)?;
        let number = tag >> 3;
        if number == 0 {
            return None;
        }
        match tag & 7 {
            0 => drop(varint(&mut rest)?),
            1 => drop(take(&mut rest, 8)?),
            5 => drop(take(&mut rest, 4)?),
            2 => {
                let length = usize::try_from(varint(&mut rest)?).ok()?;
                let inside = take(&mut rest, length)?;
                if let Some(inner) = message.field(number) {
                    walk(inside, inner, depth + 1)?;
                    has_graph |= inner == Message::Graph;
                }
            }
            _ => return None,
        }
    }
    Some(has_graph)
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

/// A varint: at most ten bytes with seven bits each.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *take(rest, 1)?.first()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice() -> Vec<u8> {
        std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/voice/tone.onnx"
        ))
        .unwrap()
    }

    #[test]
    fn a_model_passes_and_no_part_of_it_does() {
        let whole = voice();
        assert_eq!(check(&whole), Ok(()));
        let parts = (0..whole.len() - 40).step_by(7);
        let passed = parts.filter(|length| check(&whole[..*length]).is_ok()).count();
        assert_eq!(passed, 0);
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let deep = (0..64).fold(Vec::new(), |inner: Vec<u8>, level| {
            let field = [0x3a, 0x0a, 0x2a, 0x32][level % 4];
            let [low, high] = [inner.len() & 0x7f, inner.len() >> 7].map(|part| u8::try_from(part).unwrap());
            let length = [0x80 | low, high];
            [&[field], &length[..], &inner].concat()
        });
        for bytes in [&[0xff_u8; 4_000][..], &[0; 16], b"", b"GGUF", &deep] {
            assert!(check(bytes).is_err());
        }
    }
}
