//! A baseline: the findings that were there before the policies, so that only new ones fail.
//!
//! ```text
//! Vec<Report> ──hide──► reports without what is known + how many that were + what is known and gone
//!             ──write──► the file
//! ```

mod document;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostics::{Finding, Identity, Report, Rule, Severity, Source, identities, shown};
use crate::error::{Error, Result};
use crate::manifest::node::Node;
use crate::manifest::read;
use crate::manifest::shape::Shape;
use document::{BaselineFile, Known, json_schema};

/// A finding of the baseline is gone.
pub static MENDED: Rule = Rule::new(
    "baseline/mended",
    "A baseline holds what is still there, and nothing more",
    "what is mended would be let in again, unseen; a baseline only ever gets shorter",
);

/// The first lines of a baseline.
const HEAD: &str = "\
# What was there before the policies: `mesh-cli policy check --baseline` passes over it. It only ever gets shorter.
apiVersion: datamesh.io/v1
kind: Baseline
findings:";

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let begin = "write it anew with `mesh-cli policy check --write-baseline`";
    Shape::new("the baseline", begin, json_schema())
});

/// The findings that are known, from a file or from an earlier state of the products.
#[derive(Debug, Default)]
pub struct Baseline {
    source: Option<Source>,
    node: Node,
    known: Vec<Known>,
}

/// What came of a baseline.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// How many findings were known and are hidden.
    pub known: usize,
    /// The fingerprints of what is known and is there still.
    pub there: HashSet<String>,
}

impl Baseline {
    /// Reads a file that [`Baseline::text`] wrote.
    pub fn read(path: &Path) -> Result<Self> {
        let document = read::read(path)?;
        let source = document.source;
        let refuse = |findings| Error::Mesh(Box::new(Report::new(Some(source.clone()), findings)));
        let node = document.node.map_err(|finding| refuse(vec![*finding]))?;
        let json = node.to_json();
        match BaselineFile::deserialize(&json) {
            Ok(file) => Ok(Self { source: Some(source), node, known: file.findings }),
            Err(_) => Err(refuse(SHAPE.findings::<BaselineFile>(&node, &json))),
        }
    }

    /// What is found in reports of the rules that `counts` tells, but for what is waived, or was until its waiver expired.
    pub fn of(reports: &[Report], lapsed: &HashSet<Identity>, counts: impl Fn(&str) -> bool) -> Self {
        let open = |report: &Report| {
            let found = report.findings.iter().zip(identities(report));
            let open = found.filter(|(finding, identity)| {
                finding.waived.is_none() && counts(&identity.rule) && !lapsed.contains(identity)
            });
            open.filter_map(|(finding, identity)| Known::new(&identity, finding.severity)).collect::<Vec<_>>()
        };
        let mut known: Vec<Known> = reports.iter().flat_map(open).collect();
        known.sort_by(|one, other| one.key().cmp(&other.key()));
        Self { known, ..Self::default() }
    }

    /// Takes what is known out of the reports. What is waived stays, and so does what has a waiver that has expired, and
    /// what was a warning and is an error now.
    pub fn hide(&self, reports: &mut [Report], lapsed: &HashSet<Identity>) -> Hidden {
        let known: HashMap<&str, Severity> =
            self.known.iter().map(|known| (known.fingerprint.as_str(), known.severity.into())).collect();
        let mut hidden = Hidden::default();
        for report in reports.iter_mut().filter(|report| report.product.is_some()) {
            let mut identities = identities(report).into_iter();
            report.findings.retain(|finding| {
                let Some(identity) = identities.next() else { return true };
                let fingerprint = identity.fingerprint();
                let Some(severity) = known.get(fingerprint.as_str()) else { return true };
                let is_worse = finding.severity > *severity;
                hidden.there.insert(fingerprint);
                let stays = is_worse || finding.waived.is_some() || lapsed.contains(&identity);
                hidden.known += usize::from(!stays);
                stays
            });
        }
        hidden
    }

    /// A warning for each finding of the file that is gone, of the products that `was_judged` tells.
    pub fn mended(&self, hidden: &Hidden, was_judged: impl Fn(&str) -> bool) -> Option<Report> {
        let gone = |known: &Known| was_judged(&known.product) && !hidden.there.contains(&known.fingerprint);
        let findings = self.known.iter().enumerate().filter(|(_, known)| gone(known)).map(|(index, known)| {
            let message = format!("`{}` is kept now by {}", shown(&known.rule), shown(&known.place()));
            let help = "take the line out, or run again with --write-baseline and the same file";
            Finding::at(&MENDED, &self.node, format!("/findings/{index}"), message).help(help).warning()
        });
        let findings: Vec<Finding> = findings.collect();
        (!findings.is_empty()).then(|| Report::new(self.source.clone(), findings))
    }

    /// The same without what is gone: it only ever gets shorter. What was not judged is kept.
    #[must_use]
    pub fn tightened(mut self, hidden: &Hidden, was_judged: impl Fn(&str) -> bool) -> Self {
        self.known.retain(|known| !was_judged(&known.product) || hidden.there.contains(&known.fingerprint));
        self
    }

    /// The file.
    pub fn text(&self) -> String {
        let known: BTreeMap<_, &Known> = self.known.iter().map(|known| (known.key(), known)).collect();
        let mut text = HEAD.to_owned();
        text.push_str(if known.is_empty() { " []\n" } else { "\n" });
        for known in known.values() {
            text.push_str(&known.line());
        }
        text
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}
