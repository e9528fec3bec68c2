//! What `mesh build` prints.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::diagnostics::{plural, report_json};
use crate::mesh::{Graph, Survey, Surveyed, from_here};
use crate::product;
use crate::run::{BuildResult, Chosen, Status, folder};

/// What a user should know before it begins.
pub(super) fn beforehand(graph: &Graph<'_>, chosen: &Chosen, lost: &BTreeMap<usize, String>) -> Vec<String> {
    let survey = graph.survey();
    let ids =
        |of: &BTreeSet<usize>| of.iter().map(|at| survey.products[*at].id.to_string()).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if !chosen.along.is_empty() {
        lines.push(format!("note: not built yet, and read by these: {}", ids(&chosen.along)));
    }
    if !chosen.as_before.is_empty() {
        lines.push(format!("note: read as built before: {}", ids(&chosen.as_before)));
    }
    let changed = chosen.products.iter().copied().filter(|at| is_out_of_step(&survey.products[*at])).collect();
    if !BTreeSet::is_empty(&changed) {
        let ids = ids(&changed);
        lines.push(format!(
            "note: changed since they were rendered, and built as they were: {ids}; see `mesh-cli generate --all`"
        ));
    }
    for at in chosen.products.iter().filter(|at| !lost.contains_key(at)) {
        let product = &survey.products[*at];
        for reads in product.reads.iter().filter(|reads| graph.find(&reads.product).is_none()) {
            let (id, other) = (&product.id, crate::diagnostics::shown(&reads.product));
            lines.push(format!("note: {id} reads sample data for {other}, which is no product of this mesh"));
        }
    }
    lines
}

/// Whether the manifest of a product is another than the one that its files were rendered from.
fn is_out_of_step(product: &Surveyed) -> bool {
    // What is wrong with a lock is told when the product is prepared.
    let Ok(lock) = product::lock(&product.root) else { return false };
    !lock.knows(&product.source.text)
}

/// What became of one product.
pub(super) fn line(result: &BuildResult, root: &Path, width: usize) -> String {
    let id = format!("{:<width$}", result.product);
    let tests = &result.tests;
    let counts = |tests: usize| format!("{}, {}", plural(result.models, "model"), plural(tests, "test"));
    match result.status {
        Status::Ok => {
            let warned = if tests.warned > 0 { format!(", {} warned", tests.warned) } else { String::new() };
            format!("built    {id}  {}{warned}, {:.1} s", counts(tests.passed + tests.warned), result.seconds)
        }
        Status::Failed => {
            let log = log(&result.product, root);
            let tried = result.seconds > 0.0;
            let mut out = format!("failed   {}", if tried { &id } else { &result.product });
            if tried {
                let _ = write!(out, "  {:.1} s", result.seconds);
            }
            let _ = write!(out, "\n         {}", reason(result));
            if tried && log.is_file() {
                let _ = write!(out, "\n         the log: {}", from_here(&log));
            }
            out
        }
        Status::Skipped => format!("skipped  {id}  {}", reason(result)),
    }
}

/// All of it in a few words.
pub(super) fn summary(survey: &Survey, results: &[BuildResult], seconds: f64) -> String {
    let of = |status| results.iter().filter(move |result| result.status == status);
    let built = of(Status::Ok).count();
    let sum = |count: fn(&BuildResult) -> usize| of(Status::Ok).map(count).sum::<usize>();
    let (models, passed, warned) =
        (sum(|result| result.models), sum(|result| result.tests.passed), sum(|result| result.tests.warned));
    let mut out = format!(
        "{}: {built} built with {} and {passed} passed tests",
        plural(results.len(), "product"),
        plural(models, "model")
    );
    let failed: Vec<&str> = of(Status::Failed).map(|result| result.product.as_str()).collect();
    let counts = [
        (warned, format!("{warned} warned")),
        (failed.len(), format!("{} failed ({})", failed.len(), failed.join(", "))),
        (of(Status::Skipped).count(), format!("{} skipped", of(Status::Skipped).count())),
        (survey.broken.len(), format!("{} with a broken manifest", survey.broken.len())),
    ];
    for (_, words) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let _ = write!(out, ", {words}");
    }
    let _ = write!(out, ", in {seconds:.1} s");
    out
}

/// All of it for programs.
pub(super) fn json(survey: &Survey, results: &[BuildResult], seconds: f64) -> Json {
    let products: Vec<Json> = results
        .iter()
        .map(|result| {
            let mut entry = json!(result);
            entry["log"] = Some(log(&result.product, &survey.root))
                .filter(|log| result.seconds > 0.0 && log.is_file())
                .map_or(Json::Null, |log| from_here(&log).into());
            entry
        })
        .collect();
    let broken: Vec<Json> = survey
        .broken
        .iter()
        .map(|broken| json!({ "place": broken.place, "findings": report_json(&broken.report)["findings"] }))
        .collect();
    json!({ "formatVersion": 1, "seconds": seconds, "products": products, "broken": broken })
}

fn reason(result: &BuildResult) -> &str {
    result.failure.as_deref().unwrap_or("nobody said why")
}

/// What dbt said of a product.
fn log(id: &str, root: &Path) -> std::path::PathBuf {
    folder(root, id).join("build.log")
}
