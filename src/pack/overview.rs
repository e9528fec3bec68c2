//! What a pack offers, as data: for `pack show`, and for its reference.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value as Json;

use super::{
    CI, Component, FileOwner, FileRule, Layer, OptionSpec, OptionType, PORTS, Pack, TEMPLATE_SUFFIX, TEMPLATES,
};
use crate::error::Result;
use crate::render::syntax;

/// A pack, with everything that is laid below it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The pack's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is for.
    pub description: String,
    /// The pack that it is laid over.
    pub extends: Option<String>,
    /// The digest of all its files.
    pub digest: String,
    /// The packs that it is made of, the lowest first.
    pub layers: Vec<LayerAbout>,
    /// What it asks of every product.
    pub options: Vec<Asked>,
    /// The kinds of output ports.
    pub ports: Vec<Kind>,
    /// The kinds of input ports.
    pub inputs: Vec<Kind>,
    /// The archetypes.
    pub archetypes: Vec<Kind>,
    /// The providers of continuous integration.
    pub ci: Vec<Kind>,
    /// The files of a product, by the part of the pack that brings them.
    pub components: Vec<Files>,
}

/// One of the packs that a pack is made of.
#[derive(Debug, Serialize)]
pub struct LayerAbout {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// The commit, where that is a git repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The digest of its own files.
    pub digest: String,
    /// What it takes away from the packs below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
}

/// Something that is chosen by its id.
#[derive(Debug, Serialize)]
pub struct Kind {
    /// The id.
    pub id: String,
    /// The name for people.
    pub title: String,
    /// What it is.
    pub description: String,
    /// The options of its `location`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub location: Vec<Asked>,
}

/// An option, as it is asked for.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// The key.
    pub name: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub kind: OptionType,
    /// Whether it must be given.
    pub required: bool,
    /// The condition under which it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Whether its answer is the name of an environment variable that holds a secret.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// The value where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Json>,
    /// The only values allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Json>,
    /// A regular expression that the whole text matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What it means.
    pub help: String,
}

/// The files that one part of a pack brings.
#[derive(Debug, Serialize)]
pub struct Files {
    /// The part: `product`, `ports/<kind>` or `ci/<provider>`.
    pub component: String,
    /// Its files, in the order of their templates.
    pub files: Vec<FileAbout>,
}

/// A file of a product, before it is rendered.
#[derive(Debug, Serialize)]
pub struct FileAbout {
    /// The path in the product; placeholders stand as they do in the pack.
    pub path: String,
    /// The template, inside the pack.
    pub template: String,
    /// The pack that it comes from.
    pub from: String,
    /// The blocks that a pack above can fill.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<String>,
    /// Who owns the file.
    pub owner: FileOwner,
    /// The list of the context that it is written for each element of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// The condition under which it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Whether it is made executable.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
}

impl Overview {
    /// Everything that a pack offers.
    pub fn of(pack: &Pack) -> Result<Self> {
        Ok(Self {
            name: pack.about.name.clone(),
            version: pack.about.version.clone(),
            description: pack.about.description.clone(),
            extends: pack.about.extends.clone(),
            digest: format!("sha256:{}", pack.digest()),
            layers: pack.layers().iter().map(layer).collect(),
            options: asked(pack.options()?),
            ports: kinds(pack.port_kinds(), |id| {
                let kind = pack.port_kind(id)?;
                Ok(kind.map(|kind| (kind.title.clone(), kind.description.clone(), asked(&kind.location))))
            })?,
            inputs: kinds(pack.input_kinds(), |id| {
                let kind = pack.input_kind(id)?;
                Ok(kind.map(|kind| (kind.title.clone(), kind.description.clone(), asked(&kind.location))))
            })?,
            archetypes: kinds(pack.archetypes(), |id| {
                Ok(pack.archetype(id)?.map(|kind| (kind.title.clone(), kind.description.clone(), Vec::new())))
            })?,
            ci: kinds(pack.ci_providers(), |id| {
                Ok(pack.ci_provider(id)?.map(|kind| (kind.title.clone(), kind.description.clone(), Vec::new())))
            })?,
            components: components(pack)?.iter().map(|component| files(component, pack)).collect(),
        })
    }
}

