//! What `schema check` and `schema diff` share: the products, what each is compared with, and what changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::against::{Against, Filed, Subjects, avro};
use crate::cli::{interrupt, usage};
use crate::diagnostics::{Report, Source};
use crate::error::{Error, Result};
use crate::evolution::avro::Schema;
use crate::evolution::history::{Before, Earlier, Judgement, Line, Past, Terms, judge, judge_avro};
use crate::fleet::{self, Choice};
use crate::interchange::import;
use crate::manifest::node::Node;
use crate::manifest::{Draft, Manifest, document, read, resolve, typed};
use crate::mesh::Mesh;
use crate::pack::Pack;
use crate::product::{self, Product, SharedPacks, packs};

/// Which products, and what they are compared with.
#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// The folder of the product or its manifest; with --all the folder of the products
    #[arg(default_value = ".")]
    pub path: PathBuf,

    /// What to compare with: a branch, tag or commit, a manifest, an .avsc file, the folder of a product, or the URL of a
    /// Schema Registry. The default is what git has in common with the default branch of origin, and every earlier version
    #[arg(long, value_name = "REF|FILE|DIR|URL")]
    against: Option<String>,

    /// Every product below the folder, or those of them that its mesh.yaml lists
    #[arg(long)]
    all: bool,

    /// Only the product with this id or in this folder, or those that a glob over either names (can be repeated)
    #[arg(long, value_name = "ID|GLOB", requires = "all")]
    only: Vec<String>,
}

impl CompareArgs {
    /// The mesh that the products are in.
    pub(super) fn mesh(&self) -> Result<Option<Mesh>> {
        Mesh::find(if self.path.is_file() { self.path.parent().unwrap_or(&self.path) } else { &self.path })
    }

    /// One product.
    pub(super) fn one(path: &Path, against: Option<&str>) -> Self {
        Self { path: path.to_owned(), against: against.map(str::to_owned), all: false, only: Vec::new() }
    }
}

/// A product that was looked at.
pub(super) struct Compared {
    /// Its id; where it is, when the manifest does not say.
    pub id: String,
    /// Its folder.
    pub root: PathBuf,
    /// The text of the manifest.
    pub source: Source,
    /// What came of it.
    pub outcome: Found,
}

/// What came of looking at a product.
pub(super) enum Found {
    /// Its own manifest has errors.
    Wrong(Report),
    /// It was compared.
    Judged(Box<Judged>),
}

/// What a comparison says.
pub(super) struct Judged {
    /// The manifest as it is now, and its tree.
    pub manifest: Manifest,
    /// The tree, for findings to point into.
    pub node: Node,
    /// What it was compared with, in words.
    pub against: String,
    /// Whether there was nothing before.
    pub is_new: bool,
    /// The manifest before, where there was one.
    pub last: Option<Manifest>,
    /// The earlier manifests, from the oldest to the last, by where each is from.
    pub earlier: Vec<String>,
    /// What changed, and what is wrong with that.
    pub judgement: Judgement,
}

/// A product, before it is looked at.
struct Item {
    root: PathBuf,
    manifest: PathBuf,
    place: String,
}

impl CompareArgs {
    /// The folder below which every product is compared, when none is left out.
    pub(super) fn whole(&self) -> Option<PathBuf> {
        (self.all && self.only.is_empty()).then(|| self.path.clone())
    }
}

/// Compares all the products, in the order of their ids.
pub(super) fn compare(args: &CompareArgs, mesh: Option<&Mesh>, terms: &Terms) -> Result<Vec<Compared>> {
    let items = items(args)?;
    let against = Against::of(args.against.as_deref())?;
    let sources = Sources::open(&against, args.all, mesh, &items)?;
    let packs = SharedPacks::from_environment()?;
    let look = |item: &Item| {
        if interrupt::requested() {
            return Err(Error::Interrupted);
        }
        look(item, &sources, &packs, terms)
    };
    items.par_iter().map(look).collect()
}

