//! The catalog: what the site of a mesh holds, and what it never does. How it looks and works in a browser is tested in
//! `catalog_site`.

mod kept;
mod killed;
mod large;
mod said;
mod served;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use mesh_cli::catalog::site::{Built, Settings, build};
use mesh_cli::mesh::Survey;
use regex_lite::Regex;
use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;
use crate::support::{root, tree};

const MESH: &str = "apiVersion: datamesh.io/v1\nkind: Mesh\norganisation: { name: Acme Ltd }\ndomains:\n  \
    orders: { title: Order taking, description: From basket to door, owner: { team: Orders, onCall: '@orders' } }\n  \
    marketing: { planned: true }\n";

/// A product that reads another.
const SMALL: &str = "\
apiVersion: datamesh.io/v1
kind: DataProduct
metadata: { domain: DOMAIN, name: NAME, version: 1.0.0, owner: { team: t, email: t@example.com } }
spec:
  archetype: consumer-aligned
  description: A small one.
  inputPorts: [{ name: events, kind: product, location: { product: orders.order_events, version: 2 } }]
  outputPorts: [{ name: table, kind: duckdb }]
  schema: { version: 1.0.0, evolution: FULL, fields: [{ name: id, type: uuid, required: true, primaryKey: true }] }
  slo: { freshness: { target: 1 day } }
  access: { classification: internal, retention: 1 year }
  ci: { provider: github }
";

/// Text that would run, or break out, wherever it is not escaped.
const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</style></title></code><svg onload=alert(1)>",
    "javascript:alert(1)",
    "\u{202E}עברית {{ x }} <{ y }> <% z %>",
    "]]>--><!--",
];

/// A mesh with three of the examples: a source, an aggregate, and a consumer of the first.
fn mesh() -> Sandbox {
    let sandbox = Sandbox::in_memory();
    sandbox.write("mesh/mesh.yaml", MESH);
    for (domain, example) in
        [("orders", "orders.order_events"), ("customer", "customer.customer_360"), ("finance", "finance.revenue_daily")]
    {
        let from = root().join("examples").join(example);
        for file in ["data-product.yaml", "CHANGELOG.md"] {
            sandbox.write(&format!("mesh/domains/{domain}/main/{file}"), fs::read(from.join(file)).unwrap());
        }
    }
    sandbox
}

fn try_build(sandbox: &Sandbox, settings: Settings) -> mesh_cli::Result<Built> {
    build(&Survey::of(&sandbox.join("mesh"))?, &sandbox.join("site"), settings, &|| false)
}

#[track_caller]
fn built(sandbox: &Sandbox) -> BTreeMap<String, String> {
    try_build(sandbox, Settings::default()).unwrap();
    site(sandbox)
}

fn site(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let text = |(path, bytes): (String, Vec<u8>)| (path, String::from_utf8(bytes).unwrap());
    tree(&sandbox.join("site")).into_iter().map(text).collect()
}

/// Adds a product: the order events, changed.
fn add(sandbox: &Sandbox, place: &str, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(root().join("examples/orders.order_events/data-product.yaml")).unwrap();
    sandbox.write(&format!("mesh/{place}/data-product.yaml"), change(text));
}

#[test]
fn every_product_version_and_domain_has_a_page_at_a_stable_address() {
    let sandbox = mesh();
    let made =
        try_build(&sandbox, Settings { base_url: Some("https://data.example.com/c/".into()), ..Settings::default() });
    assert_eq!(made.unwrap(), Built { products: 3, domains: 4, pages: 13, broken: 0 });
    let pages: Vec<String> = site(&sandbox).into_keys().filter(|path| !path.starts_with("assets/")).collect();
    let expected = [
        ".mesh-catalog",
        "catalog.json",
        "catalog.schema.json",
        "domains/customer/index.html",
        "domains/finance/index.html",
        "domains/marketing/index.html",
        "domains/orders/index.html",
        "graph/index.html",
        "index.html",
        "products/customer/customer_360/index.html",
        "products/customer/customer_360/v2/index.html",
        "products/finance/revenue_daily/index.html",
        "products/finance/revenue_daily/v1/index.html",
        "products/orders/order_events/index.html",
        "products/orders/order_events/v1/index.html",
        "products/orders/order_events/v2/index.html",
    ];
    assert_eq!(pages, expected);
    let page = &site(&sandbox)["products/orders/order_events/v1/index.html"];
    assert!(page.contains(
        "<link rel=\"canonical\" href=\"https://data.example.com/c/products/orders/order_events/v1/index.html\">"
    ));
}

