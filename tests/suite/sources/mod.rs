//! Packs from git repositories and archives, fetched by the real program from real local repositories.

mod archives;
mod git;
mod stacks;

use std::collections::BTreeMap;
use std::process::Command;

use mesh_cli::pack::source::{Cache, LockedPack};
use mesh_cli::plan::LockState;

use crate::sandbox::{Run, Sandbox};

/// A sandbox with a cache of its own.
struct World(Sandbox);

impl World {
    fn new() -> Self {
        Self(Sandbox::new())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.0.command(arguments);
        command.env("MESH_CLI_CACHE", self.0.join("cache")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Creates `logistics.<name>` with packs.
    fn create(&self, name: &str, packs: &[&str]) -> Run {
        let mut arguments = vec!["create-product", "--domain", "logistics", "--name", name, "--yes"];
        packs.iter().for_each(|pack| arguments.extend(["--pack", *pack]));
        self.run(&arguments)
    }

    #[track_caller]
    fn created(&self, name: &str, packs: &[&str]) -> Run {
        let run = self.create(name, packs);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }

    /// One clear error with a hint, and nothing written.
    #[track_caller]
    fn refused(&self, packs: &[&str], words: &[&str]) {
        let run = self.create("refused", packs);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{}", run.stderr);
        assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
        assert!(!self.0.join("refused").exists());
        words.iter().for_each(|word| assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr));
    }

    fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.join(path)).unwrap()
    }

    /// The packs of a product's lock.
    fn locked(&self, product: &str) -> Vec<LockedPack> {
        LockState::parse(&self.text(&format!("{product}/.mesh/lock.yaml"))).unwrap().packs
    }

    fn cache(&self) -> Cache {
        Cache::at(self.0.join("cache"))
    }

    fn forget(&self) {
        std::fs::remove_dir_all(self.0.join("cache")).unwrap();
    }

    /// Runs git in a folder, as nobody in particular.
    #[track_caller]
    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.0.join(folder)).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "x").env(format!("GIT_{who}_EMAIL"), "x@example.com");
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Commits a pack that writes `says` into `docs/said.md` to the repository `packs`, below `acme/`.
    fn commit(&self, version: &str, says: &str) -> String {
        if !self.0.join("packs").exists() {
            std::fs::create_dir(self.0.join("packs")).unwrap();
            self.git("packs", &["init", "--quiet", "--initial-branch=main"]);
        }
        for (path, text) in pack("acme", version, "standard", says) {
            self.0.write(&format!("packs/acme/{path}"), text);
        }
        self.git("packs", &["add", "--all"]);
        self.git("packs", &["commit", "--quiet", "--message", says]);
        self.git("packs", &["rev-parse", "HEAD"])
    }
}

/// The files of a pack that writes `says` into `docs/said.md`.
fn pack(name: &str, version: &str, extends: &str, says: &str) -> BTreeMap<&'static str, String> {
    [
        ("pack.yaml", format!("name: {name}\nversion: {version}\nextends: {extends}\n")),
        ("policies/lib/said.rego", format!("package policies.said\n\nsaid := \"{says}\"\n")),
        ("product/docs/said.md.tera", format!("{says} of <{{ product.title | md }}>\n")),
    ]
    .into()
}
