//! Whether a mesh is worth its price here: questions as data, and an honest answer.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::derive::{Before, derive};
use super::map::DomainMap;
use crate::diagnostics::{Finding, Report, did_you_mean, nearest};
use crate::error::Result;
use crate::manifest::read::Document;
use crate::manifest::shape::{BAD_VALUE, UNKNOWN_KEY, WRONG_TYPE};
use crate::mesh::reads;
use crate::pack::Pack;

/// Where the questions stand in a pack.
const PATH: &str = "workshop/readiness.yaml";
/// The answers that a choice can have.
pub const CHOICES: [&str; 3] = ["yes", "partly", "no"];

/// `workshop/readiness.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readiness {
    /// The questions.
    pub questions: Vec<Question>,
    verdicts: Verdicts,
    doubts: usize,
    open: usize,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Verdicts {
    overkill: String,
    not_yet: String,
    open: String,
    small: String,
    ready: String,
}

/// A question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// How it is asked.
    pub ask: String,
    /// What is answered.
    pub kind: Kind,
    #[serde(default)]
    map: Option<Known>,
    bands: Vec<Band>,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A number.
    Number,
    /// `yes`, `partly` or `no`.
    Choice,
}

/// What a map knows by itself.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Known {
    DomainsWithTeam,
    CrossDomainQuestions,
}

/// What an answer means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    #[serde(default)]
    below: Option<u64>,
    #[serde(default)]
    is: Option<String>,
    verdict: Verdict,
    because: String,
    #[serde(default)]
    instead: Option<String>,
}

/// What an answer says of a mesh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It solves a problem that is not there.
    Overkill,
    /// Something has to be there first.
    NotYet,
    /// It is not answered.
    Open,
    /// It can go wrong.
    Doubt,
    /// Nothing speaks against it.
    Ready,
}

/// An answer, and what it means.
#[derive(Debug, Serialize)]
pub struct Judged {
    /// The question.
    pub question: String,
    /// Its id.
    pub id: String,
    /// The answer, if there is one.
    pub answer: Option<Json>,
    /// Whether the map gave it.
    #[serde(rename = "fromTheMap")]
    pub from_map: bool,
    /// What it says of a mesh.
    pub verdict: Verdict,
    /// Why.
    pub because: String,
    /// What to do instead, or first.
    pub instead: Option<String>,
}

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Assessment {
    /// What it comes to.
    pub verdict: Verdict,
    /// In words.
    pub sentence: String,
    /// Question by question, the worst first.
    pub answers: Vec<Judged>,
}

impl Readiness {
    /// The questions of a pack.
    pub fn of(pack: &Pack) -> Result<Self> {
        pack.data(PATH)
    }

    /// What a map knows by itself: question and answer. Of what nobody has filled in yet, it knows nothing.
    pub fn known(&self, map: &DomainMap, pack: &Pack) -> Result<Vec<(String, Json)>> {
        let products = derive(map, pack, &Before::default())?.products;
        let mut answers = 0;
        for product in &products {
            answers += usize::from(!reads(product, pack)?.is_empty());
        }
        let domains = || map.file.domains.values();
        let told = domains().any(|domain| !domain.business_events.is_empty())
            && domains().any(|domain| !domain.analytical_questions.is_empty());
        let of_map = |known| match known {
            Known::DomainsWithTeam => Some(domains().filter(|domain| domain.team.is_some()).count()).filter(|&n| n > 0),
            Known::CrossDomainQuestions => told.then_some(answers),
        };
        let answer = |question: &Question| Some((question.id.clone(), of_map(question.map?)?.into()));
        Ok(self.questions.iter().filter_map(answer).collect())
    }

