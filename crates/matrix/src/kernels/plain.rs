//! [`Lanes`] by loops over arrays, for every processor: the reference that the other implementations are tested against.
//!
//! The compiler vectorises these loops with the target's baseline instructions (SSE2, NEON).

use super::{LANES, Lanes};

/// Any processor.
#[derive(Debug, Clone, Copy)]
pub struct Plain;

/// Each lane from one or two others.
#[inline(always)]
fn each<T: Copy, U: Copy, V: Copy + Default, const N: usize>(
    one: [T; N],
    other: [U; N],
    of: impl Fn(T, U) -> V,
) -> [V; N] {
    let mut result = [V::default(); N];
    for lane in 0..N {
        result[lane] = of(one[lane], other[lane]);
    }
    result
}

impl Lanes for Plain {
    type Bytes = [u8; 64];
    type Ints = [i32; LANES];
    type Floats = [f32; LANES];

    #[inline(always)]
    fn bytes(self, from: &[u8; 64]) -> [u8; 64] {
        *from
    }
    #[inline(always)]
    fn store_bytes(self, bytes: [u8; 64], into: &mut [u8; 64]) {
        *into = bytes;
    }
    #[inline(always)]
    fn field<const SHIFT: u32>(self, bytes: [u8; 64], mask: u8) -> [u8; 64] {
        bytes.map(|byte| byte >> SHIFT & mask)
    }
    #[inline(always)]
    fn joined<const SHIFT: u32>(self, low: [u8; 64], high: [u8; 64]) -> [u8; 64] {
        each(low, high, |low, high| low | high << SHIFT)
    }
    #[inline(always)]
    fn ints(self, value: i32) -> [i32; LANES] {
        [value; LANES]
    }
    #[inline(always)]
    fn dot(self, mut sums: [i32; LANES], bytes: [u8; 64], inputs: i32) -> [i32; LANES] {
        let inputs = inputs.to_le_bytes().map(|input| i32::from(input.cast_signed()));
        for lane in 0..LANES {
            for (place, input) in inputs.iter().enumerate() {
                sums[lane] += i32::from(bytes[4 * lane + place]) * input;
            }
        }
        sums
    }
    #[inline(always)]
    fn to_floats(self, ints: [i32; LANES]) -> [f32; LANES] {
        ints.map(|int| int as f32)
    }
    #[inline(always)]
    fn splat(self, value: f32) -> [f32; LANES] {
        [value; LANES]
    }
    #[inline(always)]
    fn floats(self, from: &[f32; LANES]) -> [f32; LANES] {
        *from
    }
    #[inline(always)]
    fn store(self, floats: [f32; LANES], into: &mut [f32; LANES]) {
        *into = floats;
    }
    #[inline(always)]
    fn halves(self, from: &[u8; 2 * LANES]) -> [f32; LANES] {
        let mut floats = [0.0; LANES];
        for (float, half) in floats.iter_mut().zip(from.as_chunks().0) {
            *float = half::f16::from_le_bytes(*half).to_f32();
        }
        floats
    }
    #[inline(always)]
    fn store_halves(self, floats: [f32; LANES], into: &mut [u8; 2 * LANES]) {
        for (half, float) in into.as_chunks_mut().0.iter_mut().zip(floats) {
            *half = half::f16::from_f32(float).to_le_bytes();
        }
    }
    #[inline(always)]
    fn bf16s(self, from: &[u8; 2 * LANES]) -> [f32; LANES] {
        let mut floats = [0.0; LANES];
        for (float, half) in floats.iter_mut().zip(from.as_chunks().0) {
            *float = half::bf16::from_le_bytes(*half).to_f32();
        }
        floats
    }
    #[inline(always)]
    fn unsigned(self, from: &[u8; LANES]) -> [f32; LANES] {
        from.map(f32::from)
    }
    #[inline(always)]
    fn signed(self, from: &[u8; LANES]) -> [f32; LANES] {
        from.map(|byte| f32::from(byte.cast_signed()))
    }
    #[inline(always)]
    fn add(self, one: [f32; LANES], other: [f32; LANES]) -> [f32; LANES] {
        each(one, other, |one, other| one + other)
    }
    #[inline(always)]
    fn subtract(self, one: [f32; LANES], other: [f32; LANES]) -> [f32; LANES] {
        each(one, other, |one, other| one - other)
    }
    #[inline(always)]
    fn multiply(self, one: [f32; LANES], other: [f32; LANES]) -> [f32; LANES] {
        each(one, other, |one, other| one * other)
    }
    #[inline(always)]
    fn divide(self, one: [f32; LANES], other: [f32; LANES]) -> [f32; LANES] {
        each(one, other, |one, other| one / other)
    }
    #[inline(always)]
    fn max(self, one: [f32; LANES], other: [f32; LANES]) -> [f32; LANES] {
        each(one, other, |one, other| if one > other { one } else { other })
    }
    #[inline(always)]
    fn min(self, one: [f32; LANES], other: [f32; LANES]) -> [f32; LANES] {
        each(one, other, |one, other| if one < other { one } else { other })
    }
    #[inline(always)]
    fn fused(self, one: [f32; LANES], other: [f32; LANES], third: [f32; LANES]) -> [f32; LANES] {
        // Not `mul_add`: without an FMA instruction that is a function call.
        self.add(self.multiply(one, other), third)
    }
    #[inline(always)]
    fn round(self, value: [f32; LANES]) -> [f32; LANES] {
        // Adding and subtracting 1.5 * 2^23 rounds small values to the nearest whole number, as the SIMD instructions do.
        value.map(|value| (value + 12_582_912.0) - 12_582_912.0)
    }
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number between -126 and 127"
    )]
    fn power_of_two(self, whole: [f32; LANES]) -> [f32; LANES] {
        whole.map(|whole| f32::from_bits(((whole as i32 + 127) << 23).cast_unsigned()))
    }
    #[inline(always)]
    fn sum(self, floats: [f32; LANES]) -> f32 {
        floats.iter().sum()
    }
    #[inline(always)]
    fn largest(self, floats: [f32; LANES]) -> f32 {
        floats.iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }
}
