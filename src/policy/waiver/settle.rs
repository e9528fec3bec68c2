//! What the waivers let stand.

use std::collections::{BTreeMap, HashMap, HashSet};

use globset::GlobSet;

use super::check::Check;
use super::load::{Filed, Waivers};
use super::reach::{PathPattern, Scope, is_literal};
use super::{DAYS_OF_NOTICE, Terms, rules};
use crate::diagnostics::{Finding, Identity, Place, Places, Report, Severity, Waived, identities, plural, shown};
use crate::manifest::value::Date;

/// What came of the waivers.
#[derive(Debug, Default)]
pub struct Settled {
    /// What is to be said about the files with waivers, one report each.
    pub reports: Vec<Report>,
    /// The findings that are back because their waiver has expired. No baseline hides them.
    pub lapsed: HashSet<Identity>,
}

/// A waiver that can be used.
struct Sound<'a> {
    filed: &'a Filed,
    products: GlobSet,
    path: Option<PathPattern>,
    used: bool,
}

impl Waivers {
    /// Marks the findings that a waiver lets stand, and says what is wrong with the waivers.
    pub fn settle(mut self, reports: &mut [Report], terms: &Terms<'_>) -> Settled {
        let filed = std::mem::take(&mut self.filed);
        let mut sound = self.sound(&filed, terms);
        let mut by_policy: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, one) in sound.iter().enumerate() {
            by_policy.entry(&one.filed.waiver.policy).or_default().push(index);
        }
        let scopes: Vec<Scope> = self.files.iter().map(|file| file.scope.clone()).collect();
        let mut settled = Settled::default();
        for report in reports.iter_mut() {
            let product = report.product.clone().filter(|product| terms.products.contains(product));
            let Some(product) = product else { continue };
            let mut places = None;
            let mut lapsed = Vec::new();
            for index in 0..report.findings.len() {
                let Some(candidates) = by_policy.get(report.findings[index].rule.id.as_ref()) else { continue };
                let place = || places.get_or_insert_with(|| Places::of(report)).at(&report.findings[index]);
                let reaching = reaching(candidates, &sound, &scopes, &product, place);
                let Some(one) = longest(&reaching, &sound, terms.as_of) else { continue };
                sound[one].used = true;
                let (finding, filed) = (&mut report.findings[index], sound[one].filed);
                if filed.waiver.expires >= terms.as_of {
                    finding.waived = Some(filed.waived());
                } else {
                    lapse(finding, filed);
                    lapsed.push(index);
                }
            }
            if !lapsed.is_empty() {
                let identities = identities(report);
                settled.lapsed.extend(lapsed.into_iter().map(|index| identities[index].clone()));
            }
        }
        let notices: Vec<(usize, Finding)> =
            sound.iter().filter_map(|one| Some((one.filed.file, self.notice(one, terms)?))).collect();
        for (file, finding) in notices {
            self.files[file].findings.push(finding);
        }
        settled.reports =
            self.mesh.into_iter().chain(self.files.into_iter().filter_map(super::file::File::report)).collect();
        settled
    }

    /// The waivers with nothing wrong; what is wrong with the others is kept with their files.
    fn sound<'a>(&mut self, filed: &'a [Filed], terms: &Terms<'_>) -> Vec<Sound<'a>> {
        let mut first: BTreeMap<&str, String> = BTreeMap::new();
        let mut sound = Vec::new();
        for one in filed {
            let maximum = self.maximum(&self.files[one.file].scope);
            let file = &mut self.files[one.file];
            let mut check =
                Check { waiver: &one.waiver, document: &file.node, pointer: &one.pointer, findings: Vec::new() };
            check.policy(terms.rules, terms.all_known);
            check.dates(terms, maximum);
            check.people();
            let products = check.products(&file.scope);
            let path = check.path();
            match first.get(&*one.waiver.id) {
                Some(place) => check.duplicate(place),
                None => drop(first.insert(&one.waiver.id, file.source.path.clone())),
            }
            let mut findings = check.findings;
            if findings.iter().all(|finding| finding.severity == Severity::Warning) {
                sound.push(Sound { filed: one, products, path, used: false });
            } else if !terms.whole_mesh
                && !terms.products.iter().any(|id| products.is_match(id))
                && !products.is_empty()
            {
                // A mistake for others fails their products, and not this one.
                for finding in &mut findings {
                    finding.severity = Severity::Warning;
                }
            }
            file.findings.extend(findings);
        }
        sound
    }

    /// What there is to say of a sound waiver: that it ends soon, or that nothing needs it.
    fn notice(&self, one: &Sound<'_>, terms: &Terms<'_>) -> Option<Finding> {
        let (waiver, file) = (&one.filed.waiver, &self.files[one.filed.file]);
        let finding = |rule, below, message: String, help: &str| {
            let pointer = format!("{}{below}", one.filed.pointer);
            Some(Finding::at(rule, &file.node, pointer, message).help(help).warning())
        };
        let (id, left) = (shown(&waiver.id), terms.as_of.days_until(waiver.expires));
        if one.used {
            let days = usize::try_from(left).ok().filter(|_| left <= DAYS_OF_NOTICE)?;
            let message = match days {
                0 => format!("the waiver `{id}` expires at the end of this day (UTC)"),
                days => {
                    format!("the waiver `{id}` expires in {}, at the end of {}", plural(days, "day"), waiver.expires)
                }
            };
            let help = "mend what it lets stand, or have it renewed: a new `created`, `expires` and `approver`";
            return finding(&rules::EXPIRES_SOON, "/expires", message, help);
        }
        if !is_judged(one, &file.scope, terms) || waiver.created > terms.as_of {
            return None;
        }
        let policy = shown(&waiver.policy);
        let message = format!("the waiver `{id}` lets nothing stand: no finding of `{policy}` is within its reach");
        finding(&rules::UNUSED, "", message, "remove it, or mend its `products` and `path`")
    }
}

