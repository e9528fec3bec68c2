//! Filing a schema with a registry: what it has, whether the schema may follow, and what is done about it.
//!
//! ```text
//! Wanted ──look (asks)──► Standing { obstacles } ──file (tells)──► Filed
//! ```

use super::{Refusal, Registered, Registration, Registry, Subject};
use crate::error::Result;
use crate::evolution::avro::{Schema, incompatibilities};
use crate::manifest::document::Evolution;

/// What a registry is to have.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The subject.
    pub subject: Subject,
    /// The text of the schema.
    pub text: String,
    /// The same schema, read.
    pub schema: Schema,
    /// The compatibility that the contract promises.
    pub mode: Evolution,
}

/// What a registry has of what it is to have.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The versions of the subject, the oldest first; none when it is new.
    pub versions: Vec<u32>,
    /// The version that is the schema already.
    pub there: Option<Registered>,
    /// The compatibility of the subject, where it has one of its own.
    pub compatibility: Option<Evolution>,
    /// Why the schema may not follow the versions that are there.
    pub obstacles: Vec<String>,
}

/// What became of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Whether the compatibility was set.
    pub set: bool,
    /// The id and the version of the schema, or why the registry does not want it.
    pub schema: Result<(u64, Option<u32>), Refusal>,
}

impl Wanted {
    /// Asks a registry what it has. Nothing is written.
    pub fn look(&self, registry: &Registry) -> Result<Standing> {
        let subject = &self.subject;
        let versions = registry.versions(subject)?.unwrap_or_default();
        let there = if versions.is_empty() { None } else { registry.lookup(subject, &self.text)? };
        let compatibility = registry.compatibility(subject)?;
        let mut standing = Standing { versions, there, compatibility, obstacles: Vec::new() };
        if standing.there.is_none() {
            standing.obstacles = self.obstacles(registry, &standing)?;
        }
        Ok(standing)
    }

    /// What is in the way, by our own rules, and by those of the registry where it applies the same compatibility.
    fn obstacles(&self, registry: &Registry, standing: &Standing) -> Result<Vec<String>> {
        let mut obstacles = Vec::new();
        let mut earlier = Vec::new();
        let compared = self.compared(&standing.versions);
        for version in compared {
            match registry.schema(&self.subject, *version)?.avro() {
                Ok(schema) => earlier.push(schema),
                Err(reason) => obstacles.push(reason),
            }
        }
        if !obstacles.is_empty() {
            return Ok(obstacles);
        }
        for found in incompatibilities(&self.schema, &earlier, self.mode) {
            obstacles.push(format!("version {}: {found}", compared[found.earlier]));
        }
        // What the registry does not apply yet, it cannot judge.
        let ours = standing.compatibility == Some(self.mode);
        for version in compared.iter().filter(|_| ours && obstacles.is_empty()) {
            let verdict = registry.check(&self.subject, *version, &self.text)?;
            if !verdict.compatible {
                let reasons = verdict.messages.join("; ");
                let reasons = if reasons.is_empty() { "without a reason".to_owned() } else { reasons };
                obstacles.push(format!("version {version}: the registry finds it incompatible: {reasons}"));
                break;
            }
        }
        Ok(obstacles)
    }

    /// The versions that the compatibility speaks of.
    fn compared<'a>(&self, versions: &'a [u32]) -> &'a [u32] {
        match self.mode {
            Evolution::None => &[],
            Evolution::Backward | Evolution::Forward | Evolution::Full => &versions[versions.len().saturating_sub(1)..],
            _ => versions,
        }
    }

    /// Sets the compatibility and registers the schema, where that is not done already.
    pub fn file(&self, registry: &Registry, standing: &Standing) -> Result<Filed> {
        let subject = &self.subject;
        let set = standing.compatibility != Some(self.mode);
        if set {
            registry.set_compatibility(subject, self.mode)?;
        }
        let schema = match &standing.there {
            Some(there) => Ok((there.id, Some(there.version))),
            None => match registry.register(subject, &self.text)? {
                Registration::Refused(refusal) => Err(refusal),
                Registration::Done(id) => {
                    // Another instance of the registry may not know it yet.
                    Ok((id, registry.lookup(subject, &self.text)?.map(|found| found.version)))
                }
            },
        };
        Ok(Filed { set, schema })
    }
}
