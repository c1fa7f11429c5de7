//! The file of a sketch: JSON, so that anybody can see that it holds numbers and no words.
//!
//! Owns the format and its limits. Whatever else a file holds is refused.

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;
use mynah_files::Lifetime;
use serde_json::{Map, Value, json};

use super::error::UnansweredError;
use super::noise::{PER_CONVERSATION, Scale};
use super::places::{COUNTERS, FUNCTIONS};
use super::sketch::{CounterRow, MAX_PARTS, Mismatch, Sketch};

/// The first words of every file.
const FORMAT: &str = "mynah-unanswered-1";
/// What ε is for.
const UNIT: &str = "conversation";
/// The longest file: a sum in which every counter has eleven digits.
const MAX_BYTES: u64 = 2 << 20;

/// The keys of a file, and of each of its rows.
const KEYS: [&str; 7] = ["format", "unit", "most", "epsilon", "salt", "begun", "rows"];
const ROW_KEYS: [&str; 3] = ["function", "parts", "counters"];

impl Sketch {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or is none of ours.
    pub fn read(path: &Path) -> Result<Self, UnansweredError> {
        let text = mynah_files::read_text(path, MAX_BYTES).map_err(|reason| UnansweredError::Unreadable {
            path: path.to_owned(),
            reason,
        })?;
        parsed(&text).map_err(|reason| UnansweredError::broken(path, reason))
    }

    /// Writes a file that only its owner may read, whole or not at all.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&self, path: &Path) -> Result<(), UnansweredError> {
        let text = self.text();
        let written = mynah_files::replace(path, Lifetime::Durable, |file| file.write_all(text.as_bytes()));
        written.map_err(|reason| UnansweredError::Unwritable {
            path: path.to_owned(),
            reason,
        })
    }

    fn text(&self) -> String {
        let row = |row: &CounterRow| json!({"function": row.function, "parts": row.parts, "counters": row.counters});
        let rows: Vec<Value> = self.rows.iter().map(row).collect();
        let written = json!({
            "format": FORMAT,
            "unit": UNIT,
            "most": PER_CONVERSATION,
            "epsilon": self.scale.epsilon(),
            "salt": self.salt,
            "begun": self.begun.to_string(),
            "rows": rows,
        });
        format!("{written}\n")
    }

    /// Adds a file.
    ///
    /// # Errors
    /// It does not belong to the others, or the sum would be too large.
    pub fn merge(&mut self, other: &Self, path: &Path) -> Result<(), UnansweredError> {
        let path = path.to_owned();
        self.add(other).map_err(|mismatch| match mismatch {
            Mismatch::Epsilon => UnansweredError::Different {
                path,
                what: "epsilon",
            },
            Mismatch::Salt => UnansweredError::Different { path, what: "salt" },
            Mismatch::Repeated => UnansweredError::Repeated { path },
            Mismatch::Overflow => UnansweredError::TooMany { path },
        })
    }
}

fn parsed(text: &str) -> Result<Sketch, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let written = fields(&value, &KEYS).ok_or("it has other keys")?;
    let text = |key: &str| written.get(key).and_then(Value::as_str).unwrap_or_default();
    let most = written.get("most").and_then(Value::as_u64);
    if text("format") != FORMAT || text("unit") != UNIT || most != Some(PER_CONVERSATION.into()) {
        return Err("it is of another version".to_owned());
    }
    let salt = text("salt").to_owned();
    if !is_name(&salt) {
        return Err("its salt is no fingerprint".to_owned());
    }
    let epsilon = written.get("epsilon").and_then(Value::as_f64);
    let scale = epsilon.and_then(Scale::new);
    let mut rows: Vec<CounterRow> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for row in written
        .get("rows")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let row = read_row(row)
            .ok_or_else(|| format!("a row has not {COUNTERS} counters of a known function and names"))?;
        if row.parts.len() + names.len() > MAX_PARTS {
            return Err("it has too many parts".to_owned());
        }
        for part in &row.parts {
            if names.contains(part) {
                return Err("a part is in it twice".to_owned());
            }
            names.push(part.clone());
        }
        if rows.last().is_some_and(|last| last.function >= row.function) {
            return Err("its rows are not in order".to_owned());
        }
        rows.push(row);
    }
    if names.is_empty() {
        return Err("it has no parts".to_owned());
    }
    Ok(Sketch {
        scale: scale.ok_or("its epsilon is not a number from 0.1 to 10")?,
        begun: day(text("begun")).ok_or("its day is none")?,
        salt,
        rows,
    })
}

