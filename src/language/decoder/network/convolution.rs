//! The short-convolution block of a layer (LFM2).
//!
//! Owns the convolution over the last few tokens, the gates around it and the inputs that it keeps. Source: llama.cpp's `lfm2.cpp` and the reference implementation in
//! transformers (`Lfm2ShortConv`).

use super::super::weights::Convolution;
use super::{AttentionSpan, Round};
use mynah_matrix::{add, products};

impl Round<'_> {
    /// A gate, a convolution over the last tokens, another gate (LFM2's `ShortConv`).
    pub(super) fn convolution(
        &mut self,
        convolution: &Convolution,
        inputs: &mut Vec<f32>,
        span: &AttentionSpan,
    ) {
        let (width, processor) = (self.shape.width, self.processor);
        let scratch = &mut *self.scratch;
        let input = &convolution.input;
        products(
            self.pool,
            processor,
            &[&input.matrix],
            &scratch.inputs,
            &mut scratch.outputs,
        );
        let outputs = &scratch.outputs;
        let part = |token: usize, number: usize| {
            let mut row = vec![0.0; width];
            outputs.read(token, number * width, &mut row);
            if let Some(bias) = &input.bias {
                add(&mut row, bias.get(number * width..(number + 1) * width));
            }
            row
        };
        inputs.resize((span.before + span.count) * width, 0.0);
        for token in 0..span.count {
            let at = (span.before + token) * width;
            let (gate, value) = (part(token, 0), part(token, 2));
            for ((into, gate), value) in inputs[at..at + width].iter_mut().zip(gate).zip(value) {
                *into = gate * value;
            }
        }
        let inputs = &*inputs;
        let grants = convolution.kernel.len() / width.max(1);
        scratch.inner.resize(span.count, width);
        let quantised = convolution.output.matrix.is_quantised();
        scratch
            .inner
            .fill(self.pool, processor, quantised, &|token, into| {
                let now = span.before + token;
                into.fill(0.0);
                for back in 0..grants.min(now + 1) {
                    let at = (now - back) * width;
                    for (column, (into, input)) in into.iter_mut().zip(&inputs[at..at + width]).enumerate() {
                        *into += input * convolution.kernel[(column + 1) * grants - 1 - back];
                    }
                }
                for (into, gate) in into.iter_mut().zip(part(token, 1)) {
                    *into *= gate;
                }
            });
    }
}
