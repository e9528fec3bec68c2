use std::collections::BTreeSet;

use super::*;
use crate::pack::{Files, TEMPLATE_SUFFIX};
use crate::render::Engine;

/// The variables that a template reads and does not set, found with this tree and nothing else.
fn free(template: &Template) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    nodes(&template.nodes, &mut Vec::new(), &mut names);
    names
}

fn nodes(list: &[Node], bound: &mut Vec<String>, free: &mut BTreeSet<String>) {
    for node in list {
        match node {
            Node::Text(_) | Node::Include(_) | Node::Component { .. } => {}
            Node::Print(value) => read(value, bound, free),
            Node::Set { name, value, .. } => {
                read(value, bound, free);
                bound.push(name.name.clone());
            }
            Node::Capture(capture) => {
                nodes(&capture.body, bound, free);
                bound.extend(capture.name.iter().map(|name| name.name.clone()));
            }
            Node::If(branches) => {
                for Branch { condition, body } in branches {
                    if let Some(condition) = condition {
                        read(condition, bound, free);
                    }
                    nodes(body, bound, free);
                }
            }
            Node::For { key, value, list, body, otherwise } => {
                read(list, bound, free);
                bound.extend(key.iter().chain([value]).map(|name| name.name.clone()));
                bound.push("loop".to_owned());
                nodes(body, bound, free);
                nodes(otherwise, bound, free);
            }
            Node::Block { body, .. } => nodes(body, bound, free),
            Node::Call { component, body } => {
                read(component, bound, free);
                nodes(body, bound, free);
            }
        }
    }
}

fn read(expression: &Expression, bound: &[String], free: &mut BTreeSet<String>) {
    match &expression.kind {
        Kind::Variable(name) if !bound.contains(name) => {
            free.insert(name.clone());
        }
        _ => expression.children().into_iter().for_each(|child| read(child, bound, free)),
    }
}

/// What this reader finds in each template of the built-in pack is what the engine finds there.
#[test]
fn the_engine_and_this_reader_find_the_same_variables() {
    let files = Files::builtin();
    let mut seen = 0;
    let templates = || files.paths().filter(|path| path.ends_with(TEMPLATE_SUFFIX));
    // Pages extend others.
    let engine = Engine::with_templates(templates().map(|path| (path, files.text(path).unwrap()))).unwrap();
    for path in templates() {
        let text = files.text(path).unwrap();
        let found = free(&template(text).unwrap_or_else(|fault| panic!("{path}: {fault:?}")));
        let known = engine.variables(path).unwrap();
        // The engine counts what the templates read that a page extends or includes; this reader looks at one.
        let is_alone = !text.contains("<% extends") && !text.contains("include \"");
        assert!(if is_alone { found == known } else { found.is_subset(&known) }, "{path}: {found:?}, {known:?}");
        seen += 1;
    }
    assert!(seen > 50);
}

