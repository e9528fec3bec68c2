//! How well products keep the policies, in one number from 0 to 100: for each category, and for all of them.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// What one policy made of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The group that the policy is counted in.
    pub category: String,
    /// How much the policy counts.
    pub weight: u32,
    /// How many things it judged. One that judged nothing has no say.
    pub subjects: usize,
    /// How many of them break it, waived or not.
    pub failed: usize,
    /// How many errors it found, waived or not.
    pub errors: usize,
    /// How many warnings it found, waived or not.
    pub warnings: usize,
    /// How many of its findings are waived.
    pub waived: usize,
}

/// How a score is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Scoring {
    /// The part of what was judged that keeps the policies, each policy by its weight
    #[default]
    Ratio,
    /// 100, less 10 for each error and 2 for each warning, and never below 0
    Deduct,
}

/// A number from 0 to 100, in tenths. What is rounded is rounded down, so that 100 is without a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(u32);

/// The points in a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Grade {
    /// From 90.
    A,
    /// From 80.
    B,
    /// From 70.
    C,
    /// From 60.
    D,
    /// Below 60.
    F,
}

/// How well the policies of one category are kept, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The points.
    pub points: Points,
    /// How many things break a policy, waived or not.
    pub failed: usize,
    /// How many findings are waived. They count as broken: the score tells how things are, not what is allowed.
    pub waived: usize,
}

/// The score of a product, or of many together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// How it was made.
    pub scoring: Scoring,
    /// All together.
    pub overall: Mark,
    /// By category.
    pub categories: BTreeMap<String, Mark>,
}

impl Score {
    /// The score of what the policies made of a product, or of several.
    pub fn of<'a>(tallies: impl IntoIterator<Item = &'a Tally>, scoring: Scoring) -> Self {
        let mut overall = Sum::default();
        let mut categories: BTreeMap<&str, Sum> = BTreeMap::new();
        for tally in tallies.into_iter().filter(|tally| tally.subjects > 0 || tally.errors + tally.warnings > 0) {
            overall.add(tally);
            categories.entry(&tally.category).or_default().add(tally);
        }
        let categories = categories.into_iter().map(|(name, sum)| (name.to_owned(), sum.mark(scoring))).collect();
        Self { scoring, overall: overall.mark(scoring), categories }
    }
}

impl Points {
    /// The whole score.
    const FULL: Self = Self(1000);

    /// From a number, rounded down to tenths.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
    pub fn new(points: f64) -> Self {
        // A sum of fractions can be a hair below the number that it is.
        Self((points.clamp(0.0, 100.0) * 10.0 + 1e-6) as u32)
    }

    /// As a number.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// In a letter.
    pub fn grade(self) -> Grade {
        match self.0 / 100 {
            9.. => Grade::A,
            8 => Grade::B,
            7 => Grade::C,
            6 => Grade::D,
            _ => Grade::F,
        }
    }
}

impl fmt::Display for Points {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// A score on the way.
#[derive(Debug, Default)]
struct Sum {
    weight: f64,
    kept: f64,
    failed: usize,
    errors: usize,
    warnings: usize,
    waived: usize,
}

impl Sum {
    #[expect(clippy::cast_precision_loss, reason = "nobody judges 2^52 things")]
    fn add(&mut self, tally: &Tally) {
        // A policy that found something has judged something.
        let subjects = tally.subjects.max(tally.failed).max(1);
        let weight = f64::from(tally.weight);
        self.weight += weight;
        self.kept += weight * (subjects - tally.failed) as f64 / subjects as f64;
        self.failed += tally.failed;
        self.errors += tally.errors;
        self.warnings += tally.warnings;
        self.waived += tally.waived;
    }

    fn mark(&self, scoring: Scoring) -> Mark {
        let points = match scoring {
            Scoring::Ratio if self.weight > 0.0 => Points::new(self.kept / self.weight * 100.0),
            Scoring::Ratio => Points::FULL,
            Scoring::Deduct => {
                let less = self.errors.saturating_mul(10).saturating_add(self.warnings.saturating_mul(2));
                Points(Points::FULL.0.saturating_sub(u32::try_from(less.saturating_mul(10)).unwrap_or(u32::MAX)))
            }
        };
        Mark { points, failed: self.failed, waived: self.waived }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(category: &str, weight: u32, failed: usize, subjects: usize) -> Tally {
        Tally { category: category.to_owned(), weight, subjects, failed, errors: failed, warnings: 0, waived: 0 }
    }

    #[test]
    fn each_policy_counts_by_its_weight_and_by_the_part_that_keeps_it() {
        let tallies =
            [tally("privacy", 3, 1, 4), tally("privacy", 1, 1, 1), tally("slo", 4, 0, 1), tally("slo", 9, 0, 0)];
        let score = Score::of(&tallies, Scoring::Ratio);
        // privacy: (3 * 3/4 + 0) / 4; all: (3 * 3/4 + 0 + 4) / 8. What judged nothing has no say.
        assert_eq!(score.categories["privacy"].points.to_string(), "56.2");
        assert_eq!(score.categories["slo"].points.to_string(), "100.0");
        assert_eq!((score.overall.points.to_string().as_str(), score.overall.failed), ("78.1", 2));
    }

    #[test]
    fn the_formula_of_deductions_knows_no_weights_and_stops_at_nothing() {
        let one = |errors, warnings| {
            let tally = Tally { errors, warnings, ..tally("slo", 7, 1, 10) };
            Score::of(&[tally], Scoring::Deduct).overall.points.to_string()
        };
        assert_eq!((one(1, 2).as_str(), one(9, 0).as_str(), one(11, 3).as_str()), ("86.0", "10.0", "0.0"));
    }

    #[test]
    fn what_is_waived_counts_as_broken_and_is_told() {
        let waived = Tally { waived: 1, ..tally("slo", 1, 1, 2) };
        let mark = Score::of(&[waived], Scoring::Ratio).overall;
        assert_eq!((mark.points.to_string().as_str(), mark.waived), ("50.0", 1));
    }

    #[test]
    fn points_are_rounded_down_and_whole_numbers_stay_whole() {
        for (number, text, grade) in [
            (100.0, "100.0", Grade::A),
            (99.99, "99.9", Grade::A),
            (0.1 + 0.2 + 89.7, "90.0", Grade::A),
            (89.96, "89.9", Grade::B),
            (79.9, "79.9", Grade::C),
            (60.0, "60.0", Grade::D),
            (59.99, "59.9", Grade::F),
            (-3.0, "0.0", Grade::F),
            (f64::NAN, "0.0", Grade::F),
        ] {
            let points = Points::new(number);
            assert_eq!((points.to_string().as_str(), points.grade()), (text, grade), "{number}");
        }
    }

    #[test]
    fn nothing_judged_is_nothing_broken() {
        let score = Score::of(&[], Scoring::Ratio);
        assert_eq!((score.overall.points, score.categories.len()), (Points::FULL, 0));
    }
}
