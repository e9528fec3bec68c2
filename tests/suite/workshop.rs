//! The workshop: maps that are judged, and the pilot meshes that they make.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mesh_cli::diagnostics::Source;
use mesh_cli::manifest::Manifest;
use mesh_cli::manifest::node::Origin;
use mesh_cli::mesh::Mesh;
use mesh_cli::pack::Pack;
use mesh_cli::workshop::derive::{Before, derive};
use mesh_cli::workshop::readiness::{Readiness, Verdict};
use mesh_cli::workshop::{DomainMap, canvas::canvas, lint::lint};
use serde_json::json;

use crate::interview::Terminal;
use crate::sandbox::Sandbox;
use crate::support::{assert_same_tree, blessing, root, tree};

const MAPS: [&str; 2] = ["orders", "shop"];

fn map(text: &str) -> DomainMap {
    let source = Source::new("map.yaml", text);
    DomainMap::parse(source).unwrap_or_else(|report| panic!("{}", report.lines().join("\n")))
}

fn example(name: &str) -> String {
    fs::read_to_string(root().join(format!("examples/workshop/{name}.yaml"))).unwrap()
}

fn products(text: &str) -> Vec<Manifest> {
    derive(&map(text), &Pack::builtin().unwrap(), &Before::default()).unwrap().products
}

fn ids(products: &[Manifest]) -> Vec<String> {
    products.iter().map(|product| product.id().to_string()).collect()
}

/// Every finding stands in the line that names its rule, and every line that names a rule has it.
#[test]
fn what_is_wrong_with_a_map_is_found_where_it_stands_and_nothing_else_is() {
    let pack = Pack::builtin().unwrap();
    for entry in fs::read_dir(root().join("tests/cases/workshop")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let expected: BTreeSet<(usize, String)> = text
            .lines()
            .enumerate()
            .flat_map(|(at, line)| {
                let rules = line.split("# ! ").nth(1).unwrap_or_default().split(" ! ");
                rules.filter(|rule| !rule.is_empty()).map(move |rule| (at + 1, rule.trim().to_owned()))
            })
            .collect();
        let source = Source::new(path.display().to_string(), text);
        let report = match DomainMap::parse(source) {
            Ok(map) => lint(&map, &pack).unwrap(),
            Err(report) => report,
        };
        let found: Vec<(usize, String)> = report
            .findings
            .iter()
            .map(|finding| {
                let Origin::File { start, .. } = finding.origin else { panic!("{finding:?} has no place") };
                (report.source.as_ref().unwrap().position(start).0, finding.rule.id.to_string())
            })
            .collect();
        assert_eq!(found.len(), expected.len(), "{}", report.lines().join("\n"));
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{}", report.lines().join("\n"));
    }
}

#[test]
fn the_maps_of_the_examples_have_no_errors() {
    for name in MAPS {
        let report = lint(&map(&example(name)), &Pack::builtin().unwrap()).unwrap();
        assert_eq!(report.errors(), 0, "{}", report.lines().join("\n"));
    }
}

