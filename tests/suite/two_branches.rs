//! Two branches that each add a field and regenerate, merged by real git: the manifest is resolved by hand, and
//! `generate` does the rest.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sandbox::Sandbox;
use crate::support::tree;
use crate::tools::passes;

const MANIFEST: &str = "data-product.yaml";
const SQL: &str = "dbt/models/intermediate/int_parcels__assembled.sql";
/// The field that every branch's own comes after.
const LAST_FIELD: &str = "      - name: created_at
        type: timestamp
        required: true
        pii: false
        description: When the record was first seen, in UTC
";
const WEIGHT: &str = "      - name: weight_grams
        type: int
        pii: false
        description: What the scales said
";
const DEPOT: &str = "      - name: depot
        type: string
        pii: false
        description: Where the parcel was handed in
";

/// A product in a repository, with its first commit.
struct Repository(Sandbox);

impl Repository {
    fn new() -> Self {
        Self::with(Sandbox::new(), &[])
    }

    fn with(sandbox: Sandbox, more: &[&str]) -> Self {
        let repository = Self(sandbox);
        let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes"];
        let run = repository.0.run(&[&create[..], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        repository.git(&["init", "--quiet"]);
        repository.commit("create the product");
        repository
    }

    fn product(&self) -> std::path::PathBuf {
        self.0.join("parcels")
    }

    /// Runs git as a stranger's machine has it; whether it ended well, and what it said.
    fn try_git(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new("git")
            .current_dir(self.product())
            .args(["-c", "init.defaultBranch=main", "-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(arguments)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_EDITOR", "true")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), said)
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        let (fine, said) = self.try_git(arguments);
        assert!(fine, "git {arguments:?}: {said}");
        said
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.product().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: String) {
        fs::write(self.product().join(path), text).unwrap();
    }

    #[track_caller]
    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not hold `{old}`:\n{text}");
        self.write(path, text.replacen(old, new, 1));
    }

    #[track_caller]
    fn mesh_cli(&self, arguments: &[&str]) -> String {
        let mut command = self.0.command(arguments);
        // As in a hook, where git speaks of a place that is relative to another folder.
        command.current_dir(self.product()).env("GIT_DIR", "../.git");
        let output = command.output().unwrap();
        let run: crate::sandbox::Run = output.into();
        assert_eq!(run.code, 0, "{arguments:?}: {}\n{}", run.stdout, run.stderr);
        run.stdout + &run.stderr
    }

    /// A branch on which a person adds a field to the manifest and to their SQL, writes a note, and regenerates.
    fn branch(&self, name: &str, field: (&str, &str), column: (&str, &str), note: (&str, &str)) {
        self.git(&["checkout", "--quiet", "-b", name, "main"]);
        self.replace(MANIFEST, field.0, &format!("{}{}", field.0, field.1));
        self.replace(SQL, column.0, column.1);
        self.replace("README.md", note.0, &format!("{}{}", note.0, note.1));
        self.mesh_cli(&["generate"]);
        self.mesh_cli(&["generate", "--check"]);
        self.commit(name);
    }

    /// Both branches, of which both add their field at one place.
    fn branches(&self) {
        let readme = self.read("README.md");
        let heading = readme.lines().filter(|line| line.starts_with("## ")).collect::<Vec<_>>();
        let (first, last) = (format!("{}\n", heading[0]), format!("{}\n", heading[heading.len() - 1]));
        self.branch(
            "weight",
            (LAST_FIELD, WEIGHT),
            ("        parcels_id,\n", "        parcels_id,\n        cast(null as integer) as weight_grams,\n"),
            (&first, "\nA note about the weight.\n"),
        );
        self.branch(
            "depot",
            (LAST_FIELD, DEPOT),
            ("        created_at\n", "        created_at,\n        cast(null as varchar) as depot\n"),
            (&last, "\nA note about the depot.\n"),
        );
    }

    /// The one thing that a person does after the merge: the manifest has both fields.
    fn resolve_the_manifest(&self) {
        let text = self.read(MANIFEST);
        assert!(text.contains("<<<<<<<") && text.contains("weight_grams") && text.contains("depot"), "{text}");
        let mut sides = String::new();
        let mut in_base = false;
        for line in text.split_inclusive('\n') {
            match line {
                _ if line.starts_with("|||||||") => in_base = true,
                _ if line.starts_with("=======") => in_base = false,
                _ if line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") || in_base => {}
                _ => sides.push_str(line),
            }
        }
        // Lines that both fields share stand once between the hunks of git: whole fields are simpler to say.
        let start = sides.find(LAST_FIELD).unwrap() + LAST_FIELD.len();
        let end = sides.find("\n  # What is promised").unwrap();
        sides.replace_range(start..end, &format!("{WEIGHT}{DEPOT}"));
        self.write(MANIFEST, sides);
    }

