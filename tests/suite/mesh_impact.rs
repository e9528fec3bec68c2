//! `impact`, `mesh graph` and `mesh list`, on a mesh of five products.

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::root;

fn run(arguments: &[&str]) -> Run {
    let sandbox = Sandbox::new();
    let mesh = root().join("tests/cases/mesh/shop");
    let mut command = sandbox.command(arguments);
    command.current_dir(mesh).output().unwrap().into()
}

fn json(arguments: &[&str]) -> Json {
    let run = run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Product, its fields (`*` for all of it), and the way to it.
#[track_caller]
fn reaches(subject: &str, expected: &[(&str, &str, &str)]) {
    let shown = json(&["impact", subject]);
    let words = |list: &Json, with: &str| {
        list.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(with)
    };
    let found: Vec<(String, String, String)> = shown["affected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let fields = if one["whole"] == true { "*".to_owned() } else { words(&one["fields"], ",") };
            (one["product"].as_str().unwrap().to_owned(), fields, words(&one["path"], ">"))
        })
        .collect();
    let expected: Vec<(String, String, String)> =
        expected.iter().map(|(id, fields, path)| (id.to_string(), fields.to_string(), path.to_string())).collect();
    assert_eq!(found, expected);
}

const OE: &str = "orders.order_events";

#[test]
fn a_field_is_followed_from_port_to_port() {
    let through = |ids: &str| format!("{OE}>{ids}");
    // Renamed by an input port, and by a version that is still served.
    reaches(
        "orders.order_events.buyer_id",
        &[
            ("marketing.buyers", "buyer", &through("marketing.buyers")),
            ("marketing.old_reader", "customer_id", &through("marketing.old_reader")),
            ("marketing.campaigns", "buyer", &through("marketing.buyers>marketing.campaigns")),
        ],
    );
    // Part of an expression, and passed on.
    reaches(
        "orders.order_events.total",
        &[
            ("marketing.buyers", "revenue", &through("marketing.buyers")),
            ("marketing.campaigns", "revenue", &through("marketing.buyers>marketing.campaigns")),
        ],
    );
    // A condition decides all rows, and the next product takes what it reads of them.
    reaches(
        "orders.order_events.status",
        &[
            ("marketing.buyers", "*", &through("marketing.buyers")),
            ("support.open_orders", "", &through("support.open_orders")),
            ("marketing.campaigns", "buyer,revenue", &through("marketing.buyers>marketing.campaigns")),
        ],
    );
    reaches("orders.order_events.address.city", &[("marketing.buyers", "city", &through("marketing.buyers"))]);
    reaches("orders.order_events.address.zip", &[("marketing.buyers", "", &through("marketing.buyers"))]);
    reaches("marketing.campaigns", &[]);
}

#[test]
fn a_field_of_a_join_affects_the_whole_product() {
    let shown = json(&["impact", "orders.order_events.order_id"]);
    let support = shown["affected"].as_array().unwrap().iter().find(|one| one["product"] == "support.open_orders");
    let support = support.unwrap();
    assert_eq!((&support["whole"], &support["through"][0]["uses"][0]["use"]), (&true.into(), &"join".into()));
}

#[test]
fn owners_and_consumers_without_products_are_told() {
    let shown = json(&["impact", OE]);
    assert_eq!(shown["affected"].as_array().unwrap().len(), 4);
    let tell: Vec<&str> =
        shown["tell"].as_array().unwrap().iter().filter_map(|one| one["contact"]["team"].as_str()).collect();
    assert_eq!(tell, ["Marketing", "Support"]);
    let marketing = &shown["tell"][0]["contact"];
    assert_eq!((&marketing["onCall"], &marketing["channel"]), (&"marketing-pager".into(), &"#marketing".into()));
    let readers = shown["consumersWithoutProducts"].as_array().unwrap();
    assert_eq!((readers.len(), &readers[0]["contact"]), (2, &"close@example.com".into()));
    assert_eq!(readers[1]["product"], "finance.ledger");
    let human = run(&["impact", "orders.order-events.buyer-id"]).stdout;
    for words in ["affects 3 products of 1 domain", "buyer_id → buyer", "on call marketing-pager", "close@example.com"]
    {
        assert!(human.contains(words), "`{words}`: {human}");
    }
    let markdown = run(&["impact", OE, "--format", "markdown"]).stdout;
    assert!(markdown.contains("| `support.open_orders` | all of it |"), "{markdown}");
}

