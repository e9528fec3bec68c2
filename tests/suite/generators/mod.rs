//! What breaks in other generators, and must not break here: a test per failure that was reproduced with copier,
//! cookiecutter, cruft, cargo-generate, kickstart, hygen, yeoman, plop, projen or Nx.

mod asked;
mod breaks;
mod first;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

pub type Tree = std::collections::BTreeMap<String, Vec<u8>>;

/// A product made with version 1 of a pack, and version 2 of the pack beside it.
///
/// ```text
/// v1/  v2/     the pack
/// parcels/     the product
/// ```
pub struct Life(pub Sandbox);

impl Life {
    /// Both versions of a pack, each as what its `pack.yaml` says more, and its files below `product/`.
    pub fn new(v1: Version<'_>, v2: Version<'_>) -> Self {
        let life = Self(Sandbox::new());
        life.pack("v1", "1.0.0", v1);
        life.pack("v2", "2.0.0", v2);
        life
    }

    /// A product of version 1, not edited yet.
    pub fn created(v1: Version<'_>, v2: Version<'_>) -> Self {
        let life = Self::new(v1, v2);
        life.create(&[]);
        life
    }

    pub fn pack(&self, folder: &str, version: &str, (more, files): Version<'_>) {
        self.0.write(
            &format!("{folder}/pack.yaml"),
            format!("name: acme\nversion: {version}\nextends: standard\n{more}"),
        );
        for (path, contents) in files {
            self.0.write(&format!("{folder}/product/{path}"), contents);
        }
    }

    #[track_caller]
    pub fn create(&self, more: &[&str]) {
        let named = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "v1"];
        let run = self.run(&[&named[..], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }

    /// Runs the program beside the product.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs the program in the product.
    pub fn inside(&self, arguments: &[&str]) -> Run {
        self.command(arguments).current_dir(self.product()).output().unwrap().into()
    }

    /// The program, with a cache of packs of its own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.0.command(arguments);
        command.env("MESH_CLI_CACHE", self.0.join("cache"));
        command
    }

    /// Moves the product to version 2.
    pub fn update(&self, more: &[&str]) -> Run {
        self.inside(&[&["update", "--to", "../v2"], more].concat())
    }

    pub fn product(&self) -> PathBuf {
        self.0.join("parcels")
    }

    pub fn tree(&self) -> Tree {
        tree(&self.product())
    }

    pub fn exists(&self, path: &str) -> bool {
        self.product().join(path).exists()
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.product().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        self.0.write(&format!("parcels/{path}"), contents);
    }

    /// Edits a file of the product as a person does.
    #[track_caller]
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not hold `{old}`:\n{text}");
        self.write(path, text.replacen(old, new, 1));
    }

    pub fn append(&self, path: &str, more: &str) {
        self.write(path, self.read(path) + more);
    }

    /// The version of the pack that the product says it has.
    pub fn version(&self) -> String {
        let status = self.inside(&["status", "--format", "json"]);
        let status: Json = serde_json::from_str(&status.stdout).unwrap_or_else(|_| panic!("{status:?}"));
        let packs = status["packs"].as_array().unwrap_or_else(|| panic!("{status}"));
        let acme = packs.iter().find(|pack| pack["name"] == "acme").unwrap_or_else(|| panic!("{status}"));
        acme["version"].as_str().unwrap().to_owned()
    }

    /// A repository of the pack at `packs.git`, with one commit and tag per version.
    pub fn repository(&self, versions: &[(&str, Version<'_>)]) {
        fs::create_dir_all(self.0.join("packs.git")).unwrap();
        self.git("packs.git", &["init", "--quiet"]);
        for (version, pack) in versions {
            self.pack("packs.git", version, *pack);
            self.git("packs.git", &["add", "--all"]);
            self.git("packs.git", &["commit", "--quiet", "--message", version]);
            self.git("packs.git", &["tag", &format!("v{version}")]);
        }
    }

    /// The repository as a source of packs.
    pub fn source(&self, tag: &str) -> String {
        format!("git::file://{}?ref={tag}", self.0.join("packs.git").display())
    }

    #[track_caller]
    pub fn git(&self, folder: &str, arguments: &[&str]) -> String {
        git(&self.0.join(folder), arguments)
    }
}

/// What `pack.yaml` says more, and the files below `product/`.
pub type Version<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// Rules that give `notes.md` to both, the pack and the team.
pub const NOTES: &str = "files:\n  - { template: notes.md, owner: merged }\n";

/// Git as a stranger's machine has it: no settings but these.
#[track_caller]
pub fn git(folder: &std::path::Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "init.defaultBranch=main", "-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "git {arguments:?}: {said}");
    said
}

/// The change of a file in a report of `generate` or `update`.
#[track_caller]
pub fn change(run: &Run, path: &str) -> Json {
    let report: Json = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let changes = report["changes"].as_array().unwrap_or_else(|| panic!("{report}"));
    let mut found = changes.iter().filter(|change| change["path"] == path);
    found.next().unwrap_or_else(|| panic!("{path} is not among {changes:?}")).clone()
}
