//! What is measured of a unit and a question, and the weights that make a score and a confidence of it.
//!
//! Owns the list of features and the two linear models over them. The weights are trained by
//! `models/starter/recipe/reader`; the names here are the names there.

use super::weights::{ANSWER, ANSWER_BIAS, RANK};

/// How many features a unit has.
pub(crate) const COUNT: usize = 47;

/// The names of the features, in their order.
pub const NAMES: [&str; COUNT] = [
    "coverage",
    "strong",
    "own",
    "key",
    "focus",
    "holds",
    "unclear",
    "lacks",
    "lacks_strict",
    "day_names",
    "day_breadth",
    "day_differs",
    "date_names",
    "date_differs",
    "age_names",
    "age_differs",
    "near",
    "only_context",
    "hours_heading",
    "row",
    "answered",
    "entry",
    "missing_here",
    "missing_anywhere",
    "modifier_missing",
    "coverage_holds",
    "own_holds",
    "length",
    "terms",
    "yes_no",
    "weakest",
    "strongest",
    "margin",
    "semantic",
    "reads",
    "semantic_margin",
    "reads_margin",
    "rivals",
    "score",
    "reads_coverage",
    "semantic_coverage",
    "english",
    "chinese",
    "forbids",
    "no_rule",
    "permits",
    "only_price",
];

/// The features of one unit for one question, each about between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features(pub [f32; COUNT]);

impl Default for Features {
    fn default() -> Self {
        Self([0.0; COUNT])
    }
}

/// Where a feature stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Feature {
    Coverage,
    Strong,
    Own,
    Key,
    Focus,
    Holds,
    Unclear,
    Lacks,
    LacksStrict,
    DayNames,
    DayBreadth,
    DayDiffers,
    DateNames,
    DateDiffers,
    AgeNames,
    AgeDiffers,
    Near,
    OnlyContext,
    HoursHeading,
    Row,
    Answered,
    Entry,
    MissingHere,
    MissingAnywhere,
    ModifierMissing,
    CoverageHolds,
    OwnHolds,
    Length,
    Terms,
    YesNo,
    Weakest,
    Strongest,
    Margin,
    Semantic,
    Reads,
    SemanticMargin,
    ReadsMargin,
    Rivals,
    Score,
    ReadsCoverage,
    SemanticCoverage,
    English,
    Chinese,
    Forbids,
    NoRule,
    Permits,
    OnlyPrice,
}

/// From this value on the meanings of a question and a unit are near.
const NEAR_IN_MEANING: f32 = 0.6;

impl Features {
    pub(crate) fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }

    pub(crate) fn flag(&mut self, feature: Feature, holds: bool) {
        self.set(feature, f32::from(u8::from(holds)));
    }

    pub(crate) fn get(&self, feature: Feature) -> f32 {
        self.0[feature as usize]
    }

    /// Whether the unit names the age that is asked about.
    pub(crate) fn names_age(&self) -> bool {
        self.get(Feature::AgeNames) > 0.0
    }

    /// Whether the unit means about what the question does, as far as an encoder tells.
    pub(crate) fn is_near_in_meaning(&self) -> bool {
        self.get(Feature::Semantic) >= NEAR_IN_MEANING
    }

    /// Whether all that the unit is about is asked about.
    pub(crate) fn is_key(&self) -> bool {
        self.get(Feature::Key) >= 0.99
    }

    /// By how much the unit comes before others.
    pub(crate) fn rank(&self) -> f32 {
        dot(&self.0, &RANK)
    }

    /// The probability that the unit answers the question, if it is the first.
    pub(crate) fn confidence(&self) -> f32 {
        let sum = dot(&self.0, &ANSWER) + ANSWER_BIAS;
        1.0 / (1.0 + (-sum).exp())
    }
}

fn dot(features: &[f32; COUNT], weights: &[f32; COUNT]) -> f32 {
    features
        .iter()
        .zip(weights)
        .map(|(feature, weight)| feature * weight)
        .sum()
}
