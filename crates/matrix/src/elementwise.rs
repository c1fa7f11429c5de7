//! Element-wise operations: activations, norms, the exponential.
//!
//! Owns the arithmetic. The exponential is Cephes' `expf` (Moshier), with a relative error of about 1e-7.

use crate::kernels::{LANES, Lanes, Work};

/// e to the power of each.
#[inline(always)]
pub fn exponential<L: Lanes>(lanes: L, values: L::Floats) -> L::Floats {
    let values = lanes.max(lanes.min(values, lanes.splat(88.0)), lanes.splat(-87.0));
    let whole = lanes.round(lanes.multiply(values, lanes.splat(std::f32::consts::LOG2_E)));
    // ln 2 in two parts, so that the remainder is exact (Cody and Waite).
    let rest = lanes.fused(whole, lanes.splat(-0.693_359_4), values);
    let rest = lanes.fused(whole, lanes.splat(2.121_944_4e-4), rest);
    let mut sum = lanes.splat(1.987_569_1e-4);
    for factor in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = lanes.fused(sum, rest, lanes.splat(factor));
    }
    let square = lanes.multiply(rest, rest);
    let value = lanes.add(lanes.fused(sum, square, rest), lanes.splat(1.0));
    lanes.multiply(value, lanes.power_of_two(whole))
}

#[inline(always)]
fn tanh<L: Lanes>(lanes: L, values: L::Floats) -> L::Floats {
    let one = lanes.splat(1.0);
    let power = exponential(lanes, lanes.add(values, values));
    lanes.subtract(one, lanes.divide(lanes.splat(2.0), lanes.add(power, one)))
}

/// `cap * tanh(x / cap)`
#[inline(always)]
pub fn capped<L: Lanes>(lanes: L, values: L::Floats, cap: f32) -> L::Floats {
    let scaled = lanes.multiply(values, lanes.splat(1.0 / cap));
    lanes.multiply(tanh(lanes, scaled), lanes.splat(cap))
}

/// Applies `change` to every sixteen numbers; the remainder is padded with zeros.
macro_rules! each_sixteen {
    ($values:expr, $lanes:ident, |$value:ident| $change:expr) => {
        let (whole, rest) = $values.as_chunks_mut::<LANES>();
        for chunk in whole {
            let $value = $lanes.floats(chunk);
            $lanes.store($change, chunk);
        }
        if !rest.is_empty() {
            let mut chunk = [0.0; LANES];
            chunk[..rest.len()].copy_from_slice(rest);
            let $value = $lanes.floats(&chunk);
            $lanes.store($change, &mut chunk);
            rest.copy_from_slice(&chunk[..rest.len()]);
        }
    };
}

/// The activation of a feed-forward network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// `x * sigmoid(x)`.
    Silu,
    /// The Gaussian error linear unit, by its tanh approximation.
    Gelu,
}

/// Soft-caps numbers.
pub struct Cap<'a>(pub &'a mut [f32], pub f32);

impl Work for Cap<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        each_sixteen!(self.0, lanes, |values| capped(lanes, values, self.1));
    }
}

/// Applies an activation, then multiplies by `by` if there is one.
pub struct Activate<'a> {
    /// Which one.
    pub activation: Activation,
    /// Changed in place.
    pub values: &'a mut [f32],
    /// As many as `values`.
    pub by: Option<&'a [f32]>,
}

impl Work for Activate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let one = lanes.splat(1.0);
        match self.activation {
            Activation::Silu => {
                each_sixteen!(self.values, lanes, |values| {
                    let power = exponential(lanes, lanes.subtract(lanes.splat(0.0), values));
                    lanes.divide(values, lanes.add(one, power))
                });
            }
            Activation::Gelu => {
                each_sixteen!(self.values, lanes, |values| {
                    let cube = lanes.multiply(lanes.multiply(values, values), values);
                    let inner = lanes.fused(cube, lanes.splat(0.044_715), values);
                    let inner = lanes.multiply(inner, lanes.splat(0.797_884_6));
                    let half = lanes.multiply(values, lanes.splat(0.5));
                    lanes.multiply(half, lanes.add(one, tanh(lanes, inner)))
                });
            }
        }
        if let Some(by) = self.by {
            for (value, by) in self.values.iter_mut().zip(by) {
                *value *= by;
            }
        }
    }
}

/// Normalises a row: RMS norm without a bias, layer norm with one.
pub struct Normalise<'a> {
    /// The row, changed in place.
    pub values: &'a mut [f32],
    /// As many as `values`.
    pub weight: &'a [f32],
    /// As many as `values`.
    pub bias: Option<&'a [f32]>,
    /// Added to the variance.
    pub epsilon: f32,
}

impl Work for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let count = self.values.len() as f32;
        if self.bias.is_some() {
            let mean = sum(lanes, self.values, |values| values) / count;
            each_sixteen!(self.values, lanes, |values| lanes
                .subtract(values, lanes.splat(mean)));
        }
        let squares = sum(lanes, self.values, |values| lanes.multiply(values, values));
        let scale = 1.0 / (squares / count + self.epsilon).sqrt();
        match self.bias {
            None => {
                for (value, weight) in self.values.iter_mut().zip(self.weight) {
                    *value *= scale * weight;
                }
            }
            Some(bias) => {
                for ((value, weight), bias) in self.values.iter_mut().zip(self.weight).zip(bias) {
                    *value = *value * scale * weight + bias;
                }
            }
        }
    }
}

#[inline(always)]
fn sum<L: Lanes>(lanes: L, values: &[f32], of: impl Fn(L::Floats) -> L::Floats) -> f32 {
    let (whole, rest) = values.as_chunks::<LANES>();
    let mut sums = [lanes.splat(0.0); 2];
    for (number, chunk) in whole.iter().enumerate() {
        let place = number % 2;
        sums[place] = lanes.add(sums[place], of(lanes.floats(chunk)));
    }
    let mut last = [0.0; LANES];
    last[..rest.len()].copy_from_slice(rest);
    let last = of(lanes.floats(&last));
    lanes.sum(lanes.add(lanes.add(sums[0], sums[1]), last))
}

/// Adds `values` to `to`, if there are any.
pub fn add(to: &mut [f32], values: Option<&[f32]>) {
    for (to, value) in to.iter_mut().zip(values.unwrap_or_default()) {
        *to += value;
    }
}
