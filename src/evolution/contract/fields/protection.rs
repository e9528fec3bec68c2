//! How a field is protected: personal or not, masked, classified.

use super::super::{Change, rules};
use super::Fields;
use crate::manifest::document::{Access, Classification, Field, Mask};
use crate::manifest::value::{LogicalType, Scalar};

/// What holds for the fields that say nothing of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evolution::contract) struct Protection {
    mask: Mask,
    classification: Classification,
}

impl Protection {
    pub(in crate::evolution::contract) fn of(access: &Access) -> Self {
        let mask = access.privacy.as_ref().and_then(|privacy| privacy.masking).unwrap_or(Mask::Hash);
        Self { mask, classification: access.classification }
    }

    /// How a personal field is shown.
    fn mask(self, field: &Field) -> Mask {
        let is_text = field.logical_type == LogicalType::Scalar(Scalar::String);
        if is_text { field.mask.unwrap_or(self.mask) } else { Mask::Null }
    }

    fn classification(self, field: &Field) -> Classification {
        field.classification.unwrap_or(self.classification).max(self.classification)
    }
}

impl Fields<'_> {
    pub(super) fn protect(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        match (old.is_pii(), new.is_pii()) {
            (true, false) => {
                let what = "the field is no longer marked as personal".to_owned();
                let pointer = format!("{pointer}/pii");
                let change = Change::new(&rules::PII_DROPPED, path, &pointer, what);
                self.add(change.values(Some("personal".to_owned()), None));
            }
            (false, true) => {
                let mask = self.protection.1.mask(new).as_str();
                let what = format!("the field is marked as personal, and shown by the mask `{mask}`");
                let change = Change::new(&rules::PII_ADDED, path, &format!("{pointer}/pii"), what);
                self.add(change.values(None, Some("personal".to_owned())));
            }
            (true, true) => self.mask(path, pointer, old, new),
            (false, false) => {}
        }
        self.classify(path, pointer, old, new);
    }

    fn mask(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let (before, now) = (self.protection.0.mask(old), self.protection.1.mask(new));
        // Another type takes another mask; the change of the type says so.
        if before == now || old.logical_type != new.logical_type {
            return;
        }
        let row = if now == Mask::Hash { &rules::MASK_WEAKENED } else { &rules::MASK_STRENGTHENED };
        let (before, now) = (before.as_str().to_owned(), now.as_str().to_owned());
        let what = format!("the mask was `{before}` and is `{now}`");
        self.add(Change::new(row, path, &format!("{pointer}/mask"), what).values(Some(before), Some(now)));
    }

    /// The classification of a field, where it is not that of the whole product which changed.
    fn classify(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let (before, now) = (self.protection.0.classification(old), self.protection.1.classification(new));
        let of_product = (self.protection.0.classification, self.protection.1.classification);
        if before == now || (before, now) == of_product {
            return;
        }
        let pointer = format!("{pointer}/classification");
        self.add(classification(path, &pointer, before, now));
    }
}

/// The change from one classification to another.
pub(in crate::evolution::contract) fn classification(
    path: &str,
    pointer: &str,
    before: Classification,
    now: Classification,
) -> Change {
    let row = if now < before { &rules::CLASSIFICATION_LOWERED } else { &rules::CLASSIFICATION_RAISED };
    let (before, now) = (before.as_str().to_owned(), now.as_str().to_owned());
    let what = format!("the classification was `{before}` and is `{now}`");
    Change::new(row, path, pointer, what).values(Some(before), Some(now))
}
