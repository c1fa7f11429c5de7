//! The weights of the features.
//!
//! Both are fitted on the banks of `tests/answers` by `models/starter/recipe/reader/train.py`: those of the order from
//! values that were set by hand, and held near them.

use super::features::COUNT;

/// Weights of the order of units.
pub(crate) const RANK: [f32; COUNT] = [
    0.77,   // coverage
    0.008,  // strong
    -0.081, // own
    0.157,  // key
    0.011,  // focus
    0.145,  // holds
    -0.039, // unclear
    -0.186, // lacks
    -0.018, // lacks_strict
    0.209,  // day_names
    -0.125, // day_breadth
    -0.198, // day_differs
    0.087,  // date_names
    -0.172, // date_differs
    0.254,  // age_names
    -0.139, // age_differs
    0.935,  // near
    -0.026, // only_context
    0.153,  // hours_heading
    -0.018, // row
    -0.077, // answered
    0.022,  // entry
    0.051,  // missing_here
    -0.0,   // missing_anywhere
    0.067,  // modifier_missing
    -0.039, // coverage_holds
    -0.102, // own_holds
    0.021,  // length
    0.0,    // terms
    -0.0,   // yes_no
    -0.121, // weakest
    -0.016, // strongest
    -0.012, // margin
    0.925,  // semantic
    0.343,  // reads
    -0.01,  // semantic_margin
    -0.079, // reads_margin
    0.025,  // rivals
    0.008,  // score
    0.003,  // reads_coverage
    0.007,  // semantic_coverage
    0.017,  // english
    0.0,    // chinese
];

/// Weights of the probability that a unit answers.
pub(crate) const ANSWER: [f32; COUNT] = [
    -0.024, // coverage
    0.058,  // strong
    0.093,  // own
    0.796,  // key
    -0.398, // focus
    -0.057, // holds
    0.0,    // unclear
    0.181,  // lacks
    -1.4,   // lacks_strict
    0.448,  // day_names
    0.0,    // day_breadth
    -0.789, // day_differs
    -0.897, // date_names
    2.093,  // date_differs
    1.394,  // age_names
    0.0,    // age_differs
    0.341,  // near
    -0.314, // only_context
    0.0,    // hours_heading
    0.0,    // row
    -0.059, // answered
    0.0,    // entry
    -0.059, // missing_here
    0.307,  // missing_anywhere
    0.133,  // modifier_missing
    0.0,    // coverage_holds
    0.0,    // own_holds
    -0.291, // length
    0.135,  // terms
    0.451,  // yes_no
    0.399,  // weakest
    0.0,    // strongest
    1.74,   // margin
    0.327,  // semantic
    0.153,  // reads
    2.424,  // semantic_margin
    1.898,  // reads_margin
    -2.209, // rivals
    0.129,  // score
    0.087,  // reads_coverage
    0.396,  // semantic_coverage
    -0.186, // english
    0.103,  // chinese
];

/// What is added to it.
pub(crate) const ANSWER_BIAS: f32 = -0.432;