#[test]
fn a_product_page_tells_all_that_a_reader_asks() {
    let sandbox = mesh();
    let site = built(&sandbox);
    let page = &site["products/orders/order_events/index.html"];
    for part in [
        // what it is and whose, the schema, what is promised and checked, where it is and how to read it, who does
        "Order taking",
        "orders.order_events",
        "event_timestamp",
        "2.1.0",
        "freshness",
        "99.9%",
        "@orders-oncall",
        "orders_service_postgres",
        "select *",
        "v1/index.html",
        "Keep a Changelog",
        "finance/revenue_daily/index.html",
        "<svg",
        "mesh-cli mesh build",
        "--policies",
    ] {
        assert!(page.to_lowercase().contains(&part.to_lowercase()), "{part}\n{page}");
    }
    let finance = &site["products/finance/revenue_daily/index.html"];
    assert!(finance.contains("../../../products/orders/order_events/index.html"));
    assert!(site["domains/orders/index.html"].contains("From basket to door"));
    assert!(site["index.html"].contains("Acme Ltd") && site["index.html"].contains("domains/marketing/index.html"));
}

/// The values of an attribute of any element.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let pattern = Regex::new(&format!("<[a-z][^>]*\\s{name}=\"([^\"]*)\"")).unwrap();
    let unescaped = |text: &str| text.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
    // An element may have several attributes of interest: each is looked for on its own.
    pattern.captures_iter(page).map(|found| unescaped(&found[1])).collect()
}

#[test]
fn every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere() {
    let sandbox = mesh();
    let site = built(&sandbox);
    let (mut links, mut loaded) = (0, 0);
    for (path, page) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let folder: Vec<&str> = path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        for link in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, fragment) = link.split_once('#').map_or((link.as_str(), None), |(file, id)| (file, Some(id)));
            let mut steps = folder.clone();
            for step in file.split('/').filter(|step| !step.is_empty()) {
                if step == ".." { assert!(steps.pop().is_some(), "{path}: {link}") } else { steps.push(step) }
            }
            let target = if file.is_empty() { path.clone() } else { steps.join("/") };
            let target = target.split('?').next().unwrap();
            assert!(site.contains_key(target), "{path}: {link} leads to {target}");
            if let Some(id) = fragment {
                assert!(site[target].contains(&format!("id=\"{id}\"")), "{path}: {link}: no such place");
            }
            links += 1;
        }
        let elements = Regex::new("<(script|img|link|iframe|object|embed|form|base|style)\\b[^>]*>").unwrap();
        for element in elements.find_iter(page) {
            let element = element.as_str();
            assert!(!element.contains("//") || element.contains("rel=\"canonical\""), "{path}: {element}");
            assert!(!element.starts_with("<style") && !element.starts_with("<base"), "{path}: {element}");
            assert!(!element.starts_with("<script") || element.contains(" src=\""), "{path}: {element}");
            loaded += 1;
        }
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="), "{path}");
        assert!(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"), "{path}");
    }
    assert!(links > 100 && loaded > 10, "{links} {loaded}");
}

/// The index for programs, which keeps its schema.
#[track_caller]
fn catalog_of(site: &BTreeMap<String, String>) -> (Json, jsonschema::Validator) {
    let (catalog, schema): (Json, Json) = (
        serde_json::from_str(&site["catalog.json"]).unwrap(),
        serde_json::from_str(&site["catalog.schema.json"]).unwrap(),
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&catalog).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    (catalog, validator)
}

