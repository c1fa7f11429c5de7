//! Compares every implementation's operations with the plain ones, on numbers of every kind.

use super::*;

/// All operations, each result as bits.
struct All<'a> {
    bytes: &'a [u8; 64],
    small: &'a [u8; 64],
    numbers: [f32; 2 * LANES],
}

impl Work for All<'_> {
    type Output = (Vec<u8>, Vec<f32>);

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) -> Self::Output {
        let (mut all_bytes, mut all_floats) = (Vec::new(), Vec::new());
        let mut keep_bytes = |bytes: L::Bytes| {
            let mut into = [0; 64];
            lanes.store_bytes(bytes, &mut into);
            all_bytes.extend(into);
        };
        let bytes = lanes.bytes(self.bytes);
        keep_bytes(lanes.field::<0>(bytes, 15));
        keep_bytes(lanes.field::<4>(bytes, 15));
        keep_bytes(lanes.field::<6>(bytes, 3));
        keep_bytes(lanes.field::<7>(bytes, 1));
        let (low, high) = (lanes.field::<0>(bytes, 15), lanes.field::<2>(bytes, 3));
        keep_bytes(lanes.joined::<4>(low, high));
        let (halves, _) = self.numbers.as_chunks::<LANES>();
        let (one, other) = (lanes.floats(&halves[0]), lanes.floats(&halves[1]));
        let mut half = [0; 2 * LANES];
        lanes.store_halves(one, &mut half);
        all_bytes.extend(half);

        let mut keep = |floats: L::Floats| {
            let mut into = [0.0; LANES];
            lanes.store(floats, &mut into);
            all_floats.extend(into);
        };
        for inputs in [
            i32::from_le_bytes([127, 129, 5, 250]),
            i32::from_le_bytes([129; 4]),
        ] {
            keep(lanes.to_floats(lanes.dot(lanes.ints(-77), bytes, inputs)));
            let small = lanes.bytes(self.small);
            keep(lanes.to_floats(lanes.dot_small(lanes.ints(9), small, inputs)));
        }
        keep(lanes.halves(&half));
        keep(lanes.bf16s(&half));
        keep(lanes.unsigned(part(self.bytes, 3)));
        keep(lanes.signed(part(self.bytes, 5)));
        keep(lanes.splat(1.5));
        keep(lanes.add(one, other));
        keep(lanes.subtract(one, other));
        keep(lanes.multiply(one, other));
        keep(lanes.divide(one, other));
        keep(lanes.max(one, other));
        keep(lanes.min(one, other));
        keep(lanes.fused(one, other, one));
        keep(lanes.round(one));
        keep(lanes.power_of_two(lanes.round(one)));
        all_floats.extend([lanes.sum(one), lanes.largest(other)]);
        (all_bytes, all_floats)
    }
}

#[test]
fn every_processor_computes_what_the_plain_loops_do() {
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    for _ in 0..200 {
        let bytes: [u8; 64] = std::array::from_fn(|_| random());
        let small = bytes.map(|byte| byte & 127);
        let numbers = std::array::from_fn(|_| f32::from(random()) / 4.3 + f32::from(random()) / 999.0 - 32.0);
        let results: Vec<_> = Processor::all()
            .into_iter()
            .map(|processor| {
                processor.run(All {
                    bytes: &bytes,
                    small: &small,
                    numbers,
                })
            })
            .collect();
        let plain = results.last().unwrap();
        for (bytes, floats) in &results {
            assert_eq!(bytes, &plain.0);
            for (one, other) in floats.iter().zip(&plain.1) {
                let same =
                    one.to_bits() == other.to_bits() || (one - other).abs() <= 1e-6 * other.abs().max(64.0);
                assert!(same, "{one} {other}");
            }
        }
    }
}
