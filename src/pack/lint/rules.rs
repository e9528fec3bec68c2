//! The rules that a pack can break.

use crate::diagnostics::Rule;

macro_rules! rules {
    ($($name:ident: $id:literal, $summary:literal, $why:literal;)*) => {
        $(
            #[doc = $summary]
            pub(crate) static $name: Rule = Rule::new(concat!("pack/", $id), $summary, $why);
        )*
        /// Every rule, in the order of the book.
        pub const RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    YAML: "yaml", "The YAML files of a pack are well-formed, and have the keys that the format knows",
        "a pack that cannot be read renders nothing";
    FILE: "file", "A pack holds files and folders alone: no symbolic links, nothing else",
        "a pack cannot read outside itself, on any machine";
    NAME: "name", "A pack has a name of letters, digits, `-`, `_` and `.`",
        "locks, overlays and messages tell packs apart by their names";
    VERSION: "version", "The version of a pack is a semantic version",
        "products name the version that they were rendered from, and an update compares versions";
    EXTENDS: "extends", "A pack extends a pack that is there",
        "without the pack below, most of the product is missing";
    README: "readme", "A pack has a README.md",
        "a team that meets the pack's files in its product looks there for who made them and why";
    HELP: "help", "Options, kinds and the pack itself say what they are",
        "prompts, flags and the reference are made of these texts";
    OPTION: "option-spec", "An option is there once, its pattern is a regular expression, and its default is an answer to it",
        "a team that takes the default would be told that it is wrong, and of two options of a name one is lost";
    KIND: "kind", "The folder of a kind has the file that describes it",
        "a folder without one is never found, whatever it holds";
    DIALECT: "dialect", "The dialect of a port kind has a table of types",
        "without the table no type can be spelt";
    RULE: "file-rule", "A rule about files names a template that is there, and a list of the context",
        "a rule that matches nothing does nothing, and nobody notices";
    PATH: "path", "A path leads into the product, and not into what the tool keeps there for itself",
        "a pack cannot write outside the product, and a product is the same on every file system";
    COLLISION: "collision", "No two templates write one file",
        "the second would overwrite the first";
    REMOVE: "remove", "What a pack removes is in a pack below it",
        "what names nothing removes nothing, and stays there for ever";
    STRAY: "stray-template", "Every template is where one is looked for",
        "a template elsewhere is never rendered";
    SYNTAX: "syntax", "Templates, conditions and paths can be read",
        "a template that cannot be read renders nothing";
    UNDEFINED: "undefined-variable", "A template reads variables of the context, and what it sets itself",
        "a variable that does not exist is an error when a product is rendered, or a condition that never holds";
    UNKNOWN: "unknown-filter", "The filters, tests and functions of a template exist",
        "the template cannot be rendered";
    UNFILTERED: "unfiltered-text", "Text that a person wrote goes through the filter of the file's language",
        "a quote, a brace or a new line in the text would break the file, or mean something in it";
    WRONG_FILTER: "wrong-filter", "Text goes through the filter of the language that it is printed into",
        "each language has its own quotes: what is safe in one is not safe in another";
    UNUSED_VARIABLE: "unused-variable", "What a template sets, it reads",
        "a variable that nothing reads is a mistake, or a remnant";
    UNUSED_OPTION: "unused-option", "An option changes something",
        "a team would be asked a question whose answer does not matter";
    UNUSED_FRAGMENT: "unused-fragment", "A fragment of a port kind is printed by some template",
        "a fragment that no template prints is in no product";
    BLOCK: "block", "A template that extends another fills blocks of that one",
        "text outside of the blocks of the template below is ignored";
}