#[track_caller]
fn one(text: &str) -> Expression {
    expression(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

/// The expression with brackets around everything.
fn brackets(expression: &Expression) -> String {
    let all = |list: &[Expression]| list.iter().map(brackets).collect::<Vec<_>>().join(", ");
    match &expression.kind {
        Kind::Text(text) => format!("{text:?}"),
        Kind::Constant => "#".to_owned(),
        Kind::Variable(name) => name.clone(),
        Kind::Attribute { of, name, .. } => format!("{}.{}", brackets(of), name.name),
        Kind::Item { of, key } => format!("{}[{}]", brackets(of), brackets(key)),
        Kind::Slice { of, bounds } => format!("{}[:{}]", brackets(of), all(bounds)),
        Kind::Filter { of, name, .. } => format!("({} | {})", brackets(of), name.name),
        Kind::Test { of, name, .. } => format!("({} is {})", brackets(of), name.name),
        Kind::Function { name, .. } => format!("{}()", name.name),
        Kind::Unary(of) => format!("(not {})", brackets(of)),
        Kind::Binary { operator, left, right } => format!("({} {operator} {})", brackets(left), brackets(right)),
        Kind::Choice { condition, yes, no } => {
            format!("({} ? {} : {})", brackets(condition), brackets(yes), brackets(no))
        }
        Kind::List(items) | Kind::Map(items) | Kind::Component(items) => format!("[{}]", all(items)),
        Kind::Comprehension { element, list, .. } => format!("[{} of {}]", brackets(element), brackets(list)),
    }
}

#[test]
fn operators_bind_as_they_do_in_the_engine() {
    for (text, expected) in [
        ("a or b and not c", "(a or (b and (not c)))"),
        ("a.b | length > 1 and c", "(((a.b | length) > #) and c)"),
        ("1 + 2 | f", "(# + (# | f))"),
        ("a ~ '.' ~ b", "((a ~ \".\") ~ b)"),
        ("a is not none", "(a is none)"),
        ("not a is defined", "(not (a is defined))"),
        ("a not in b", "(a in b)"),
        ("a if b else c", "(b ? a : c)"),
        ("a[b.c].d", "a[b.c].d"),
        ("a[1:][0]", "a[:#][#]"),
        ("(a or b) and c", "((a or b) and c)"),
        ("f(x=1, y=[a, 2])", "f()"),
        ("[x | f for x in list if x.a]", "[(x | f) of list]"),
        ("{'a': b, ...c}", "[b, c]"),
        ("a?.b?.c", "a.b.c"),
        ("<card title={a} text='x' b />", "[a, \"x\", b]"),
        ("a ** b ** c", "(a ** (b ** c))"),
    ] {
        assert_eq!(brackets(&one(text)), expected, "{text}");
        let engine = Engine::empty().unwrap();
        let holds = engine.holds("x", text, &tera::Context::new()).map_err(|error| error.to_string());
        assert!(!holds.is_err_and(|error| error.contains("expected")), "the engine does not take {text}");
    }
}

#[test]
fn every_kind_of_tag_is_read() {
    let text = "<% extends \"below:a\" %><%- block x -%>a<% raw %><{ b }><% endraw -%><% endblock x %>\
                <% if a %>1<% elif b %>2<% else %>3<% endif %><% for k, v in m %><% break %><% else %>-<% endfor %>\
                <% set_global s | upper %>t<% endset %><% filter lower | trim %>U<% endfilter %><% include 'i' %>\
                <% component card(a: string, b=1, ...rest) {\"x\": 1} %><{ a }><% endcomponent card %>\
                <% <card a={1}> %>text<% </card> %><# no #>";
    let read = template(text).unwrap();
    assert_eq!(read.extends.map(|name| name.name), Some("below:a".to_owned()));
    assert_eq!(read.nodes.len(), 8, "{:?}", read.nodes);
    let Node::For { key: Some(key), value, .. } = &read.nodes[2] else { panic!("{:?}", read.nodes) };
    assert_eq!((key.name.as_str(), &text[value.span.clone()]), ("k", "v"));
}

/// A template that is not whole is read as far as it goes, or refused; nothing else happens.
#[test]
fn a_template_that_is_cut_anywhere_is_read_or_refused() {
    let files = Files::builtin();
    for path in files.paths().filter(|path| path.ends_with(TEMPLATE_SUFFIX)) {
        let text = files.text(path).unwrap();
        for cut in (0..text.len()).step_by(41).filter(|cut| text.is_char_boundary(*cut)) {
            for part in [&text[..cut], &text[cut..]] {
                if let Err(fault) = template(part) {
                    assert!(part.get(fault.span.clone()).is_some(), "{path} at {cut}: {fault:?}");
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_read_has_its_place() {
    for (text, at) in
        [("<{ a", 4), ("<% if a %>x", 11), ("<{ a ; }>", 5), ("<{ 'a }>", 3), ("<% zebra %>", 3), ("<{ }>", 3)]
    {
        assert_eq!(template(text).unwrap_err().span.start, at, "{text}");
    }
}