    /// Everything is in step, of both branches, and the edits of both are there.
    fn is_whole(&self) {
        for (path, contents) in tree(&self.product()) {
            if path.starts_with(".git/") {
                continue;
            }
            let text = String::from_utf8_lossy(&contents);
            for marker in ["<<<<<<<", "|||||||", ">>>>>>>"] {
                assert!(!text.contains(marker), "{path} holds {marker}:\n{text}");
            }
        }
        self.mesh_cli(&["generate", "--check"]);
        self.mesh_cli(&["validate"]);
        for path in ["schemas/parcels_v1.avsc", "README.md", "dbt/models/products/parcels.yml", SQL] {
            let text = self.read(path);
            for field in ["weight_grams", "depot"] {
                assert!(text.contains(field), "{path} lacks {field}:\n{text}");
            }
        }
        let readme = self.read("README.md");
        for note in ["A note about the weight.", "A note about the depot."] {
            assert_eq!(readme.matches(note).count(), 1, "{readme}");
        }
        assert_eq!(self.read(".mesh/lock.yaml").matches("seal:").count(), 1);
    }

    /// The product without git's folder is the one that one person makes who adds both fields at once.
    fn is_as_if_made_at_once(&self) {
        let other = Self::new();
        for path in [MANIFEST, SQL, "README.md"] {
            other.write(path, self.read(path));
        }
        // The README of the merge is rendered and edited; of the other only the edits are taken over.
        other.mesh_cli(&["generate"]);
        let files = |of: &Self| {
            let files = tree(&of.product()).into_iter();
            files.filter(|(path, _)| !path.starts_with(".git/")).collect::<std::collections::BTreeMap<_, _>>()
        };
        crate::support::assert_same_tree(&files(self), &files(&other), "");
    }
}

#[test]
fn two_branches_that_both_regenerated_are_merged_with_no_work_beyond_the_manifest() {
    for style in ["merge", "diff3", "zdiff3"] {
        let repository = Repository::new();
        repository.branches();
        repository.git(&["checkout", "--quiet", "main"]);
        repository.git(&["merge", "--quiet", "--ff-only", "weight"]);
        let (fine, said) = repository.try_git(&["-c", &format!("merge.conflictStyle={style}"), "merge", "depot"]);
        assert!(!fine && said.contains(MANIFEST), "git merged the manifest: {said}");
        eprintln!("git found {} conflicts", said.matches("CONFLICT").count());
        repository.resolve_the_manifest();
        let said = repository.mesh_cli(&["generate"]);
        eprintln!("{said}");
        repository.commit("merge depot");
        repository.is_whole();
        repository.is_as_if_made_at_once();
    }
}

/// The branches touch the manifest at different places: nothing at all is left to do by hand.
#[test]
fn two_branches_whose_manifests_git_merges_need_generate_alone() {
    let repository = Repository::new();
    let first = "        description: Identifies the row; never reused\n";
    let heading = "## ";
    repository.branch(
        "weight",
        (first, WEIGHT),
        ("        parcels_id,\n", "        parcels_id,\n        cast(null as integer) as weight_grams,\n"),
        (heading, ""),
    );
    repository.branch(
        "depot",
        (LAST_FIELD, DEPOT),
        ("        created_at\n", "        created_at,\n        cast(null as varchar) as depot\n"),
        (heading, ""),
    );
    repository.git(&["checkout", "--quiet", "weight"]);
    repository.try_git(&["merge", "depot"]);
    assert!(!repository.read(MANIFEST).contains("<<<<<<<"));
    repository.mesh_cli(&["generate"]);
    repository.commit("merge depot");
    repository.mesh_cli(&["generate", "--check"]);
    let schema = repository.read("schemas/parcels_v1.avsc");
    assert!(schema.contains("weight_grams") && schema.contains("depot"));
}

/// Rebased, the second branch meets the same.
#[test]
fn a_branch_that_is_rebased_over_another_needs_no_more() {
    let repository = Repository::new();
    repository.branches();
    let (fine, said) = repository.try_git(&["rebase", "weight"]);
    assert!(!fine && said.contains(MANIFEST), "{said}");
    repository.resolve_the_manifest();
    repository.mesh_cli(&["generate"]);
    repository.git(&["add", "--all"]);
    repository.git(&["rebase", "--continue"]);
    repository.is_whole();
}

