//! A unit: the smallest piece of a document that can answer a question.
//!
//! Owns the shape of a unit and nothing of how it is found or said. The text of a unit is plain: without markup,
//! entities, emoji and control characters.

use std::path::PathBuf;
use std::sync::Arc;

/// Names a unit among those read together; counts up in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub u32);

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, relative to its knowledge folder.
    pub file: Arc<PathBuf>,
    /// The line of the file on which the unit begins, from 1.
    pub line: u32,
}

/// One cell of a table's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The column's header; empty where the table has none.
    pub header: Arc<str>,
    /// What the cell says; possibly nothing.
    pub text: String,
}

/// What a unit says, in the form in which it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A sentence, or a line that is none.
    Sentence(String),
    /// An item of a list, with the items that it stands under, outermost first.
    Item {
        /// The items above it.
        parents: Vec<String>,
        /// The item.
        text: String,
    },
    /// A row of a table, cells in the order of the columns.
    Row(Vec<Cell>),
    /// A label and what is said of it: "Toilets: beside bay E."
    Entry {
        /// The label.
        key: String,
        /// What is said of it.
        value: String,
    },
    /// A question and the operator's own answer.
    Answered {
        /// The question.
        question: String,
        /// The answer, one or several sentences.
        answer: String,
    },
}

/// The smallest piece of a document that can answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its name.
    pub id: UnitId,
    /// Where it stands.
    pub location: Location,
    /// The headings above it, the document's title first.
    pub path: Vec<String>,
    /// The line that introduces the list or table it stands in ("Prices per night:"), if there is one.
    pub lead: Option<String>,
    /// Units of one paragraph, list or table have the same number, unlike all other units.
    pub block: u32,
    /// What it says.
    pub body: Body,
}
