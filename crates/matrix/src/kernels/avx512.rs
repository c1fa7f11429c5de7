//! [`Lanes`] by AVX-512 with its VNNI instructions.
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

/// The processor has AVX-512 F, BW, VL, DQ and VNNI.
#[derive(Debug, Clone, Copy)]
pub struct Avx512(());

impl Avx512 {
    pub fn detect() -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vnni")
            && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("f16c");
        has.then_some(Self(()))
    }

    #[inline]
    pub fn enter<W: Work>(self, work: W) -> W::Output {
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,f16c,avx2")]
        fn entered<W: Work>(lanes: Avx512, work: W) -> W::Output {
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

impl Lanes for Avx512 {
    type Bytes = __m512i;
    type Ints = __m512i;
    type Floats = __m512;

    #[inline(always)]
    fn prefetch(self, bytes: &[u8], place: usize) {
        // A prefetch reads nothing: any address is allowed.
        here!(_mm_prefetch::<_MM_HINT_T0>(
            bytes.as_ptr().wrapping_add(place).cast()
        ));
    }
    #[inline(always)]
    fn bytes(self, from: &[u8; 64]) -> __m512i {
        here!(_mm512_loadu_si512(from.as_ptr().cast()))
    }
    #[inline(always)]
    fn store_bytes(self, bytes: __m512i, into: &mut [u8; 64]) {
        here!(_mm512_storeu_si512(into.as_mut_ptr().cast(), bytes));
    }
    #[inline(always)]
    fn field<const SHIFT: u32>(self, bytes: __m512i, mask: u8) -> __m512i {
        here!(_mm512_and_si512(
            _mm512_srli_epi16::<SHIFT>(bytes),
            _mm512_set1_epi8(mask.cast_signed())
        ))
    }
    #[inline(always)]
    fn joined<const SHIFT: u32>(self, low: __m512i, high: __m512i) -> __m512i {
        here!(_mm512_or_si512(low, _mm512_slli_epi16::<SHIFT>(high)))
    }
    #[inline(always)]
    fn ints(self, value: i32) -> __m512i {
        here!(_mm512_set1_epi32(value))
    }
    #[inline(always)]
    fn dot(self, sums: __m512i, bytes: __m512i, inputs: i32) -> __m512i {
        here!(_mm512_dpbusd_epi32(sums, bytes, _mm512_set1_epi32(inputs)))
    }
    #[inline(always)]
    fn to_floats(self, ints: __m512i) -> __m512 {
        here!(_mm512_cvtepi32_ps(ints))
    }
    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        here!(_mm512_set1_ps(value))
    }
    #[inline(always)]
    fn floats(self, from: &[f32; LANES]) -> __m512 {
        here!(_mm512_loadu_ps(from.as_ptr()))
    }
    #[inline(always)]
    fn store(self, floats: __m512, into: &mut [f32; LANES]) {
        here!(_mm512_storeu_ps(into.as_mut_ptr(), floats));
    }
    #[inline(always)]
    fn halves(self, from: &[u8; 2 * LANES]) -> __m512 {
        here!(_mm512_cvtph_ps(_mm256_loadu_si256(from.as_ptr().cast())))
    }
    #[inline(always)]
    fn store_halves(self, floats: __m512, into: &mut [u8; 2 * LANES]) {
        here!(_mm256_storeu_si256(
            into.as_mut_ptr().cast(),
            _mm512_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(floats)
        ));
    }
    #[inline(always)]
    fn bf16s(self, from: &[u8; 2 * LANES]) -> __m512 {
        here!(_mm512_castsi512_ps(_mm512_slli_epi32::<16>(
            _mm512_cvtepu16_epi32(_mm256_loadu_si256(from.as_ptr().cast()))
        )))
    }
    #[inline(always)]
    fn unsigned(self, from: &[u8; LANES]) -> __m512 {
        here!(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128(
            from.as_ptr().cast()
        ))))
    }
    #[inline(always)]
    fn signed(self, from: &[u8; LANES]) -> __m512 {
        here!(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(
            from.as_ptr().cast()
        ))))
    }
    #[inline(always)]
    fn add(self, one: __m512, other: __m512) -> __m512 {
        here!(_mm512_add_ps(one, other))
    }
    #[inline(always)]
    fn subtract(self, one: __m512, other: __m512) -> __m512 {
        here!(_mm512_sub_ps(one, other))
    }
    #[inline(always)]
    fn multiply(self, one: __m512, other: __m512) -> __m512 {
        here!(_mm512_mul_ps(one, other))
    }
    #[inline(always)]
    fn divide(self, one: __m512, other: __m512) -> __m512 {
        here!(_mm512_div_ps(one, other))
    }
    #[inline(always)]
    fn max(self, one: __m512, other: __m512) -> __m512 {
        here!(_mm512_max_ps(one, other))
    }
    #[inline(always)]
    fn min(self, one: __m512, other: __m512) -> __m512 {
        here!(_mm512_min_ps(one, other))
    }
    #[inline(always)]
    fn fused(self, one: __m512, other: __m512, third: __m512) -> __m512 {
        here!(_mm512_fmadd_ps(one, other, third))
    }
    #[inline(always)]
    fn round(self, value: __m512) -> __m512 {
        here!(_mm512_roundscale_ps::<
            { _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC },
        >(value))
    }
    #[inline(always)]
    fn power_of_two(self, whole: __m512) -> __m512 {
        here!(_mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_add_epi32(
            _mm512_cvtps_epi32(whole),
            _mm512_set1_epi32(127)
        ))))
    }
    #[inline(always)]
    fn sum(self, floats: __m512) -> f32 {
        here!(_mm512_reduce_add_ps(floats))
    }
    #[inline(always)]
    fn largest(self, floats: __m512) -> f32 {
        here!(_mm512_reduce_max_ps(floats))
    }
}
