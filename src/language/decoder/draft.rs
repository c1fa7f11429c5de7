//! Speculative decoding by prompt lookup (Saxena 2023, "Prompt Lookup Decoding").
//!
//! Owns the draft: the tokens that followed the latest n-gram where it occurred before, in the prompt or in the reply. Answers
//! that quote their facts are drafted well. The draft is computed in the same round as the token before it, so an accepted
//! token costs nothing; a rejected one changes no word.

/// Lengths of the n-grams that are looked up, the longest first.
const NGRAMS: [usize; 2] = [3, 2];
/// The longest draft.
const MAX_DRAFT: usize = 5;
/// Drafted tokens after which the acceptance rate is judged.
const MIN_TRIED: usize = 16;
/// Drafting stops when fewer than one in this many drafted tokens is accepted.
const DRAFTED_PER_ACCEPTED: usize = 3;

/// How many of this reply's tokens were drafted, and how many of those accepted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DraftStats {
    pub drafted: usize,
    pub accepted: usize,
}

impl DraftStats {
    fn is_poor(self) -> bool {
        self.drafted >= MIN_TRIED && self.accepted * DRAFTED_PER_ACCEPTED < self.drafted
    }
}

/// Drafts at most `room` tokens: those that followed the last occurrence of the latest n-gram.
pub(super) fn propose(tokens: &[u32], room: usize, stats: DraftStats) -> &[u32] {
    if stats.is_poor() {
        return &[];
    }
    for count in NGRAMS {
        let Some(start) = tokens.len().checked_sub(count).filter(|start| *start > 0) else {
            continue;
        };
        let last = &tokens[start..];
        let before = &tokens[..tokens.len() - 1];
        // The latest occurrence is the likeliest: the facts come after the rules.
        let place = before.windows(count).rposition(|window| window == last);
        if let Some(place) = place {
            let from = place + count;
            return &tokens[from..(from + MAX_DRAFT.min(room)).min(tokens.len())];
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_followed_before_is_drafted_again() {
        let stats = DraftStats::default();
        let propose = |tokens: &'static [u32], room| propose(tokens, room, stats).to_vec();
        assert_eq!(propose(&[1, 2, 3, 4, 5, 1, 2, 3], 9), [4, 5, 1, 2, 3]);
        assert_eq!(propose(&[1, 2, 3, 4, 9, 2, 3], 1), [4]);
        assert_eq!(propose(&[7, 2, 3, 4, 2, 3, 5, 2, 3], 2), [5, 2]);
        assert!(
            propose(&[1, 2, 3], 9).is_empty() && propose(&[], 9).is_empty() && propose(&[1, 1], 0).is_empty()
        );
    }

    #[test]
    fn drafting_stops_when_most_drafts_are_rejected() {
        let tokens = [1, 2, 3, 4, 1, 2, 3];
        let with = |drafted, accepted| propose(&tokens, 9, DraftStats { drafted, accepted }).is_empty();
        assert!(!with(15, 0) && with(16, 5) && !with(16, 6));
    }
}
