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
    0.6,    // semantic
];

/// Weights of the probability that a unit answers.
pub(crate) const ANSWER: [f32; COUNT] = [
    0.145,  // coverage
    0.299,  // strong
    0.826,  // own
    0.822,  // key
    -0.652, // focus
    -0.068, // holds
    0.0,    // unclear
    -0.422, // lacks
    -2.124, // lacks_strict
    1.107,  // day_names
    0.0,    // day_breadth
    -0.881, // day_differs
    -0.966, // date_names
    2.308,  // date_differs
    2.7,    // age_names
    0.0,    // age_differs
    0.929,  // near
    -0.671, // only_context
    0.0,    // hours_heading
    0.0,    // row
    0.252,  // answered
    0.0,    // entry
    -0.951, // missing_here
    -0.098, // missing_anywhere
    -0.984, // modifier_missing
    0.0,    // coverage_holds
    0.0,    // own_holds
    -0.43,  // length
    0.838,  // terms
    -0.036, // yes_no
    -0.515, // weakest
    0.0,    // strongest
    1.383,  // margin
    2.421,  // semantic
];

/// What is added to it.
pub(crate) const ANSWER_BIAS: f32 = -1.565;
