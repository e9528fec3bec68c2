//! The language of a file, by its name, and the filters that print into it.

/// A language that files are written in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language {
    /// Its name.
    pub name: &'static str,
    /// The filter for text, to be offered.
    pub filter: &'static str,
    endings: &'static [&'static str],
    /// The filters that belong into such a file, those of languages that stand inside it included.
    filters: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "YAML",
        filter: "yaml",
        endings: &[".yml", ".yaml"],
        // JSON is YAML; Jinja stands in dbt's texts, and commands stand in workflows.
        filters: &["yaml", "yaml_block", "json", "comment", "jinja_str", "sh"],
    },
    Language { name: "JSON", filter: "json", endings: &[".json", ".avsc"], filters: &["json"] },
    Language { name: "SQL", filter: "sql", endings: &[".sql"], filters: &["sql", "comment", "jinja_str"] },
    Language { name: "HCL", filter: "hcl", endings: &[".tf", ".hcl", ".tfvars"], filters: &["hcl", "comment"] },
    Language { name: "Markdown", filter: "md", endings: &[".md"], filters: &["md", "md_block"] },
    Language { name: "Python", filter: "py", endings: &[".py"], filters: &["py", "comment"] },
    Language { name: "a shell", filter: "sh", endings: &[".sh"], filters: &["sh", "comment"] },
    Language { name: "make", filter: "sh | make", endings: &["Makefile", ".mk"], filters: &["make", "comment"] },
];

impl Language {
    /// The language of a file with this name.
    pub(super) fn of(path: &str) -> Option<Self> {
        LANGUAGES.iter().find(|language| language.endings.iter().any(|end| path.ends_with(end))).copied()
    }

    /// Whether a filter prints into this language. `safe` is the author's word for it.
    pub(super) fn takes(self, filter: &str) -> bool {
        filter == "safe" || self.filters.contains(&filter)
    }
}
