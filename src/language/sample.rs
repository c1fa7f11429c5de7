//! Sampling: which token comes next.
//!
//! Owns the choice from the model's scores: greedy, or drawn after temperature, top-k, top-p and min-p. The same seed draws the
//! same tokens. Does not know what tokens mean.

use super::Sampling;

/// Tokens of the reply that the repetition penalty covers.
const WINDOW: usize = 64;
/// DRY: repetitions of this many tokens are free.
const FREE: usize = 2;
/// DRY: each further token multiplies the penalty by this.
const GROWTH: f32 = 1.75;
/// DRY: the longest repetition that is looked for.
const MAX_REPETITION: usize = 32;

/// Chooses tokens for one reply.
#[derive(Debug)]
pub(super) struct Sampler {
    options: Sampling,
    random: u64,
    /// The reply so far.
    reply: Vec<u32>,
    /// Repetitions do not reach back beyond this token: a sentence or a line has ended since.
    barrier: usize,
}

impl Sampler {
    pub(super) fn new(options: Sampling) -> Self {
        Self {
            options,
            random: options.seed,
            reply: Vec::new(),
            barrier: 0,
        }
    }

    /// Chooses a token; `None` if no score is a number.
    pub(super) fn choose(&mut self, scores: &mut [f32]) -> Option<u32> {
        self.penalise(scores);
        self.penalise_sequences(scores);
        let chosen = if self.options.temperature > 0.0 {
            self.draw(scores)
        } else {
            greedy(scores)
        }?;
        self.reply.push(chosen);
        Some(chosen)
    }

    /// The last token was a sequence breaker: repetitions do not reach back beyond it.
    pub(super) fn break_sequence(&mut self) {
        self.barrier = self.reply.len();
    }

    /// "DRY" (p-e-w 2024, oobabooga's text-generation-webui #5677): lowers tokens that would continue a repetition, by its
    /// length.
    fn penalise_sequences(&self, scores: &mut [f32]) {
        let penalty = self.options.dry_penalty;
        if penalty <= 0.0 {
            return;
        }
        let (reply, end) = (&self.reply, self.reply.len());
        let grants = (end - self.barrier).min(MAX_REPETITION);
        // The longest repetition that each token would continue.
        let mut longest: Vec<(u32, usize)> = Vec::new();
        for place in 0..end {
            let alike = (0..grants.min(place))
                .take_while(|back| reply[place - 1 - back] == reply[end - 1 - back])
                .count();
            if alike < FREE {
                continue;
            }
            match longest.iter_mut().find(|(token, _)| *token == reply[place]) {
                Some((_, length)) => *length = alike.max(*length),
                None => longest.push((reply[place], alike)),
            }
        }
        for (token, length) in longest {
            if let Some(score) = scores.get_mut(token as usize) {
                let beyond = i32::try_from(length - FREE).unwrap_or_default();
                *score -= penalty * GROWTH.powi(beyond);
            }
        }
    }

    /// Repetition penalty (Keskar et al. 2019, "CTRL", 4.1): once for each token, however often it occurred.
    fn penalise(&self, scores: &mut [f32]) {
        let penalty = self.options.repetition_penalty;
        if penalty <= 0.0 || (penalty - 1.0).abs() < f32::EPSILON {
            return;
        }
        let recent = &self.reply[self.reply.len().saturating_sub(WINDOW)..];
        for (index, token) in recent.iter().enumerate() {
            if !recent[..index].contains(token)
                && let Some(score) = scores.get_mut(*token as usize)
            {
                *score = if *score > 0.0 {
                    *score / penalty
                } else {
                    *score * penalty
                };
            }
        }
    }

    fn draw(&mut self, scores: &[f32]) -> Option<u32> {
        let mut candidates: Vec<(u32, f32)> = (0_u32..)
            .zip(scores.iter().copied())
            .filter(|(_, score)| !score.is_nan())
            .collect();
        // Ties are ordered by id, so that a draw does not depend on the sort.
        candidates.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        if self.options.top_k > 0 {
            candidates.truncate(self.options.top_k);
        }
        let best = candidates.first()?.1;
        for (_, score) in &mut candidates {
            *score = ((*score - best) / self.options.temperature).exp();
        }
        // Relative to the likeliest token, whose weight is 1.
        candidates.retain(|(_, part)| *part >= self.options.min_p.min(1.0));
        let total: f32 = candidates.iter().map(|(_, part)| part).sum();
        let wanted = total * self.options.top_p.clamp(0.0, 1.0);
        let mut sum = 0.0;
        let kept = candidates.iter().position(|(_, part)| {
            sum += part;
            sum >= wanted
        });
        candidates.truncate(kept.map_or(candidates.len(), |last| last + 1));
        let total: f32 = candidates.iter().map(|(_, part)| part).sum();
        let mut left = self.random_unit() * total;
        let drawn = candidates.iter().find(|(_, part)| {
            left -= part;
            left < 0.0
        });
        drawn.or(candidates.last()).map(|(token, _)| *token)
    }

