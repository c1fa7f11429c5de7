//! Merging neighbours, best pair first: the loop that BPE and `SentencePiece` share.
//!
//! Owns the order of merges. Takes time n log n, since a question may be one word of thousands of letters. Does not
//! know which pairs can be merged: it asks.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

/// A stretch of text and its token, if it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symbol {
    pub range: Range<usize>,
    pub token: Option<u32>,
}

/// What merging two neighbours gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Merged {
    pub token: u32,
    /// Lower goes first; of equals the leftmost.
    pub cost: f64,
}

struct Candidate {
    merged: Merged,
    left: usize,
    right: usize,
    /// Where the pair ended when it was found: it is stale if either side has grown since.
    end: usize,
}

/// Merges neighbouring symbols as long as `join` knows how.
pub(super) fn merge(symbols: Vec<Symbol>, join: impl Fn(&Symbol, &Symbol) -> Option<Merged>) -> Vec<Symbol> {
    let count = symbols.len();
    let mut next: Vec<usize> = (1..=count).collect();
    let mut previous: Vec<Option<usize>> = (0..count).map(|index| index.checked_sub(1)).collect();
    let mut symbols: Vec<Option<Symbol>> = symbols.into_iter().map(Some).collect();
    let candidate = |symbols: &[Option<Symbol>], left: usize, right: usize| {
        let (first, second) = (symbols.get(left)?.as_ref()?, symbols.get(right)?.as_ref()?);
        let merged = join(first, second)?;
        Some(Candidate {
            merged,
            left,
            right,
            end: second.range.end,
        })
    };
    let mut queue: BinaryHeap<Candidate> = (1..count)
        .filter_map(|right| candidate(&symbols, right - 1, right))
        .collect();
    while let Some(Candidate {
        merged,
        left,
        right,
        end,
    }) = queue.pop()
    {
        let fresh = next[left] == right
            && symbols[right]
                .as_ref()
                .is_some_and(|symbol| symbol.range.end == end);
        let (true, Some(first)) = (fresh, symbols[left].clone()) else {
            continue;
        };
        symbols[left] = Some(Symbol {
            range: first.range.start..end,
            token: Some(merged.token),
        });
        symbols[right] = None;
        let after = next[right];
        next[left] = after;
        if after < count {
            previous[after] = Some(left);
        }
        queue.extend(previous[left].and_then(|before| candidate(&symbols, before, left)));
        queue.extend(candidate(&symbols, left, after));
    }
    symbols.into_iter().flatten().collect()
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        // The queue gives the greatest first.
        other
            .merged
            .cost
            .total_cmp(&self.merged.cost)
            .then(other.left.cmp(&self.left))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}
