//! Line endings: an editor or git may have changed those of a file, and that is no edit.

use std::borrow::Cow;

use super::super::Digest;

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Ending {
    Lf,
    CrLf,
}

impl Ending {
    /// How most lines of a text end; nothing for a text of one line.
    pub(in crate::plan) fn of(text: &str) -> Option<Self> {
        let all = text.matches('\n').count();
        let long = text.matches("\r\n").count();
        (all > 0).then_some(if 2 * long > all { Self::CrLf } else { Self::Lf })
    }

    /// A text with this ending on every line.
    pub(in crate::plan) fn apply(self, text: &str) -> Cow<'_, str> {
        match (self, text.contains('\n')) {
            (_, false) => Cow::Borrowed(text),
            (Self::Lf, _) if !text.contains("\r\n") => Cow::Borrowed(text),
            (Self::Lf, _) => Cow::Owned(text.replace("\r\n", "\n")),
            (Self::CrLf, _) => Cow::Owned(text.replace("\r\n", "\n").replace('\n', "\r\n")),
        }
    }
}

/// The text of a file; nothing for one that is no text.
pub(in crate::plan) fn text(contents: &[u8]) -> Option<&str> {
    str::from_utf8(contents).ok().filter(|text| !text.contains('\0'))
}

/// Whether two files hold the same, their line endings aside.
pub(in crate::plan) fn same(a: &[u8], b: &[u8]) -> bool {
    a == b
        || match (text(a), text(b)) {
            (Some(a), Some(b)) => Ending::Lf.apply(a) == Ending::Lf.apply(b),
            _ => false,
        }
}

/// Whether a file has one of these digests, its line endings aside.
pub(in crate::plan) fn has_digest(contents: &[u8], is: impl Fn(&Digest) -> bool) -> bool {
    let with = |ending: Ending| {
        text(contents).is_some_and(|text| match ending.apply(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(text) => is(&Digest::of(text.as_bytes())),
        })
    };
    is(&Digest::of(contents)) || with(Ending::Lf) || with(Ending::CrLf)
}