fn items(args: &CompareArgs) -> Result<Vec<Item>> {
    if args.all {
        let members = fleet::find(&args.path)?;
        if members.is_empty() {
            return Err(usage(
                format!("there is no product below {}", args.path.display()),
                "name the folder that holds the products",
            ));
        }
        let item = |member: fleet::Member| {
            let manifest = shown(&member.root.join(document::FILE_NAME));
            Item { manifest, root: member.root, place: member.place }
        };
        return Ok(Choice::new(&args.only)?.of(members)?.into_iter().map(item).collect());
    }
    if args.path.is_file() {
        let root = args.path.parent().filter(|root| !root.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok(vec![Item { root: root.to_owned(), manifest: args.path.clone(), place: ".".to_owned() }]);
    }
    let root = product::find(&args.path)?;
    Ok(vec![Item { manifest: shown(&root.join(document::FILE_NAME)), root, place: ".".to_owned() }])
}

fn shown(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// What products are compared with, opened once for all of them.
enum Sources {
    /// A past for each repository.
    Git(BTreeMap<PathBuf, Past>),
    /// The products of another folder, by id.
    Folder(PathBuf, BTreeMap<String, PathBuf>),
    Manifest(PathBuf),
    Avro(PathBuf, Box<Schema>),
    Registry(Box<Subjects>),
}

impl Sources {
    fn open(against: &Against, all: bool, mesh: Option<&Mesh>, items: &[Item]) -> Result<Self> {
        let one = |name: &dyn std::fmt::Display| {
            let message = format!("{name} is one contract, and --all means many products");
            if all { Err(usage(message, "name the folder of the other products, or leave --all out")) } else { Ok(()) }
        };
        match against {
            Against::Git(name) => pasts(name.as_deref(), items).map(Self::Git),
            Against::Folder(folder) if all => {
                let members = fleet::find(folder)?.into_iter();
                let by_id = members.map(|member| (member.id, member.root.join(document::FILE_NAME))).collect();
                Ok(Self::Folder(folder.clone(), by_id))
            }
            Against::Folder(folder) => Ok(Self::Manifest(shown(&product::find(folder)?.join(document::FILE_NAME)))),
            Against::Manifest(path) => one(&path.display()).map(|()| Self::Manifest(path.clone())),
            Against::Avro(path) => {
                one(&path.display())?;
                Ok(Self::Avro(path.clone(), Box::new(avro(path)?)))
            }
            Against::Registry(address) => {
                let subjects = Subjects::open(address, mesh)?;
                if subjects.is_one() {
                    one(&"a subject of a registry")?;
                }
                Ok(Self::Registry(Box::new(subjects)))
            }
        }
    }
}

/// The past of each repository that products are in.
fn pasts(name: Option<&str>, items: &[Item]) -> Result<BTreeMap<PathBuf, Past>> {
    let mut by_home: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for item in items {
        let home = Past::home_of(&item.manifest).ok_or_else(|| match name {
            None => usage(
                format!("{} is in no git repository, so nothing is known of what was before", item.root.display()),
                "name what to compare with: --against a manifest, an .avsc file or the folder of a product",
            ),
            Some(name) => usage(
                format!("--against {name}: there is no such file or folder, and no git repository to look it up in"),
                "name a manifest, an .avsc file or the folder of a product",
            ),
        })?;
        by_home.entry(home).or_default().push(&item.manifest);
    }
    by_home.into_iter().map(|(home, manifests)| Ok((home.clone(), Past::find(&home, name, manifests)?))).collect()
}

fn look(item: &Item, sources: &Sources, packs: &SharedPacks, terms: &Terms) -> Result<Compared> {
    let read = read::read(&item.manifest)?;
    let id = |node: &Node| Some(format!("{}.{}", node.text_at("/metadata/domain")?, node.text_at("/metadata/name")?));
    let product = Product { root: item.root.clone(), lock: product::lock(&item.root)?, manifest: read };
    let source = product.manifest.source.clone();
    let compared = |id: Option<String>, outcome| Compared {
        id: id.unwrap_or_else(|| item.place.clone()),
        root: item.root.clone(),
        source: source.clone(),
        outcome,
    };
    let node = match &product.manifest.node {
        Err(finding) => {
            let report = Report::new(Some(source.clone()), vec![(**finding).clone()]);
            return Ok(compared(None, Found::Wrong(report)));
        }
        Ok(node) => node,
    };
    let pack = match packs::of_lock(&product, packs)? {
        Err(report) => return Ok(compared(id(node), Found::Wrong(report))),
        Ok(pack) => pack,
    };
    let node = import(node, &pack)?.map_or_else(|| node.clone(), |imported| imported.node);
    let mut draft = Draft::from_file(node.clone(), source.clone());
    let (manifest, errors) = match resolve(draft.clone(), &pack)? {
        Ok((manifest, _)) => (manifest, Vec::new()),
        // A contract with errors elsewhere is compared all the same: both are told at once.
        Err(report) => {
            draft.fill(&pack.defaults()?);
            match typed(&draft.node) {
                Ok(manifest) => (manifest, report.findings),
                Err(_) => return Ok(compared(id(&node), Found::Wrong(report))),
            }
        }
    };
    let mut judged = judged(item, manifest, node, sources, &pack, terms)?;
    judged.judgement.findings.extend(errors);
    Ok(compared(Some(judged.manifest.id().to_string()), Found::Judged(Box::new(judged))))
}

fn judged(
    item: &Item,
    manifest: Manifest,
    node: Node,
    sources: &Sources,
    pack: &Pack,
    terms: &Terms,
) -> Result<Judged> {
    let id = manifest.id().to_string();
    let (against, before) = match sources {
        Sources::Git(pasts) => {
            let home = Past::home_of(&item.manifest).unwrap_or_default();
            let past = pasts.get(&home).ok_or_else(|| Error::Internal("a repository is gone".to_owned()))?;
            let mode = terms.mode.unwrap_or(manifest.spec.schema.evolution);
            let before = match past.last(&item.manifest, Some(&id))? {
                Some(last) => Before::of_past(past, &last, mode, pack)?,
                None => Before::default(),
            };
            (past.told().to_owned(), before)
        }
        Sources::Manifest(path) => (path.display().to_string(), before_of(path, pack)?),
        Sources::Folder(folder, products) => match products.get(&id) {
            Some(path) => (path.display().to_string(), before_of(path, pack)?),
            None => (folder.display().to_string(), Before::default()),
        },
        Sources::Avro(path, schema) => {
            let filed = match Line::of(&manifest, &node, (**schema).clone()) {
                Ok(line) => (line.into_iter().collect(), Vec::new()),
                Err(finding) => (Vec::new(), vec![*finding]),
            };
            return Ok(bare(manifest, node, path.display().to_string(), filed, pack, terms));
        }
        Sources::Registry(subjects) => {
            let filed = subjects.of(&manifest, &node, pack)?;
            return Ok(bare(manifest, node, subjects.url().to_owned(), filed, pack, terms));
        }
    };
    let judgement = judge(&manifest, &node, &before, terms);
    let is_new = before.earlier.is_empty() && before.unreadable.is_empty();
    let earlier = before.earlier.iter().map(|earlier| earlier.place.clone()).collect();
    let last = before.earlier.last().map(|last| last.manifest.clone());
    Ok(Judged { manifest, node, against, is_new, last, earlier, judgement })
}

/// A product held against bare schemas.
fn bare(
    manifest: Manifest,
    node: Node,
    against: String,
    (lines, findings): Filed,
    pack: &Pack,
    terms: &Terms,
) -> Judged {
    let is_new = lines.is_empty() && findings.is_empty();
    let mut judgement = judge_avro(&manifest, &node, &lines, &pack.about.organisation.namespace, terms.mode);
    judgement.findings.extend(findings);
    Judged { manifest, node, against, is_new, last: None, earlier: Vec::new(), judgement }
}

fn before_of(path: &Path, pack: &Pack) -> Result<Before> {
    let place = path.display().to_string();
    Ok(match Earlier::read(&place, read::read(path)?, pack)? {
        Ok(earlier) => Before::of(earlier),
        Err(why) => Before { earlier: Vec::new(), unreadable: vec![(place, why)] },
    })
}
