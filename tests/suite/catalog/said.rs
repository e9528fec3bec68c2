//! How pages say what a manifest says.

use regex_lite::Regex;
use serde_json::{Value as Json, json};

use super::{MESH, add, built, mesh};

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
fn what_messages_quote_is_code() {
    let sandbox = mesh();
    add(&sandbox, "domains/orders/wrong", |text| text.replace("archetype:", "arch_etype: <b>x\n  archetype:"));
    let home = &built(&sandbox)["index.html"];
    assert!(home.contains("<code>spec.arch_etype</code>") || home.contains("<code>arch_etype</code>"), "{home}");
}
