//! The blocks of the built-in pack's templates.

use mesh_cli::markdown::{code, codes, table};
use mesh_cli::pack::Pack;
use mesh_cli::render::syntax::{Node, template};

pub fn page(pack: &Pack) -> String {
    let rows: Vec<Vec<String>> = pack
        .files()
        .paths()
        .filter(|path| path.ends_with(".tera"))
        .filter_map(|path| {
            let read = template(pack.files().text(path)?).unwrap_or_else(|fault| panic!("{path}: {}", fault.message));
            let mut full = Vec::new();
            let mut empty = Vec::new();
            collect(&read.nodes, &mut full, &mut empty);
            let names = |names: &[String]| codes(names.iter().map(String::as_str));
            (!full.is_empty() || !empty.is_empty()).then(|| vec![code(path), names(&full), names(&empty)])
        })
        .collect();
    format!(
        "\
# Blocks

A block is a named part of a template. A template of an overlay that begins with
`<% extends \"standard:product/README.md.tera\" %>` keeps the file, and says anew only the blocks that it names;
`<{{ super() }}>` in one of them prints what stood there. What a later version of the built-in pack changes elsewhere
in the file still arrives.

A block that holds something begins with the blank line before it. An empty one is room for an addition.

{}",
        table(&["template", "blocks", "empty blocks"], &rows)
    )
}

fn collect(nodes: &[Node], full: &mut Vec<String>, empty: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Block { name, body } if body.is_empty() => empty.push(name.name.clone()),
            Node::Block { name, body } => {
                full.push(name.name.clone());
                collect(body, full, empty);
            }
            Node::If(branches) => branches.iter().for_each(|branch| collect(&branch.body, full, empty)),
            _ => {}
        }
    }
}
