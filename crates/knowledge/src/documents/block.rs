//! Blocks: what a document is made of before it is cut into units.
//!
//! Owns the shape that all readers have in common. Texts in blocks are clean: without markup, emoji and control
//! characters.

/// A document, as a reader hands it on.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// The title that the document gives itself apart from its headings.
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Heading(Heading),
    /// Ends the headings of this level and below.
    Close(u8),
    Paragraph(Vec<Statement>),
    List(Vec<Item>),
    Table(Table),
    /// Terms and what is said of them.
    Definitions(Vec<(Statement, Statement)>),
    /// A question and its answer, found by `questions`.
    Answered {
        question: String,
        answer: String,
        line: u32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// 1 is the title of a document.
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) line: u32,
}

/// One line, or several that belong together: at least one sentence, or a line that is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) line: u32,
    /// So many bytes at its beginning are bold; 0 if none.
    pub(super) strong: usize,
    /// So many bytes at its beginning are set apart by white space, as in "Mon    9-5"; 0 if none.
    pub(super) column: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// 0 for the outermost list.
    pub(super) depth: usize,
    pub(super) line: u32,
    /// Whether it has a number.
    pub(super) numbered: bool,
    pub(super) statements: Vec<Statement>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The title within the table.
    pub(super) lead: Option<String>,
    /// Empty where the table has none.
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

impl Statement {
    pub(super) fn new(text: impl Into<String>, line: u32) -> Self {
        Self {
            text: text.into(),
            line,
            ..Self::default()
        }
    }

    /// Whether all of it is bold.
    pub(super) fn is_strong(&self) -> bool {
        self.strong > 0 && self.strong == self.text.len()
    }

    /// Appends a line that continues this one.
    pub(super) fn append(&mut self, next: &Self) {
        let whole = self.is_strong() && next.is_strong();
        let glue = glue(&self.text, &next.text);
        self.text.push_str(glue);
        self.text.push_str(&next.text);
        if whole {
            self.strong = self.text.len();
        }
    }
}

impl Item {
    /// All that it says, in one text.
    pub(super) fn text(&self) -> String {
        joined(&self.statements)
    }
}

/// All statements as one text.
pub(super) fn joined(statements: &[Statement]) -> String {
    let mut text = String::new();
    for statement in statements {
        if !text.is_empty() {
            text.push_str(glue(&text, &statement.text));
        }
        text.push_str(&statement.text);
    }
    text
}

/// What stands between two texts that are joined: Chinese has no spaces.
pub(super) fn glue(before: &str, after: &str) -> &'static str {
    let is_wide = |letter: Option<char>| letter.is_some_and(super::sentences::is_wide);
    if before.is_empty() || is_wide(before.chars().next_back()) && is_wide(after.chars().next()) {
        ""
    } else {
        " "
    }
}
