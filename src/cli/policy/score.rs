//! The score of `mesh-cli policy check`.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::check::AllJudged;
use crate::diagnostics::Severity;
use crate::diagnostics::output::Section;
use crate::policy::score::{Mark, Points, Score, Scoring, Tally};
use crate::policy::{Evaluation, PolicyResult};

/// The products that are named when the scores of many are shown.
const MOST_NAMED: usize = 5;

/// How the score is made, and what it has to be.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ScoreArgs {
    /// How the score is made
    #[arg(long, value_enum, default_value_t)]
    scoring: Scoring,

    /// The score, from 0 to 100, that every product needs: with less the command exits 1
    #[arg(long, value_name = "N", value_parser = points)]
    min_score: Option<Points>,
}

/// The scores of a run.
pub(super) struct Scores {
    all: Score,
    /// Of each product, in the order of the run.
    products: Vec<(String, Score)>,
    minimum: Option<Points>,
    /// The products that have less than they need.
    pub below: Vec<String>,
}

/// What was found of one policy in one product.
#[derive(Default, Clone, Copy)]
struct Found {
    errors: usize,
    warnings: usize,
    waived: usize,
}

impl Scores {
    /// The scores of what was judged, waived and known findings included.
    pub(super) fn of(judged: &AllJudged, args: &ScoreArgs) -> Self {
        let mut found: HashMap<(&str, &str), Found> = HashMap::new();
        for report in &judged.reports {
            let Some(product) = report.product.as_deref() else { continue };
            for finding in &report.findings {
                let found = found.entry((product, &finding.rule.id)).or_default();
                found.errors += usize::from(finding.severity == Severity::Error);
                found.warnings += usize::from(finding.severity == Severity::Warning);
                found.waived += usize::from(finding.waived.is_some());
            }
        }
        let tally = |product: &str, result: &'_ PolicyResult| {
            let found = found.get(&(product, result.policy.id.as_str())).copied().unwrap_or_default();
            let Found { errors, warnings, waived } = found;
            let (subjects, failed, weight) = (result.subjects, result.failed, result.policy.weight);
            Tally { category: result.policy.category.clone(), weight, subjects, failed, errors, warnings, waived }
        };
        // What could not be read keeps no policy, and counts as much as a product that keeps them all.
        let weight = judged.policies.values().map(|policy| policy.weight).sum::<u32>().max(1);
        let unread = || Tally {
            category: "manifest".to_owned(),
            weight,
            subjects: 1,
            failed: 1,
            errors: 1,
            warnings: 0,
            waived: 0,
        };
        let of = |one: &Evaluation| -> Vec<Tally> {
            if one.unread {
                return vec![unread()];
            }
            one.results.iter().map(|result| tally(&one.product, result)).collect()
        };
        let tallies: Vec<Vec<Tally>> = judged.evaluations.iter().map(of).collect();
        let products = judged.evaluations.iter().zip(&tallies);
        let products: Vec<(String, Score)> =
            products.map(|(one, tallies)| (one.product.clone(), Score::of(tallies, args.scoring))).collect();
        let tallies = tallies.iter().flatten();
        let all = Score::of(tallies, args.scoring);
        let minimum = args.min_score;
        let too_low = |score: &Score| minimum.is_some_and(|minimum| score.overall.points < minimum);
        let below = products.iter().filter(|(_, score)| too_low(score)).map(|(id, _)| id.clone()).collect();
        Self { all, products, minimum, below }
    }

    /// The scores as a part of the report.
    pub(super) fn section(&self) -> Section {
        let row = |name: &str, mark: &Mark| {
            let Mark { points, failed, waived } = mark;
            vec![
                name.to_owned(),
                points.to_string(),
                points.grade().to_string(),
                failed.to_string(),
                waived.to_string(),
            ]
        };
        let mut rows = vec![row("all", &self.all.overall)];
        rows.extend(self.all.categories.iter().map(|(name, mark)| row(name, mark)));
        Section {
            key: "score",
            title: "Score".to_owned(),
            headings: vec!["Category", "Score", "Grade", "Failed", "Waived"],
            rows,
            json: self.json(),
            text: self.text(),
        }
    }

    fn json(&self) -> Json {
        let products = self.products.iter().map(|(id, score)| {
            let mut json = json!({ "product": id });
            put(&mut json, &marks(score));
            json
        });
        let mut json = json!({ "scoring": self.all.scoring, "minimum": self.minimum.map(Points::number) });
        put(&mut json, &marks(&self.all));
        put(&mut json, &json!({ "below": self.below, "products": products.collect::<Vec<_>>() }));
        json
    }

    fn text(&self) -> String {
        let waived = |mark: &Mark| if mark.waived > 0 { format!("  {} waived", mark.waived) } else { String::new() };
        let Mark { points, .. } = self.all.overall;
        let mut text = format!("score {points} ({}){}\n", points.grade(), waived(&self.all.overall));
        let width = self.all.categories.keys().map(|name| name.chars().count()).max().unwrap_or(0);
        for (name, mark) in &self.all.categories {
            let _ = writeln!(
                text,
                "  {name:<width$}  {:>5}  {}{}",
                mark.points.to_string(),
                mark.points.grade(),
                waived(mark)
            );
        }
        if self.products.len() > 1 {
            let mut lowest: Vec<_> = self.products.iter().filter(|(_, score)| score.overall.points < points).collect();
            lowest.sort_by_key(|(id, score)| (score.overall.points, id.clone()));
            for (id, score) in lowest.iter().take(MOST_NAMED) {
                let points = score.overall.points;
                let _ = writeln!(text, "  lowest: {id} {points} ({})", points.grade());
            }
        }
        if let (Some(minimum), false) = (self.minimum, self.below.is_empty()) {
            let named = self.below.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = self.below.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = writeln!(text, "  below {minimum}, which every product needs: {named}{more}");
        }
        text
    }
}

fn marks(score: &Score) -> Json {
    let mark = |mark: &Mark| {
        let Mark { points, failed, waived } = *mark;
        json!({ "points": points.number(), "grade": points.grade(), "failed": failed, "waived": waived })
    };
    let categories = score.categories.iter().map(|(name, one)| {
        let mut json = json!({ "category": name });
        put(&mut json, &mark(one));
        json
    });
    json!({ "overall": mark(&score.overall), "categories": categories.collect::<Vec<_>>() })
}

/// Adds the keys of one object to another.
fn put(object: &mut Json, more: &Json) {
    if let (Json::Object(object), Json::Object(more)) = (object, more) {
        object.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

fn points(text: &str) -> Result<Points, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    number.map(Points::new).ok_or_else(|| "a score is a number from 0 to 100".to_owned())
}
