//! SIMD: vectors of sixteen numbers, behind one trait.
//!
//! Owns the operations that the decoder's inner loops are written in ([`Lanes`]) and the choice of an implementation, made once
//! by asking the processor. The loops themselves are written once, generic over [`Lanes`] (`product`, `attention`,
//! `elementwise`). Calling the intrinsics is sound because a value of their type exists only after its features were detected.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod plain;

/// Lanes of a vector.
pub const LANES: usize = 16;

/// Work that is compiled for every kind of processor.
pub trait Work {
    /// What the work gives.
    type Output;
    /// Runs the work; must be `#[inline(always)]`, so that it is compiled with the processor's features.
    fn run<L: Lanes>(self, lanes: L) -> Self::Output;
}

/// Vectors of 64 bytes, 16 whole numbers or 16 floating-point numbers.
pub trait Lanes: Copy + Send + Sync {
    /// 64 bytes.
    type Bytes: Copy;
    /// Sixteen 32-bit integers.
    type Ints: Copy;
    /// Sixteen single-precision numbers.
    type Floats: Copy;

    /// Prefetches the cache line at a position.
    #[inline(always)]
    fn prefetch(self, _bytes: &[u8], _place: usize) {}
    /// Loads bytes.
    fn bytes(self, from: &[u8; 64]) -> Self::Bytes;
    /// Stores bytes.
    fn store_bytes(self, bytes: Self::Bytes, into: &mut [u8; 64]);
    /// Each byte shifted right by `SHIFT`, then masked by `mask`.
    fn field<const SHIFT: u32>(self, bytes: Self::Bytes, mask: u8) -> Self::Bytes;
    /// `low | high << SHIFT` for each byte; no bit of `high` may be shifted out.
    fn joined<const SHIFT: u32>(self, low: Self::Bytes, high: Self::Bytes) -> Self::Bytes;

    /// The same integer in every lane.
    fn ints(self, value: i32) -> Self::Ints;
    /// Adds to each sum the dot product of its four unsigned bytes and the four signed bytes of `inputs`.
    fn dot(self, sums: Self::Ints, bytes: Self::Bytes, inputs: i32) -> Self::Ints;
    /// The same, where no byte of `bytes` is above 127.
    #[inline(always)]
    fn dot_small(self, sums: Self::Ints, bytes: Self::Bytes, inputs: i32) -> Self::Ints {
        self.dot(sums, bytes, inputs)
    }
    /// Converts each integer.
    fn to_floats(self, ints: Self::Ints) -> Self::Floats;

    /// The same number in every lane.
    fn splat(self, value: f32) -> Self::Floats;
    /// Loads numbers.
    fn floats(self, from: &[f32; LANES]) -> Self::Floats;
    /// Stores numbers.
    fn store(self, floats: Self::Floats, into: &mut [f32; LANES]);
    /// Reads IEEE half precision, little-endian.
    fn halves(self, from: &[u8; 2 * LANES]) -> Self::Floats;
    /// Writes IEEE half precision, rounded to the nearest.
    fn store_halves(self, floats: Self::Floats, into: &mut [u8; 2 * LANES]);
    /// Reads bfloat16, little-endian.
    fn bf16s(self, from: &[u8; 2 * LANES]) -> Self::Floats;
    /// Converts unsigned bytes.
    fn unsigned(self, from: &[u8; LANES]) -> Self::Floats;
    /// Converts signed bytes.
    fn signed(self, from: &[u8; LANES]) -> Self::Floats;
    /// `one + other`
    fn add(self, one: Self::Floats, other: Self::Floats) -> Self::Floats;
    /// `one - other`
    fn subtract(self, one: Self::Floats, other: Self::Floats) -> Self::Floats;
    /// `one * other`
    fn multiply(self, one: Self::Floats, other: Self::Floats) -> Self::Floats;
    /// `one / other`
    fn divide(self, one: Self::Floats, other: Self::Floats) -> Self::Floats;
    /// The larger of each pair.
    fn max(self, one: Self::Floats, other: Self::Floats) -> Self::Floats;
    /// The smaller of each pair.
    fn min(self, one: Self::Floats, other: Self::Floats) -> Self::Floats;
    /// `one * other + third`
    fn fused(self, one: Self::Floats, other: Self::Floats, third: Self::Floats) -> Self::Floats;
    /// Rounds to the nearest whole number; for values below a million.
    fn round(self, value: Self::Floats) -> Self::Floats;
    /// 2 to the power of a whole number between -126 and 127.
    fn power_of_two(self, whole: Self::Floats) -> Self::Floats;
    /// The sum of all lanes.
    fn sum(self, floats: Self::Floats) -> f32;
    /// The largest of all lanes.
    fn largest(self, floats: Self::Floats) -> f32;
}

/// The SIMD implementation that runs on this processor.
#[derive(Debug, Clone, Copy)]
pub enum Processor {
    #[cfg(target_arch = "x86_64")]
    /// AVX-512 with VNNI.
    Avx512(avx512::Avx512),
    #[cfg(target_arch = "x86_64")]
    /// AVX2 with FMA.
    Avx2(avx2::Avx2),
    /// Loops that the compiler vectorises.
    Plain,
}

impl Processor {
    /// The fastest implementation that runs here.
    pub fn detect() -> Self {
        Self::all().swap_remove(0)
    }

    /// All implementations that run here, the quickest first.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::with_capacity(3);
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(avx512::Avx512::detect().map(Self::Avx512));
            all.extend(avx2::Avx2::detect().map(Self::Avx2));
        }
        all.push(Self::Plain);
        all
    }

    /// Runs the work as it was compiled for this processor.
    #[inline]
    pub fn run<W: Work>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(lanes) => lanes.enter(work),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(lanes) => lanes.enter(work),
            Self::Plain => work.run(plain::Plain),
        }
    }
}

/// `N` bytes from index `at`; zeros past the end, which a correct caller never reads.
#[inline(always)]
pub fn part<const N: usize>(bytes: &[u8], at: usize) -> &[u8; N] {
    bytes.get(at..).and_then(<[u8]>::first_chunk).unwrap_or(&[0; N])
}

#[cfg(test)]
mod tests;
