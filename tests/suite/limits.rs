//! Templates that would run for ever, or eat the memory of the machine: each is stopped, and named.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

const PACK: &str = "name: acme\nversion: 1.0.0\nextends: standard\n";
/// The memory that a run may have, in KiB. A run that is not stopped in time dies of it.
const MEMORY: &str = "2000000";
/// How long a run may take on a machine that has much to do, in a build that is not optimised.
const PATIENCE: Duration = Duration::from_secs(90);

fn run(sandbox: &Sandbox) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v \"$0\" && exec \"$@\"", MEMORY, env!("CARGO_BIN_EXE_mesh-cli")]);
    command.args(["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "pack"]);
    command.current_dir(sandbox.path()).output().unwrap().into()
}

/// Each template of a pack, in turn, is stopped with one of the words.
#[track_caller]
fn stopped(more: &str, files: &[(&str, &str)], words: &[&str]) {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", format!("{PACK}{more}"));
    files.iter().for_each(|(path, text)| sandbox.write(&format!("pack/{path}"), text));
    let start = Instant::now();
    let run = run(&sandbox);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{files:?}: {}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr);
    }
    assert_eq!(sandbox.names(), ["pack"]);
}

const X: &str = "product/x.txt.tera";
const LONG: &str = "goes on for too long";
const LARGE: &str = "holds a value of more than 4 MiB";

#[test]
fn a_loop_that_goes_too_far_is_stopped() {
    for (text, words) in [
        ("<% for i in range(end=1000000000000) %>x<% endfor %>", &["`range`", "100000"][..]),
        (
            "a\n  <% for i in range(end=100000) %><% for j in range(end=100000) %><% endfor %><% endfor %>",
            &[LONG, "product/x.txt.tera:2:"],
        ),
        (
            "<% set r = range(end=9999) %><% for i in r %><% for j in r %><% for k in r %><% endfor %><% endfor %><% endfor %>",
            &[LONG],
        ),
        (
            "<% for f in fields %><% for i in range(end=99999) %><% for j in range(end=99999) %>y<% endfor %><% endfor %><% endfor %>",
            &[LONG],
        ),
        ("<{ [i for i in range(end=100000)] | length }>", &["a loop inside an expression", "product/x.txt.tera:1:"]),
    ] {
        stopped("", &[(X, text)], &[&["template product/x.txt.tera: "][..], words].concat());
    }
}

#[test]
fn output_that_has_no_end_is_stopped() {
    let kilobyte = "x".repeat(1024);
    let text = format!("<% for i in range(end=50000) %>{kilobyte}<% endfor %>");
    stopped("", &[(X, &text)], &["template product/x.txt.tera: writes more than 16 MiB"]);
    let text = format!("<% set t %>{kilobyte}<% endset %><% for i in range(end=50000) %><{{ t | safe }}><% endfor %>");
    stopped("", &[(X, &text)], &["template product/x.txt.tera: ", "16 MiB"]);
    // Text that is kept in a variable is no output yet.
    let text = format!("<% set t %><% for i in range(end=99999) %>{kilobyte}<% endfor %><% endset %>");
    stopped("", &[(X, &text)], &[LONG]);
}

#[test]
fn a_value_that_grows_without_end_is_stopped() {
    let grow = |step: &str| format!("<% set x = \"12345678\" %><% for i in range(end=60) %>{step}<% endfor %>");
    for (step, word) in [
        ("<% set_global x = x ~ x %>", LARGE),
        ("<% set_global x = [x, x] %>", LARGE),
        ("<% set_global x = x | replace(from=\"1\", to=x) %>", LARGE),
        ("<% set_global x %><{ x | safe }><{ x | safe }><% endset %>", ""),
        ("<% for y in [x ~ x] %><% set_global x = y %><% endfor %>", LARGE),
    ] {
        stopped("", &[(X, &grow(step))], &["template product/x.txt.tera: ", word]);
    }
    let deep = "<% set x = 1 %><% for i in range(end=99) %><% set_global x = [x] %><% endfor %>";
    stopped("", &[(X, deep)], &["lists in lists"]);
    let lines = "<% set x %><% for i in range(end=99999) %>\n<% endfor %><% endset %><% set y = x | indent(width=1000, blank=true) %>";
    stopped("", &[(X, lines)], &[LARGE]);
    let joined =
        "<% set x %><% for i in range(end=9999) %>x<% endfor %><% endset %><% set y = range(end=9999) | join(sep=x) %>";
    stopped("", &[(X, joined)], &[LARGE]);
    let indented = "<{ product.name | json(pretty=true, indent=999999999999) }>";
    stopped("", &[(X, indented)], &["indent"]);
    let many = format!("<{{ product.name{} }}>", " ~ product.name".repeat(40));
    stopped("", &[(X, &many)], &["more than 32 `~`"]);
}

