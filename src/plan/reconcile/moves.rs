//! Files that moved: declared by their rules, or told by their template or their likeness.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::FileOwner;
use crate::plan::merge::{endings, likeness};
use crate::plan::{Before, Plan, PlannedFile, ProductPath};

/// How alike a last render and a new file are for the one to have become the other.
const ALIKE: f32 = 0.7;

/// The new path of a file → its former one.
pub(super) type Moves<'a> = BTreeMap<&'a ProductPath, &'a ProductPath>;

/// Which files of the plan were at another path before.
pub(super) fn find<'a>(plan: &'a Plan, before: &'a Before) -> Moves<'a> {
    let known = before.known.files.keys();
    let gone = known.filter(|path| !plan.files.contains_key(path) && !before.blocked.contains_key(path));
    let gone: BTreeSet<&ProductPath> = gone.collect();
    if gone.is_empty() {
        return Moves::new();
    }
    let mut moves = declared(plan, before, &gone);
    renamed(plan, before, &gone, &mut moves);
    let taken: BTreeSet<&ProductPath> = moves.values().copied().collect();
    let pairs: Vec<(&ProductPath, &ProductPath)> =
        gone.difference(&taken).flat_map(|old| alike(old, plan, before, &gone, &moves)).collect();
    let alone = |(old, new): &(&ProductPath, &ProductPath)| {
        pairs.iter().filter(|(other_old, other_new)| other_old == old || other_new == new).count() == 1
    };
    moves.extend(pairs.iter().filter(|pair| alone(pair)).map(|(old, new)| (*new, *old)));
    moves
}

/// Whether a file of the plan is new, and nothing stands in its place but what is gone.
fn is_new(path: &ProductPath, before: &Before, gone: &BTreeSet<&ProductPath>) -> bool {
    let is_free = before.obstacle(path, |file| gone.contains(file)).is_none();
    is_free && !before.known.files.contains_key(path) && !before.disk.contains_key(path)
}

fn declared<'a>(plan: &'a Plan, before: &Before, gone: &BTreeSet<&'a ProductPath>) -> Moves<'a> {
    let mut moves = Moves::new();
    let mut taken = BTreeSet::new();
    for (path, new) in &plan.files {
        let former = new.was.iter().filter_map(|was| gone.get(was).copied());
        let Some(old) = former.filter(|old| takes(new, old, before)).find(|old| !taken.contains(old)) else { continue };
        if is_new(path, before, gone) {
            taken.insert(old);
            moves.insert(path, old);
        }
    }
    moves
}

/// Files of the team whose only template writes them elsewhere now, because the product has another name, for instance.
fn renamed<'a>(plan: &'a Plan, before: &Before, gone: &BTreeSet<&'a ProductPath>, moves: &mut Moves<'a>) {
    let taken: BTreeSet<&ProductPath> = moves.values().copied().collect();
    for (path, new) in plan.files.iter().filter(|(_, new)| new.owner == FileOwner::Once) {
        let is_alone = plan.files.values().filter(|other| other.template == new.template).count() == 1;
        let mut known = before.known.files.iter().filter(|(_, known)| known.template == new.template);
        let (Some((former, known)), None) = (known.next(), known.next()) else { continue };
        let Some(old) = gone.get(former).filter(|old| known.owner == FileOwner::Once && !taken.contains(*old)) else {
            continue;
        };
        if is_alone && !moves.contains_key(path) && is_new(path, before, gone) {
            moves.insert(path, old);
        }
    }
}

/// Whether a file can take over what was made of another. A file of the tool carries no edits: they stay where they are.
fn takes(new: &PlannedFile, old: &ProductPath, before: &Before) -> bool {
    new.owner != FileOwner::Generated || !before.disk.contains_key(old) || before.is_as_rendered(old)
}

/// The new files that an edited file may have become, each with the file.
fn alike<'a>(
    old: &'a ProductPath,
    plan: &'a Plan,
    before: &'a Before,
    gone: &BTreeSet<&ProductPath>,
    moves: &Moves<'a>,
) -> Vec<(&'a ProductPath, &'a ProductPath)> {
    let edited = before.disk.contains_key(old) && !before.is_as_rendered(old);
    let Some(base) = before.base(old).filter(|_| edited).and_then(endings::text) else { return Vec::new() };
    let base = endings::Ending::Lf.apply(base);
    let is_like = |new: &PlannedFile| {
        endings::text(&new.contents).is_some_and(|text| likeness(&base, &endings::Ending::Lf.apply(text)) >= ALIKE)
    };
    plan.files
        .iter()
        .filter(|(path, new)| {
            new.owner == FileOwner::Merged && path.extension() == old.extension() && is_new(path, before, gone)
        })
        .filter(|(path, new)| !moves.contains_key(path) && is_like(new))
        .map(|(path, _)| (old, path))
        .collect()
}
