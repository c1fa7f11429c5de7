//! The weights of the features.
//!
//! The order's are set by hand: trained ones were no better on places that they had not seen. Those of the confidence are
//! trained on the banks of `tests/answers` by `models/starter/recipe/reader/train.py`.

use super::features::COUNT;

/// Weights of the order of units.
pub(crate) const RANK: [f32; COUNT] = [
    1.0,    // coverage
    0.0,    // strong
    0.15,   // own
    0.14,   // key
    0.08,   // focus
    0.22,   // holds
    0.0,    // unclear
    -0.3,   // lacks
    0.0,    // lacks_strict
    0.17,   // day_names
    -0.105, // day_breadth
    -0.22,  // day_differs
    0.14,   // date_names
    -0.18,  // date_differs
    0.16,   // age_names
    -0.16,  // age_differs
    1.0,    // near
    -0.12,  // only_context
    0.15,   // hours_heading
    0.0,    // row
    0.0,    // answered
    0.0,    // entry
    0.0,    // missing_here
    0.0,    // missing_anywhere
    0.0,    // modifier_missing
    0.0,    // coverage_holds
    0.0,    // own_holds
    0.0,    // length
    0.0,    // terms
    0.0,    // yes_no
    0.0,    // weakest
    0.0,    // strongest
    0.0,    // margin
    0.8,    // semantic
    0.4,    // reads
    0.0,    // semantic_margin
    0.0,    // reads_margin
    0.0,    // rivals
    0.0,    // score
    0.0,    // reads_coverage
    0.0,    // semantic_coverage
    0.0,    // english
    0.0,    // chinese
];

/// Weights of the probability that a unit answers.
pub(crate) const ANSWER: [f32; COUNT] = [
    0.21,   // coverage
    0.266,  // strong
    -0.229, // own
    1.051,  // key
    -1.03,  // focus
    -0.225, // holds
    0.0,    // unclear
    -0.789, // lacks
    -1.325, // lacks_strict
    0.857,  // day_names
    0.0,    // day_breadth
    -0.527, // day_differs
    -0.918, // date_names
    2.336,  // date_differs
    0.341,  // age_names
    0.0,    // age_differs
    -0.454, // near
    -0.238, // only_context
    0.0,    // hours_heading
    0.0,    // row
    -0.258, // answered
    0.0,    // entry
    0.127,  // missing_here
    -0.007, // missing_anywhere
    0.099,  // modifier_missing
    0.0,    // coverage_holds
    0.0,    // own_holds
    0.099,  // length
    -0.364, // terms
    0.381,  // yes_no
    0.023,  // weakest
    0.0,    // strongest
    1.139,  // margin
    0.745,  // semantic
    -0.4,   // reads
    2.846,  // semantic_margin
    1.944,  // reads_margin
    -3.479, // rivals
    0.302,  // score
    -0.357, // reads_coverage
    0.956,  // semantic_coverage
    -0.492, // english
    0.169,  // chinese
];

/// What is added to it.
pub(crate) const ANSWER_BIAS: f32 = -0.499;
