//! The options of a pack: flags, questions, and what templates see of the answers.

use serde_json::{Value as Json, json};

use crate::interview::Terminal;
use crate::sandbox::{Run, Sandbox};

const PACK: &str = "\
name: acme
version: 1.0.0
extends: standard
options:
  - name: cost_center
    title: Cost centre
    required: true
    pattern: 'CC-[0-9]{4}'
    help: Who pays for it, such as CC-1234.
  - { name: tier, choices: [gold, silver], default: silver, help: How fast the platform answers }
  - { name: pager, when: options.tier == \"gold\", help: Who is called at night }
  - { name: replicas, type: integer, help: How many }
  - { name: regions, type: list, choices: [eu, us], help: Where the data may be }
  - { name: vault_token, secret: true, help: Opens the vault }
  - { name: audited, type: boolean, default: false, help: Whether auditors read it }
  - { name: team_tag, default: '<{ domain.kebab }>-<{ name.kebab }>', help: The tag of every resource }
  - { name: name, help: Has the name of a flag }
";

fn with_pack(more: &str, files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", format!("{PACK}{more}"));
    sandbox.write("pack/product/options.json.tera", "<{ options | json }>\n");
    for (path, text) in files {
        sandbox.write(path, text);
    }
    sandbox
}

fn create(sandbox: &Sandbox, more: &[&str]) -> Run {
    let arguments = ["create-product", "--pack", "pack", "--domain", "logistics", "--name", "parcels", "--yes"];
    sandbox.run(&[&arguments[..], more].concat())
}

fn json_of(sandbox: &Sandbox, path: &str) -> Json {
    serde_yaml::from_str(&std::fs::read_to_string(sandbox.join(path)).unwrap()).unwrap()
}

#[test]
fn every_option_is_a_flag_and_every_template_sees_the_answers() {
    let sandbox = with_pack("", &[]);
    let run = create(
        &sandbox,
        &[
            "--cost-center=CC-1234",
            "--tier",
            "gold",
            "--pager",
            "night-shift",
            "--replicas",
            "-3",
            "--regions",
            "eu, us",
            "--vault-token",
            "ACME_TOKEN",
            "--audited",
            "--option-name",
            "x",
        ],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let given = json!({
        "cost_center": "CC-1234", "tier": "gold", "pager": "night-shift", "replicas": -3, "regions": ["eu", "us"],
        "vault_token": "ACME_TOKEN", "audited": true, "name": "x",
    });
    assert_eq!(json_of(&sandbox, "parcels/data-product.yaml")["spec"]["options"], given);
    let mut seen = given;
    seen["team_tag"] = "logistics-parcels".into();
    assert_eq!(json_of(&sandbox, "parcels/options.json"), seen);
    let validate = sandbox.run(&["validate", "parcels", "--pack", "pack"]);
    assert_eq!(validate.code, 0, "{}", validate.stderr);
}

#[test]
fn what_is_not_answered_has_its_default_or_is_null() {
    let sandbox = with_pack("", &[]);
    let run = create(&sandbox, &["--cost-center", "CC-1234", "--audited=false", "--regions", "eu", "--regions", "us"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let seen = json!({
        "cost_center": "CC-1234", "tier": "silver", "pager": null, "replicas": null, "regions": ["eu", "us"],
        "vault_token": null, "audited": false, "team_tag": "logistics-parcels", "name": null,
    });
    assert_eq!(json_of(&sandbox, "parcels/options.json"), seen);
    // What nobody said does not stand in the manifest, and so follows the pack.
    let said = json_of(&sandbox, "parcels/data-product.yaml")["spec"]["options"].clone();
    assert_eq!(said, json!({ "cost_center": "CC-1234", "audited": false, "regions": ["eu", "us"] }));
}

#[test]
fn help_names_every_option_under_the_name_of_the_pack() {
    let sandbox = with_pack("", &[]);
    for command in [&["create-product"][..], &["product", "create"]] {
        let run = sandbox.run(&[command, &["--help", "--pack=pack"]].concat());
        let (_, options) = run.stdout.split_once("Options of the pack acme:").unwrap();
        for words in [
            "--cost-center <TEXT>",
            "Cost centre: Who pays for it, such as CC-1234 [required]",
            "[gold, silver; default: silver]",
            "[when options.tier == \"gold\"]",
            "--replicas <NUMBER>",
            "--regions <ITEMS>",
            "--vault-token <VARIABLE>",
            "--audited[=<BOOL>]",
            "--option-name <TEXT>",
        ] {
            assert!(options.contains(words), "`{words}`: {options}");
        }
    }
    assert!(!sandbox.run(&["create-product", "--help"]).stdout.contains("Options of the pack"));
}

#[test]
fn a_wrong_answer_is_refused_with_its_flag() {
    let sandbox = with_pack("", &[]);
    for (flags, words) in [
        (
            &["--cost-center", "1234"][..],
            &["`cost_center` cannot be `1234`", "given by --cost-center", "CC-[0-9]{4}"][..],
        ),
        (&["--tier", "bronze"], &["`tier` cannot be `bronze`", "use `gold` or `silver`"]),
        (&["--replicas", "many"], &["`replicas` must be a whole number"]),
        (&["--regions", "eu,mars"], &["`regions` cannot hold `mars`"]),
        (&["--pager", "x"], &["`pager` is no question here", "options.tier == \"gold\""]),
        (&["--audited=perhaps"], &["invalid value 'perhaps'"]),
        (&["--set", "spec.options.teir=gold"], &["no option `teir`", "did you mean `tier`?"]),
        (&["--unknown", "x"], &["unexpected argument '--unknown'"]),
    ] {
        let run = create(&sandbox, flags);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{flags:?}: {}", run.stderr);
        for word in words {
            assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr);
        }
    }
    let run = create(&sandbox, &[]);
    let row = "spec.options.cost_center  --cost-center  Who pays for it, such as CC-1234";
    assert!(run.code == 2 && run.stderr.contains(row), "{}", run.stderr);
    assert_eq!(sandbox.names(), ["pack"]);
}

#[test]
fn what_may_be_a_secret_is_never_shown() {
    let sandbox = with_pack("", &[]);
    let secret = "hvs.CAESIJ-hunter2";
    let manifest = format!("spec:\n  options:\n    cost_center: CC-1234\n    vault_token: {secret}\n");
    sandbox.write("part.yaml", manifest);
    let set = format!("spec.options.vault_token={secret}");
    for flags in [&["--vault-token", secret][..], &["--set", &set], &["--from", "part.yaml"]] {
        for format in ["human", "json"] {
            let run = create(&sandbox, &[flags, &["--cost-center", "CC-1234", "--format", format]].concat());
            assert_eq!(run.code, 2, "{}", run.stderr);
            let said = run.stdout + &run.stderr;
            assert!(said.contains("pack/secret") && !said.contains("hunter2"), "{flags:?}: {said}");
        }
    }
}

#[test]
fn a_pack_that_cannot_be_loaded_is_the_error_and_not_its_flag() {
    let sandbox = with_pack("  - { name: x, type: zebra }\n", &[]);
    let run = create(&sandbox, &["--cost-center", "CC-1234"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("pack.yaml: the option `x`") && run.stderr.contains("zebra"), "{}", run.stderr);
    assert!(!run.stderr.contains("unexpected argument"), "{}", run.stderr);
}

#[test]
fn an_overlay_adds_options_and_changes_those_below_it() {
    let domain = "name: orders\nversion: 1.0.0\nextends: acme\noptions:\n  - { name: tier, default: gold }\n  - { name: shop }\n";
    let sandbox = with_pack("", &[("domain/pack.yaml", domain)]);
    let run = create(&sandbox, &["--pack", "domain", "--cost-center", "CC-1234", "--shop", "berlin"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let seen = json_of(&sandbox, "parcels/options.json");
    assert_eq!(
        (&seen["tier"], &seen["shop"], &seen["cost_center"]),
        (&json!("gold"), &json!("berlin"), &json!("CC-1234"))
    );
    // The choices of the pack below still hold.
    let run = create(&sandbox, &["--pack", "domain", "--cost-center", "CC-1234", "--tier", "bronze"]);
    assert!(run.stderr.contains("use `gold` or `silver`"), "{}", run.stderr);
}

#[test]
fn an_option_of_a_location_may_depend_on_another_too() {
    let port = "title: A shelf\ndialect: duckdb\naccessModes: [loan]\nlocation:\n\
                \x20 - { name: box, choices: [open, locked], default: open, help: The box }\n\
                \x20 - { name: key, when: location.box == \"locked\", required: true, help: Where the key is }\n";
    let sandbox = with_pack("", &[("pack/ports/shelf/port.yaml", port)]);
    let with = |location: &str| {
        let set = format!("spec.outputPorts=[{{ name: main, kind: shelf, location: {location} }}]");
        create(&sandbox, &["--dry-run", "--cost-center", "CC-1234", "--set", &set])
    };
    assert_eq!(with("{}").code, 0, "{}", with("{}").stderr);
    assert!(with("{ box: locked }").stderr.contains("needs `location.key`"));
    assert!(with("{ key: x }").stderr.contains("`key` is no question here"));
    assert_eq!(with("{ box: locked, key: x }").code, 0);
}

/// What is asked of everybody, and has nothing to do with options.
const ANSWERED: [&str; 6] = [
    "--set",
    "metadata.catalogUrl=https://example.com",
    "--set",
    "spec.slo.availability.target=99%",
    "--set",
    "spec.access.consumers=[{domain: x}]",
];

/// A manifest in `part.yaml` to which nothing but the answers to the pack is missing.
fn begin_with_all_but_the_answers(sandbox: &Sandbox) {
    let whole = create(sandbox, &["--cost-center", "CC-1234"]);
    assert_eq!(whole.code, 0, "{}", whole.stderr);
    let manifest = std::fs::read_to_string(sandbox.join("parcels/data-product.yaml")).unwrap();
    let (without, _) = manifest.split_once("  # Answers to the options").unwrap();
    sandbox.write("part.yaml", without);
}

#[test]
fn the_interview_asks_what_the_pack_asks() {
    let sandbox = with_pack("", &[]);
    begin_with_all_but_the_answers(&sandbox);
    let mut arguments = vec!["create-product", "--pack", "pack", "--from", "part.yaml", "--out", "made", "--audited"];
    arguments.extend(ANSWERED);
    let mut terminal = Terminal::start(&sandbox, &arguments);
    terminal.sees("Options of the pack acme");
    terminal.sees("Who pays for it, such as CC-1234");
    terminal.answers("Cost centre: ", "1234");
    terminal.sees("`cost_center` cannot be `1234`");
    terminal.answers("Cost centre: ", "CC-4321");
    terminal.answers("tier", "\u{1b}[A");
    terminal.sees("tier: gold");
    terminal.answers("pager: ", "night-shift");
    terminal.answers("replicas: ", "x");
    terminal.sees("`replicas` must be a whole number");
    terminal.answers("replicas: ", "");
    terminal.sees("among eu, us; separated by commas");
    terminal.answers("regions: ", "eu, mars");
    terminal.sees("`regions` cannot hold `mars`");
    terminal.answers("regions: ", "eu,us");
    terminal.sees("the name of the environment variable that holds it");
    terminal.answers("vault_token: ", "hunter2");
    terminal.sees("is no name of an environment variable");
    terminal.answers("vault_token: ", "ACME_TOKEN");
    terminal.answers("team_tag [logistics-parcels]: ", "");
    terminal.answers("name: ", "");
    terminal.says("Write these files to made/?", 'y');
    let (code, screen, _) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("audited:"), "a flag answered it: {screen}");
    let answers = json!({
        "audited": true, "cost_center": "CC-4321", "tier": "gold", "pager": "night-shift", "regions": ["eu", "us"],
        "vault_token": "ACME_TOKEN",
    });
    assert_eq!(json_of(&sandbox, "made/data-product.yaml")["spec"]["options"], answers);
}

#[test]
fn the_interview_leaves_out_what_is_no_question() {
    let sandbox = with_pack("", &[]);
    begin_with_all_but_the_answers(&sandbox);
    let answered = [
        "--replicas",
        "1",
        "--regions",
        "eu",
        "--vault-token",
        "A",
        "--audited",
        "--team-tag",
        "x",
        "--option-name",
        "x",
    ];
    let mut arguments = vec!["create-product", "--pack", "pack", "--from", "part.yaml", "--out", "made"];
    arguments.extend(answered);
    arguments.extend(ANSWERED);
    let mut terminal = Terminal::start(&sandbox, &arguments);
    terminal.answers("Cost centre: ", "CC-4321");
    terminal.answers("tier", "");
    terminal.sees("tier: silver");
    // No pager is asked for.
    terminal.says("Write these files to made/?", 'n');
    let (code, screen, _) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("pager"), "{screen}");
}
