//! What the pilot's answers to questions are made of: rows, measures, and the cases that show them.

use mesh_cli::diagnostics::Source;
use mesh_cli::manifest::Manifest;
use mesh_cli::pack::Pack;
use mesh_cli::workshop::DomainMap;
use mesh_cli::workshop::derive::{Before, derive};
use mesh_cli::workshop::lint::lint;

use crate::sandbox::Sandbox;

/// An insurer: columns of several words, and a mean over a join.
const INSURER: &str = "\
holders:
  team: A
  business_events: [{ name: holder_registered, carries: [canton] }]
claims:
  team: B
  business_events: [{ name: claim_reported, carries: [holder_id, line_of_business, reserve_amount] }, claim_settled]
  analytical_questions_owned:
    - { question: What is the average claim size per canton?, name: sizes, needs: [holders, claims] }
    - { question: How many claims do holders report by line of business and canton?, name: lines, needs: [holders, claims] }
";

fn map(text: &str) -> DomainMap {
    DomainMap::parse(Source::new("map.yaml", text)).unwrap_or_else(|report| panic!("{}", report.lines().join("\n")))
}

fn products(text: &str) -> Vec<Manifest> {
    derive(&map(text), &Pack::builtin().unwrap(), &Before::default()).unwrap().products
}

fn product<'a>(products: &'a [Manifest], id: &str) -> &'a Manifest {
    products.iter().find(|product| product.id().to_string() == id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn a_mean_is_expected_to_be_a_number() {
    let products = products(INSURER);
    let expected = |example: usize| {
        let sizes = &product(&products, "claims.sizes").spec.lineage.transformations[0];
        let rows = &sizes.examples[example].expect;
        rows[0].get("reserve_amount_average").map(|value| value.to_string())
    };
    assert_eq!(expected(0).as_deref(), Some("19.5"));
    assert_eq!(expected(1), None);
}

#[test]
fn a_column_of_several_words_is_asked_by_as_a_whole() {
    let products = products(INSURER);
    let lines = &product(&products, "claims.lines").spec.lineage.transformations[0];
    let grouped: Vec<String> = lines.group_by.iter().map(ToString::to_string).collect();
    assert_eq!(grouped, ["coalesce(claim_events.line_of_business, 'unknown')", "holder_events.canton"]);
    let doubts = lint(&map(INSURER), &Pack::builtin().unwrap()).unwrap();
    assert!(!doubts.lines().iter().any(|line| line.contains("workshop/not-carried")), "{:?}", doubts.lines());
}

#[test]
fn what_bootstrap_says_last_is_what_is_to_be_done_next() {
    let mesh = Sandbox::in_memory();
    assert_eq!(mesh.run(&["workshop", "new"]).code, 0);
    let empty = mesh.run(&["workshop", "bootstrap", "--out", "empty"]).stderr;
    assert!(empty.contains("0 products\nnothing happens in the map yet"), "{empty}");
    mesh.write("doubtful.yaml", INSURER.replace(" and canton", " and moon"));
    let doubtful = mesh.run(&["workshop", "bootstrap", "doubtful.yaml", "--out", "doubtful"]).stderr;
    assert!(doubtful.contains("the question asks by `moon`, which no row of"), "{doubtful}");
    assert!(doubtful.contains(" more doubtful places: mesh-cli workshop lint doubtful.yaml"), "{doubtful}");
}

#[test]
fn what_hangs_on_a_question_without_an_answer_says_so() {
    let map = INSURER.replace("holder_id, ", "").replace("needs: [holders, claims] }\n    - { question: How", "needs: [holders, claims] }\n    - { question: Which sizes grow?, name: growth, needs: [sizes, claims] }\n    - { question: How");
    let mesh = Sandbox::in_memory();
    mesh.write("map.yaml", map);
    let lint = mesh.run(&["workshop", "lint", "map.yaml"]).stderr;
    assert!(lint.contains("nobody offers `sizes`"), "{lint}");
    assert!(
        lint.contains("the map asks for it, and it has no answer: mend what is said of that question first"),
        "{lint}"
    );
}

#[test]
fn a_month_is_heard_behind_another_column() {
    let products = products(&INSURER.replace("per canton", "per canton and month"));
    let sizes = &product(&products, "claims.sizes").spec.lineage.transformations[0];
    assert!(sizes.group_by.iter().any(|one| one.to_string().contains("'month'")), "{:?}", sizes.group_by);
    assert!(sizes.group_by.iter().any(|one| one.to_string().contains("canton")), "{:?}", sizes.group_by);
}

/// A fleet: its two things have something in common with a question, or one of them alone.
const FLEET: &str = "\
depots:
  team: A
  business_events: [{ name: depot_opened, carries: [region] }]
  analytical_questions_owned:
    - { question: What is the mean repair cost per vehicle model?, name: costs, needs: [fleet] }
    - { question: Where do we pay a high workshop fee?, name: fees, needs: [depots, fleet] }
    - { question: How are we doing?, name: state, needs: [fleet.repair_events] }
fleet:
  team: B
  business_events:
    - { name: vehicle_registered, carries: [depot_id, vehicle_model] }
    - { name: repair_done, carries: [depot_id, vehicle_id, repair_cost, workshop_fee] }
";

fn reads(products: &[Manifest], id: &str) -> Vec<String> {
    product(products, id).spec.input_ports.iter().map(|port| port.name.to_string()).collect()
}

#[test]
fn a_need_that_names_a_domain_takes_all_of_it_that_the_question_speaks_of() {
    let products = products(FLEET);
    assert_eq!(reads(&products, "depots.costs"), ["depot_events", "vehicle_events", "repair_events"]);
    let costs = &product(&products, "depots.costs").spec.schema.fields;
    assert!(costs.iter().any(|field| field.name.to_string() == "repair_cost_average"), "{costs:?}");
    // What only a column says is known of the thing that carries it.
    assert_eq!(reads(&products, "depots.fees"), ["depot_events", "repair_events"]);
    assert_eq!(reads(&products, "depots.state"), ["depot_events", "repair_events"]);
    let doubts = lint(&map(FLEET), &Pack::builtin().unwrap()).unwrap();
    assert!(!doubts.lines().iter().any(|line| line.contains("workshop/first-of-domain")), "{:?}", doubts.lines());
}

#[test]
fn a_need_that_no_word_decides_is_said_with_what_decides_it() {
    let text = FLEET.replace("[fleet.repair_events]", "[fleet]");
    let products = products(&text);
    assert_eq!(reads(&products, "depots.state"), ["depot_events", "vehicle_events"]);
    let mesh = Sandbox::in_memory();
    mesh.write("map.yaml", text);
    let told = mesh.run(&["workshop", "lint", "map.yaml"]).stderr;
    assert!(
        told.contains(
            "no word of the question says which product of `fleet` it needs: `fleet.vehicle_events` was taken"
        ),
        "{told}"
    );
    assert!(told.contains("`needs: [fleet.repair_events]`"), "{told}");
}

#[test]
fn amounts_and_rates_are_numbers() {
    let names = "taxi_fare, sales_commission, base_salary, account_balance, net_income, churn_rate, market_share, tax_percentage, share_class";
    let text = format!("rides:\n  team: A\n  business_events: [{{ name: ride_ended, carries: [{names}] }}]\n");
    let products = products(&text);
    let fields = &product(&products, "rides.ride_events").spec.schema.fields;
    let types: Vec<String> = fields[4..].iter().map(|field| field.logical_type.to_string()).collect();
    let (money, number) = ("decimal(12,2)", "decimal(9,4)");
    assert_eq!(types, [money, money, money, money, money, number, number, number, "string"]);
}

#[test]
fn a_mean_is_that_of_the_number_which_the_question_names() {
    let mean = |question: &str| {
        let products = products(
            &FLEET
                .replace("mean repair cost per", question)
                .replace("workshop_fee]", "workshop_fee, { name: length, type: int }]"),
        );
        let fields = product(&products, "depots.costs").spec.schema.fields.clone();
        let names = fields.iter().map(|field| field.name.to_string());
        names.filter(|name| name.ends_with("_average")).collect::<Vec<_>>()
    };
    assert_eq!(mean("mean repair cost per"), ["repair_cost_average"]);
    assert_eq!(mean("average workshop fee of repairs per"), ["workshop_fee_average"]);
    assert_eq!(mean("mean length of repairs per"), ["length_average"]);
}

#[test]
fn what_has_no_amount_is_told_what_would_be_one() {
    let told = |question: &str| {
        let doubts = lint(
            &map(&FLEET.replace("How are we doing?", question).replace("repair_cost, workshop_fee", "garage")),
            &Pack::builtin().unwrap(),
        )
        .unwrap();
        let found = doubts
            .findings
            .iter()
            .find(|finding| finding.rule.id == "workshop/no-amount" && finding.message.contains("`average`"));
        found.and_then(|finding| finding.help.clone()).unwrap_or_default().to_string()
    };
    assert!(told("What is the average cost of tyres?").contains("`carries: [cost]`"));
    assert!(
        told("What is the average length of repairs?")
            .contains("`carries: [{ name: length, type: \"decimal(12,2)\" }]`")
    );
    assert!(told("What do they cost on average?").contains("`carries: [amount]`"));
}

#[test]
fn a_mesh_and_its_catalog_are_not_written_to_a_file() {
    let mesh = Sandbox::in_memory();
    mesh.write("map.yaml", FLEET);
    mesh.write("file", "mine");
    assert_eq!(mesh.run(&["workshop", "bootstrap", "map.yaml", "--out", "pilot"]).code, 0);
    for (place, reason) in [("file", "is a file"), ("file/x", "is below a file")] {
        for command in [
            &["workshop", "bootstrap", "map.yaml", "--out"][..],
            &["workshop", "bootstrap", "map.yaml", "--dry-run", "--out"],
            &["init"],
            &["catalog", "build", "pilot", "--out"],
        ] {
            let run = mesh.run(&[command, &[place]].concat());
            let told = run.stderr.contains(&format!("{place} {reason}")) && run.stderr.contains("help: ");
            assert!(run.code == 2 && told, "{command:?} {place}: {} {}", run.code, run.stderr);
        }
    }
}