/// The fields of an object that has these keys and no others.
fn fields<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a Map<String, Value>> {
    let fields = value.as_object()?;
    let is_whole = fields.len() == keys.len() && keys.iter().all(|key| fields.contains_key(*key));
    is_whole.then_some(fields)
}

fn read_row(value: &Value) -> Option<CounterRow> {
    let written = fields(value, &ROW_KEYS)?;
    let array = |key: &str| written.get(key).and_then(Value::as_array);
    let function = usize::try_from(written.get("function")?.as_u64()?).ok()?;
    let counter = |value: &Value| i32::try_from(value.as_i64()?).ok();
    let part = |value: &Value| value.as_str().filter(|name| is_name(name)).map(str::to_owned);
    let row = CounterRow {
        function,
        parts: array("parts")?.iter().map(part).collect::<Option<_>>()?,
        counters: array("counters")?.iter().map(counter).collect::<Option<_>>()?,
    };
    let is_sound = row.function < FUNCTIONS && row.counters.len() == COUNTERS && !row.parts.is_empty();
    is_sound.then_some(row)
}

/// Sixteen hexadecimal digits.
fn is_name(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A day of this millennium.
fn day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (text == date.to_string() && (1_970..3_000).contains(&date.year())).then_some(date)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::super::sketch::tests::begun;
    use super::*;

    #[test]
    fn a_file_is_read_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unanswered.json");
        let mut sketch = begun(1);
        sketch.merge(&begun(2), &path).unwrap();
        sketch.merge(&begun(3), &path).unwrap();
        sketch.write(&path).unwrap();
        assert_eq!(Sketch::read(&path).unwrap(), sketch);
    }

    #[test]
    fn a_file_of_one_machine_is_small() {
        let length = begun(1).text().len();
        assert!(length < 1 << 16, "{length}");
        let loudest = Scale::new(0.1).unwrap();
        let loud = Sketch {
            scale: loudest,
            ..begun(1)
        };
        assert!(loud.text().len() < 1 << 17);
    }

    #[test]
    fn hostile_files_are_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unanswered.json");
        let good = begun(1).text();
        let many = good.replacen(
            "\"counters\":[",
            &format!("\"counters\":[{}", "0,".repeat(900_000)),
            1,
        );
        for bad in [
            String::new(),
            "null".to_owned(),
            "[".repeat(100_000),
            many,
            good.replace("\"epsilon\":1.0", "\"epsilon\":NaN"),
            good.replace("\"epsilon\":1.0", "\"epsilon\":1e999"),
            good.replace("\"epsilon\":1.0", "\"epsilon\":-1"),
            good.replace("\"epsilon\":1.0", "\"epsilon\":\"1.0\""),
            good.replace("\"most\":4", "\"most\":4000000"),
            good.replace("2026-11-30", "2026-13-45"),
            good.replace("2026-11-30", "-9999-01-01"),
            good.replacen("\"counters\":[", "\"counters\":[-99999999999999999999,", 1),
            good.replacen("\"counters\":[", "\"counters\":[-2147483649,", 1),
            good.replacen("\"function\":", "\"function\":9", 1),
            good.replacen("\"parts\":[", "\"parts\":[\"\\u001b[2J\",", 1),
            good.replacen("\"unit\"", "\"words\":[\"pool\"],\"unit\"", 1),
        ] {
            std::fs::write(&path, &bad).unwrap();
            let told = Sketch::read(&path).unwrap_err().to_string();
            assert!(told.contains("holds no counts of mynah"), "{told}");
            assert!(!told.contains(char::is_control), "{told}");
        }
        std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
        let told = Sketch::read(&path).unwrap_err().to_string();
        assert!(told.contains("larger than 2 MiB"), "{told}");
        std::fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let told = Sketch::read(&path).unwrap_err().to_string();
        assert!(told.contains("it is a pipe"), "{told}");
    }
}
