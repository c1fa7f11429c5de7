//! The noise of a counter: two-sided geometric (discrete Laplace), drawn exactly.
//!
//! Owns the sampling. It is that of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1
//! and 2: integers only, no logarithm, so none of the gaps that floating-point Laplace noise has (Mironov, "On Significance of the Least
//! Significant Bits for Differential Privacy", 2012). Random numbers come from the kernel; a test gives its own.

use std::io;

use rustix::io::Errno;
use rustix::rand::{GetRandomFlags, getrandom};

/// Contributions of one conversation: so many counters it changes at most, each by one.
pub const PER_CONVERSATION: u32 = 4;
/// ε is a multiple of its inverse.
const THOUSANDTHS: u32 = 1_000;

/// Where random numbers come from.
pub trait Draw {
    /// 64 random bits.
    ///
    /// # Errors
    /// The system's.
    fn draw(&mut self) -> io::Result<u64>;
}

/// The kernel's generator.
#[derive(Debug)]
pub struct KernelDraw {
    bytes: [u8; 256],
    used: usize,
}

impl Default for KernelDraw {
    fn default() -> Self {
        Self {
            bytes: [0; 256],
            used: 256,
        }
    }
}

impl Draw for KernelDraw {
    fn draw(&mut self) -> io::Result<u64> {
        if self.used >= self.bytes.len() {
            // The kernel gives so few bytes whole, unless a signal comes before its generator is ready.
            loop {
                match getrandom(&mut self.bytes[..], GetRandomFlags::empty()) {
                    Ok(256) => break,
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            self.used = 0;
        }
        let word = self.bytes.get(self.used..).and_then(<[u8]>::first_chunk);
        let word = word.copied().map_or(0, u64::from_le_bytes);
        // Nothing that was used stays in memory.
        self.bytes
            .iter_mut()
            .skip(self.used)
            .take(8)
            .for_each(|byte| *byte = 0);
        self.used += 8;
        Ok(word)
    }
}

/// A whole number below `below`, each with the same probability.
pub(crate) fn below(draw: &mut dyn Draw, below: u64) -> io::Result<u64> {
    let below = below.max(1);
    // What is left above the largest multiple would make small numbers more frequent.
    let most = u64::MAX - u64::MAX % below;
    loop {
        let word = draw.draw()?;
        if word < most {
            return Ok(word % below);
        }
    }
}

/// `true` with the probability exp(-numerator / denominator), which is at least 1/e.
fn survives(draw: &mut dyn Draw, numerator: u64, denominator: u64) -> io::Result<bool> {
    let mut rounds: u64 = 1;
    while below(draw, denominator.saturating_mul(rounds))? < numerator {
        rounds += 1;
    }
    Ok(rounds % 2 == 1)
}

/// How much noise there is: ε for one conversation, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale(u32);

impl Scale {
    /// The noise of this ε; `None` outside of 0.1 to 10, and for what is no number. ε is rounded to thousandths.
    pub fn new(epsilon: f64) -> Option<Self> {
        let is_usual = (0.1..=10.0).contains(&epsilon);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a number from 100 to 10000"
        )]
        is_usual.then(|| Self((epsilon * f64::from(THOUSANDTHS)).round() as u32))
    }

    /// ε.
    pub fn epsilon(self) -> f64 {
        f64::from(self.0) / f64::from(THOUSANDTHS)
    }

    /// What the probability falls by from one number to the next: ε for one contribution.
    #[cfg(feature = "program")]
    fn rate(self) -> f64 {
        self.epsilon() / f64::from(PER_CONVERSATION)
    }

    /// The variance of one counter's noise.
    #[cfg(feature = "program")]
    pub(crate) fn variance(self) -> f64 {
        let kept = (-self.rate()).exp();
        2.0 * kept / (1.0 - kept).powi(2)
    }