/// Held are `mesh.yaml` and the manifests: the rest of each product is what its manifest renders to, as the tests of the
/// other examples show, and would be ten thousand lines more to review.
#[test]
fn a_map_makes_the_pilot_that_the_examples_hold_and_its_policies_are_green() {
    for name in MAPS {
        let mesh = Sandbox::in_memory();
        let map = root().join(format!("examples/workshop/{name}.yaml"));
        let run = mesh.run(&["workshop", "bootstrap", map.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let held = |path: &str| path == "mesh.yaml" || path.ends_with("/data-product.yaml") && !path.contains(".mesh/");
        let made: BTreeMap<String, Vec<u8>> = tree(mesh.path()).into_iter().filter(|(path, _)| held(path)).collect();
        let golden = root().join("examples/workshop").join(name);
        if blessing() {
            let _ = fs::remove_dir_all(&golden);
            for (path, contents) in &made {
                let to = golden.join(path);
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::write(to, contents).unwrap();
            }
        }
        assert_same_tree(&made, &tree(&golden), "`make bless` rewrites the pilots");
        for arguments in
            [&["policy", "check", ".", "--all"][..], &["mesh", "check"], &["generate", "--all", "--check", "."]]
        {
            let run = mesh.run(arguments);
            assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
            let warned = run.stderr.contains("warning[");
            assert!(!warned || name == "orders", "{arguments:?}: {}", run.stderr);
        }
        let again = mesh.run(&["workshop", "bootstrap", map.to_str().unwrap(), "--dry-run"]);
        assert_eq!((again.code, again.stdout.as_str()), (0, ""), "a second run changes nothing: {}", again.stderr);
    }
}

/// Shows 5: who is affected when the orders no longer say who placed them.
#[test]
fn the_orders_of_the_shop_are_read_by_several_domains_through_their_customer() {
    let products = products(&example("shop"));
    let reads = |product: &&Manifest| {
        product.spec.input_ports.iter().any(|port| {
            port.location.get("product") == Some(&json!("orders.order_events"))
                && port.fields.iter().any(|field| field.snake() == "customer_id")
        })
    };
    let readers: Vec<&Manifest> = products.iter().filter(reads).collect();
    let domains: BTreeSet<&str> = readers.iter().map(|product| product.metadata.domain.as_str()).collect();
    assert!(domains.contains("customer") && domains.contains("marketing"), "{domains:?}");
    // Both sides know of each other, and a consumer promises no more than it is promised.
    let orders = products.iter().find(|product| product.id().to_string() == "orders.order_events").unwrap();
    for reader in readers {
        let declared = orders.spec.access.consumers.iter().filter_map(|consumer| consumer.product.as_ref());
        assert_eq!(declared.filter(|id| **id == reader.id()).count(), 1, "{}", reader.id());
        assert!(reader.spec.slo.freshness.target >= orders.spec.slo.freshness.target, "{}", reader.id());
        assert!(reader.spec.access.classification >= orders.spec.access.classification, "{}", reader.id());
    }
}

#[test]
fn things_and_questions_become_products_by_their_words() {
    let text = "\
shop:
  team: A
  business_events: [order_placed, order_cancelled, customer_signed_up, opened]
  analytical_questions_owned: [How many orders are open?, Which visits lead to orders?]
web:
  team: B
  business_events:
    - { name: visit_begun, carries: [customer_id] }
";
    let products = products(text);
    let expected = [
        "shop.order_events",
        "shop.customer_events",
        "shop.shop_events",
        "web.visit_events",
        "shop.visits_lead_to_orders",
    ];
    assert_eq!(ids(&products), expected);
    let answer = &products[4];
    let ports: Vec<&str> = answer.spec.input_ports.iter().map(|port| port.name.as_str()).collect();
    assert_eq!(ports, ["order_events", "visit_events"]);
    let on = answer.spec.lineage.transformations[0].joins[0].on.to_string();
    assert_eq!(on, "visit_events.customer_id = order_events.customer_id");
    assert!(products[0].spec.description.contains("How many orders are open?"));
}

#[test]
fn things_whose_plural_is_a_word_of_sql_are_read_by_another_name() {
    let products = products("shop: { team: A, business_events: [value_changed, order_placed] }\n");
    let ports: Vec<&str> = products.iter().map(|product| product.spec.input_ports[0].name.as_str()).collect();
    assert_eq!(ports, ["all_values", "orders"]);
}

#[test]
fn an_answer_is_told_apart_by_the_id_of_what_is_asked_by() {
    let text = "\
wards:
  team: A
  business_events: [{ name: patient_admitted, carries: [ward_id, admission_reason] }]
  analytical_questions_owned: [{ question: How many patients do surgeons see by ward and admission reason?, name: seen, needs: [wards, theatre] }]
theatre:
  team: B
  business_events: [{ name: operation_ended, carries: [patient_id] }]
";
    let products = products(text);
    let answer = &products[2].spec;
    let grouped: Vec<String> = answer.lineage.transformations[0].group_by.iter().map(ToString::to_string).collect();
    assert_eq!(grouped, ["patient_events.ward_id", "patient_events.admission_reason"]);
    // The reasons of a hospital are none of a shop's returns.
    let reason =
        products[0].spec.input_ports[0].fields.iter().find(|field| field.snake() == "admission_reason").unwrap();
    assert!(reason.examples.is_empty(), "{:?}", reason.examples);
}

#[test]
fn an_id_that_is_there_anyway_and_words_that_are_no_names_do_no_harm() {
    let text = "\
shop:
  team: A
  business_events: [{ name: order_placed, carries: [customer_id, order_id] }]
  analytical_questions_owned: [{ question: What is the größe rate of orders per customer?, name: sizes, needs: [shop, people] }]
people:
  team: B
  business_events: [customer_registered]
";
    let products = products(text);
    let fields = |at: usize| -> Vec<String> {
        products[at].spec.schema.fields.iter().map(|field| field.name.to_string()).collect()
    };
    assert_eq!(fields(0), ["event_id", "event_type", "event_timestamp", "order_id", "customer_id"]);
    assert!(fields(2).contains(&"grosse_rate".to_owned()), "{:?}", fields(2));
}

#[test]
fn a_second_run_adds_and_merges_and_keeps_what_people_did() {
    let mesh = Sandbox::in_memory();
    let before = "\
shop:
  team: A
  business_events: [order_placed, parcel_sent]
  analytical_questions_owned: [{ question: Which customers order?, name: buyers, needs: [people] }]
people:
  team: B
  business_events: [customer_registered]
";
    let bootstrap = |text: &str| {
        mesh.write("map.yaml", text);
        mesh.run(&["workshop", "bootstrap", "map.yaml", "--out", "pilot"])
    };
    let run = bootstrap(before);
    assert!(run.code == 0 && run.stderr.contains("4 made"), "{}", run.stderr);
    let read = |path: &str| fs::read_to_string(mesh.join("pilot/domains").join(path)).unwrap();
    let orders = "shop/order_events/data-product.yaml";
    let edited = read(orders).replace("title: Order events", "title: What becomes of orders");
    fs::write(mesh.join("pilot/domains").join(orders), edited).unwrap();
    fs::remove_dir_all(mesh.join("pilot/domains/shop/parcel_events")).unwrap();
    let sql = "people/customer_events/dbt/models/intermediate/int_customer_events__assembled.sql";
    fs::write(mesh.join("pilot/domains").join(sql), "-- ours\n").unwrap();

    let after =
        before.replace("[order_placed, parcel_sent]", "[order_placed, order_cancelled, parcel_sent, gift_wrapped]");
    let after = after.replace("[customer_registered]", "[customer_registered, customer_left]");
    let run = bootstrap(&after);
    // What the team wrote itself is left alone, and what it does not know of is said.
    let lack = "int_customer_events__assembled.sql needs you: it was edited by hand, and does not speak of `CUSTOMER_LEFT` yet";
    assert!(run.code == 1 && run.stderr.contains(lack), "{}", run.stderr);
    assert_eq!(run.stderr.matches("needs you").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("parcel_events  (deleted by hand, and left so)"), "{}", run.stderr);
    assert!(mesh.join("pilot/domains/shop/gift_events/dbt").is_dir(), "{}", run.stderr);
    let merged = read(orders);
    assert!(merged.contains("What becomes of orders") && merged.contains("ORDER_CANCELLED"), "{merged}");
    let model = "shop/order_events/dbt/models/intermediate/int_order_events__assembled.sql";
    assert!(read(model).contains("ORDER_CANCELLED"), "what nobody touched follows the manifest");
    assert_eq!(read(sql), "-- ours\n");

    let run = bootstrap(&after.replace(", gift_wrapped", ""));
    assert!(run.stderr.contains("domains/shop/gift_events is no longer in the map: left as it is"), "{}", run.stderr);
    assert!(mesh.join("pilot/domains/shop/gift_events/data-product.yaml").is_file());
}

#[test]
fn a_conflict_in_the_files_of_a_mesh_is_resolved_as_one_of_a_product() {
    let sandbox = Sandbox::in_memory();
    let before = "shop: { team: A, email: a@example.com, business_events: [order_placed] }\n";
    let bootstrap = ["workshop", "bootstrap", "map.yaml", "--out", "pilot"];
    sandbox.write("map.yaml", before);
    assert_eq!(sandbox.run(&bootstrap).code, 0);
    let file = sandbox.join("pilot/mesh.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let channel = "      channel: \"#data-shop\"\n";
    fs::write(&file, text.replace(channel, &format!("{channel}    title: The shop\n"))).unwrap();
    // The merge of two titles cannot be read: nothing of it is decided, and each part stands beside what it comes from.
    sandbox.write("map.yaml", before.replace("team: A", "title: Shop, team: Aleph"));
    let run = sandbox.run(&bootstrap);
    assert!(run.code == 1 && run.stderr.contains("mesh.yaml needs you: "), "{}", run.stderr);
    let held = fs::read_to_string(&file).unwrap();
    assert!(run.stderr.contains("can no longer be read"), "{}", run.stderr);
    assert!(run.stderr.contains("`mesh-cli resolve --product pilot`"), "{}", run.stderr);
    assert_eq!(held.matches("<<<<<<< ").count(), held.matches("||||||| ").count(), "{held}");

    for arguments in [&bootstrap[..], &["init", "pilot"], &["resolve", "--product", "pilot"]] {
        let run = sandbox.run(arguments);
        assert!(run.code == 1 && run.stderr.contains("mesh.yaml holds markers"), "{arguments:?}: {}", run.stderr);
    }
    let inside =
        sandbox.run(&["resolve", "--product", "pilot/domains/shop/order_events", "--take", "new", "mesh.yaml"]);
    assert!(inside.code == 0 && inside.stderr.contains("is finished"), "{}", inside.stderr);
    assert!(fs::read_to_string(&file).unwrap().contains("team: Aleph"));
    let again = sandbox.run(&bootstrap);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let nothing = sandbox.run(&["resolve", "--product", "pilot"]);
    assert!(nothing.code == 2 && nothing.stderr.contains("no update is waiting"), "{}", nothing.stderr);
}

#[test]
fn what_is_no_longer_in_the_map_is_read_and_reads_as_before() {
    let sandbox = Sandbox::in_memory();
    let before = "\
shop:
  team: A
  business_events: [order_placed, parcel_sent]
  analytical_questions_owned:
    - { question: Which customers order?, name: buyers, needs: [people] }
    - { question: Who waits for parcels?, name: waiting, needs: [order_events, parcel_events] }
people:
  team: B
  business_events: [{ name: customer_registered, carries: [country_code] }]
  analytical_questions_owned: [{ question: Who buys?, name: spenders, needs: [shop] }]
";
    let run = |map: &str| {
        sandbox.write("map.yaml", map);
        let run = sandbox.run(&["workshop", "bootstrap", "map.yaml", "--out", "pilot"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let check = sandbox.run(&["mesh", "check", "pilot"]);
        let clean = !check.stderr.contains("warning[") && !check.stderr.contains("error[");
        assert!(check.code == 0 && clean, "{}", check.stderr);
        run.stderr
    };
    let read = |path: &str| fs::read_to_string(sandbox.join("pilot/domains").join(path)).unwrap();
    run(before);
    // A question goes, and its product stays: it still reads, and those that it reads know of it.
    let orders = read("shop/order_events/data-product.yaml");
    let fewer = before.replace("    - { question: Which customers order?, name: buyers, needs: [people] }\n", "");
    assert!(run(&fewer).contains("domains/shop/buyers is no longer in the map: left as it is"));
    assert_eq!(read("shop/order_events/data-product.yaml"), orders);
    // A domain goes: nobody of the map reads its events any more.
    let alone = fewer.split("people:").next().unwrap().replace("parcel_sent", "parcel_sent, order_paid");
    run(&alone);
    assert!(read("shop/order_events/data-product.yaml").contains("people.spenders"));
    // An event goes, and the question that needed it does without.
    let one =
        alone.replace("parcel_sent, ", "").replace("needs: [order_events, parcel_events]", "needs: [order_events]");
    assert!(run(&one).contains("parcel_events is no longer in the map: left as it is, but for consumers"));
    assert!(!read("shop/parcel_events/data-product.yaml").contains("shop.waiting"));
}

#[test]
fn a_second_run_keeps_what_the_mesh_says_beside_the_map() {
    let sandbox = Sandbox::in_memory();
    sandbox.write("pack/pack.yaml", "name: ours\nversion: 1.0.0\nextends: standard\n");
    let shop = "shop: { team: A, business_events: [order_placed, parcel_sent] }\n";
    let run = |arguments: &[&str]| {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    };
    let bootstrap = ["workshop", "bootstrap", "map.yaml", "--out", "pilot"];
    sandbox.write("map.yaml", format!("{shop}\"off\": {{ team: B, business_events: [customer_registered] }}\n"));
    run(&[&bootstrap[..], &["--pack", "pack"]].concat());
    run(&["init", "pilot", "--domain", "returns", "--organisation", "Acme"]);
    sandbox.write("map.yaml", shop);
    run(&bootstrap);
    let mesh = Mesh::read(&sandbox.join("pilot/mesh.yaml")).unwrap();
    let mut domains: Vec<&String> = mesh.domains.keys().collect();
    domains.sort();
    assert_eq!(domains, ["off", "returns", "shop"]);
    assert_eq!(mesh.organisation.name.unwrap().to_string(), "Acme");
    assert_eq!(mesh.packs.iter().map(ToString::to_string).collect::<Vec<_>>(), ["../pack"]);
    assert!(sandbox.join("pilot/domains/off/customer_events/dbt").is_dir());

    let inside = sandbox.run(&["workshop", "bootstrap", "map.yaml", "--out", "pilot/inside"]);
    assert!(inside.code == 2 && !sandbox.join("pilot/inside").exists(), "{}", inside.stderr);
}

#[test]
fn a_map_that_cannot_be_used_writes_nothing() {
    let mesh = Sandbox::new();
    mesh.write("map.yaml", "domains: {orders: {teem: x}}");
    let run = mesh.run(&["workshop", "bootstrap", "map.yaml", "--out", "pilot"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(!mesh.join("pilot").exists());
    mesh.write(
        "map.yaml",
        "shop: {team: A, business_events: [x_made], analytical_questions_owned: [{question: a, needs: [y]}]}",
    );
    let run = mesh.run(&["workshop", "bootstrap", "map.yaml", "--out", "pilot"]);
    assert!(run.code == 2 && run.stderr.contains("workshop/unknown-need"), "{}", run.stderr);
    assert!(!mesh.join("pilot").exists());
}

#[test]
fn a_new_map_is_guided_and_never_written_over() {
    let folder = Sandbox::new();
    assert_eq!(folder.run(&["workshop", "new"]).code, 0);
    let text = fs::read_to_string(folder.join("map.yaml")).unwrap();
    assert!(text.contains("which team is the first to know"));
    let _ = map(&text);
    assert_eq!(folder.run(&["workshop", "new"]).code, 2);
    assert_eq!(folder.run(&["workshop", "new", "other.yaml", "--interactive"]).code, 2, "there is no terminal");
}

#[test]
fn a_map_is_asked_for_in_a_terminal() {
    let folder = Sandbox::new();
    let mut terminal = Terminal::start(&folder, &["workshop", "new", "map.yaml", "--interactive"]);
    terminal.answers("Organisation", "Acme: \"Tools\"");
    terminal.answers("Domain", "Order desk");
    for (question, answer) in [
        ("What for", "Takes orders # and keeps them"),
        ("Team", "Desk"),
        ("E-mail", "desk@example.com"),
        ("On call", ""),
        ("Channel", "#desk"),
        ("Capabilities", "Intake, Advice"),
        ("Source systems", "desk postgres"),
        ("Events", "order placed, order_cancelled"),
        ("Questions", "Who orders? When, and why?"),
        ("Consumers", ""),
    ] {
        terminal.answers(question, answer);
    }
    terminal.answers("Domain", "");
    terminal.sees("created map.yaml");
    let map = map(&fs::read_to_string(folder.join("map.yaml")).unwrap());
    let desk = &map.file.domains["order_desk"];
    assert_eq!(map.file.organisation.unwrap().name.to_string(), "Acme: \"Tools\"");
    assert_eq!(desk.description.as_ref().unwrap().to_string(), "Takes orders # and keeps them");
    assert_eq!((desk.business_events.len(), desk.analytical_questions.len(), desk.capabilities.len()), (2, 2, 2));
    assert_eq!(desk.source_systems[0].name.as_str(), "desk_postgres");
}

#[test]
fn who_stops_an_interview_keeps_the_answers() {
    let folder = Sandbox::new();
    folder.write("map.draft.yaml", "mine: {}\n");
    let mut terminal = Terminal::start(&folder, &["workshop", "new", "--interactive"]);
    terminal.answers("Organisation", "Acme");
    terminal.sees("empty when there is no other");
    terminal.answers("Domain", "Ürban Rail");
    terminal.answers("What for", "Moves people");
    terminal.sees("Team");
    let (code, screen, _) = terminal.stops();
    assert_eq!(code, 130, "{screen}");
    assert!(screen.contains("what was answered so far is in map.draft-2.yaml"), "{screen}");
    let map = map(&fs::read_to_string(folder.join("map.draft-2.yaml")).unwrap());
    assert_eq!(map.file.domains["urban_rail"].description.as_ref().unwrap().to_string(), "Moves people");
    assert_eq!(folder.names(), ["map.draft-2.yaml", "map.draft.yaml"]);
}

#[test]
fn a_map_that_is_here_need_not_be_named() {
    let folder = Sandbox::new();
    for command in ["lint", "canvas", "bootstrap"] {
        let run = folder.run(&["workshop", command]);
        assert!(run.code == 2 && run.stderr.contains("mesh-cli workshop new"), "{command}: {}", run.stderr);
    }
    let open = folder.run(&["workshop", "readiness"]);
    assert!(open.code == 1 && open.stderr.contains("--answers"), "{}", open.stderr);
    folder.write("map.yaml", "");
    let nothing = folder.run(&["workshop", "lint"]);
    assert!(nothing.code == 2 && nothing.stderr.contains("`mesh-cli workshop new` writes"), "{}", nothing.stderr);
    folder.write("map.yaml", "shop: { team: A, business_events: [order_placed] }\n");
    for (command, code) in [("lint", 0), ("canvas", 0), ("readiness", 1), ("bootstrap", 0)] {
        let run = folder.run(&["workshop", command]);
        assert!(run.code == code && run.stderr.contains("the map is map.yaml"), "{command}: {}", run.stderr);
    }
}

#[test]
fn a_canvas_takes_the_place_of_nothing_else() {
    let folder = Sandbox::new();
    folder.write("map.yaml", "shop: { team: A, business_events: [order_placed] }\n");
    folder.write("notes.html", "<p>mine</p>");
    for out in ["map.yaml", "notes.html"] {
        let run = folder.run(&["workshop", "canvas", "--out", out]);
        assert!(run.code == 2 && run.stderr.contains("help: "), "{out}: {}", run.stderr);
    }
    assert_eq!(fs::read_to_string(folder.join("notes.html")).unwrap(), "<p>mine</p>");
    for arguments in [&["--out", "notes.html", "--force"][..], &["--out", "notes.html"], &[], &[]] {
        let run = folder.run(&[&["workshop", "canvas"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn one_consumer_in_two_spellings_is_one_planned_domain() {
    let text = "\
shop: { team: A, business_events: [order_placed], consumers: [outside-org, outside_org] }
people: { team: B, business_events: [customer_registered], consumers: [outside_org] }
";
    let pilot = derive(&map(text), &Pack::builtin().unwrap(), &Before::default()).unwrap();
    assert_eq!(pilot.domains.keys().collect::<Vec<_>>(), ["shop", "people", "outside-org"]);
    for product in &pilot.products {
        let consumers: Vec<&str> = product.spec.access.consumers.iter().map(|one| one.domain.as_str()).collect();
        assert_eq!(consumers, ["outside-org"]);
    }
}

#[test]
fn a_canvas_has_a_page_for_each_domain_and_runs_nothing() {
    let hostile = "<script>alert(1)</script>\"><img onerror=x>";
    let text = json!({ "orders": { "description": hostile, "business_events": ["order_placed"], "analytical_questions_owned": [hostile] },
        "stock": {} })
    .to_string();
    let page = canvas(&map(&text), &Pack::builtin().unwrap()).unwrap();
    assert_eq!(page.matches("<article").count(), 3);
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert!(page.contains("order_events") && page.contains("&lt;script&gt;"));
}

#[test]
fn readiness_says_when_a_mesh_is_overkill_and_when_nothing_is_known() {
    let pack = Pack::builtin().unwrap();
    let readiness = Readiness::of(&pack).unwrap();
    let untouched = map(pack.text("workshop/map.yaml").unwrap());
    assert_eq!(readiness.known(&untouched, &pack).unwrap(), []);
    let known = readiness.known(&map(&example("shop")), &pack).unwrap();
    assert_eq!(readiness.judge(&[], &known).verdict, Verdict::Open);
    let answers = |engineers: u64, platform: &str| -> Vec<(String, serde_json::Value)> {
        let mut answers = vec![("engineers".to_owned(), json!(engineers)), ("waitDays".to_owned(), json!(18))];
        answers
            .extend(["unownedPipelines", "dataSkills", "standards", "sponsor"].map(|id| (id.to_owned(), json!("yes"))));
        answers.extend([("platform".to_owned(), json!(platform)), ("central".to_owned(), json!("no"))]);
        answers.push(("motivatedDomains".to_owned(), json!(3)));
        answers
    };
    assert_eq!(readiness.judge(&answers(60, "yes"), &known).verdict, Verdict::Overkill);
    assert_eq!(readiness.judge(&answers(600, "no"), &known).verdict, Verdict::NotYet);
    let fits = readiness.judge(&answers(600, "yes"), &known);
    assert_eq!(fits.verdict, Verdict::Ready, "{fits:?}");
    assert!(fits.answers.iter().any(|answer| answer.from_map && answer.answer == Some(json!(6))));
}
