//! Many small products of one pack.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use super::{Run, Sandbox, tree};

/// The most that a test asks for.
const MOST: usize = 50;
const LINES: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// What the pack leaves of a product is little, so that fifty of them are quickly made.
const PACK: &str = "name: acme
version: 1.0.0
extends: standard
remove: [product/dbt, product/schemas, product/Makefile, product/README.md, product/CODEOWNERS, ci/github/product]
files:
  - { template: notes.md.tera, owner: merged }
";

/// A folder with `pack/` and the products `products/p_01` to `products/p_50`, or fewer.
pub struct Fleet(Sandbox);

impl Fleet {
    pub fn of(count: usize) -> Self {
        let sandbox = Sandbox::new();
        let most = format!("products/{}/", name(count + 1));
        for (path, contents) in all().iter().filter(|(path, _)| !path.starts_with("products/") || **path < most) {
            sandbox.write(path, contents);
        }
        Self(sandbox)
    }

    pub fn sandbox(&self) -> &Sandbox {
        &self.0
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.0.run(arguments)
    }

    /// `update --all`, with a report for programs.
    pub fn update(&self, more: &[&str]) -> Run {
        self.run(&[&["update", "--all", "products", "--format", "json"], more].concat())
    }

    /// The files of a product.
    pub fn tree(&self, product: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.0.join("products").join(product))
    }

    pub fn notes(&self, product: &str) -> String {
        self.read(&format!("{product}/notes.md"))
    }

    /// What the pack renders after its release.
    pub fn new_notes(&self) -> String {
        format!("{}\nBy mesh-team\n", notes(2))
    }

    /// The pack changes the line with `six`.
    pub fn release(&self) {
        self.0.write("pack/pack.yaml", PACK.replace("1.0.0", "1.1.0"));
        self.0.write("pack/product/notes.md.tera", template(2));
    }

    /// A team changes a line of its notes.
    pub fn edit(&self, product: &str, from: &str, to: &str) {
        let text = self.notes(product);
        self.write(&format!("{product}/notes.md"), &text.replace(from, to));
    }

    /// A team changes what its notes say of the product.
    pub fn change_manifest(&self, product: &str) {
        let path = format!("{product}/data-product.yaml");
        let text = self.read(&path);
        let changed = text.replace("team: mesh-team", "team: another-team");
        assert_ne!(changed, text);
        self.write(&path, &changed);
    }

    /// A team decides a conflict: both lines stay.
    pub fn resolve(&self, product: &str) {
        let marks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
        let text = self.notes(product);
        let kept: Vec<&str> = text.lines().filter(|line| !marks.iter().any(|mark| line.starts_with(mark))).collect();
        assert_ne!(text.lines().count(), kept.len(), "no markers");
        self.write(&format!("{product}/notes.md"), &(kept.join("\n") + "\n"));
        let run = self.run(&["resolve", "--product", &format!("products/{product}")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }

    pub fn append(&self, path: &str, text: &str) {
        self.write(path, &(self.read(path) + text));
    }

    pub fn write(&self, path: &str, text: &str) {
        self.0.write(&format!("products/{path}"), text);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join("products").join(path)).unwrap()
    }
}

fn name(number: usize) -> String {
    format!("p_{number:02}")
}

/// The lines of the notes; the second version of the pack says one of them better.
fn notes(version: u32) -> String {
    let text = format!("# Notes\n\n{}\n", LINES.join("\n"));
    if version == 2 { text.replace("six\n", "six, better\n") } else { text }
}

fn template(version: u32) -> String {
    format!("{}\nBy <{{ owner.team | md }}>\n", notes(version))
}

/// Every file of the largest fleet, made once.
fn all() -> &'static BTreeMap<String, Vec<u8>> {
    static ALL: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let sandbox = Sandbox::new();
        sandbox.write("pack/pack.yaml", PACK);
        sandbox.write("pack/product/notes.md.tera", template(1));
        for number in 1..=MOST {
            let (name, out) = (name(number), format!("products/{}", name(number)));
            let product = ["create-product", "--domain", "mesh", "--name", &name, "--out", &out];
            let run = sandbox.run(&[&product[..], &["--yes", "--pack", "pack"]].concat());
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        tree(sandbox.path())
    })
}
