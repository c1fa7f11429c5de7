//! The network that weighs the evidence: one hidden layer.
//!
//! Owns the weights and their layout in a file. Knows nothing of what its inputs mean.

/// Neurons of the hidden layer.
pub const HIDDEN: usize = 32;

/// The probability, 0 to 1, of a logit.
pub fn logistic(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// A network with `INPUTS` inputs and one output.
#[derive(Debug, Clone, PartialEq)]
pub struct Network<const INPUTS: usize> {
    /// Of each input, what is subtracted from it and what it is then multiplied with.
    pub scaling: [(f32, f32); INPUTS],
    /// Of each hidden neuron, its weights.
    pub hidden: [[f32; INPUTS]; HIDDEN],
    /// Of each hidden neuron, its bias.
    pub biases: [f32; HIDDEN],
    /// The weights of the output.
    pub output: [f32; HIDDEN],
    /// The bias of the output.
    pub bias: f32,
}

impl<const INPUTS: usize> Network<INPUTS> {
    /// Numbers of a network.
    pub const LENGTH: usize = 2 * INPUTS + HIDDEN * INPUTS + 2 * HIDDEN + 1;

    /// A network of these numbers, in the order of the fields; `None` if there are not exactly [`Self::LENGTH`].
    pub fn from_numbers(numbers: &[f32]) -> Option<Self> {
        if numbers.len() != Self::LENGTH {
            return None;
        }
        let mut left = numbers.iter().copied();
        let mut next = || left.next().unwrap_or_default();
        Some(Self {
            scaling: std::array::from_fn(|_| (next(), next())),
            hidden: std::array::from_fn(|_| std::array::from_fn(|_| next())),
            biases: std::array::from_fn(|_| next()),
            output: std::array::from_fn(|_| next()),
            bias: next(),
        })
    }

    /// The numbers, in the order of the fields.
    pub fn numbers(&self) -> Vec<f32> {
        let scaling = self.scaling.iter().flat_map(|(mean, scale)| [*mean, *scale]);
        let hidden = self.hidden.iter().flatten().copied();
        scaling
            .chain(hidden)
            .chain(self.biases)
            .chain(self.output)
            .chain([self.bias])
            .collect()
    }

    /// The inputs as the hidden layer sees them; what is far from everything known is taken for the farthest known.
    pub fn scaled(&self, inputs: &[f32; INPUTS]) -> [f32; INPUTS] {
        std::array::from_fn(|place| {
            let (mean, scale) = self.scaling[place];
            let scaled = (inputs[place] - mean) * scale;
            // What is no number tells nothing, like the mean.
            if scaled.is_nan() {
                0.0
            } else {
                scaled.clamp(-4.0, 4.0)
            }
        })
    }

    /// The activations of the hidden layer.
    pub fn activations(&self, scaled: &[f32; INPUTS]) -> [f32; HIDDEN] {
        std::array::from_fn(|neuron| {
            let weights = &self.hidden[neuron];
            let sum: f32 = weights
                .iter()
                .zip(scaled)
                .map(|(weight, input)| weight * input)
                .sum();
            (sum + self.biases[neuron]).tanh()
        })
    }

    /// The logit of the output for activations.
    pub fn logit(&self, activations: &[f32; HIDDEN]) -> f32 {
        let weighted = self.output.iter().zip(activations);
        weighted.map(|(weight, input)| weight * input).sum::<f32>() + self.bias
    }

    /// The probability, 0 to 1.
    pub fn probability(&self, inputs: &[f32; INPUTS]) -> f32 {
        logistic(self.logit(&self.activations(&self.scaled(inputs))))
    }
}
