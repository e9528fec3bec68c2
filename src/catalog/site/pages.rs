//! Every page of a site, from the templates of `catalog/` of the pack.

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use super::{Built, Stage};
use crate::catalog::gather::{Atlas, ProductPages};
use crate::catalog::index::{self, Catalog, Product};
use crate::catalog::model::{Page, Site};
use crate::catalog::search::{self, Search};
use crate::error::{Error, Result};
use crate::pack::Pack;
use crate::render::Engine;

/// The folder of a pack with the look of the catalog.
const FOLDER: &str = "catalog/";
/// The folder below it whose files are copied as they are.
const ASSETS: &str = "assets/";
/// What leads from pages to the root.
const FROM_DOMAIN: &str = "../../";
const FROM_SHEET: &str = "../../../";
const FROM_PRODUCT: &str = "../../../";
const FROM_VERSION: &str = "../../../../";
const FROM_GRAPH: &str = "../";

/// What writes the pages of a site.
pub struct Pages<'a> {
    engine: Engine,
    stage: &'a Stage,
    pack: &'a Pack,
    site: Site,
    base_url: Option<String>,
    /// `site`, as templates see it.
    shared: Value,
}

impl<'a> Pages<'a> {
    /// Compiles the templates of the pack.
    pub fn new(pack: &'a Pack, stage: &'a Stage, site: Site, base_url: Option<String>) -> Result<Self> {
        let engine = pack.html_engine(FOLDER)?;
        let shared = Value::from_serializable(&site);
        Ok(Self { engine, stage, pack, site, base_url, shared })
    }

    /// Writes everything.
    pub fn write(&self, atlas: &Atlas<'_>, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Built> {
        self.assets()?;
        let home = atlas.home();
        self.page("home", "index.html", "", "index.html.tera", |context| context.insert("home", &home))?;
        self.stage.make("graph")?;
        let graph = atlas.graph_page(FROM_GRAPH);
        self.page("graph", "graph/index.html", FROM_GRAPH, "graph.html.tera", |context| {
            context.insert("graph", &graph);
        })?;
        let names: Vec<&str> = atlas.domain_names().collect();
        names.par_iter().try_for_each(|name| self.domain(atlas, name))?;
        let base = self.base_url.as_deref().unwrap_or_default();
        let mut catalog = Catalog::new(&self.site, &home, graph.domains, base);
        catalog.products = self.products(atlas, base, cancelled)?;
        self.stage.write(search::PATH, Search::of(&catalog, &home.domains).script()?.as_bytes())?;
        self.json(index::FILE_NAME, &catalog)?;
        self.json(index::SCHEMA_FILE, &index::json_schema())?;
        let versions: usize = catalog.products.iter().map(|product| product.versions.len()).sum();
        let products = catalog.products.len();
        let sheets: usize = names.iter().map(|name| atlas.sheets(name)).sum();
        let pages = 2 + sheets + products + versions;
        Ok(Built { products, domains: names.len(), pages, broken: self.site.broken })
    }

    fn assets(&self) -> Result<()> {
        self.stage.make(ASSETS)?;
        let assets = format!("{FOLDER}{ASSETS}");
        for (path, contents) in self.pack.files().below(&assets) {
            let name = &path[FOLDER.len()..];
            if let Some((folder, _)) = name.rsplit_once('/') {
                self.stage.make(folder)?;
            }
            self.stage.write(name, contents)?;
        }
        Ok(())
    }

    fn domain(&self, atlas: &Atlas<'_>, name: &str) -> Result<()> {
        for sheet in 1..=atlas.sheets(name) {
            let (folder, root) = match sheet {
                1 => (format!("domains/{name}/"), FROM_DOMAIN),
                _ => (format!("domains/{name}/{sheet}/"), FROM_SHEET),
            };
            let domain = atlas.domain(name, sheet, root);
            self.stage.make(&folder)?;
            self.page("domain", &format!("{folder}index.html"), root, "domain.html.tera", |context| {
                context.insert("domain", &domain);
            })?;
        }
        Ok(())
    }

    /// Writes the pages of each product, and keeps what the index says of it.
    fn products(&self, atlas: &Atlas<'_>, base: &str, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Vec<Product>> {
        let one = |at: &usize| {
            if cancelled() {
                return Err(Error::Interrupted);
            }
            let pages = atlas.product(*at, FROM_PRODUCT)?;
            self.product(&pages)?;
            Ok(Product::of(&pages, base))
        };
        atlas.shown().par_iter().map(one).collect()
    }

    fn product(&self, pages: &ProductPages) -> Result<()> {
        let product = &pages.product;
        let shown = Value::from_serializable(product);
        let folder = product.href.trim_end_matches("index.html");
        for page in &pages.versions {
            self.stage.make(&format!("{folder}v{}", page.version.major))?;
            self.page("version", &page.version.href, FROM_VERSION, "version.html.tera", |context| {
                context.insert_value("product", shown.clone());
                context.insert("version", page);
            })?;
        }
        self.page("product", &product.href, FROM_PRODUCT, "product.html.tera", |context| {
            context.insert_value("product", shown.clone());
        })
    }

    fn page(
        &self,
        kind: &'static str,
        path: &str,
        root: &str,
        template: &str,
        fill: impl FnOnce(&mut Context),
    ) -> Result<()> {
        let canonical = self.base_url.as_ref().map(|base| format!("{base}{path}"));
        let mut context = Context::new();
        context.insert_value("site", self.shared.clone());
        context.insert("page", &Page { kind, path: path.to_owned(), canonical });
        context.insert("root", root);
        fill(&mut context);
        let html = self.engine.render(&format!("{FOLDER}{template}"), &context)?;
        self.stage.write(path, html.as_bytes())
    }

    fn json(&self, path: &str, value: &impl Serialize) -> Result<()> {
        let mut text = serde_json::to_vec_pretty(value).map_err(|error| Error::Internal(error.to_string()))?;
        text.push(b'\n');
        self.stage.write(path, &text)
    }
}
