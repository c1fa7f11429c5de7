//! Writes an ONNX graph: the protocol buffer messages that a voice needs, and its tensors.
//!
//! Owns the encoding (fields as in <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>). Knows nothing of voices.

/// `TensorProto.DataType`.
const FLOAT: u64 = 1;
const INT64: u64 = 7;
/// `AttributeProto.AttributeType`.
const ATTRIBUTE_INT: u64 = 2;
const ATTRIBUTE_INTS: u64 = 7;
const ATTRIBUTE_FLOAT: u64 = 1;
/// The versions of the format and of its operators.
const IR_VERSION: u64 = 8;
const OPERATORS: u64 = 15;

/// An attribute of a node.
pub enum Attribute<'a> {
    Int(&'a str, i64),
    Ints(&'a str, &'a [i64]),
    Float(&'a str, f32),
}

/// A graph being written; values have numbers for names.
#[derive(Default)]
pub struct Graph {
    nodes: Vec<u8>,
    initializers: Vec<u8>,
    values: usize,
}

impl Graph {
    fn name(&mut self) -> String {
        self.values += 1;
        format!("value{}", self.values)
    }

    /// An operation with one output, whose name is returned.
    pub fn node(&mut self, operator: &str, inputs: &[&str], attributes: &[Attribute<'_>]) -> String {
        let output = self.name();
        self.node_into(operator, inputs, &[&output], attributes);
        output
    }

    /// The halves of a value along its channels.
    pub fn halves(&mut self, value: &str) -> (String, String) {
        let (first, second) = (self.name(), self.name());
        self.node_into(
            "Split",
            &[value],
            &[&first, &second],
            &[Attribute::Int("axis", 1)],
        );
        (first, second)
    }

    /// An operation whose outputs have these names.
    pub fn node_into(
        &mut self,
        operator: &str,
        inputs: &[&str],
        outputs: &[&str],
        attributes: &[Attribute<'_>],
    ) {
        let mut node = Vec::new();
        for input in inputs {
            bytes(&mut node, 1, input.as_bytes());
        }
        for output in outputs {
            bytes(&mut node, 2, output.as_bytes());
        }
        bytes(&mut node, 4, operator.as_bytes());
        for attribute in attributes {
            bytes(&mut node, 5, &attribute.encoded());
        }
        bytes(&mut self.nodes, 1, &node);
    }

    /// A tensor of weights.
    pub fn floats(&mut self, shape: &[usize], numbers: &[f32]) -> String {
        let raw: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.tensor(shape, FLOAT, &raw)
    }

    /// A list of whole numbers.
    pub fn integers(&mut self, numbers: &[i64]) -> String {
        let raw: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.tensor(&[numbers.len()], INT64, &raw)
    }

    fn tensor(&mut self, shape: &[usize], kind: u64, raw: &[u8]) -> String {
        let name = self.name();
        let mut tensor = Vec::new();
        for dimension in shape {
            integer(&mut tensor, 1, *dimension as u64);
        }
        integer(&mut tensor, 2, kind);
        bytes(&mut tensor, 8, name.as_bytes());
        bytes(&mut tensor, 9, raw);
        bytes(&mut self.initializers, 5, &tensor);
        name
    }

    /// The whole file: a voice's inputs, and this output.
    pub fn into_model(self, output: &str) -> Vec<u8> {
        let mut graph = self.nodes;
        bytes(&mut graph, 2, b"voice");
        graph.extend(self.initializers);
        let inputs: [(&str, u64, &[Dimension]); 3] = [
            ("input", INT64, &[Dimension::Fixed(1), Dimension::Any("phonemes")]),
            ("input_lengths", INT64, &[Dimension::Fixed(1)]),
            ("scales", FLOAT, &[Dimension::Fixed(3)]),
        ];
        for (name, kind, shape) in inputs {
            bytes(&mut graph, 11, &value_info(name, kind, shape));
        }
        let one = Dimension::Fixed(1);
        let sound = [one, one, one, Dimension::Any("samples")];
        bytes(&mut graph, 12, &value_info(output, FLOAT, &sound));
        let mut operators = Vec::new();
        bytes(&mut operators, 1, b"");
        integer(&mut operators, 2, OPERATORS);
        let mut model = Vec::new();
        integer(&mut model, 1, IR_VERSION);
        bytes(&mut model, 8, &operators);
        bytes(&mut model, 7, &graph);
        model
    }
}

impl Attribute<'_> {
    fn encoded(&self) -> Vec<u8> {
        let mut message = Vec::new();
        match *self {
            Self::Int(name, value) => {
                bytes(&mut message, 1, name.as_bytes());
                integer(&mut message, 3, value.cast_unsigned());
                integer(&mut message, 20, ATTRIBUTE_INT);
            }
            Self::Ints(name, values) => {
                bytes(&mut message, 1, name.as_bytes());
                for value in values {
                    integer(&mut message, 8, value.cast_unsigned());
                }
                integer(&mut message, 20, ATTRIBUTE_INTS);
            }
            Self::Float(name, value) => {
                bytes(&mut message, 1, name.as_bytes());
                varint(&mut message, 2 << 3 | 5);
                message.extend(value.to_le_bytes());
                integer(&mut message, 20, ATTRIBUTE_FLOAT);
            }
        }
        message
    }
}

/// A dimension of an input or output.
#[derive(Clone, Copy)]
enum Dimension {
    Fixed(u64),
    Any(&'static str),
}

fn value_info(name: &str, kind: u64, shape: &[Dimension]) -> Vec<u8> {
    let mut dimensions = Vec::new();
    for dimension in shape {
        let mut message = Vec::new();
        match dimension {
            Dimension::Fixed(size) => integer(&mut message, 1, *size),
            Dimension::Any(name) => bytes(&mut message, 2, name.as_bytes()),
        }
        bytes(&mut dimensions, 1, &message);
    }
    let mut tensor = Vec::new();
    integer(&mut tensor, 1, kind);
    bytes(&mut tensor, 2, &dimensions);
    let mut kind = Vec::new();
    bytes(&mut kind, 1, &tensor);
    let mut info = Vec::new();
    bytes(&mut info, 1, name.as_bytes());
    bytes(&mut info, 2, &kind);
    info
}

fn integer(message: &mut Vec<u8>, field: u64, value: u64) {
    varint(message, field << 3);
    varint(message, value);
}

fn bytes(message: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(message, field << 3 | 2);
    varint(message, content.len() as u64);
    message.extend_from_slice(content);
}

fn varint(message: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        message.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    message.push(value.to_le_bytes()[0]);
}