fn layer(layer: &Layer) -> LayerAbout {
    LayerAbout {
        name: layer.about.name.clone(),
        version: layer.about.version.clone(),
        source: layer.source.to_string(),
        revision: layer.revision.clone(),
        digest: layer.digest().to_owned(),
        remove: layer.about.remove.clone(),
    }
}

type About = (String, String, Vec<Asked>);

fn kinds(ids: Vec<&str>, about: impl Fn(&str) -> Result<Option<About>>) -> Result<Vec<Kind>> {
    let described = ids.into_iter().filter_map(|id| about(id).map(|about| Some((id, about?))).transpose());
    described
        .map(|described| {
            let (id, (title, description, location)) = described?;
            let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
            Ok(Kind { id: id.to_owned(), title, description, location })
        })
        .collect()
}

fn asked(options: &[OptionSpec]) -> Vec<Asked> {
    options
        .iter()
        .map(|option| Asked {
            name: option.name.clone(),
            kind: option.kind,
            when: option.when.clone(),
            secret: option.secret,
            required: option.required && option.default.is_none(),
            default: option.default.clone(),
            choices: option.choices.clone(),
            pattern: option.pattern.clone(),
            help: option.help.split_whitespace().collect::<Vec<_>>().join(" "),
        })
        .collect()
}

/// Every part of a pack that adds files, whatever product it is for.
pub fn components(pack: &Pack) -> Result<Vec<Component>> {
    let mut components = vec![Component { root: String::new(), rules: pack.about.files.clone() }];
    for id in pack.port_kinds() {
        let rules = pack.port_kind(id)?.map(|kind| kind.files.clone()).unwrap_or_default();
        components.push(Component { root: format!("{PORTS}/{id}/"), rules });
    }
    for id in pack.ci_providers() {
        let rules = pack.ci_provider(id)?.map(|kind| kind.files.clone()).unwrap_or_default();
        components.push(Component { root: format!("{CI}/{id}/"), rules });
    }
    Ok(components)
}

fn files(component: &Component, pack: &Pack) -> Files {
    let folder = format!("{}{TEMPLATES}", component.root);
    let files = pack.files().below(&folder).map(|(path, _)| file(path, &folder, &component.rules, pack)).collect();
    let component = component.root.trim_end_matches('/');
    Files { component: if component.is_empty() { "product" } else { component }.to_owned(), files }
}

fn file(path: &str, folder: &str, rules: &[FileRule], pack: &Pack) -> FileAbout {
    let template = &path[folder.len()..];
    let rule = rule_for(rules, template);
    let to = rule.and_then(|rule| rule.to.clone());
    FileAbout {
        path: to.unwrap_or_else(|| template.strip_suffix(TEMPLATE_SUFFIX).unwrap_or(template).to_owned()),
        template: path.to_owned(),
        from: pack.files().layer(path).unwrap_or_default().to_owned(),
        blocks: blocks(path, pack),
        owner: rule.map(|rule| rule.owner).unwrap_or_default(),
        each: rule.and_then(|rule| rule.each.clone()),
        when: rule.and_then(|rule| rule.when.clone()),
        executable: rule.is_some_and(|rule| rule.executable),
    }
}

/// The blocks of a template, those that it takes over from the one it extends among them.
fn blocks(path: &str, pack: &Pack) -> Vec<String> {
    let mut blocks = BTreeSet::new();
    let mut next = path.ends_with(TEMPLATE_SUFFIX).then(|| path.to_owned());
    // A template that extends itself in a circle is refused elsewhere.
    for _ in 0..=pack.layers().len() {
        let Some(template) = next.take().and_then(|path| syntax::template(pack.files().text(&path)?).ok()) else {
            break;
        };
        blocks.extend(template.blocks().into_iter().map(|block| block.name.clone()));
        next = template.extends.map(|parent| parent.name);
    }
    blocks.into_iter().collect()
}

/// The rule for exactly this template, else the first that covers it.
pub fn rule_for<'a>(rules: &'a [FileRule], template: &str) -> Option<&'a FileRule> {
    let exact = rules.iter().rfind(|rule| rule.template == template);
    exact.or_else(|| rules.iter().find(|rule| rule.matches(template)))
}
