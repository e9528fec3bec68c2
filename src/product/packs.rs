//! Which packs a product is rendered with: those of its lock, or those that it moves to.

use std::path::Path;
use std::sync::Arc;

use semver::Version;

use super::shared::{SharedPacks, key_of_lock, key_of_sources};
use super::{Product, is_vouched_for, lock, rules};
use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::mesh::Mesh;
use crate::pack::Pack;
use crate::pack::source::{LockedPack, Source, changed, moved_tags, resolve_locked};

/// Which packs a user wants a product to move to.
#[derive(Debug, Clone, Copy)]
pub struct Wishes<'a> {
    /// Versions of the packs in use, or whole sources; nothing for the newest.
    pub to: &'a [String],
    /// The folder that relative paths among them are relative to.
    pub from: &'a Path,
    /// Whether a tag may name another commit than the lock says.
    pub accept_moved: bool,
}

/// A pack, or why there is none that fits the lock.
pub type Found = std::result::Result<Arc<Pack>, Report>;

/// The packs of a product's lock; without a lock, those that a new product would get.
pub fn of_lock(product: &Product, packs: &SharedPacks) -> Result<Found> {
    let (root, locked) = (&product.root, newest(&product.lock.packs));
    if locked.is_empty() {
        return match Mesh::find(root)? {
            None => packs.get("builtin".to_owned(), |_| Pack::builtin()).map(Ok),
            Some(mesh) => packs.get(format!("mesh {}", mesh.root.display()), |cache| mesh.pack(cache)).map(Ok),
        };
    }
    let key = key_of_lock(&locked, root);
    let pack = match packs.get(key, |cache| resolve_locked(&locked, root, cache)) {
        Ok(pack) => pack,
        Err(Error::Interrupted) => return Err(Error::Interrupted),
        Err(error) => return Ok(Err(rules::pack_missing(&error))),
    };
    let changed = changed(&locked, &pack, root)?;
    Ok(if changed.is_empty() { Ok(pack) } else { Err(rules::pack_changed(&changed)) })
}

/// The packs that a product's lock names, as they are to be had now; without a lock, the built-in one.
pub fn as_locked(root: &Path, packs: &SharedPacks) -> Result<Arc<Pack>> {
    let locked = newest(&lock(root)?.packs);
    if locked.is_empty() {
        return packs.get("builtin".to_owned(), |_| Pack::builtin());
    }
    packs.get(key_of_lock(&locked, root), |cache| resolve_locked(&locked, root, cache))
}

/// What tells the packs of one product's lock from those of another.
pub fn key(root: &Path) -> Result<String> {
    Ok(key_of_lock(&newest(&lock(root)?.packs), root))
}

/// Whether the lock vouches for the product in `root`, given the packs as they are now: then there is nothing to render.
pub fn vouch_for(root: &Path, packs: &SharedPacks) -> Result<bool> {
    is_vouched_for(root, |locked| {
        let found = packs.get(key_of_lock(locked, root), |cache| resolve_locked(locked, root, cache));
        // A pack that cannot be had is reported by whoever renders with it.
        found.map_or_else(|_| Ok(Vec::new()), |pack| pack.locked(root))
    })
}

/// The packs that a product moves to: what the wishes name, else those of the mesh that it is in, else its own as they are
/// to be had now.
///
/// A tag that names another commit than the lock says is a finding, unless it is accepted.
pub fn to_move_to(product: &Product, wishes: &Wishes<'_>, packs: &SharedPacks) -> Result<Found> {
    let (root, locked) = (&product.root, newest(&product.lock.packs));
    let sources = sources(&locked, wishes, root)?;
    let pack = packs.get(key_of_sources(&sources, root), |cache| Pack::load(&sources, root, cache))?;
    let moved = moved_tags(&locked, &pack, root)?;
    Ok(if wishes.accept_moved || moved.is_empty() { Ok(pack) } else { Err(rules::tag_moved(&moved)) })
}

/// One entry per pack: where git merged two locks, the newer version counts.
pub fn newest(packs: &[LockedPack]) -> Vec<LockedPack> {
    let mut newest: Vec<LockedPack> = Vec::new();
    for pack in packs {
        match newest.iter_mut().find(|other| other.name == pack.name) {
            None => newest.push(pack.clone()),
            Some(other) if version(other) < version(pack) => *other = pack.clone(),
            Some(_) => {}
        }
    }
    newest
}

fn version(pack: &LockedPack) -> Option<Version> {
    pack.version.parse().ok()
}

fn sources(locked: &[LockedPack], wishes: &Wishes<'_>, root: &Path) -> Result<Vec<Source>> {
    let Wishes { to, from, .. } = *wishes;
    let mut sources = locked.iter().map(|pack| parse(&pack.source)).collect::<Result<Vec<_>>>()?;
    if let Some(mesh) = Mesh::find(root)?.filter(|mesh| to.is_empty() && !mesh.packs.is_empty()) {
        return mesh.packs.iter().map(|source| seen_from(source, &mesh.root, root)).collect();
    }
    let mut whole = Vec::new();
    for wish in to {
        let (name, wanted) = named(wish, locked);
        let at = match name {
            Some(name) => locked.iter().position(|pack| pack.name == name),
            None => None,
        };
        match (at, is_source(wanted)) {
            (Some(at), true) => sources[at] = given(wanted, from, root)?,
            (None, true) => whole.push(given(wanted, from, root)?),
            (at, false) => {
                let at = at.or_else(|| sources.iter().rposition(|source| matches!(source, Source::Git(_))));
                let Some(Source::Git(git)) = at.and_then(|at| sources.get_mut(at)) else {
                    return Err(no_version(wish));
                };
                git.reference = Some(wanted.to_owned());
            }
        }
    }
    Ok(if whole.is_empty() { sources } else { whole })
}

/// `NAME=WISH` for a pack of the lock, else the wish alone.
fn named<'a>(wish: &'a str, locked: &[LockedPack]) -> (Option<&'a str>, &'a str) {
    match wish.split_once('=') {
        Some((name, wanted)) if locked.iter().any(|pack| pack.name == name) => (Some(name), wanted),
        _ => (None, wish),
    }
}

/// Whether a wish is a whole source, and not only a version of one.
fn is_source(wish: &str) -> bool {
    let says_so = wish.contains("::") || wish.contains('/') || wish.contains('?') || wish == "." || wish == "..";
    says_so || matches!(wish, "builtin" | "standard") || Path::new(wish).is_dir()
}

/// A source of the command line: relative paths are relative to where the user stands, and kept relative to the product.
fn given(source: &str, from: &Path, root: &Path) -> Result<Source> {
    seen_from(&parse(source)?, from, root)
}

/// A source whose relative paths were relative to `from`, and are to be relative to the product.
fn seen_from(source: &Source, from: &Path, root: &Path) -> Result<Source> {
    source.moved(from, root).map_err(|error| Error::Pack { message: format!("{source}: {error}") })
}

fn parse(source: &str) -> Result<Source> {
    source.parse().map_err(|error| Error::Usage {
        message: format!("the pack {error}"),
        hint: Some("name packs with --to".to_owned()),
    })
}

fn no_version(wish: &str) -> Error {
    Error::Usage {
        message: format!("--to {wish}: none of the product's packs comes from a git repository"),
        hint: Some(
            "name a whole source, such as --to ../packs/acme or --to git::https://host/packs.git?ref=v1".to_owned(),
        ),
    }
}