/// One branch moves to a new version of the pack, the other adds a field.
#[test]
fn a_branch_that_updated_the_pack_and_one_that_added_a_field_are_merged() {
    let sandbox = Sandbox::new();
    for (folder, version, text) in [("v1", "1.0.0", "one\n\ntwo\n"), ("v2", "2.0.0", "ONE\n\ntwo\n")] {
        let rules = "files:\n  - { template: notes.md, owner: merged }\n";
        sandbox.write(
            &format!("{folder}/pack.yaml"),
            format!("name: acme\nversion: {version}\nextends: standard\n{rules}"),
        );
        sandbox.write(&format!("{folder}/product/notes.md"), text);
        sandbox.write(&format!("{folder}/product/generated.txt.tera"), format!("{version} <{{ product.id }}>\n"));
    }
    let repository = Repository::with(sandbox, &["--pack", "v1"]);
    repository.git(&["checkout", "--quiet", "-b", "update"]);
    repository.mesh_cli(&["update", "--to", "../v2"]);
    repository.commit("update");
    let column = ("        created_at\n", "        created_at,\n        cast(null as varchar) as depot\n");
    repository.branch("depot", (LAST_FIELD, DEPOT), column, ("## ", ""));
    repository.try_git(&["merge", "update"]);
    repository.mesh_cli(&["generate"]);
    repository.commit("merge update");
    repository.mesh_cli(&["generate", "--check"]);
    assert_eq!(repository.read("notes.md"), "ONE\n\ntwo\n");
    assert_eq!(repository.read("generated.txt"), "2.0.0 logistics.parcels\n");
    assert!(repository.read("schemas/parcels_v1.avsc").contains("depot"));
    let lock = repository.read(".mesh/lock.yaml");
    assert!(lock.contains("2.0.0") && !lock.contains("1.0.0"), "{lock}");
}

/// One branch deletes a file that the other renders anew.
#[test]
fn a_file_that_one_branch_deleted_stays_deleted() {
    let repository = Repository::new();
    repository.branches();
    repository.git(&["checkout", "--quiet", "weight"]);
    fs::remove_file(repository.product().join("README.md")).unwrap();
    repository.mesh_cli(&["generate"]);
    repository.commit("nobody reads it");
    assert!(!repository.try_git(&["merge", "depot"]).0);
    repository.resolve_the_manifest();
    repository.git(&["rm", "--quiet", "--force", "--ignore-unmatch", "README.md"]);
    repository.mesh_cli(&["generate"]);
    repository.commit("merge depot");
    repository.mesh_cli(&["generate", "--check"]);
    assert!(!repository.product().join("README.md").exists());
    assert!(repository.read("schemas/parcels_v1.avsc").contains("weight_grams"));
}

/// What a person wrote on both branches at one place is theirs to decide.
#[test]
fn an_edit_of_a_person_on_both_branches_is_not_decided_for_them() {
    let repository = Repository::new();
    let readme = repository.read("README.md");
    let heading = format!("{}\n", readme.lines().find(|line| line.starts_with("## ")).unwrap());
    let columns = [
        ("        parcels_id,\n", "        parcels_id,\n        cast(null as integer) as weight_grams,\n"),
        ("        created_at\n", "        created_at,\n        cast(null as varchar) as depot\n"),
    ];
    repository.branch("weight", (LAST_FIELD, WEIGHT), columns[0], (&heading, "\nOne opinion.\n"));
    repository.branch("depot", (LAST_FIELD, DEPOT), columns[1], (&heading, "\nAnother opinion.\n"));
    repository.git(&["checkout", "--quiet", "weight"]);
    assert!(!repository.try_git(&["merge", "depot"]).0);
    repository.resolve_the_manifest();
    let output = repository.0.command(&["generate"]).current_dir(repository.product()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let readme = repository.read("README.md");
    for text in ["<<<<<<<", "One opinion.", "Another opinion."] {
        assert!(readme.contains(text), "{readme}");
    }
}

#[test]
fn dbt_and_the_readers_accept_what_the_merge_gave() {
    let repository = Repository::new();
    repository.branches();
    assert!(!repository.try_git(&["merge", "weight"]).0);
    repository.resolve_the_manifest();
    repository.mesh_cli(&["generate"]);
    let checks = Path::new("yaml,csv,dbt-build,avro,avsc,sqlfluff");
    passes("check_product.py", "venv", &[Path::new("--checks"), checks, &repository.product()]);
}