#[test]
fn the_index_for_programs_keeps_its_schema() {
    let sandbox = mesh();
    let site = built(&sandbox);
    let (catalog, validator) = catalog_of(&site);
    assert_eq!(catalog["organisation"], "Acme Ltd");
    let ids: Vec<&Json> = catalog["products"].as_array().unwrap().iter().map(|product| &product["id"]).collect();
    assert_eq!(ids, ["customer.customer_360", "finance.revenue_daily", "orders.order_events"]);
    let orders = &catalog["products"][2];
    assert_eq!(orders["versions"][1]["url"], "products/orders/order_events/v1/index.html");
    assert_eq!(orders["downstream"], json!(["finance.revenue_daily"]));
    assert_eq!(catalog["products"][1]["upstream"], json!(["orders.order_events"]));
    let mut wrong = catalog.clone();
    wrong["products"][0]["owner"] = json!("somebody");
    assert!(!validator.is_valid(&wrong), "the schema holds what it says");
    let search = site["assets/search-index.js"].strip_prefix("window.MESH_CATALOG = ").unwrap();
    let search: Json = serde_json::from_str(search.trim_end().trim_end_matches(';')).unwrap();
    assert_eq!(search["products"].as_array().unwrap().len(), 3);
    assert!(search["products"][2]["f"].as_str().unwrap().contains("event_timestamp"));
}