    /// A random number in [0, 1) (Steele et al. 2014, `SplitMix64`).
    fn random_unit(&mut self) -> f32 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
    }
}

/// The token with the highest score, the first of equals.
pub(super) fn greedy(scores: &[f32]) -> Option<u32> {
    let numbers = (0_u32..).zip(scores).filter(|(_, score)| !score.is_nan());
    numbers
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(token, _)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORES: [f32; 5] = [0.0, 3.0, 1.0, 2.5, f32::NAN];

    fn chosen(options: Sampling, count: usize) -> Vec<u32> {
        let mut sampler = Sampler::new(options);
        (0..count)
            .map(|_| sampler.choose(&mut SCORES.clone()).unwrap())
            .collect()
    }

    #[test]
    fn the_default_takes_the_likeliest() {
        assert_eq!(chosen(Sampling::default(), 3), [1, 1, 1]);
        assert_eq!(Sampler::new(Sampling::default()).choose(&mut [f32::NAN]), None);
    }

    #[test]
    fn a_seed_draws_the_same_and_the_limits_hold() {
        let warm = Sampling {
            temperature: 1.0,
            seed: 7,
            ..Sampling::default()
        };
        let drawn = chosen(warm, 200);
        assert_eq!(drawn, chosen(warm, 200));
        assert_ne!(drawn, chosen(Sampling { seed: 8, ..warm }, 200));
        assert!((0..4).all(|token| drawn.contains(&token)) && !drawn.contains(&4));
        for (options, allowed) in [
            (Sampling { top_k: 2, ..warm }, &[1, 3][..]),
            (Sampling { top_p: 0.5, ..warm }, &[1]),
            (Sampling { min_p: 0.5, ..warm }, &[1, 3]),
            (
                Sampling {
                    min_p: 9.0,
                    top_p: 0.0,
                    ..warm
                },
                &[1],
            ),
        ] {
            assert!(
                chosen(options, 200).iter().all(|token| allowed.contains(token)),
                "{options:?}"
            );
        }
    }

    #[test]
    fn shares_follow_the_scores() {
        let drawn = chosen(
            Sampling {
                temperature: 1.0,
                ..Sampling::default()
            },
            10_000,
        );
        let share = drawn.iter().filter(|&&token| token == 1).count() as f32 / 10_000.0;
        let expected = 3.0_f32.exp() / (1.0 + 3.0_f32.exp() + 1.0_f32.exp() + 2.5_f32.exp());
        assert!((share - expected).abs() < 0.02, "{share} instead of {expected}");
    }

    #[test]
    fn a_penalty_makes_room_for_others() {
        let options = Sampling {
            repetition_penalty: 1.5,
            ..Sampling::default()
        };
        assert_eq!(chosen(options, 2), [1, 3]);
    }

    #[test]
    fn what_repeats_itself_is_lowered_by_its_length() {
        let options = Sampling {
            dry_penalty: 1.0,
            ..Sampling::default()
        };
        let mut sampler = Sampler::new(options);
        // The likeliest is always what was said three tokens ago.
        let say = |sampler: &mut Sampler, token: usize| {
            let mut scores = [0.0; 6];
            scores[token] = 1.5;
            sampler.choose(&mut scores).unwrap()
        };
        let said: Vec<u32> = [1, 2, 3, 1, 2, 3, 1]
            .into_iter()
            .map(|token| say(&mut sampler, token))
            .collect();
        // Two alike cost 1.0, three 1.75: more than the 1.5 that it was likelier by.
        assert_eq!(said, [1, 2, 3, 1, 2, 3, 0]);

        let mut sampler = Sampler::new(options);
        for token in [1, 2, 3, 1, 2, 3] {
            say(&mut sampler, token);
            if token == 3 {
                sampler.break_sequence();
            }
        }
        assert_eq!(say(&mut sampler, 1), 1, "a sentence may begin like another one");
    }
}
