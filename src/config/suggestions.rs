//! What is said about a wrong value or name: it is quoted, and what was probably meant is named.

/// Characters of a value that are quoted.
const QUOTED: usize = 60;

/// Quoted values, for people.
pub(super) fn one_of(values: &[&str]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    values.join(" or ")
}

/// A value or a name as it is quoted: of a long one only the beginning.
pub(super) fn brief(text: &str) -> String {
    mynah_files::brief(text, QUOTED)
}

/// The known name that is at most a third of its letters away, swaps of neighbours counted once.
pub(super) fn closest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|name| (distance(wrong, name), *name))
        .filter(|(distance, name)| *distance <= (name.len() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

/// The optimal string alignment distance (Damerau 1964).
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
    for row in 0..=one.len() {
        for column in 0..=other.len() {
            if row == 0 || column == 0 {
                rows[row][column] = row + column;
                continue;
            }
            let same = one[row - 1] == other[column - 1];
            let mut least = (rows[row - 1][column] + 1)
                .min(rows[row][column - 1] + 1)
                .min(rows[row - 1][column - 1] + usize::from(!same));
            let swapped = row > 1
                && column > 1
                && one[row - 1] == other[column - 2]
                && one[row - 2] == other[column - 1];
            if swapped {
                least = least.min(rows[row - 2][column - 2] + 1);
            }
            rows[row][column] = least;
        }
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_is_close_is_suggested() {
        let known = ["knowledge", "limits", "policy"];
        assert_eq!(closest("knowlege", &known), Some("knowledge"));
        assert_eq!(closest("plicy", &known), Some("policy"));
        assert_eq!(closest("limtis", &known), Some("limits"));
        assert_eq!(closest("temperature", &known), None);
    }
}
