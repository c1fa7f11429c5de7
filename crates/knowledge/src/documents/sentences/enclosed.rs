//! What stands within brackets and quotation marks.
//!
//! Owns the pairing of the marks. A mark without a partner nearby encloses nothing: a forgotten bracket must not make
//! one sentence of a page.

/// A pair encloses at most so many letters.
const MAX_LEN: usize = 300;
/// So many open marks are looked through for the partner of a closing one.
const MAX_DEPTH: usize = 8;

/// For each letter whether it stands between two marks of a pair.
pub(super) fn enclosed(letters: &[(usize, char)]) -> Vec<bool> {
    let mut changes = vec![0_i32; letters.len() + 1];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, &(_, letter)) in letters.iter().enumerate() {
        let is_open = |mark: char| open.iter().rev().take(MAX_DEPTH).any(|&(_, open)| open == mark);
        let opener = match letter {
            ')' | '）' => Some('('),
            ']' => Some('['),
            '】' => Some('【'),
            '»' => Some('«'),
            '”' => Some('“'),
            '」' => Some('「'),
            '』' => Some('『'),
            '》' => Some('《'),
            // German and Russian close with the mark that English opens with.
            '“' if is_open('„') => Some('„'),
            '"' if is_open('"') => Some('"'),
            _ => None,
        };
        if let Some(opener) = opener {
            let partner = open
                .iter()
                .rev()
                .take(MAX_DEPTH)
                .position(|&(_, mark)| mark == opener);
            if let Some(partner) = partner.map(|back| open.len() - 1 - back) {
                let (from, _) = open[partner];
                open.truncate(partner);
                if at - from <= MAX_LEN {
                    changes[from + 1] += 1;
                    changes[at] -= 1;
                }
            }
            continue;
        }
        let after_digit = at > 0 && letters[at - 1].1.is_ascii_digit();
        match letter {
            '(' | '（' => open.push((at, '(')),
            '[' | '【' | '«' | '“' | '„' | '「' | '『' | '《' => open.push((at, letter)),
            // After a digit it is the sign for inches.
            '"' if !after_digit => open.push((at, letter)),
            _ => {}
        }
    }
    let mut depth = 0;
    changes
        .iter()
        .take(letters.len())
        .map(|change| {
            depth += change;
            depth > 0
        })
        .collect()
}
