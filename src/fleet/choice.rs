//! Which of the products that were found are meant.

use globset::{GlobBuilder, GlobMatcher};

use super::Member;
use crate::diagnostics::{did_you_mean, nearest};
use crate::error::{Error, Result};

/// Patterns of `--only`: each is the id of a product, its folder, or a glob over either.
#[derive(Debug, Default)]
pub struct Choice {
    patterns: Vec<(String, GlobMatcher)>,
}

impl Choice {
    /// Reads the patterns.
    pub fn new(patterns: &[String]) -> Result<Self> {
        let read = |pattern: &String| {
            let plain = pattern.trim_start_matches("./").trim_end_matches('/');
            let glob = GlobBuilder::new(plain).literal_separator(true).build().map_err(|error| Error::Usage {
                message: format!("--only {pattern}: {}", error.kind()),
                hint: Some("name an id, a folder, or a glob such as 'orders.*'".to_owned()),
            })?;
            Ok((pattern.clone(), glob.compile_matcher()))
        };
        Ok(Self { patterns: patterns.iter().map(read).collect::<Result<_>>()? })
    }

    /// Those of the products that a pattern names; all of them when there is none. Every pattern must name one.
    pub fn of(&self, members: Vec<Member>) -> Result<Vec<Member>> {
        if let Some((pattern, _)) =
            self.patterns.iter().find(|(_, glob)| !members.iter().any(|member| names(glob, member)))
        {
            let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
            let places: Vec<&str> = members.iter().map(|member| member.place.as_str()).collect();
            let near = |known: &[&str]| nearest(pattern, known.iter().copied()).is_some();
            let known = if near(&places) && !near(&ids) { places } else { ids };
            return Err(Error::Usage {
                message: format!("--only {pattern}: no product has this id or lies there"),
                hint: Some(did_you_mean(pattern, known)).filter(|_| !members.is_empty()),
            });
        }
        let chosen =
            |member: &Member| self.patterns.is_empty() || self.patterns.iter().any(|(_, glob)| names(glob, member));
        Ok(members.into_iter().filter(chosen).collect())
    }
}

/// Whether a glob names a product, its folder, or a folder above it.
fn names(glob: &GlobMatcher, member: &Member) -> bool {
    let ends = member.place.match_indices('/').map(|(at, _)| at).chain([member.place.len()]);
    glob.is_match(&member.id) || ends.into_iter().any(|end| glob.is_match(&member.place[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> Vec<Member> {
        [
            ("orders.events", "sales/orders/events"),
            ("orders.returns", "sales/orders/returns"),
            ("web.visits", "web/visits"),
        ]
        .map(|(id, place)| Member { id: id.to_owned(), place: place.to_owned(), root: place.into() })
        .into()
    }

    #[track_caller]
    fn case(patterns: &[&str], ids: &[&str]) {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        let chosen = Choice::new(&patterns).unwrap().of(members()).unwrap();
        assert_eq!(chosen.iter().map(|member| member.id.as_str()).collect::<Vec<_>>(), ids);
    }

    #[test]
    fn a_product_is_named_by_its_id_its_folder_or_a_glob() {
        case(&[], &["orders.events", "orders.returns", "web.visits"]);
        case(&["orders.returns"], &["orders.returns"]);
        case(&["orders.*"], &["orders.events", "orders.returns"]);
        case(&["./web/visits/"], &["web.visits"]);
        case(&["sales"], &["orders.events", "orders.returns"]);
        case(&["*/visits", "**/events"], &["orders.events", "web.visits"]);
    }

    #[test]
    fn a_pattern_that_names_nothing_is_wrong_use() {
        let error = Choice::new(&["orders.return".to_owned()]).unwrap().of(members()).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.hint().unwrap().contains("`orders.returns`"), "{:?}", error.hint());
        assert_eq!(Choice::new(&["a[".to_owned()]).unwrap_err().exit_code(), 2);
    }
}
