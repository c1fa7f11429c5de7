//! What will probably follow, by looking up where the last tokens stood before: in the prompt, or in the reply itself.
//!
//! Owns the guess. Answers that quote their facts are guessed well, and a right guess costs nothing: several tokens are
//! computed in one round. A wrong one changes no word (Saxena 2023, "Prompt Lookup Decoding").

/// Tokens that must have stood together before; fewer are tried when more are not found.
const ALIKE: [usize; 2] = [3, 2];
/// At most so many are guessed at once.
const LONGEST: usize = 5;
/// After so many guesses it shows whether guessing is worth while here.
const TRIED: usize = 16;
/// Less than one right guess in so many is not.
const WORTH: usize = 3;

/// How good the guesses of this reply were.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Luck {
    pub guessed: usize,
    pub right: usize,
}

impl Luck {
    fn is_bad(self) -> bool {
        self.guessed >= TRIED && self.right * WORTH < self.guessed
    }
}

/// The tokens that followed the last ones when they stood there before, at most `room` of them.
pub(super) fn guess(tokens: &[u32], room: usize, luck: Luck) -> &[u32] {
    if luck.is_bad() {
        return &[];
    }
    for count in ALIKE {
        let Some(start) = tokens.len().checked_sub(count).filter(|start| *start > 0) else {
            continue;
        };
        let last = &tokens[start..];
        let before = &tokens[..tokens.len() - 1];
        // The latest place is the likeliest: the facts stand behind the rules.
        let place = before.windows(count).rposition(|window| window == last);
        if let Some(place) = place {
            let from = place + count;
            return &tokens[from..(from + LONGEST.min(room)).min(tokens.len())];
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_followed_before_is_guessed_again() {
        let luck = Luck::default();
        let guess = |tokens: &'static [u32], room| guess(tokens, room, luck).to_vec();
        assert_eq!(guess(&[1, 2, 3, 4, 5, 1, 2, 3], 9), [4, 5, 1, 2, 3]);
        assert_eq!(guess(&[1, 2, 3, 4, 9, 2, 3], 1), [4]);
        assert_eq!(guess(&[7, 2, 3, 4, 2, 3, 5, 2, 3], 2), [5, 2]);
        assert!(guess(&[1, 2, 3], 9).is_empty() && guess(&[], 9).is_empty() && guess(&[1, 1], 0).is_empty());
    }

    #[test]
    fn guesses_that_are_mostly_wrong_are_given_up() {
        let tokens = [1, 2, 3, 4, 1, 2, 3];
        let with = |guessed, right| guess(&tokens, 9, Luck { guessed, right }).is_empty();
        assert!(!with(15, 0) && with(16, 5) && !with(16, 6));
    }
}
