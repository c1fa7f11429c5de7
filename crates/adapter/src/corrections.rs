//! Corrections: questions, each with the line of the documents that answers it, as a CSV file.
//!
//! Owns the table and its bounds. Columns with other names are left alone.

use std::path::Path;

use crate::error::AdapterError;

/// Bytes of a file.
const MOST_BYTES: u64 = 4 << 20;
/// Rows of a file.
const MOST_ROWS: usize = 10_000;
/// Bytes of a question or a line.
const LONGEST: usize = 4_000;

/// A question that the search answered wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As somebody asked it.
    pub question: String,
    /// What answers it.
    pub line: String,
}

/// Reads a file of corrections.
///
/// # Errors
/// It cannot be read, or a row is wrong: its number is told, its words are not.
pub fn read(file: &Path) -> Result<Vec<Correction>, AdapterError> {
    let bytes = mynah_files::read(file, MOST_BYTES).map_err(|source| AdapterError::Unreadable {
        file: file.to_owned(),
        source,
    })?;
    parse(&bytes).map_err(|what| AdapterError::Corrections {
        file: file.to_owned(),
        what,
    })
}

fn parse(bytes: &[u8]) -> Result<Vec<Correction>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = table.headers().map_err(|_| "its first row is no text")?.clone();
    let column = |name: &str| {
        let found = headers.iter().position(|header| header.trim() == name);
        found.ok_or(format!("it has no column {name}"))
    };
    let (question, line) = (column("question")?, column("line")?);
    let mut corrections = Vec::new();
    for (index, row) in table.records().enumerate() {
        // The first row names the columns.
        let number = index + 2;
        let row = row.map_err(|_| format!("row {number} is no text"))?;
        let cell = |column: usize| {
            let text = row.get(column).unwrap_or_default().trim();
            let is_fine = !text.is_empty() && text.len() <= LONGEST;
            is_fine.then(|| text.to_owned()).ok_or(format!(
                "a cell of row {number} is empty, or longer than {LONGEST} bytes"
            ))
        };
        if corrections.len() == MOST_ROWS {
            return Err(format!("it has more than {MOST_ROWS} rows"));
        }
        corrections.push(Correction {
            question: cell(question)?,
            line: cell(line)?,
        });
    }
    if corrections.is_empty() {
        return Err("it has no rows".to_owned());
    }
    Ok(corrections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_names_in_any_order() {
        let table = "\u{feff}date,line, question\n3 May,\"Toilets: floor 2, left\",where is the loo\n";
        let read = parse(table.as_bytes()).unwrap();
        assert_eq!(
            read,
            [Correction {
                question: "where is the loo".to_owned(),
                line: "Toilets: floor 2, left".to_owned(),
            }]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_row() {
        let long = format!("question,line\n{},a\n", "x".repeat(LONGEST + 1));
        let many = format!("question,line\n{}", "a,b\n".repeat(MOST_ROWS + 1));
        for (table, words) in [
            ("", "no column question"),
            ("question,answer\na,b\n", "no column line"),
            ("question,line\n", "no rows"),
            ("question,line\na,b\n,b\n", "row 3"),
            ("question,line\na\n", "row 2"),
            (&long, "row 2"),
            (&many, "more than 10000 rows"),
        ] {
            let told = parse(table.as_bytes()).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
        assert!(
            parse(b"question,line\n\xff\xfe,b\n")
                .unwrap_err()
                .contains("row 2")
        );
    }

    #[test]
    fn a_device_without_an_end_is_no_table() {
        let told = read(Path::new("/dev/zero")).unwrap_err().to_string();
        assert!(told.contains("/dev/zero") && told.contains("device"), "{told}");
    }
}
