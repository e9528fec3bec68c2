//! The catalog: what the site of a mesh holds, and what it never does. How it looks and works in a browser is tested in
//! `catalog_site`.

mod killed;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use mesh_cli::catalog::serve::{Change, Service, Watch};
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

#[test]
fn the_index_for_programs_keeps_its_schema() {
    let sandbox = mesh();
    let site = built(&sandbox);
    let (catalog, schema): (Json, Json) = (
        serde_json::from_str(&site["catalog.json"]).unwrap(),
        serde_json::from_str(&site["catalog.schema.json"]).unwrap(),
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&catalog).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
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
    let catalog: Json = serde_json::from_str(&site["catalog.json"]).unwrap();
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
    let catalog: Json = serde_json::from_str(&site["catalog.json"]).unwrap();
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
fn what_somebody_put_into_the_site_is_kept() {
    let sandbox = mesh();
    let alone = built(&sandbox);
    sandbox.write("site/CNAME", "data.example.com");
    sandbox.write("site/.nojekyll", "");
    sandbox.write("site/.git/HEAD", "ref: refs/heads/gh-pages");
    sandbox.write("site/products/orders/order_events/notes.txt", "mine, beside a page");
    fs::create_dir_all(sandbox.join("site/.git/refs/tags")).unwrap();
    std::os::unix::fs::symlink("CNAME", sandbox.join("site/link")).unwrap();
    // Pages of ours are made anew, whatever was written into them; those of a product that is gone are gone.
    sandbox.write("site/index.html", "edited");
    fs::remove_dir_all(sandbox.join("mesh/domains/customer")).unwrap();
    for _ in 0..2 {
        let mut site = built(&sandbox);
        assert!(!site.keys().any(|path| path.starts_with("products/customer")), "{:?}", site.keys());
        assert_eq!(fs::read_link(sandbox.join("site/link")).unwrap(), Path::new("CNAME"));
        assert!(sandbox.join("site/.git/refs/tags").is_dir());
        assert_eq!(site.remove("link").as_deref(), Some("data.example.com"));
        for (path, text) in [
            ("CNAME", "data.example.com"),
            (".nojekyll", ""),
            (".git/HEAD", "ref: refs/heads/gh-pages"),
            ("products/orders/order_events/notes.txt", "mine, beside a page"),
        ] {
            assert_eq!(site.remove(path).as_deref(), Some(text), "{path}");
        }
        assert_ne!(site["index.html"], "edited");
        assert!(site.keys().all(|path| alone.contains_key(path)), "{:?}", site.keys());
    }
    assert_eq!(sandbox.names(), ["mesh", "site"]);
}

#[test]
fn what_somebody_put_where_a_page_would_be_is_not_replaced() {
    let sandbox = mesh();
    fs::rename(sandbox.join("mesh/domains/customer"), sandbox.join("later")).unwrap();
    for (path, named) in [
        ("site/products/customer/customer_360/index.html", "products/customer/customer_360/index.html"),
        ("site/products/customer", "products/customer"),
        ("site/domains/customer/index.html/readme", "domains/customer/index.html"),
    ] {
        built(&sandbox);
        sandbox.write(path, "mine");
        fs::rename(sandbox.join("later"), sandbox.join("mesh/domains/customer")).unwrap();
        let before = tree(sandbox.path());
        let error = try_build(&sandbox, Settings::default()).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{error}");
        assert!(error.to_string().contains(named), "{error}");
        assert!(before == tree(sandbox.path()));
        fs::rename(sandbox.join("mesh/domains/customer"), sandbox.join("later")).unwrap();
        fs::remove_dir_all(sandbox.join("site")).unwrap();
    }
}

#[test]
fn descriptions_are_shown_as_the_markdown_that_they_are() {
    let sandbox = mesh();
    let text = "One row per `order_id`, **always** so; see [the guide](https://example.com/guide), not \
                [this](javascript:alert(1)). 2 * 3 * 4 and order_id_x stay.\n\nA second paragraph.\n\n- one\n- two";
    add(&sandbox, "domains/orders/marked", |manifest| {
        let text = serde_json::to_string(text).unwrap();
        let mut lines: Vec<String> = Vec::new();
        let manifest =
            manifest.replace("name: order_events", "name: marked").replace("title: Order events", "title: Marked");
        let mut skipping = 0;
        for line in manifest.lines() {
            let indent = line.len() - line.trim_start().len();
            if skipping > 0 && (line.trim().is_empty() || indent > skipping) {
                continue;
            }
            skipping = 0;
            match line.trim_start().strip_prefix("description:") {
                Some(rest) => {
                    lines.push(format!("{}description: {text}", &line[..indent]));
                    if rest.trim().starts_with(['|', '>']) {
                        skipping = indent;
                    }
                }
                None => lines.push(line.to_owned()),
            }
        }
        lines.join("\n") + "\n"
    });
    let orders = "description: From basket to door";
    sandbox.write("mesh/mesh.yaml", MESH.replace(orders, "description: From `basket` to *door*"));
    let site = built(&sandbox);
    let page = &site["products/orders/marked/index.html"];
    let inline = "One row per <code>order_id</code>, <strong>always</strong> so; see \
                  <a href=\"https://example.com/guide\">the guide</a>, not this. 2 * 3 * 4 and order_id_x stay.";
    assert!(page.contains(&format!("<p>{inline}</p>\n<p>A second paragraph.</p>\n<ul>\n<li>one</li>")), "{page}");
    // Of the product, of fields and of input ports.
    assert!(page.matches(inline).count() > 3, "{page}");
    assert!(site["domains/orders/index.html"].contains("From <code>basket</code> to <em>door</em>"));
    let plain = "One row per order_id, always so; see the guide, not this. 2 * 3 * 4 and order_id_x stay.";
    assert!(page.contains(&format!("<meta name=\"description\" content=\"{plain}\">")), "{page}");
    for path in ["index.html", "domains/orders/index.html", "assets/search-index.js"] {
        assert!(site[path].contains(plain), "{path}");
    }
    assert!(!site["index.html"].contains('`') && !page.contains("**"));
    let catalog: Json = serde_json::from_str(&site["catalog.json"]).unwrap();
    let marked = catalog["products"].as_array().unwrap().iter().find(|product| product["name"] == "marked").unwrap();
    assert_eq!(marked["description"], text, "programs get what was written");
}

#[test]
fn an_address_that_nobody_gave_is_no_way_to_reach_somebody() {
    let sandbox = mesh();
    add(&sandbox, "domains/orders/reached", |text| {
        let text = text.replace("name: order_events", "name: reached");
        Regex::new("email: .*").unwrap().replace(&text, "email: orders@acme.io").into_owned()
    });
    let site = built(&sandbox);
    let derived = &site["products/orders/order_events/index.html"];
    assert!(!derived.contains("mailto:"), "{derived}");
    assert!(derived.contains("<dt>E-mail</dt><dd><span class=\"quiet\">not given yet</span>"), "{derived}");
    let reached = &site["products/orders/reached/index.html"];
    assert!(reached.contains("<dt>E-mail</dt><dd><a href=\"mailto:orders@acme.io\">"), "{reached}");
    let catalog: Json = serde_json::from_str(&site["catalog.json"]).unwrap();
    let emails: Vec<&Json> = catalog["products"].as_array().unwrap().iter().map(|one| &one["owner"]["email"]).collect();
    assert_eq!(emails, [&Json::Null, &Json::Null, &Json::Null, &json!("orders@acme.io")]);
}

#[test]
fn what_may_change_is_said_in_words() {
    let sandbox = mesh();
    let said = |mode: &str| {
        add(&sandbox, "domains/orders/main", |text| {
            Regex::new("evolution: .*").unwrap().replace(&text, format!("evolution: {mode}")).into_owned()
        });
        built(&sandbox)["products/orders/order_events/index.html"].clone()
    };
    for (mode, words) in [
        ("FULL_TRANSITIVE", "Compatibility: full, with every earlier version"),
        ("BACKWARD", "Compatibility: backward, with the version before"),
        ("NONE", "Compatibility: none is promised"),
    ] {
        assert!(said(mode).contains(words), "{mode}");
    }
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
    let catalog: Json = serde_json::from_str(&site["catalog.json"]).unwrap();
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
fn very_many_products_are_shown_by_domain() {
    let sandbox = mesh();
    for number in 0..260 {
        let small = SMALL.replace("DOMAIN", &format!("d{}", number % 7)).replace("NAME", &format!("p{number}"));
        sandbox.write(&format!("mesh/domains/d{}/p{number}/data-product.yaml", number % 7), small);
    }
    let site = built(&sandbox);
    assert!(site["index.html"].contains("domains/d6/index.html") && !site["index.html"].contains("products/d6/p6/"));
    assert!(site["domains/d6/index.html"].contains("products/d6/p6/index.html"));
    assert!(site["graph/index.html"].contains("domains/d6/index.html"));
    let heaviest = site
        .iter()
        .filter(|(path, _)| path.ends_with("/index.html") && path.starts_with("products/"))
        .map(|(_, page)| page.len())
        .max();
    assert!(heaviest.unwrap() < 60_000, "{heaviest:?}");
}

/// Asks the service as a browser would.
fn asked(address: &str, host: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://").trim_end_matches('/')).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    stream
}

/// Reads until the connection ends or `enough` has come.
fn read(stream: &mut TcpStream, enough: &str) -> String {
    let (mut said, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(count) = stream.read(&mut buffer) {
        said.extend_from_slice(&buffer[..count]);
        if count == 0 || (!enough.is_empty() && String::from_utf8_lossy(&said).contains(enough)) {
            break;
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn ask(address: &str, host: &str, path: &str) -> String {
    read(&mut asked(address, host, path), "")
}

#[test]
fn pages_are_served_to_this_machine_and_told_of_changes() {
    let sandbox = mesh();
    let site = sandbox.join("site");
    try_build(&sandbox, Settings { served: true, ..Settings::default() }).unwrap();
    let watch = Watch::begin(&sandbox.join("mesh")).unwrap();
    let service = Service::begin(&site, 0).unwrap();
    let (done, changes) = (AtomicBool::new(false), AtomicUsize::new(0));
    let address = service.address.as_str();
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut rebuild = || {
                changes.fetch_add(1, Ordering::SeqCst);
                try_build(&sandbox, Settings { served: true, ..Settings::default() }).unwrap();
                Change::Shown
            };
            let cancelled = || done.load(Ordering::SeqCst);
            service.run(Some(watch), &cancelled, &mut rebuild, &|error| panic!("{error}"));
        });
        let home = ask(address, host, "/");
        assert!(home.starts_with("HTTP/1.1 200") && home.contains("assets/reload.js"), "{home}");
        assert!(ask(address, "evil.example", "/").starts_with("HTTP/1.1 421"));
        assert!(ask(address, host, "/../mesh/mesh.yaml").starts_with("HTTP/1.1 404"));
        let mut page = asked(address, host, "/-/changes");
        let first = read(&mut page, "-0\n\n");
        assert!(first.contains("text/event-stream") && first.contains("data: "), "{first}");
        let manifest = sandbox.join("mesh/domains/finance/main/data-product.yaml");
        let text = fs::read_to_string(&manifest).unwrap().replace("title: Daily revenue", "title: Revenue by day");
        // In one step, or a slow machine sees two changes.
        sandbox.write("new", text);
        fs::rename(sandbox.join("new"), &manifest).unwrap();
        assert!(read(&mut page, "-1\n\n").starts_with("data: "));
        // Who comes later is told which site it has.
        assert!(read(&mut asked(address, host, "/-/changes"), "-1\n\n").contains("-1\n\n"));
        assert!(ask(address, host, "/products/finance/revenue_daily/").contains("Revenue by day"));
        // What we read ourselves is no change.
        std::thread::sleep(Duration::from_millis(800));
        done.store(true, Ordering::SeqCst);
    });
    assert_eq!(changes.load(Ordering::SeqCst), 1);
}

#[test]
fn readers_that_take_nothing_hold_up_neither_others_nor_the_end() {
    let sandbox = mesh();
    let site = sandbox.join("site");
    try_build(&sandbox, Settings::default()).unwrap();
    fs::write(site.join("huge.txt"), vec![b'x'; 32_000_000]).unwrap();
    let service = Service::begin(&site, 0).unwrap();
    let done = AtomicBool::new(false);
    let address = service.address.as_str();
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let begun = std::time::Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let cancelled = || done.load(Ordering::SeqCst);
            service.run(None, &cancelled, &mut || Change::Kept, &|error| panic!("{error}"));
        });
        let stalled: Vec<TcpStream> = (0..6).map(|_| asked(address, host, "/huge.txt")).collect();
        let waiting: Vec<TcpStream> = (0..100).map(|_| asked(address, host, "/-/changes")).collect();
        assert!(ask(address, host, "/").starts_with("HTTP/1.1 200"));
        done.store(true, Ordering::SeqCst);
        drop((stalled, waiting));
    });
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
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
