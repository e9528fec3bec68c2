//! Packs and answers that are wrong, hostile or odd.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

/// Row: "an unknown answer key". copier, cookiecutter and cargo-generate accept it silently.
#[test]
fn an_unknown_answer_is_a_finding() {
    let pack = "options:\n  - { name: cost_centre, title: Cost centre, help: Who pays, type: string, default: x }\n";
    let life = Life::created((pack, &[]), (pack, &[]));
    let before = life.tree();
    let run = life.inside(&["update", "--set", "spec.options.cost_center=42"]);
    assert_ne!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("cost_center") && run.stderr.contains("cost_centre"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
}

/// Row: "an undefined template variable". copier and cargo-generate render an empty text; kickstart hides which one.
#[test]
fn an_undefined_variable_is_an_error_that_names_it() {
    let life = Life::new(("", &[("docs/why.md.tera", "one\n<{ product.colour }>\n")]), ("", &[]));
    let run = life.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "v1"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("product/docs/why.md.tera") && run.stderr.contains("colour"), "{}", run.stderr);
    assert!(!life.product().exists());
}

/// Row: "`../../x` or an absolute path in a name". cookiecutter, kickstart and hygen write outside the target.
#[test]
fn no_name_leads_out_of_the_product() {
    let life = Life::new(("", &[]), ("", &[]));
    let names = life.0.names();
    for name in ["../../x", "/tmp/x", "a/b", "..", "c:x", "a\\b"] {
        for flag in ["--name", "--domain"] {
            let other = if flag == "--name" { "--domain" } else { "--name" };
            let run = life.run(&["create-product", flag, name, other, "orders", "--yes"]);
            assert_eq!(run.code, 2, "{flag} {name}: {run:?}");
        }
    }
    assert_eq!(life.0.names(), names);
}

/// Row: "a symlink in the template to a file outside". cookiecutter and kickstart copy the file's contents.
#[test]
fn a_link_in_a_pack_is_refused() {
    let life = with_notes();
    life.0.write("secret", "do not copy");
    symlink(life.0.join("secret"), life.0.join("v2/product/link")).unwrap();
    let before = life.tree();
    let run = life.update(&[]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("symbolic link"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
}

/// Row: "an answer holding code". cookiecutter executes it inside a rendered hook.
#[test]
fn an_answer_that_holds_code_stays_text() {
    let life = Life::new(("", &[]), ("", &[]));
    let code = "$(touch pwned) `touch pwned` {{ 1 + 1 }} <{ 1 + 1 }> <% for x in y %> ${1 + 1}";
    life.create(&["--description", code]);
    let read = |value: &str| value.contains(code);
    let schema: serde_json::Value = serde_json::from_str(&life.read("schemas/parcels_v1.avsc")).unwrap();
    assert!(read(schema["doc"].as_str().unwrap()), "{schema}");
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert!(!life.exists("pwned") && !life.0.join("pwned").exists());
}

/// Row: "hooks". cookiecutter runs them without asking.
#[test]
fn a_pack_has_no_hooks() {
    let life = Life::new(("", &[]), ("hooks: [touch pwned]\n", &[]));
    for hook in ["hooks/post_gen_project.sh", "hooks/pre_gen_project.sh", "post-generate", "product/.copier.sh"] {
        life.0.write(&format!("v1/{hook}"), "#!/bin/sh\ntouch pwned ../pwned\n");
        fs::set_permissions(life.0.join(format!("v1/{hook}")), fs::Permissions::from_mode(0o755)).unwrap();
    }
    life.create(&[]);
    assert_eq!(life.inside(&["generate"]).code, 0);
    assert!(!life.exists("pwned") && !life.0.join("pwned").exists());
    let run = life.update(&[]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("hooks"), "{}", run.stderr);
}

/// Row: "secrets among the answers". cruft and cookiecutter store them in plain text.
#[test]
fn a_secret_is_never_stored() {
    let pack = "options:\n  - { name: api_token, title: Token, help: Of the registry, type: string, secret: true, default: REGISTRY_TOKEN }\n";
    let life = Life::created((pack, &[]), (pack, &[]));
    let before = life.tree();
    let run = life.inside(&["update", "--set", "spec.options.api_token=hunter2-hunter2"]);
    assert_ne!(run.code, 0, "{run:?}");
    assert_same_tree(&life.tree(), &before, "");
    let run = life.inside(&["update", "--set", "spec.options.api_token=OTHER_TOKEN"]);
    assert_eq!(run.code, 0, "a reference: {}", run.stderr);
}

/// Row: "an existing project in the way". kickstart overwrites it silently.
#[test]
fn an_existing_project_is_not_written_over() {
    let life = Life::new(("", &[]), ("", &[]));
    life.write("README.md", "mine\n");
    let run = life.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(life.tree().len(), 1);
    assert_eq!(life.read("README.md"), "mine\n");
}

/// Row: "a text file that is not UTF-8". cookiecutter crashes, cargo-generate fails the run, kickstart panics.
#[test]
fn a_text_that_is_not_utf_8_is_carried_as_it_is() {
    let life = Life::new((NOTES, &[]), (NOTES, &[]));
    life.0.write("v1/product/notes.md", b"Zur\xfcck\n");
    life.0.write("v2/product/notes.md", b"Vorw\xe4rts\n");
    life.create(&[]);
    assert_eq!(fs::read(life.product().join("notes.md")).unwrap(), b"Zur\xfcck\n");
    assert_eq!(life.update(&[]).code, 0);
    assert_eq!(fs::read(life.product().join("notes.md")).unwrap(), b"Vorw\xe4rts\n");
}

/// Row: "CRLF in a template". copier normalises it away.
#[test]
fn line_endings_of_a_pack_and_of_a_team_are_kept() {
    let rule = "files:\n  - { template: windows.txt, owner: merged }\n  - { template: notes.md, owner: merged }\n  - { template: page.md.tera, owner: merged }\n";
    let one: &[_] =
        &[("windows.txt", "one\r\ntwo\r\n"), ("notes.md", "one\n\ntwo\n"), ("page.md.tera", "<{ product.id }>\r\n")];
    let two: &[_] =
        &[("windows.txt", "one\r\nTWO\r\n"), ("notes.md", "ONE\n\ntwo\n"), ("page.md.tera", "<{ product.id }>\r\n")];
    let life = Life::created((rule, one), (rule, two));
    assert_eq!(life.read("windows.txt"), "one\r\ntwo\r\n");
    assert_eq!(life.read("page.md"), "logistics.parcels\r\n");
    life.write("notes.md", "one\r\n\r\ntwo\r\n\r\nan edit\r\n");
    fs::set_permissions(life.product().join("notes.md"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = life.update(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("windows.txt"), "one\r\nTWO\r\n");
    assert_eq!(life.read("notes.md"), "ONE\r\n\r\ntwo\r\n\r\nan edit\r\n");
    let mode = fs::metadata(life.product().join("notes.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755, "the executable bit is the team's");
}

/// Row: "no terminal". hygen and yeoman exit 0 with nothing done.
#[test]
fn without_a_terminal_what_is_missing_is_said_and_the_run_fails() {
    let life = Life::new(("", &[]), ("", &[]));
    let run = life.run(&["create-product", "--domain", "logistics"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("--name"), "{}", run.stderr);
    assert!(!life.product().exists());
}
