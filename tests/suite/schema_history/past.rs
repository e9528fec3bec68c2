//! Which commit is compared with, and which manifests are found there.

use mesh_cli::Error;
use mesh_cli::evolution::history::{Past, State};

use super::repository::Repository;

const FILE: &str = "data-product.yaml";

fn manifest(name: &str, version: &str) -> String {
    format!("metadata: {{ domain: d, name: {name}, version: {version} }}\n")
}

fn past(repository: &Repository, against: Option<&str>) -> Past {
    Past::find(&repository.join(""), against, []).unwrap()
}

fn last(repository: &Repository, path: &str) -> Option<State> {
    past(repository, None).last(&repository.join(path), Some("d.a")).unwrap()
}

/// The versions before the last state, the newest first, each with its folder.
fn earlier(repository: &Repository, last: &State) -> Vec<String> {
    let states = past(repository, None).earlier(last).unwrap();
    states
        .iter()
        .map(|state| {
            let node = state.document().node.unwrap();
            format!("{} {}", node.text_at("/metadata/version").unwrap(), state.path)
        })
        .collect()
}

#[test]
fn the_merge_base_with_the_default_branch_of_origin_is_compared_with() {
    let origin = Repository::new();
    let first = origin.commit(FILE, &manifest("a", "1.0.0"));
    let clone = origin.clone_with(&[]);
    origin.commit(FILE, &manifest("a", "9.0.0"));
    clone.git(&["checkout", "--quiet", "-b", "change"]);
    clone.commit(FILE, &manifest("a", "1.1.0"));
    clone.git(&["fetch", "--quiet"]);
    assert_eq!(past(&clone, None).commit(), Some(&*first));
    assert!(past(&clone, None).told().ends_with(", the merge base with origin/HEAD"), "{}", past(&clone, None).told());
    // A branch is what both have in common, too; any other name is the commit itself.
    assert_eq!(past(&clone, Some("origin/main")).commit(), Some(&*first));
    let tip = clone.git(&["rev-parse", "origin/main"]);
    assert_eq!(past(&clone, Some("origin/main^0")).commit(), Some(&*tip));
    // A checkout in CI knows no origin/HEAD.
    clone.git(&["remote", "set-head", "origin", "--delete"]);
    assert!(past(&clone, None).told().ends_with("origin/main"));
}

#[test]
fn on_the_default_branch_itself_the_last_commit_is_judged() {
    let repository = Repository::new();
    assert_eq!(past(&repository, None).commit(), None);
    let first = repository.commit(FILE, &manifest("a", "1.0.0"));
    assert_eq!(past(&repository, None).commit(), None);
    let second = repository.commit(FILE, &manifest("a", "1.1.0"));
    assert_eq!(past(&repository, None).commit(), Some(&*first));
    repository.write(FILE, &manifest("a", "1.2.0"));
    assert_eq!(past(&repository, None).commit(), Some(&*second));
}

#[test]
fn a_product_is_followed_from_folder_to_folder_by_its_id() {
    let repository = Repository::new();
    for version in ["1.0.0", "1.1.0"] {
        repository.commit("old/data-product.yaml", &manifest("a", version));
    }
    repository.commit("other/data-product.yaml", &manifest("other", "7.0.0"));
    // Two products move in one commit, and both are edited on the way.
    repository.git(&["rm", "--quiet", "-r", "old", "other"]);
    repository.write("x/y/data-product.yaml", &manifest("other", "7.1.0"));
    repository.commit("new/data-product.yaml", &manifest("a", "1.2.0"));
    repository.commit("new/data-product.yaml", &manifest("a", "1.3.0"));
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.git(&["mv", "new", "newest"]);
    let last = last(&repository, "newest/data-product.yaml").unwrap();
    assert_eq!(last.path, "new/data-product.yaml");
    let expected = ["1.2.0 new/data-product.yaml", "1.1.0 old/data-product.yaml", "1.0.0 old/data-product.yaml"];
    assert_eq!(earlier(&repository, &last), expected);
}

#[test]
fn only_the_first_parents_count_and_a_path_that_another_product_had_does_not() {
    let repository = Repository::new();
    repository.commit(FILE, &manifest("stranger", "5.0.0"));
    repository.git(&["rm", "--quiet", FILE]);
    repository.commit("readme", "");
    repository.commit(FILE, &manifest("a", "1.0.0"));
    repository.git(&["checkout", "--quiet", "-b", "side"]);
    repository.commit(FILE, &manifest("a", "1.1.0-draft"));
    repository.commit(FILE, &manifest("a", "1.1.0"));
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    repository.write(FILE, &manifest("a", "1.2.0"));
    let last = last(&repository, FILE).unwrap();
    assert_eq!(earlier(&repository, &last), ["1.0.0 data-product.yaml"]);
}

#[test]
fn a_product_that_is_new_has_no_past() {
    let repository = Repository::new();
    repository.commit("b/data-product.yaml", &manifest("b", "1.0.0"));
    repository.write("a/data-product.yaml", &manifest("a", "1.0.0"));
    assert_eq!(last(&repository, "a/data-product.yaml"), None);
}

#[test]
fn a_manifest_may_have_any_name() {
    let repository = Repository::new();
    for version in ["1.0.0", "1.1.0"] {
        repository.commit("it's [odd].yml", &manifest("a", version));
    }
    let path = repository.join("it's [odd].yml");
    let past = Past::find(&repository.join(""), Some("HEAD"), [&*path]).unwrap();
    let last = past.last(&path, None).unwrap().unwrap();
    assert_eq!(past.earlier(&last).unwrap().len(), 1);
}

#[test]
fn a_shallow_clone_says_what_it_needs() {
    let origin = Repository::new();
    for version in ["1.0.0", "1.1.0", "1.2.0"] {
        origin.commit(FILE, &manifest("a", version));
    }
    let said = |error: Error| {
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("shallow"), "{error}");
        let hint = error.hint().unwrap().to_owned();
        assert!(hint.contains("--unshallow") && hint.contains("fetch-depth: 0"), "{hint}");
    };
    let refused = |clone: &Repository, against| said(Past::find(&clone.join(""), against, []).err().unwrap());
    let clone = origin.clone_with(&["--depth=1"]);
    // The commit before HEAD is not there; with a change, HEAD will do, but what was before it is not known.
    refused(&clone, None);
    refused(&clone, Some("v1"));
    clone.write(FILE, &manifest("a", "1.3.0"));
    let last = last(&clone, FILE).unwrap();
    said(past(&clone, None).earlier(&last).unwrap_err());
    // As a runner checks out a pull request: one commit, and no branch.
    clone.git(&["checkout", "--quiet", "--force", "--detach"]);
    clone.git(&["branch", "--quiet", "-D", "main"]);
    clone.git(&["remote", "remove", "origin"]);
    refused(&clone, None);
}

#[test]
fn without_a_default_branch_a_name_is_asked_for() {
    let repository = Repository::new();
    repository.commit(FILE, &manifest("a", "1.0.0"));
    repository.git(&["branch", "--quiet", "--move", "trunk"]);
    let refused = |against| Past::find(&repository.join(""), against, []).err().unwrap();
    assert!(refused(None).hint().unwrap().contains("--against"));
    assert!(refused(Some("nowhere")).to_string().contains("nowhere"));
    // What looks like an option is a name.
    assert!(refused(Some("--all")).to_string().contains("--all"));
}