/// The waivers that reach a finding of a product.
fn reaching(
    candidates: &[usize],
    sound: &[Sound<'_>],
    scopes: &[Scope],
    product: &str,
    mut place: impl FnMut() -> Place,
) -> Vec<usize> {
    let mut reaches = |one: &Sound<'_>| {
        scopes[one.filed.file].reaches(product)
            && (one.filed.waiver.products.is_empty() || one.products.is_match(product))
            && one.path.as_ref().is_none_or(|path| path.reaches(&place()))
    };
    candidates.iter().copied().filter(|&index| reaches(&sound[index])).collect()
}

/// The one of the waivers that holds longest: it decides.
fn longest(reaching: &[usize], sound: &[Sound<'_>], as_of: Date) -> Option<usize> {
    let waiver = |one: &usize| &sound[*one].filed.waiver;
    reaching.iter().copied().filter(|one| waiver(one).created <= as_of).max_by_key(|one| waiver(one).expires)
}

/// The finding is back, and says why it was gone.
fn lapse(finding: &mut Finding, filed: &Filed) {
    let Filed { waiver, .. } = filed;
    let (id, expires, owner) = (shown(&waiver.id), waiver.expires, &waiver.owner);
    finding.severity = Severity::Error;
    finding.message = format!("{}; the waiver `{id}` expired at the end of {expires}", finding.message);
    let renew = format!("`{owner}` asked for the waiver: mend what it let stand, or have it renewed");
    finding.help = Some(finding.help.take().map_or(renew.clone(), |help| format!("{help}; {renew}")));
}

/// Whether the run looked at all that a waiver could reach.
fn is_judged(one: &Sound<'_>, scope: &Scope, terms: &Terms<'_>) -> bool {
    let waiver = &one.filed.waiver;
    let by_rule = terms.rules.get(&*waiver.policy).is_some_and(|standing| standing.judged);
    let by_product = match scope {
        Scope::Product(id) => terms.products.contains(id),
        _ => waiver.products.iter().all(|id| is_literal(id) && terms.products.contains(&**id)),
    };
    by_rule && (terms.whole_mesh || by_product)
}

impl Filed {
    /// What the finding says of the waiver.
    fn waived(&self) -> Waived {
        let waiver = &self.waiver;
        Waived {
            id: waiver.id.to_string(),
            reason: waiver.reason.to_string(),
            approver: waiver.approver.to_string(),
            ticket: waiver.ticket.to_string(),
            expires: waiver.expires.to_string(),
        }
    }
}
