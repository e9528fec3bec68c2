//! The README and the book say what is true: commands parse and run, links lead somewhere, tables are complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::support::{mesh_cli, root, tree};

/// A page of Markdown, taken apart.
struct Page {
    path: PathBuf,
    links: Vec<String>,
    anchors: BTreeSet<String>,
    /// Code inside a line.
    spans: Vec<String>,
    /// Code blocks, with their language.
    blocks: Vec<(String, String)>,
}

impl Page {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let mut page =
            Self { path, links: Vec::new(), anchors: BTreeSet::new(), spans: Vec::new(), blocks: Vec::new() };
        let (mut heading, mut block) = (None::<String>, None::<(String, String)>);
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    page.anchors.insert(anchor(&heading.take().unwrap_or_default()));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    block = Some((language.to_string(), String::new()));
                }
                Event::End(TagEnd::CodeBlock) => page.blocks.extend(block.take()),
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.to_string()),
                Event::Code(code) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&code);
                    }
                    page.spans.push(code.to_string());
                }
                Event::Text(text) => {
                    if let Some((_, block)) = &mut block {
                        block.push_str(&text);
                    } else if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page
    }

    /// The command lines of `sh` blocks, with continued lines joined.
    fn lines(&self) -> impl Iterator<Item = String> {
        let blocks = self.blocks.iter().filter(|(language, _)| language == "sh");
        let text: String = blocks.map(|(_, text)| text.replace("\\\n", " ")).collect();
        text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>().into_iter()
    }

    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().display().to_string()
    }
}

/// The anchor that mdBook gives to a heading.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    heading.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn book() -> PathBuf {
    root().join("book/src")
}

/// README and every page of the book.
fn pages() -> Vec<Page> {
    let pages = tree(&book()).into_keys().filter(|path| path.ends_with(".md")).map(|path| book().join(path));
    std::iter::once(root().join("README.md")).chain(pages).map(Page::read).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        for link in page.links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.path.clone() } else { page.path.parent().unwrap().join(path) };
            let found = target.exists() && (anchor.is_empty() || Page::read(target).anchors.contains(anchor));
            if !found {
                broken.push(format!("{}: {link}", page.name()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = Page::read(book().join("SUMMARY.md"));
    let listed: BTreeSet<String> = summary.links.into_iter().collect();
    let written: BTreeSet<String> =
        tree(&book()).into_keys().filter(|path| path.ends_with(".md") && path != "SUMMARY.md").collect();
    assert_eq!(listed, written);
}

/// The words of a command line as a shell reads them, up to a comment, a pipe or a redirection.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut inside) = (None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
            }
            (None, ' ') => inside = false,
            (None, '#' | '|' | '>' | '&') if !inside => break,
            (_, c) => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                words.last_mut().unwrap().push(c);
            }
        }
    }
    words
}

#[test]
fn command_lines_are_read_as_a_shell_reads_them() {
    assert_eq!(words("mesh-cli a 'b c' --d='e f' # g"), ["mesh-cli", "a", "b c", "--d=e f"]);
    assert_eq!(words("mesh-cli schema manifest > x.json"), ["mesh-cli", "schema", "manifest"]);
}

