//! [`Lanes`] by AVX2 with FMA: each vector is two.
//!
//! Every block is unsafe only because the processor must have the instructions: a value of this type proves that it does.
#![allow(unsafe_code, reason = "see the kernels' first paragraph")]
#![allow(
    clippy::cast_ptr_alignment,
    reason = "all loads and stores are those that need none"
)]
#![allow(
    clippy::wildcard_imports,
    reason = "as the standard library recommends for intrinsics"
)]

use std::arch::x86_64::*;

use super::{LANES, Lanes, Work};

/// The processor has AVX2, FMA and F16C.
#[derive(Debug, Clone, Copy)]
pub struct Avx2(());

impl Avx2 {
    pub fn detect() -> Option<Self> {
        let has = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("f16c");
        has.then_some(Self(()))
    }

    #[inline]
    pub fn enter<W: Work>(self, work: W) -> W::Output {
        #[target_feature(enable = "avx2,fma,f16c")]
        fn entered<W: Work>(lanes: Avx2, work: W) -> W::Output {
            work.run(lanes)
        }
        // SAFETY: the value exists, so the processor has these features.
        unsafe { entered(self, work) }
    }
}

/// SAFETY of every block: `self` exists, so the processor has the instructions; pointers come from references to arrays of
/// the length that is read or written.
macro_rules! here {
    ($($body:tt)*) => {
        unsafe { $($body)* }
    };
}

/// The same for both halves.
macro_rules! both {
    (|$($name:ident),+| $body:expr) => { [{ $(let $name = $name[0];)+ here!($body) }, { $(let $name = $name[1];)+ here!($body) }] };
}

impl Lanes for Avx2 {
    type Bytes = [__m256i; 2];
    type Ints = [__m256i; 2];
    type Floats = [__m256; 2];

