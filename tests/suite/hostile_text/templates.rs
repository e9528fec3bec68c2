//! No template prints text as it stands, but for what this list allows.
//!
//! `| safe` switches the check off that text has been through the filter of its file's language. Each use of
//! it is here, with what makes it right; a new one fails the test until it is argued for.

use std::collections::BTreeMap;

use regex_lite::Regex;

use super::PACK;

const FRAGMENT: &str = "a fragment of the port kind: its own template has filtered the text in it";
const CODE: &str = "SQL of the manifest, verbatim by design: the first version of a model that belongs to the team";
const NAME: &str = "made of a name, whose grammar leaves nothing but letters, digits and spaces";

const DRAWING: &str = "an SVG that `mesh::drawing` has escaped the texts of";
const MARKDOWN: &str = "HTML made of Markdown, whose own HTML is dropped and whose links are checked";
const QUOTED: &str = "a message whose text is escaped, with tags of ours around what it quotes";

/// The expressions that end in `| safe`, and why.
const ALLOWED: &[(&str, &str)] = &[
    ("port.fragments.ci_after_build | trim_start(pat=\"\\n\") | trim_end | safe", FRAGMENT),
    ("port.fragments.ci_auth | trim_end | safe", FRAGMENT),
    ("port.fragments.ci_env | trim_end | safe", FRAGMENT),
    ("port.fragments.makefile | trim | safe", FRAGMENT),
    ("port.fragments.readme_access | trim | safe", FRAGMENT),
    ("port.fragments.readme_ci | trim_end | safe", FRAGMENT),
    ("port.fragments.readme_query | trim | safe", FRAGMENT),
    ("config | indent(width=8, first=true) | safe", FRAGMENT),
    ("profile | safe", FRAGMENT),
    ("column.expression | indent(width=8) | safe", CODE),
    ("column.expression | safe", CODE),
    ("expression | indent(width=8) | safe", CODE),
    ("field.made_of.expression | indent(width=12) | safe", CODE),
    ("join.on | indent(width=12) | safe", CODE),
    ("step.where | indent(width=8) | safe", CODE),
    ("data_type | lower | safe", "a type as the pack's own table spells it"),
    ("domain.graph.svg | safe", DRAWING),
    ("graph.graph.svg | safe", DRAWING),
    ("overview | safe", DRAWING),
    ("product.lineage.graph.svg | safe", DRAWING),
    ("output.access_html | safe", MARKDOWN),
    ("product.changelog_html | safe", MARKDOWN),
    ("consumer.purpose_html | safe", MARKDOWN),
    ("domain.description_html | safe", MARKDOWN),
    ("field.description_html | safe", MARKDOWN),
    ("input.description_html | safe", MARKDOWN),
    ("product.description_html | safe", MARKDOWN),
    ("promise.measurement_html | safe", MARKDOWN),
    ("step.description_html | safe", MARKDOWN),
    ("test.description_html | safe", MARKDOWN),
    ("version.note_html | safe", MARKDOWN),
    ("fault | safe", QUOTED),
    ("finding.help_html | safe", QUOTED),
    ("finding.message_html | safe", QUOTED),
    ("item.sample.csv | safe", "a whole CSV file, quoted where it is made"),
    ("name.title | lower | safe", NAME),
];

#[test]
fn every_print_without_a_filter_is_argued_for() {
    let tags = Regex::new(r"(?s)<[{%]-?(.*?)-?[}%]>").unwrap();
    let safe = Regex::new(r"\|\s*safe\b").unwrap();
    let mut uses: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, bytes) in PACK.files().below("") {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        for tag in tags.captures_iter(text).filter(|tag| safe.is_match(&tag[1])) {
            uses.entry(tag[1].split_whitespace().collect::<Vec<_>>().join(" ")).or_default().push(path);
        }
    }
    let allowed = |expression: &str| ALLOWED.iter().any(|(allowed, _)| *allowed == expression);
    let new: Vec<_> = uses.iter().filter(|(expression, _)| !allowed(expression)).collect();
    assert!(new.is_empty(), "use the filter of the file's language, or argue for each of these in ALLOWED: {new:#?}");
    let gone: Vec<_> = ALLOWED.iter().filter(|(expression, _)| !uses.contains_key(*expression)).collect();
    assert!(gone.is_empty(), "not used any more: {gone:#?}");
}
