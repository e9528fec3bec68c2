//! A manifest, and what is done to it.

/// The manifest that every test begins with: version 1.2.0.
pub const BASE: &str = include_str!("product.yaml");

const PRICE: &str = "      - { name: price, type: long, pii: false, description: In cents }\n";
const SKU: &str = "      - { name: sku, type: string, pii: false, description: The article }\n";

/// A text with one thing in place of another, which must be there.
#[track_caller]
pub fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old:?} is not in the manifest");
    text.replace(old, new)
}

/// The manifest with another version of the product and the schema.
#[track_caller]
pub fn at(text: &str, version: &str) -> String {
    let line = text.lines().find(|line| line.starts_with("  version: ")).unwrap();
    with(text, line.trim_start(), &format!("version: {version}"))
}

/// A change that breaks whoever reads the price.
#[track_caller]
pub fn without_price(text: &str) -> String {
    with(text, PRICE, "")
}

/// A change that breaks nobody.
#[track_caller]
pub fn with_colour(text: &str) -> String {
    let colour = "      - { name: colour, type: string, pii: false, description: As the shop names it }\n";
    with(text, SKU, &format!("{SKU}{colour}"))
}

/// The manifest with version 1 as a deprecated one: its last version, its days, the fields it lost since, and who agreed.
#[track_caller]
pub fn serving(text: &str, version: &str, days: [&str; 2], price: bool, agreed: &[&str]) -> String {
    let fields: String = BASE
        .lines()
        .filter(|line| line.starts_with("      - { name: ") && line.contains("pii: false"))
        .filter(|line| price || !line.contains("price"))
        .map(|line| format!("      {}\n", line.trim_end()))
        .collect();
    let words: String = agreed
        .iter()
        .map(|consumer| format!("            - {{ consumer: {consumer}, by: Ada, on: 2026-03-01 }}\n"))
        .collect();
    let words = if words.is_empty() { words } else { format!("          acknowledgedBy:\n{words}") };
    let [deprecated, removed] = days;
    let entry = format!(
        "    previous:\n        - version: {version}\n          deprecated: {deprecated}\n          removed: {removed}\n\
         {words}          fields:\n{fields}"
    );
    with(text, "  slo:\n", &format!("{entry}  slo:\n"))
}
