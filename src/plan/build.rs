//! From a manifest and a pack to a plan.

use std::collections::BTreeMap;

use super::{BASE_FOLDER, INCOMING_FOLDER, LOCK_PATH, Plan, PlannedFile, ProductPath, collision};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::pack::{Component, FileRule, Pack, TEMPLATE_SUFFIX, TEMPLATES};
use crate::render::{Context, Engine};

/// What no template writes: the tool's own records, and what its runs leave in a product.
const RESERVED: [&str; 5] = [LOCK_PATH, BASE_FOLDER, INCOMING_FOLDER, ".mesh/transaction", ".mesh/update"];

/// Renders the whole product, without the records that are kept of it. Pure: the same manifest and pack give the same bytes.
pub fn build(manifest: &Manifest, pack: &Pack) -> Result<Plan> {
    let context = Context::new(manifest, pack)?;
    let components = pack.components(&context.port.kind, &context.ci.provider)?;
    let values = context.to_tera()?;
    let mut plan = Plan::default();
    for component in &components {
        let folder = product_folder(component);
        let renderer = Renderer { engine: &*pack.engine(&folder)?, context: &values };
        renderer.component(pack, component, &folder, &mut plan)?;
    }
    collision::check(&plan)?;
    Ok(plan)
}

fn product_folder(component: &Component) -> String {
    format!("{}{TEMPLATES}", component.root)
}

fn product_path(path: &str, template: &str) -> Result<ProductPath> {
    path.parse().map_err(|error: super::ProductPathError| Error::Template {
        template: template.to_owned(),
        message: error.to_string(),
    })
}

fn insert(plan: &mut Plan, path: &str, file: PlannedFile) -> Result<()> {
    let template = file.template.clone();
    let key = product_path(path, &template)?;
    if RESERVED.iter().any(|reserved| path == *reserved || key.folders().any(|folder| folder == *reserved)) {
        return Err(Error::Template { template, message: format!("writes `{path}`, which the tool keeps for itself") });
    }
    if let Some(other) = plan.files.insert(key.clone(), file) {
        return Err(collision::same_path(path, &plan.files[&key], &other));
    }
    Ok(())
}

/// Renders the files of one component.
struct Renderer<'a> {
    engine: &'a Engine,
    context: &'a tera::Context,
}

impl Renderer<'_> {
    fn component(&self, pack: &Pack, component: &Component, folder: &str, plan: &mut Plan) -> Result<()> {
        let fallback = FileRule::default();
        let exact: BTreeMap<&str, &FileRule> =
            component.rules.iter().map(|rule| (rule.template.as_str(), rule)).collect();
        for (path, bytes) in pack.files().below(folder) {
            let template = &path[folder.len()..];
            // The rule for exactly this file, else the first that covers it, else the default.
            let rule = exact
                .get(template)
                .copied()
                .or_else(|| component.rules.iter().find(|rule| rule.matches(template)))
                .unwrap_or(&fallback);
            self.file(path, template, bytes, rule, plan)?;
        }
        for rule in &component.rules {
            let speaks_of = |path: &str| path.strip_prefix(folder).is_some_and(|template| rule.matches(template));
            if !pack.files().below(folder).any(|(path, _)| speaks_of(path)) && !pack.files().removed().any(speaks_of) {
                return Err(Error::Pack {
                    message: format!("a rule names the template `{}`, which is not below {folder}", rule.template),
                });
            }
        }
        Ok(())
    }

    fn file(&self, path: &str, template: &str, bytes: &[u8], rule: &FileRule, plan: &mut Plan) -> Result<()> {
        if let Some(condition) = &rule.when
            && !self.engine.holds(path, condition, self.context)?
        {
            return Ok(());
        }
        match &rule.each {
            None => self.one(path, template, bytes, rule, self.context, plan),
            Some(list) => {
                for item in self.list(list, path)? {
                    let mut context = self.context.clone();
                    context.insert_value("item", item.clone());
                    self.one(path, template, bytes, rule, &context, plan)?;
                }
                Ok(())
            }
        }
    }

    fn list(&self, name: &str, template: &str) -> Result<&[tera::Value]> {
        self.context.get(name).and_then(tera::Value::as_array).ok_or_else(|| Error::Template {
            template: template.to_owned(),
            message: format!("`each: {name}` is no list of the context"),
        })
    }

    fn one(
        &self,
        path: &str,
        template: &str,
        bytes: &[u8],
        rule: &FileRule,
        context: &tera::Context,
        plan: &mut Plan,
    ) -> Result<()> {
        let to = match &rule.to {
            Some(to) => self.engine.render_text(path, to, context)?,
            None => template.strip_suffix(TEMPLATE_SUFFIX).unwrap_or(template).to_owned(),
        };
        let contents = if path.ends_with(TEMPLATE_SUFFIX) {
            self.engine.render(path, context)?.into_bytes()
        } else {
            bytes.to_vec()
        };
        let was = rule
            .was
            .iter()
            .map(|was| product_path(&self.engine.render_text(path, was, context)?, path))
            .collect::<Result<_>>()?;
        let template = path.to_owned();
        insert(plan, &to, PlannedFile { contents, owner: rule.owner, template, was, executable: rule.executable })
    }
}