    /// The answers of a file: a mapping of questions' ids to answers.
    pub fn answers(&self, document: Document) -> std::result::Result<Vec<(String, Json)>, Report> {
        let source = document.source;
        let refuse = |findings| Err(Report::new(Some(source.clone()), findings));
        let node = match document.node {
            Ok(node) => node,
            Err(finding) => return refuse(vec![*finding]),
        };
        let Json::Object(given) = node.to_json() else {
            let message = "the answers must be a mapping of questions to answers";
            return refuse(vec![Finding::at(&WRONG_TYPE, &node, "", message).help("as in `engineers: 250`")]);
        };
        let ids = || self.questions.iter().map(|question| question.id.as_str());
        let mut findings = Vec::new();
        let mut answers = Vec::new();
        for (id, answer) in given {
            let pointer = format!("/{}", id.replace('~', "~0").replace('/', "~1"));
            let Some(question) = self.questions.iter().find(|question| question.id == id) else {
                let message = format!("there is no question `{}`", crate::diagnostics::shown(&id));
                let finding = Finding::at_key(&UNKNOWN_KEY, &node, pointer, message).help(did_you_mean(&id, ids()));
                findings.push(finding.suggest(nearest(&id, ids())));
                continue;
            };
            // YAML 1.1 readers took `yes` for `true`; so do people.
            let answer = match (question.kind, answer) {
                (Kind::Choice, Json::Bool(yes)) => Json::from(if yes { "yes" } else { "no" }),
                (_, answer) => answer,
            };
            match question.check(&answer) {
                Ok(()) => answers.push((id, answer)),
                Err(help) => {
                    let message = format!("this is no answer to: {}", question.ask);
                    findings.push(Finding::at(&BAD_VALUE, &node, pointer, message).help(help));
                }
            }
        }
        if findings.is_empty() { Ok(answers) } else { refuse(findings) }
    }

    /// What the answers come to. Those that were given go before those of the map.
    pub fn judge(&self, given: &[(String, Json)], known: &[(String, Json)]) -> Assessment {
        let find = |list: &[(String, Json)], id: &str| {
            list.iter().find(|(other, _)| other == id).map(|(_, answer)| answer.clone())
        };
        let mut answers: Vec<Judged> = self
            .questions
            .iter()
            .map(|question| {
                let said = find(given, &question.id);
                let from_map = said.is_none();
                question.judge(said.or_else(|| find(known, &question.id)), from_map)
            })
            .collect();
        answers.sort_by_key(|answer| answer.verdict as u8);
        let count = |verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
        let (verdict, sentence) = if count(Verdict::Overkill) > 0 {
            (Verdict::Overkill, &self.verdicts.overkill)
        } else if count(Verdict::NotYet) > 0 {
            (Verdict::NotYet, &self.verdicts.not_yet)
        } else if count(Verdict::Open) > self.open {
            (Verdict::Open, &self.verdicts.open)
        } else if count(Verdict::Doubt) > self.doubts {
            (Verdict::Doubt, &self.verdicts.small)
        } else {
            (Verdict::Ready, &self.verdicts.ready)
        };
        Assessment { verdict, sentence: sentence.clone(), answers }
    }
}

impl Question {
    /// Whether this is an answer to the question, or how one looks.
    pub fn check(&self, answer: &Json) -> std::result::Result<(), String> {
        match self.kind {
            Kind::Number if answer.is_u64() => Ok(()),
            Kind::Number => Err("write a whole number, such as 120".to_owned()),
            Kind::Choice if answer.as_str().is_some_and(|text| CHOICES.contains(&text)) => Ok(()),
            Kind::Choice => Err("answer `yes`, `partly` or `no`".to_owned()),
        }
    }

    fn judge(&self, answer: Option<Json>, from_map: bool) -> Judged {
        let fits = |band: &&Band| match &answer {
            None => false,
            Some(answer) => {
                band.below.is_none_or(|below| answer.as_u64().is_some_and(|number| number < below))
                    && band.is.as_deref().is_none_or(|is| answer.as_str() == Some(is))
            }
        };
        let band = self.bands.iter().find(fits);
        Judged {
            question: self.ask.clone(),
            id: self.id.clone(),
            from_map: from_map && answer.is_some(),
            verdict: band.map_or(Verdict::Open, |band| band.verdict),
            because: band.map_or_else(|| "it is not answered".to_owned(), |band| band.because.clone()),
            instead: band.and_then(|band| band.instead.clone()),
            answer,
        }
    }
}