#[test]
fn a_misspelt_subject_is_answered_with_a_near_one() {
    for (subject, near) in [
        ("orders.order_event", "did you mean `orders.order_events`?"),
        ("orders.order_events.byer_id", "did you mean `buyer_id`?"),
        ("orders.order_events.address.ciy", "did you mean `city`?"),
        ("orders.order_events.total.x", "has no fields of its own"),
        ("zzz", "mesh list"),
        ("zzz.zzz", "mesh list"),
        ("order-events.buyer_id", "did you mean `orders.order_events.buyer_id`?"),
        ("order_evnts", "did you mean `orders.order_events`?"),
        ("support", "`support` is a domain: use `support.open_orders`"),
    ] {
        let run = run(&["impact", subject]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(near), "{subject}: {}", run.stderr);
    }
}

#[test]
fn the_graph_is_drawn_in_every_format_and_each_time_alike() {
    let svg = run(&["mesh", "graph", "--format", "svg"]).stdout;
    assert_eq!(svg, run(&["mesh", "graph", "--format", "svg"]).stdout);
    assert_eq!((svg.matches("<rect").count(), svg.matches("class=\"head\"").count()), (5, 4));
    let mermaid = run(&["mesh", "graph", "--domain", "support"]).stdout;
    assert_eq!(
        mermaid,
        "flowchart LR\n    n0[\"order_events<br>orders\"]\n    n1[\"open_orders<br>support\"]\n    n0 -->|\"v2\"| n1\n"
    );
    let dot = run(&["mesh", "graph", "--format", "dot", "--product", "marketing.campaigns"]).stdout;
    assert!(dot.contains("\"marketing.buyers\" -> \"marketing.campaigns\" [label=\"v1\"];"), "{dot}");
    assert!(!dot.contains("support"), "{dot}");
    let graph = json(&["mesh", "graph"]);
    assert_eq!((graph["products"].as_array().unwrap().len(), graph["edges"].as_array().unwrap().len()), (5, 4));
    let wrong = run(&["mesh", "graph", "--domain", "suport"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("`support`"), "{}", wrong.stderr);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_listed() {
    let sandbox = Sandbox::new();
    for (path, text) in crate::support::tree(&root().join("tests/cases/mesh/shop")) {
        sandbox.write(&path, text);
    }
    sandbox.write("domains/big/data-product.yaml", vec![b' '; 5_000_000]);
    let list = sandbox.run(&["mesh", "list"]);
    assert_eq!((list.code, list.stdout.contains("5 products")), (1, true), "{}", list.stderr);
    assert!(list.stderr.contains("left out domains/big") && list.stderr.contains("5000000 bytes"), "{}", list.stderr);
    let impact = sandbox.run(&["impact", OE]);
    assert_eq!((impact.code, impact.stdout.contains("affects 4 products")), (1, true), "{}", impact.stderr);
    let broken = sandbox.run(&["impact", "domains.big"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("`mesh-cli validate domains/big` shows why"), "{}", broken.stderr);
    std::fs::remove_dir_all(sandbox.join("domains/big")).unwrap();
    // Root reads everything: then somebody else looks.
    let closed: Vec<String> = (0..10).map(|number| format!("closed_{number}")).collect();
    closed.iter().for_each(|folder| sandbox.write(&format!("{folder}/inside/x"), ""));
    let mode = |path: &str, mode: u32| {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(sandbox.join(path), permissions).unwrap();
    };
    mode("", 0o755);
    closed.iter().for_each(|folder| mode(folder, 0o000));
    let mut command = sandbox.command(&["mesh", "list"]);
    if rustix::process::geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut command, 65534);
    }
    let run = command.output();
    closed.iter().for_each(|folder| mode(folder, 0o755));
    let Ok(run) = run.map(Run::from) else {
        return crate::sandbox::skipped("unreadable folders", "nobody may start the program");
    };
    assert_eq!((run.code, run.stdout.contains("5 products")), (0, true), "{}", run.stderr);
    assert_eq!(run.stderr.matches("note: passed over what is below: cannot read").count(), 8, "{}", run.stderr);
    assert!(run.stderr.contains("closed_") && run.stderr.contains("passed over 2 other folders"), "{}", run.stderr);
}

#[test]
fn products_are_listed() {
    let list = run(&["mesh", "list"]).stdout;
    let line = list.lines().find(|line| line.starts_with(OE)).unwrap();
    assert_eq!(
        line.split_whitespace().collect::<Vec<_>>(),
        [OE, "2.1.0", "source-aligned", "confidential", "Orders", "0", "3"]
    );
    let list = json(&["mesh", "list", "--domain", "marketing"]);
    assert_eq!(list["products"].as_array().unwrap().len(), 3);
    assert_eq!(list["products"][0]["upstream"], serde_json::json!([OE]));
}