#[test]
fn hostile_text_is_text() {
    let sandbox = mesh();
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    for (number, text) in HOSTILE.iter().enumerate() {
        add(&sandbox, &format!("domains/orders/hostile{number}"), |manifest| {
            let whole: Vec<String> = manifest
                .replace("name: order_events", &format!("name: hostile_{number}"))
                .lines()
                .map(|line| {
                    let key = line.trim_start().trim_start_matches("- ");
                    let text_key = [
                        "title: ",
                        "description: ",
                        "team: ",
                        "onCall: ",
                        "channel: ",
                        "purpose: ",
                        "measurement: ",
                        "note: ",
                    ]
                    .iter()
                    .find(|known| key.starts_with(**known) && !key.ends_with(['|', '>']));
                    match text_key {
                        Some(known) => format!("{}{}", &line[..line.find(*known).unwrap() + known.len()], quoted(text)),
                        None => line.to_owned(),
                    }
                })
                .collect();
            whole.join("\n") + "\n"
        });
        let markdown = format!("# {text}\n\n## {text}\n\n- {text}\n- [x]({text})\n- ![{text}]({text})\n");
        sandbox.write(&format!("mesh/domains/orders/hostile{number}/CHANGELOG.md"), markdown);
        let rows = json!({ "versions": { "2": { "columns": [{ "name": text, "type": text }], "rows": [[text], [{ "a": [text] }]] } } });
        let result = json!({
            "product": "x", "status": "failed", "seconds": 1.0, "models": 1,
            "tests": { "passed": 0, "warned": 0, "failed": 1, "skipped": 0 },
            "checks": [{ "name": text, "kind": "quality", "status": "failed", "message": text }], "failure": text,
        });
        sandbox.write(&format!("mesh/.mesh/build/orders.hostile_{number}/sample.json"), rows.to_string());
        sandbox.write(&format!("mesh/.mesh/build/orders.hostile_{number}/result.json"), result.to_string());
    }
    sandbox.write(
        "mesh/mesh.yaml",
        MESH.replace("Acme Ltd", &quoted(HOSTILE[0])).replace("Order taking", &quoted(HOSTILE[1])),
    );
    sandbox.write(
        "mesh/domains/broken/data-product.yaml",
        format!("metadata: {{ domain: {}, name: x }}\n", quoted(HOSTILE[0])),
    );
    let site = built(&sandbox);
    let page = &site["products/orders/hostile_0/index.html"];
    assert!(page.matches("&lt;script&gt;alert(1)&lt;/script&gt;").count() > 15, "the texts are shown");
    for (path, page) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        for part in ["<script>alert", "<img", "<svg onload", "<!--", "href=\"javascript", "src=\"javascript"] {
            assert!(!page.contains(part), "{path}: {part}");
        }
        // Whatever begins an element is one of ours: inside an element no attribute begins an event.
        let texts = Regex::new("\"[^\"]*\"").unwrap();
        for element in Regex::new("<[a-zA-Z][^>]*>").unwrap().find_iter(page) {
            let names = texts.replace_all(element.as_str(), "");
            assert!(!Regex::new("\\son[a-z]+=").unwrap().is_match(&names), "{path}: {}", element.as_str());
        }
    }
    assert!(!site["assets/search-index.js"].contains("</script"));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_shown() {
    let sandbox = mesh();
    sandbox.write("mesh/domains/orders/torn/data-product.yaml", "metadata: [\n");
    // Ids that differ only in case, in how words are joined, and not at all.
    add(&sandbox, "domains/orders/upper", |text| text.replace("name: order_events", "name: Order_Events"));
    add(&sandbox, "domains/orders/kebab", |text| text.replace("name: order_events", "name: order-events"));
    add(&sandbox, "domains/orders/zz_again", |text| text);
    let made = try_build(&sandbox, Settings::default()).unwrap();
    assert_eq!((made.products, made.broken), (4, 3));
    let site = site(&sandbox);
    let home = &site["index.html"];
    for place in ["domains/orders/torn", "domains/orders/upper", "domains/orders/zz_again"] {
        assert!(home.contains(place), "{place}\n{home}");
        assert!(site["domains/orders/index.html"].contains(place), "{place}");
    }
    assert!(home.contains("line 1:") || home.contains("line 2:"), "{home}");
    assert!(home.contains("orders.order_events is the product in domains/orders/main"), "{home}");
    assert!(site.contains_key("products/orders/order-events/index.html"));
    assert!(!site.keys().any(|path| path.contains("Order_Events")));
    let (catalog, _) = catalog_of(&site);
    let places: Vec<&Json> = catalog["broken"].as_array().unwrap().iter().map(|broken| &broken["place"]).collect();
    assert_eq!(places, ["domains/orders/torn", "domains/orders/upper", "domains/orders/zz_again"]);
    let run = sandbox.run(&["catalog", "build", "mesh", "--out", "site"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("domains/orders/torn/data-product.yaml:1") && run.stderr.contains("4 products of"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_same_mesh_gives_the_same_site() {
    let sandbox = mesh();
    let first = built(&sandbox);
    // Where it is, and what was there before, says nothing.
    let elsewhere = Sandbox::in_memory();
    for (path, contents) in tree(&sandbox.join("mesh")) {
        elsewhere.write(&format!("mesh/{path}"), contents);
    }
    assert!(first == built(&elsewhere));
    assert!(first == built(&sandbox));
    assert_eq!(sandbox.names(), ["mesh", "site"]);
}

#[test]
fn results_and_rows_of_the_last_build_are_shown() {
    let sandbox = mesh();
    let result = json!({
        "product": "orders.order_events", "status": "ok", "seconds": 2.44, "models": 7,
        "tests": { "passed": 31, "warned": 1, "failed": 0, "skipped": 0 },
        "checks": [{ "name": "accepted_values_event_type", "kind": "quality", "status": "passed", "message": null }], "failure": null,
    });
    let columns = json!([{ "name": "event_id", "type": "VARCHAR" }, { "name": "order_total_cents", "type": "BIGINT" }]);
    let sample = json!({ "versions": {
        "2": { "columns": columns, "rows": [["e-1", 4200], ["e-2", null]] }, "1": { "columns": columns, "rows": [["e-9", 1]] }
    } });
    sandbox.write("mesh/.mesh/build/orders.order_events/result.json", result.to_string());
    sandbox.write("mesh/.mesh/build/orders.order_events/sample.json", sample.to_string());
    // A record that cannot be read is none.
    sandbox.write("mesh/.mesh/build/finance.revenue_daily/result.json", "{");
    sandbox.write("mesh/.mesh/build/finance.revenue_daily/sample.json", "[]");
    let site = built(&sandbox);
    let page = &site["products/orders/order_events/index.html"];
    for part in ["31", "accepted_values_event_type", "e-1", "4200", "e-2"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("e-9") && site["products/orders/order_events/v1/index.html"].contains("e-9"));
    assert!(site["products/finance/revenue_daily/index.html"].contains("mesh-cli mesh build"));
    let (catalog, _) = catalog_of(&site);
    assert_eq!((&catalog["products"][2]["build"], catalog["products"][1].get("build")), (&json!("ok"), None));
}

#[test]
fn a_site_is_replaced_whole_and_nothing_else_is() {
    let sandbox = mesh();
    let refused = |sandbox: &Sandbox| {
        let before = tree(sandbox.path());
        let error = try_build(sandbox, Settings::default()).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{error}");
        assert!(error.hint().unwrap().contains("--out"), "{error}");
        assert!(before == tree(sandbox.path()));
    };
    sandbox.write("site/thesis.txt", "all my work");
    refused(&sandbox);
    fs::remove_dir_all(sandbox.join("site")).unwrap();
    sandbox.write("site", "a file");
    refused(&sandbox);
    fs::remove_file(sandbox.join("site")).unwrap();
    fs::create_dir(sandbox.join("site")).unwrap();
    built(&sandbox);
    let site = built(&sandbox);
    // A look with a fault: the old site stays, and nothing is left beside it.
    sandbox.write("mesh/look/pack.yaml", "name: look\nversion: 1.0.0\nextends: standard\n");
    sandbox.write("mesh/look/catalog/version.html.tera", "<{ product.id }> <{ nothing }>");
    sandbox.write("mesh/mesh.yaml", format!("{MESH}packs: [./look]\n"));
    let error = try_build(&sandbox, Settings::default()).unwrap_err().to_string();
    assert!(error.contains("catalog/version.html.tera") && error.contains("nothing"), "{error}");
    assert!(site == self::site(&sandbox));
    assert_eq!(sandbox.names(), ["mesh", "site"]);
}

#[test]
fn an_overlay_gives_the_site_its_own_look() {
    let sandbox = mesh();
    sandbox.write("mesh/look/pack.yaml", "name: look\nversion: 1.0.0\nextends: standard\n");
    sandbox.write("mesh/look/catalog/assets/catalog.css", "body { color: rebeccapurple }\n");
    sandbox.write(
        "mesh/look/catalog/version.html.tera",
        "<% extends \"standard:catalog/version.html.tera\" %><% block title %>ours: <{ product.title }><% endblock %>",
    );
    sandbox
        .write("mesh/look/ports/bigquery/catalog/query.sql.tera", "select 1 from <{ location.dataset }>.<{ table }>\n");
    sandbox.write("mesh/mesh.yaml", format!("{MESH}packs: [./look]\n"));
    let site = built(&sandbox);
    assert_eq!(site["assets/catalog.css"], "body { color: rebeccapurple }\n");
    assert!(site["products/orders/order_events/v1/index.html"].contains("<title>ours: "));
    assert!(site["products/orders/order_events/v1/index.html"].contains("select 1 from "));
    assert!(site["assets/reload.js"].contains("EventSource"));
}

#[test]
fn policies_are_judged_when_they_are_asked_for() {
    let sandbox = mesh();
    for folder in ["customer", "finance"] {
        fs::remove_dir_all(sandbox.join(format!("mesh/domains/{folder}"))).unwrap();
    }
    let run = sandbox.run(&["catalog", "build", "mesh", "--policies", "--as-of", "2026-06-01", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&said["products"], &said["out"], &said["broken"]), (&json!(1), &json!("site"), &json!([])));
    let site = site(&sandbox);
    let (catalog, _) = catalog_of(&site);
    let check = sandbox.run(&["policy", "check", "mesh", "--all", "--as-of", "2026-06-01", "--format", "json"]);
    let check: Json = serde_json::from_str(&check.stdout).unwrap();
    let score = &check["score"]["products"][0]["overall"]["points"];
    let score = if score.is_null() { &check["score"]["products"][0]["score"] } else { score };
    assert_eq!(catalog["products"][0]["policyScore"].as_f64(), score.as_f64(), "{}", check["score"]);
    let page = &site["products/orders/order_events/index.html"];
    let first =
        check["findings"].as_array().unwrap().first().map(|finding| finding["rule"].as_str().unwrap().to_owned());
    assert!(first.is_none_or(|rule| page.contains(&rule)));
}

#[test]
fn what_is_asked_in_a_wrong_way_is_refused() {
    let sandbox = mesh();
    for (arguments, words) in [
        (&["catalog", "build", "nowhere"][..], "nowhere"),
        (&["catalog", "build", "mesh", "--base-url", "data.example.com"], "web address"),
        (&["catalog", "build", "mesh", "--base-url", "https://example.com/?x"], "no `?`"),
        (&["catalog", "serve", "nowhere"], "nowhere"),
    ] {
        let run = sandbox.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(sandbox.names(), ["mesh"]);
}

/// Every file name that is used in two ways by file systems that know no case.
#[test]
fn no_two_files_differ_only_in_case() {
    let sandbox = mesh();
    let site = built(&sandbox);
    let lower: BTreeSet<String> = site.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), site.len());
    assert!(Path::new(&sandbox.join("site/.mesh-catalog")).is_file());
}
