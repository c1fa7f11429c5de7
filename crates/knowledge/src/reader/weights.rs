//! The weights of the features.
//!
//! Both are fitted on the banks of `tests/answers` by `models/starter/recipe/reader/train.py`: those of the order from
//! values that were set by hand, and held near them.

use super::features::COUNT;

/// Weights of the order of units.
pub(crate) const RANK: [f32; COUNT] = [
    0.67,   // coverage
    0.069,  // strong
    -0.113, // own
    0.154,  // key
    -0.036, // focus
    0.121,  // holds
    -0.046, // unclear
    -0.154, // lacks
    -0.076, // lacks_strict
    0.203,  // day_names
    -0.129, // day_breadth
    -0.178, // day_differs
    0.055,  // date_names
    -0.161, // date_differs
    0.321,  // age_names
    -0.117, // age_differs
    0.86,   // near
    -0.024, // only_context
    0.153,  // hours_heading
    -0.028, // row
    -0.07,  // answered
    0.014,  // entry
    0.04,   // missing_here
    -0.0,   // missing_anywhere
    0.067,  // modifier_missing
    -0.035, // coverage_holds
    -0.076, // own_holds
    0.037,  // length
    -0.0,   // terms
    0.0,    // yes_no
    -0.107, // weakest
    -0.027, // strongest
    -0.006, // margin
    1.0,    // semantic
    0.359,  // reads
    0.004,  // semantic_margin
    -0.066, // reads_margin
    0.068,  // rivals
    0.006,  // score
    -0.012, // reads_coverage
    -0.012, // semantic_coverage
    0.015,  // english
    0.032,  // chinese
    0.25,   // forbids
    -0.1,   // no_rule
    0.15,   // permits
    -0.15,  // only_price
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
    0.3,    // forbids
    -1.2,   // no_rule
    0.2,    // permits
    -1.0,   // only_price
];

/// What is added to it.
pub(crate) const ANSWER_BIAS: f32 = -0.432;
