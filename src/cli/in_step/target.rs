//! What a product is brought in step with: its own packs and answers, or others.

use std::path::Path;

use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::manifest::edit;
use crate::plan::{Digest, Edit, NewFile};
use crate::product::{Product, SharedPacks, Step, packs, rules};

/// What a product is brought in step with.
#[derive(Clone, Copy)]
pub(in super::super) enum Target<'a> {
    /// The packs of its lock.
    Locked,
    /// Other packs, other answers.
    Update {
        /// Which packs.
        wishes: packs::Wishes<'a>,
        /// Values of the manifest, as `path=value`.
        set: &'a [String],
    },
}

impl<'a> Target<'a> {
    /// The same for a user who stands somewhere else.
    pub(in super::super) fn seen_from<'b>(&self, from: &'b Path) -> Target<'b>
    where
        'a: 'b,
    {
        match *self {
            Self::Locked => Target::Locked,
            Self::Update { wishes, set } => Target::Update { wishes: packs::Wishes { from, ..wishes }, set },
        }
    }

    /// The product with the answers that were given, and the edit that puts them into the manifest.
    pub(super) fn answers(&self, product: Product) -> Result<(Product, Option<Edit>)> {
        let set = match self {
            Self::Update { set, .. } if !set.is_empty() => *set,
            _ => return Ok((product, None)),
        };
        let old = &product.manifest.source;
        let mut text = old.text.to_string();
        for assignment in set {
            let (path, value) = super::super::assignment::parse(assignment)?;
            text = edit::set(&text, path, &value).map_err(|error| Error::Usage {
                message: format!("--set {assignment}: {error}"),
                hint: Some(format!("edit {} by hand, then run `mesh-cli generate`", old.path)),
            })?;
        }
        let path = crate::manifest::document::FILE_NAME.parse().map_err(|error| Error::Internal(format!("{error}")))?;
        let before = Some(Digest::of(old.text.as_bytes()));
        let after = Some(NewFile { contents: text.clone().into_bytes(), executable: false });
        let edit = (*text != *old.text).then_some(Edit { path, before, after });
        Ok((product.with_manifest(text), edit))
    }

    /// The packs to render with, or why they are not what the lock promises.
    pub(super) fn pack(&self, product: &Product, shared: &SharedPacks) -> Result<packs::Found> {
        match self {
            Self::Locked => packs::of_lock(product, shared),
            Self::Update { wishes, .. } => packs::to_move_to(product, wishes, shared),
        }
    }

    /// Whether it can be seen without a render that a product is what it should be. Where it cannot, only a render tells.
    pub(in super::super) fn is_seen_in(&self, root: &Path, shared: &SharedPacks) -> Result<bool> {
        match self {
            Self::Locked => packs::vouch_for(root, shared),
            Self::Update { .. } => Ok(false),
        }
    }

    /// What speaks against a step, although it could be made.
    pub(super) fn objections(&self, step: &Step) -> Option<Report> {
        match self {
            Self::Locked => None,
            Self::Update { .. } => rules::incompatible(step),
        }
    }
}