    /// The logarithm of the noise's moment generating function; infinite where there is none.
    #[cfg(feature = "program")]
    pub(crate) fn log_moment(self, at: f64) -> f64 {
        let kept = (-self.rate()).exp();
        if at >= self.rate() {
            return f64::INFINITY;
        }
        2.0 * (1.0 - kept).ln() - (1.0 - kept * at.exp()).ln() - (1.0 - kept * (-at).exp()).ln()
    }

    /// Draws the noise of one counter: n with a probability proportional to exp(-|n| ε / 4).
    ///
    /// # Errors
    /// The system's, where it gives no random numbers.
    pub fn noise(self, draw: &mut dyn Draw) -> io::Result<i32> {
        let (s, t) = (u64::from(self.0), u64::from(THOUSANDTHS * PER_CONVERSATION));
        loop {
            let rest = below(draw, t)?;
            if !survives(draw, rest, t)? {
                continue;
            }
            let mut whole: u64 = 0;
            while survives(draw, 1, 1)? {
                whole += 1;
            }
            let size = (rest + t * whole) / s;
            let is_negative = below(draw, 2)? == 1;
            // Zero has one sign.
            if is_negative && size == 0 {
                continue;
            }
            let size = i32::try_from(size).unwrap_or(i32::MAX);
            return Ok(if is_negative { -size } else { size });
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The same numbers in every run: splitmix64.
    pub(crate) struct Seeded(pub(crate) u64);

    impl Draw for Seeded {
        fn draw(&mut self) -> io::Result<u64> {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            Ok(mixed ^ (mixed >> 31))
        }
    }

    #[test]
    fn the_noise_has_the_mean_the_variance_and_the_ratio_that_are_promised() {
        const DRAWS: i32 = 60_000;
        for epsilon in [0.5, 1.0, 4.0, 10.0] {
            let scale = Scale::new(epsilon).unwrap();
            let mut random = Seeded(7);
            let drawn: Vec<i32> = (0..DRAWS).map(|_| scale.noise(&mut random).unwrap()).collect();
            let mean = f64::from(drawn.iter().sum::<i32>()) / f64::from(DRAWS);
            let square: f64 = drawn.iter().map(|noise| f64::from(*noise).powi(2)).sum();
            let variance = square / f64::from(DRAWS);
            let expected = scale.variance();
            let error = (expected / f64::from(DRAWS)).sqrt();
            assert!(mean.abs() < 5.0 * error, "{epsilon}: {mean}");
            assert!(
                (variance / expected - 1.0).abs() < 0.05,
                "{epsilon}: {variance} {expected}"
            );
            // What differential privacy rests on: the next number is less likely by exp(-ε/4), on both sides.
            let count = |number: i32| drawn.iter().filter(|noise| **noise == number).count() as f64;
            for side in [-1, 1] {
                let ratio = count(side) / count(0);
                let expected = (-epsilon / 4.0).exp();
                assert!(
                    (ratio / expected - 1.0).abs() < 0.1,
                    "{epsilon}: {ratio} {expected}"
                );
            }
        }
    }

    #[test]
    fn an_epsilon_that_promises_nothing_is_refused() {
        for epsilon in [f64::NAN, f64::INFINITY, -1.0, 0.0, 0.099, 10.1] {
            assert_eq!(Scale::new(epsilon), None, "{epsilon}");
        }
        assert!((Scale::new(0.1).unwrap().epsilon() - 0.1).abs() < 1e-9);
    }

    #[test]
    fn the_kernel_gives_different_numbers() {
        let mut kernel = KernelDraw::default();
        let drawn: Vec<u64> = (0..100).map(|_| kernel.draw().unwrap()).collect();
        let mut distinct = drawn.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), drawn.len());
    }

    #[test]
    fn numbers_below_a_bound_are_equally_frequent() {
        let mut random = Seeded(1);
        let mut counts = [0_u32; 3];
        for _ in 0..30_000 {
            counts[usize::try_from(below(&mut random, 3).unwrap()).unwrap()] += 1;
        }
        assert!(
            counts.iter().all(|count| count.abs_diff(10_000) < 400),
            "{counts:?}"
        );
    }
}