    #[inline(always)]
    fn bytes(self, from: &[u8; 64]) -> Self::Bytes {
        let from = from.as_ptr().cast::<__m256i>();
        here!([_mm256_loadu_si256(from), _mm256_loadu_si256(from.add(1))])
    }
    #[inline(always)]
    fn store_bytes(self, bytes: Self::Bytes, into: &mut [u8; 64]) {
        let into = into.as_mut_ptr().cast::<__m256i>();
        here! {
            _mm256_storeu_si256(into, bytes[0]);
            _mm256_storeu_si256(into.add(1), bytes[1]);
        }
    }
    #[inline(always)]
    fn field<const SHIFT: u32>(self, bytes: Self::Bytes, mask: u8) -> Self::Bytes {
        let mask = here!(_mm256_set1_epi8(mask.cast_signed()));
        let count = here!(_mm_cvtsi32_si128(SHIFT.cast_signed()));
        both!(|bytes| _mm256_and_si256(_mm256_srl_epi16(bytes, count), mask))
    }
    #[inline(always)]
    fn joined<const SHIFT: u32>(self, low: Self::Bytes, high: Self::Bytes) -> Self::Bytes {
        let count = here!(_mm_cvtsi32_si128(SHIFT.cast_signed()));
        both!(|low, high| _mm256_or_si256(low, _mm256_sll_epi16(high, count)))
    }
    #[inline(always)]
    fn ints(self, value: i32) -> Self::Ints {
        [here!(_mm256_set1_epi32(value)); 2]
    }
    #[inline(always)]
    fn dot(self, sums: Self::Ints, bytes: Self::Bytes, inputs: i32) -> Self::Ints {
        // Pairs of byte products are added in 16 bits, where 2 * 255 * 127 would overflow: the top bit of each byte is
        // multiplied separately.
        let (inputs, ones) = here!((_mm256_set1_epi32(inputs), _mm256_set1_epi16(1)));
        let high = here!(_mm256_set1_epi8(0x80_u8.cast_signed()));
        let pairs = |bytes| here!(_mm256_madd_epi16(_mm256_maddubs_epi16(bytes, inputs), ones));
        both!(|sums, bytes| {
            let low = pairs(_mm256_andnot_si256(high, bytes));
            let high = pairs(_mm256_and_si256(
                _mm256_srli_epi16::<1>(bytes),
                _mm256_set1_epi8(0x40),
            ));
            _mm256_add_epi32(sums, _mm256_add_epi32(low, _mm256_slli_epi32::<1>(high)))
        })
    }
    #[inline(always)]
    fn dot_small(self, sums: Self::Ints, bytes: Self::Bytes, inputs: i32) -> Self::Ints {
        let (inputs, ones) = here!((_mm256_set1_epi32(inputs), _mm256_set1_epi16(1)));
        both!(|sums, bytes| _mm256_add_epi32(
            sums,
            _mm256_madd_epi16(_mm256_maddubs_epi16(bytes, inputs), ones)
        ))
    }
    #[inline(always)]
    fn to_floats(self, ints: Self::Ints) -> Self::Floats {
        both!(|ints| _mm256_cvtepi32_ps(ints))
    }
    #[inline(always)]
    fn splat(self, value: f32) -> Self::Floats {
        [here!(_mm256_set1_ps(value)); 2]
    }
    #[inline(always)]
    fn floats(self, from: &[f32; LANES]) -> Self::Floats {
        let from = from.as_ptr();
        here!([_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))])
    }
    #[inline(always)]
    fn store(self, floats: Self::Floats, into: &mut [f32; LANES]) {
        let into = into.as_mut_ptr();
        here! {
            _mm256_storeu_ps(into, floats[0]);
            _mm256_storeu_ps(into.add(8), floats[1]);
        }
    }
    #[inline(always)]
    fn halves(self, from: &[u8; 2 * LANES]) -> Self::Floats {
        let from = from.as_ptr().cast::<__m128i>();
        here!([
            _mm256_cvtph_ps(_mm_loadu_si128(from)),
            _mm256_cvtph_ps(_mm_loadu_si128(from.add(1)))
        ])
    }
    #[inline(always)]
    fn store_halves(self, floats: Self::Floats, into: &mut [u8; 2 * LANES]) {
        let into = into.as_mut_ptr().cast::<__m128i>();
        here! {
            _mm_storeu_si128(into, _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(floats[0]));
            _mm_storeu_si128(into.add(1), _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(floats[1]));
        }
    }
    #[inline(always)]
    fn bf16s(self, from: &[u8; 2 * LANES]) -> Self::Floats {
        let from = from.as_ptr().cast::<__m128i>();
        let halves = here!([_mm_loadu_si128(from), _mm_loadu_si128(from.add(1))]);
        both!(|halves| _mm256_castsi256_ps(_mm256_slli_epi32::<16>(_mm256_cvtepu16_epi32(halves))))
    }
    #[inline(always)]
    fn unsigned(self, from: &[u8; LANES]) -> Self::Floats {
        let from = from.as_ptr();
        let halves = here!([_mm_loadl_epi64(from.cast()), _mm_loadl_epi64(from.add(8).cast())]);
        both!(|halves| _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(halves)))
    }
    #[inline(always)]
    fn signed(self, from: &[u8; LANES]) -> Self::Floats {
        let from = from.as_ptr();
        let halves = here!([_mm_loadl_epi64(from.cast()), _mm_loadl_epi64(from.add(8).cast())]);
        both!(|halves| _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(halves)))
    }
    #[inline(always)]
    fn add(self, one: Self::Floats, other: Self::Floats) -> Self::Floats {
        both!(|one, other| _mm256_add_ps(one, other))
    }
    #[inline(always)]
    fn subtract(self, one: Self::Floats, other: Self::Floats) -> Self::Floats {
        both!(|one, other| _mm256_sub_ps(one, other))
    }
    #[inline(always)]
    fn multiply(self, one: Self::Floats, other: Self::Floats) -> Self::Floats {
        both!(|one, other| _mm256_mul_ps(one, other))
    }
    #[inline(always)]
    fn divide(self, one: Self::Floats, other: Self::Floats) -> Self::Floats {
        both!(|one, other| _mm256_div_ps(one, other))
    }
    #[inline(always)]
    fn max(self, one: Self::Floats, other: Self::Floats) -> Self::Floats {
        both!(|one, other| _mm256_max_ps(one, other))
    }
    #[inline(always)]
    fn min(self, one: Self::Floats, other: Self::Floats) -> Self::Floats {
        both!(|one, other| _mm256_min_ps(one, other))
    }
    #[inline(always)]
    fn fused(self, one: Self::Floats, other: Self::Floats, third: Self::Floats) -> Self::Floats {
        both!(|one, other, third| _mm256_fmadd_ps(one, other, third))
    }
    #[inline(always)]
    fn round(self, value: Self::Floats) -> Self::Floats {
        both!(|value| _mm256_round_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(value))
    }
    #[inline(always)]
    fn power_of_two(self, whole: Self::Floats) -> Self::Floats {
        both!(
            |whole| _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_add_epi32(
                _mm256_cvtps_epi32(whole),
                _mm256_set1_epi32(127)
            )))
        )
    }
    #[inline(always)]
    fn sum(self, floats: Self::Floats) -> f32 {
        let mut all = [0.0; LANES];
        self.store(floats, &mut all);
        all.iter().sum()
    }
    #[inline(always)]
    fn largest(self, floats: Self::Floats) -> f32 {
        let mut all = [0.0; LANES];
        self.store(floats, &mut all);
        all.iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }
}
