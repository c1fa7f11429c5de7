//! The search for the most probable transcript: greedy with one beam, else a beam search.
//!
//! Owns which tokens may come next, the beams and their order. The end of the text is a token like others: a beam that reaches it
//! is complete. Of the complete beams the one with the highest mean log-probability wins.

use crate::decoder::Sequence;
use crate::vocabulary::Vocabulary;

/// A token with its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecognizedToken {
    /// Its number in the vocabulary.
    pub id: u32,
    /// Its probability among the tokens that could have come, 0 to 1.
    pub probability: f32,
}

/// A transcript that is being searched.
#[derive(Debug)]
struct Beam {
    tokens: Vec<RecognizedToken>,
    log_probability: f32,
}

impl Beam {
    fn mean(&self) -> f32 {
        self.log_probability / (self.tokens.len().max(1)) as f32
    }
}

/// The beams of a search.
#[derive(Debug)]
pub(crate) struct Search {
    width: usize,
    end: u32,
    /// One for each sequence of `sequences`.
    beams: Vec<Beam>,
    complete: Vec<Beam>,
}

impl Search {
    /// A search with `width` beams.
    pub(crate) fn new(vocabulary: &Vocabulary, width: usize) -> Self {
        Self {
            width: width.max(1),
            end: vocabulary.end_of_text(),
            beams: vec![Beam {
                tokens: Vec::new(),
                log_probability: 0.0,
            }],
            complete: Vec::new(),
        }
    }

    /// Continues each beam by its most probable tokens and keeps the best; `sequences` become those of the beams that go on.
    /// `scores` has the scores of the next token for each beam. Gives the tokens to read next; none when the search is over.
    pub(crate) fn advance(&mut self, scores: &[Vec<f32>], sequences: &mut Vec<Sequence>) -> Vec<u32> {
        let open = self.width.saturating_sub(self.complete.len());
        let mut candidates: Vec<Candidate> = scores
            .iter()
            .enumerate()
            .flat_map(|(beam, scores)| {
                let so_far = self.beams[beam].log_probability;
                best(scores, self.end, open)
                    .into_iter()
                    .map(move |(id, log_probability)| Candidate {
                        beam,
                        token: RecognizedToken {
                            id,
                            probability: log_probability.exp(),
                        },
                        log_probability: so_far + log_probability,
                    })
            })
            .collect();
        candidates.sort_by(|one, other| other.log_probability.total_cmp(&one.log_probability));
        candidates.truncate(open);

        let mut next = Vec::new();
        let mut origins = Vec::new();
        for candidate in candidates {
            let mut tokens = self.beams[candidate.beam].tokens.clone();
            tokens.push(candidate.token);
            let beam = Beam {
                tokens,
                log_probability: candidate.log_probability,
            };
            if candidate.token.id == self.end {
                self.complete.push(beam);
            } else {
                origins.push(candidate.beam);
                next.push(beam);
            }
        }
        *sequences = reordered(std::mem::take(sequences), &origins);
        self.beams = next;
        self.beams
            .iter()
            .filter_map(|beam| Some(beam.tokens.last()?.id))
            .collect()
    }

    /// The tokens of the best complete transcript, without its end; of the best one so far if none came to an end.
    pub(crate) fn finish(self) -> Vec<RecognizedToken> {
        let beams = if self.complete.is_empty() {
            self.beams
        } else {
            self.complete
        };
        let best = beams
            .into_iter()
            .max_by(|one, other| one.mean().total_cmp(&other.mean()));
        let mut tokens = best.map(|beam| beam.tokens).unwrap_or_default();
        tokens.pop_if(|token| token.id == self.end);
        tokens
    }
}

struct Candidate {
    beam: usize,
    token: RecognizedToken,
    log_probability: f32,
}

/// The `count` most probable of the tokens of text and the end, with their log-probabilities.
fn best(scores: &[f32], end: u32, count: usize) -> Vec<(u32, f32)> {
    let allowed = &scores[..scores.len().min(end as usize + 1)];
    let largest = allowed.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = allowed.iter().map(|score| (score - largest).exp()).sum();
    let normaliser = largest + sum.ln();
    let mut best: Vec<(u32, f32)> = Vec::with_capacity(count + 1);
    for (id, &score) in (0..).zip(allowed) {
        if best.len() < count || best.last().is_some_and(|&(_, worst)| score > worst) {
            let place = best.partition_point(|&(_, other)| other >= score);
            best.insert(place, (id, score));
            best.truncate(count);
        }
    }
    for (_, score) in &mut best {
        *score -= normaliser;
    }
    best
}

/// The sequences with these numbers, in this order; each is copied only if it is needed twice.
fn reordered(sequences: Vec<Sequence>, origins: &[usize]) -> Vec<Sequence> {
    let mut sequences: Vec<Option<Sequence>> = sequences.into_iter().map(Some).collect();
    origins
        .iter()
        .enumerate()
        .filter_map(|(number, &origin)| {
            if origins[number + 1..].contains(&origin) {
                sequences[origin].clone()
            } else {
                sequences[origin].take()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_tokens_are_sorted_and_their_probabilities_add_up_without_the_special_ones() {
        let scores = [0.0, 2.0, 1.0, 2.0, -1.0, 9.0];
        let found = best(&scores, 4, 5);
        assert_eq!(
            found.iter().map(|&(id, _)| id).collect::<Vec<_>>(),
            [1, 3, 2, 0, 4]
        );
        let sum: f32 = found.iter().map(|(_, log)| log.exp()).sum();
        assert!((sum - 1.0).abs() < 1e-6);
        assert_eq!(best(&scores, 4, 2).len(), 2);
    }
}
