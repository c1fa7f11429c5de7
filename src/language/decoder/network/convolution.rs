//! A round's short convolution (LFM2): tokens see only the last few.
//!
//! Owns the gates around it and the memory of its inputs. Source: llama.cpp's `lfm2.cpp` and the reference implementation in
//! transformers (`Lfm2ShortConv`).

use super::super::elementwise::add;
use super::super::matrix::products;
use super::super::weights::Convolution;
use super::{Round, Sight};

impl Round<'_> {
    /// A gate, a convolution over the last tokens, another gate (LFM2's `ShortConv`).
    pub(super) fn convolution(&mut self, convolution: &Convolution, inputs: &mut Vec<f32>, sight: &Sight) {
        let (width, processor) = (self.shape.width, self.processor);
        let rooms = &mut *self.rooms;
        let input = &convolution.input;
        products(
            self.team,
            processor,
            &[&input.matrix],
            &rooms.read,
            &mut rooms.made,
        );
        let made = &rooms.made;
        let part = |token: usize, number: usize| {
            let mut row = vec![0.0; width];
            made.read(token, number * width, &mut row);
            if let Some(bias) = &input.bias {
                add(&mut row, bias.get(number * width..(number + 1) * width));
            }
            row
        };
        inputs.resize((sight.before + sight.count) * width, 0.0);
        for token in 0..sight.count {
            let at = (sight.before + token) * width;
            let (gate, between) = (part(token, 0), part(token, 2));
            for ((into, gate), between) in inputs[at..at + width].iter_mut().zip(gate).zip(between) {
                *into = gate * between;
            }
        }
        let inputs = &*inputs;
        let reach = convolution.kernel.len() / width.max(1);
        rooms.second.resize(sight.count, width);
        let quantised = convolution.output.matrix.is_quantised();
        rooms
            .second
            .fill(self.team, processor, quantised, &|token, into| {
                let now = sight.before + token;
                into.fill(0.0);
                for back in 0..reach.min(now + 1) {
                    let at = (now - back) * width;
                    for (column, (into, input)) in into.iter_mut().zip(&inputs[at..at + width]).enumerate() {
                        *into += input * convolution.kernel[(column + 1) * reach - 1 - back];
                    }
                }
                for (into, gate) in into.iter_mut().zip(part(token, 1)) {
                    *into *= gate;
                }
            });
    }
}
