//! The reference of a pack, in Markdown.

mod kinds;

use std::fmt::Write as _;

pub use kinds::sections as kinds;

use super::overview::{FileAbout, Files, Overview};
use super::{OptionSpec, Pack, lint};
use crate::error::Result;
use crate::markdown::{code, codes, one_line, sentence, table};

/// The whole reference: what the pack offers, which files it writes, and who owns them.
pub fn page(pack: &Pack) -> Result<String> {
    let overview = Overview::of(pack)?;
    let mut page = format!("# The pack {}\n\n", code(&overview.name));
    if !overview.description.is_empty() {
        let _ = writeln!(page, "{}\n", one_line(&sentence(&overview.description)));
    }
    let _ = write!(page, "Version {}.", overview.version);
    if let Some(below) = &overview.extends {
        let _ = write!(page, " It is laid over the pack {}; what that offers is listed here too.", code(below));
    }
    page.push_str("\n\n");
    let asked = pack.options()?;
    if !asked.is_empty() {
        page.push_str("## Options\n\nWhat the pack asks of every product: a flag, a prompt, and `spec.options` of the manifest.\n\n");
        let _ = writeln!(page, "{}", options("`spec.options`", asked));
    }
    page.push_str(&kinds(pack)?);
    page.push_str(
        "## Files\n\nWho owns a file decides what an update does with it: `generated` is rendered again every time, \
         `merged` keeps the team's edits, `once` is the team's after it was created.\n\n",
    );
    for component in &overview.components {
        page.push_str(&files(component, pack)?);
    }
    page.push_str(&removed(&overview));
    page.push_str(&blocks(&overview));
    page.push_str(&variables(pack));
    Ok(page.trim_end().to_owned() + "\n")
}

fn files(component: &Files, pack: &Pack) -> Result<String> {
    if component.files.is_empty() {
        return Ok(String::new());
    }
    let title = match component.component.split_once('/') {
        Some(("ports", id)) => pack.port_kind(id)?.map(|kind| format!("Port kind `{id}`: {}", kind.title)),
        Some((_, id)) => pack.ci_provider(id)?.map(|kind| format!("CI provider `{id}`: {}", kind.title)),
        None => None,
    };
    let rows: Vec<Vec<String>> = component
        .files
        .iter()
        .map(|file| vec![code(&placeholders(&file.path)), file.owner.as_str().to_owned(), condition(file)])
        .collect();
    let title = title.unwrap_or_else(|| "Every product".to_owned());
    Ok(format!("### {title}\n\n{}\n", table(&["file", "owner", "written"], &rows)))
}

/// What the packs take away from those below them.
fn removed(overview: &Overview) -> String {
    let layers = overview.layers.iter();
    let rows: Vec<Vec<String>> =
        layers.flat_map(|layer| layer.remove.iter().map(|path| vec![code(path), code(&layer.name)])).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("### Removed\n\nThese are in a pack below, and in no product.\n\n{}\n", table(&["path", "by"], &rows))
}

/// The blocks that a pack above can fill, by template.
fn blocks(overview: &Overview) -> String {
    let files = overview.components.iter().flat_map(|component| &component.files);
    let rows: Vec<Vec<String>> = files
        .filter(|file| !file.blocks.is_empty())
        .map(|file| vec![code(&file.template), codes(file.blocks.iter().map(String::as_str))])
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let words = "A pack above fills single blocks of these templates, and leaves the rest as it is.";
    format!("## Blocks\n\n{words}\n\n{}\n", table(&["template", "blocks"], &rows))
}

/// The variables that the templates read.
fn variables(pack: &Pack) -> String {
    let rows: Vec<Vec<String>> =
        lint::variables(pack).into_iter().map(|(path, meaning)| vec![code(&path), sentence(&meaning)]).collect();
    let words = "What the templates and rules of the pack read of the context.";
    format!("## Variables\n\n{words}\n\n{}\n", table(&["variable", "meaning"], &rows))
}

fn condition(file: &FileAbout) -> String {
    let each = file.each.as_ref().map(|each| format!("for each of {}", code(each)));
    let when = file.when.as_ref().map(|when| format!("when {}", code(when)));
    let said: Vec<String> = [each, when].into_iter().flatten().collect();
    if said.is_empty() { "always".to_owned() } else { said.join(", ") }
}

/// `<{ item.name }>.sql` as `<item.name>.sql`.
fn placeholders(text: &str) -> String {
    text.replace("<{ ", "<").replace(" }>", ">")
}

/// A table of options.
fn options(heading: &str, specs: &[OptionSpec]) -> String {
    let rows: Vec<Vec<String>> = specs
        .iter()
        .map(|spec| vec![code(&spec.name), kinds::of_option(spec), kinds::answer(spec), kinds::meaning(spec)])
        .collect();
    table(&[heading, "type", "required", "meaning"], &rows)
}