#[test]
fn templates_that_need_each_other_without_end_are_stopped() {
    let include = |name: &str| format!("<% include \"product/{name}.tera\" %>");
    stopped("", &[(X, &include("x.txt"))], &["template product/x.txt.tera: includes itself"]);
    stopped("", &[("product/a.tera", &include("b")), ("product/b.tera", &include("a"))], &["includes itself"]);
    stopped("", &[(X, "<% extends \"product/x.txt.tera\" %>")], &["extends itself"]);
    // Each includes the next ten times.
    let names: Vec<String> = (0..12).map(|level| format!("product/l{level}.tera")).collect();
    let texts: Vec<String> = (1..13)
        .map(|level| if level < 12 { include(&format!("l{level}")).repeat(10) } else { "x".to_owned() })
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    stopped("", &files, &[LONG]);
    // Each includes the next, a thousand times over.
    let names: Vec<String> = (0..1000).map(|level| format!("product/l{level}.tera")).collect();
    let texts: Vec<String> =
        (1..1001).map(|level| if level < 1000 { include(&format!("l{level}")) } else { "x".to_owned() }).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    stopped("", &files, &["more than 32 deep"]);
    stopped(
        "",
        &[(X, "<% component a() %><{ <a /> }><{ <a /> }><% endcomponent a %><{ <a /> }>")],
        &["components are not for packs"],
    );
}

#[test]
fn the_texts_of_a_rule_and_of_an_option_have_limits_too() {
    let forever = "<% for i in range(end=99999) %><% for j in range(end=99999) %><% endfor %><% endfor %>";
    let rule = |key: &str, value: &str| format!("files:\n  - {{ template: x.txt, {key}: '{value}' }}\n");
    let file = [("product/x.txt", "x")];
    stopped(&rule("to", forever), &file, &["product/x.txt", LONG]);
    stopped(&rule("when", &format!("true %>{forever}<% endif %><% if true")), &file, &["product/x.txt", LONG]);
    let option = format!(
        "options:\n  - {{ name: x, default: 1, type: integer, when: 'true %>{forever}<% endif %><% if true' }}\n"
    );
    stopped(&option, &[], &["pack.yaml: the option `x`", LONG]);
    stopped(&format!("starter:\n  spec: {{ description: '{forever}' }}\n"), &[], &[LONG]);
}

#[test]
fn a_template_sees_neither_the_machine_nor_the_time() {
    for (text, word) in [
        ("<{ get_env(name=\"HOME\") }>", "get_env"),
        ("<{ now() }>", "now"),
        ("<{ get_random(start=0, end=9) }>", "get_random"),
        ("<{ load_data(path=\"/etc/passwd\") }>", "load_data"),
        ("<% include \"../../../etc/passwd\" %>", "etc/passwd"),
        // It has no order, and so no place in a file.
        ("<{ __tera_context | json }>", "the variables as a whole"),
    ] {
        stopped("", &[(X, text)], &["template product/x.txt.tera: ", word]);
    }
}

/// What makes a template account for itself changes nothing of what it writes.
#[test]
fn the_built_in_templates_write_the_same_within_limits() {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", PACK);
    for port in ["duckdb", "aws", "bigquery"] {
        let project = "spec.outputPorts=[{ name: main, kind: bigquery, location: { project: example-prod } }]";
        let port = if port == "bigquery" { ["--set", project] } else { ["--port", port] };
        let files = |out: &str, more: &[&str]| {
            let begin = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--out", out];
            let run = sandbox.run(&[&begin[..], &port, more].concat());
            assert_eq!(run.code, 0, "{}", run.stderr);
            let mut files = tree(&sandbox.join(out));
            files.remove(".mesh/lock.yaml");
            std::fs::remove_dir_all(sandbox.join(out)).unwrap();
            files
        };
        let (trusted, guarded) = (files("trusted", &[]), files("guarded", &["--pack", "pack"]));
        for (path, contents) in &trusted {
            let texts = [contents, &guarded[path]].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            assert_eq!(texts[0], texts[1], "{path}");
        }
        assert_eq!(trusted.len(), guarded.len());
    }
}

/// White space that a tag trims is trimmed still, and an error stands where it stands in the file.
#[test]
fn a_template_is_the_same_within_limits() {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", PACK);
    let text = "a  <%- for i in range(end=3) -%>  \n <{- i -}> <%- set x = i ~ \"%>\" -%>  <{ x | json }>\n<%- endfor -%>  b\n\
                <% set y -%>  q  <%- endset %>[<{ y | default(value=1) | safe }>]<% filter indent(width=2) %>a\nb<% endfilter %>\n\
                <{ \"yes\" if product.major > 0 else \"no\" }><{- product.name | upper ~ \"x\" -}> <# %> #> end\n";
    sandbox.write("pack/product/x.txt.tera", text);
    let run = run(&sandbox);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let written = std::fs::read_to_string(sandbox.join("parcels/x.txt")).unwrap();
    assert_eq!(written, "a0\"0%>\"1\"1%>\"2\"2%>\"b\n[q]a\n  b\nyesPARCELSx end\n");
    let faulty = "<% for f in fields %><% set x = f.snake ~ \"x\" %><{ x }> <{ f.nothing.more | json }><% endfor %>";
    stopped("", &[(X, faulty)], &["product/x.txt.tera:1:62", "nothing"]);
}

/// Whoever reads a template goes down a step for each tag and bracket, and has only so many.
#[test]
fn a_template_does_not_go_deeper_than_a_reader_can() {
    let deep = 100_000;
    for text in [
        format!("<{{ {}1{} }}>", "(".repeat(deep), ")".repeat(deep)),
        format!("<% if {} true %><% endif %>", "not ".repeat(deep)),
        format!("{}{}", "<% if true %>".repeat(deep), "<% endif %>".repeat(deep)),
        format!("<{{ 1{} }}>", " + 1".repeat(deep)),
        format!("<{{ product{} }}>", ".name".repeat(deep)),
    ] {
        stopped("", &[(X, &text)], &["product/x.txt.tera:1:", "inside each other"]);
    }
}