#[test]
fn every_command_line_parses() {
    let mut wrong = Vec::new();
    let shown =
        [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    let parse = |line: &str| mesh_cli::cli::command().try_get_matches_from(words(line)).map_err(|error| error.kind());
    for page in pages() {
        for line in page.lines().filter(|line| line.starts_with("mesh-cli ")) {
            if let Err(kind) = parse(&line)
                && !shown.contains(&kind)
            {
                wrong.push(format!("{}: {line}: {kind:?}", page.name()));
            }
        }
        let names_a_command = |span: &&String| {
            span.strip_prefix("mesh-cli ")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'))
        };
        for span in page.spans.iter().filter(names_a_command) {
            if let Err(kind) = parse(span)
                && !shown.contains(&kind)
                && kind != ErrorKind::MissingRequiredArgument
            {
                wrong.push(format!("{}: {span}: {kind:?}", page.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whatever is complete as it stands creates a product, the examples of the help included.
#[test]
fn every_complete_command_line_creates_a_product() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for page in pages() {
        lines.extend(page.lines().chain(page.spans.clone()));
    }
    let complete = |words: &Vec<String>| {
        words.first().is_some_and(|word| word == "mesh-cli")
            && words.iter().any(|word| word == "--yes")
            && !words.iter().any(|word| word == "--from" || word == "--pack")
    };
    let complete: Vec<Vec<String>> = lines.iter().map(|line| words(line)).filter(complete).collect();
    assert!(complete.len() > 5, "{complete:?}");
    for words in complete {
        let mut arguments = words[1..].to_vec();
        if !arguments.iter().any(|word| word == "--dry-run") {
            arguments.push("--dry-run".to_owned());
        }
        mesh_cli().current_dir(&folder).args(arguments).assert().success();
    }
}

fn make_targets(makefile: &Path) -> BTreeSet<String> {
    let name = |line: &str| {
        let (name, _) = line.split_once(':')?;
        let plain = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        (plain && !name.is_empty()).then(|| name.to_owned())
    };
    fs::read_to_string(makefile).unwrap().lines().filter_map(name).collect()
}

#[test]
fn every_make_target_exists() {
    let mut known = make_targets(&root().join("Makefile"));
    known.extend(make_targets(&root().join("templates/mesh/Makefile")));
    for example in crate::support::examples() {
        known.extend(make_targets(&example.join("Makefile")));
    }
    let mut unknown = Vec::new();
    for page in pages() {
        for line in page.lines().chain(page.spans.clone()) {
            let words = words(&line);
            if let Some(("make", rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest))
                && let Some(target) = rest.iter().find(|word| !word.contains('='))
                && !known.contains(target)
            {
                unknown.push(format!("{}: {line}", page.name()));
            }
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

/// The names under a heading of `Cargo.toml`.
fn dependencies(section: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    manifest
        .lines()
        .skip_while(|line| *line != format!("[{section}]"))
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once([' ', '=', '.']))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let page = fs::read_to_string(book().join("contributors/dependencies.md")).unwrap();
    let (program, tests) = page.split_once("## For tests").unwrap();
    for (section, part) in [("dependencies", program), ("dev-dependencies", tests)] {
        let explained: BTreeSet<String> = part
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
            .filter(|(_, why)| why.len() > " |".len())
            .map(|(name, _)| name.to_owned())
            .collect();
        assert_eq!(explained, dependencies(section), "book/src/contributors/dependencies.md, {section}");
    }
}

/// The page about adding a port kind holds a whole pack: each file behind its path.
#[test]
fn the_pack_of_the_book_renders() {
    let page = Page::read(book().join("platform/port-kinds.md"));
    let text = fs::read_to_string(&page.path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut files = 0;
    for part in text.split("\n`acme-pack/").skip(1) {
        let (path, rest) = part.split_once('`').unwrap();
        let (_, contents) = rest.split_once("```").unwrap().1.split_once('\n').unwrap();
        let (contents, _) = contents.split_once("```").unwrap();
        let target = folder.path().join("acme-pack").join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, contents).unwrap();
        files += 1;
    }
    assert_eq!(files, 5);
    let lines: Vec<String> = page.lines().filter(|line| line.starts_with("mesh-cli ")).collect();
    for line in &lines {
        mesh_cli().current_dir(&folder).args(&words(line)[1..]).assert().success();
    }
    let product = tree(&folder.path().join("returns"));
    let file = |path: &str| String::from_utf8(product[path].clone()).unwrap();
    assert!(file("SHARING.md").starts_with("# Who may read Returns\n\nOne row per returns record"));
    assert!(file("dbt/profiles.yml").contains("path: /mnt/data/orders_returns.duckdb"));
    assert!(file("README.md").contains("Open `orders_returns.duckdb` on the shared drive"));
}
