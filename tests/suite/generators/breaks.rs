//! The table of what broke in other generators, a test per row.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::thread::sleep;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use super::{Life, NOTES, change};
use crate::support::{assert_same_tree, tree};

/// A pack whose notes say `text`, and belong to both.
fn notes(text: &str) -> (&str, [(&str, &str); 1]) {
    (NOTES, [("notes.md", text)])
}

/// A product whose notes were `one`, `two`, `three`, and become `ONE`, `two`, `three` in version 2.
fn with_notes() -> Life {
    let (one, two) = (notes("one\n\ntwo\n\nthree\n"), notes("ONE\n\ntwo\n\nthree\n"));
    Life::created((one.0, &one.1), (two.0, &two.1))
}

/// Row: "kill at any moment of a create". Others leave a partial tree, or refuse the retry.
#[test]
fn a_create_killed_at_any_moment_leaves_nothing_or_a_whole_product_and_can_be_retried() {
    const STEPS: u32 = 30;
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes"];
    let whole = Life::new(("", &[]), ("", &[]));
    let start = Instant::now();
    assert_eq!(whole.run(&create).code, 0);
    let step = start.elapsed() / STEPS;
    for moment in 0..STEPS {
        let life = Life::new(("", &[]), ("", &[]));
        let mut child = life.0.start(&create);
        sleep(step * moment);
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
        child.wait().unwrap();
        if life.product().exists() {
            assert_same_tree(&life.tree(), &whole.tree(), "");
        } else {
            assert_eq!(life.run(&create).code, 0, "the retry");
            assert_same_tree(&life.tree(), &whole.tree(), "");
        }
    }
}

/// Row: "kill in the middle of `copier update`". There 14 to 100 of 100 edits were lost, and the answers said that
/// the new version was there.
#[test]
fn an_update_killed_in_the_middle_loses_no_edit_and_is_finished_by_the_next_run() {
    const FILES: usize = 100;
    const STEPS: u32 = 24;
    let names: Vec<String> = (0..FILES).map(|number| format!("notes/{number}.md")).collect();
    let files = |text| names.iter().map(|name| (name.as_str(), text)).collect::<Vec<_>>();
    let rule = "files:\n  - { template: 'notes/*', owner: merged }\n";
    let life = Life::created((rule, &files("one\n\ntwo\n\nthree\n")), (rule, &files("ONE\n\ntwo\n\nthree\n")));
    for name in &names {
        life.append(name, "\nan edit\n");
    }
    let copy = |from: &str, to: &str| {
        let status = std::process::Command::new("cp").arg("-a").args([life.0.join(from), life.0.join(to)]).status();
        assert!(status.unwrap().success());
    };
    copy("parcels", "before");
    let start = Instant::now();
    assert_eq!(life.update(&[]).code, 0);
    let step = start.elapsed() / STEPS;
    let after = life.tree();
    let mut unfinished = 0;
    for moment in 0..STEPS {
        fs::remove_dir_all(life.product()).unwrap();
        copy("before", "parcels");
        let mut child = life.command(&["update", "--to", "../v2"]).current_dir(life.product()).spawn().unwrap();
        sleep(step * moment);
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
        child.wait().unwrap();
        for name in &names {
            assert!(life.read(name).ends_with("an edit\n"), "moment {moment}: {name} lost its edit");
        }
        unfinished += u32::from(tree(&life.product()) != after);
        let run = life.update(&[]);
        assert_eq!(run.code, 0, "moment {moment}: {}", run.stderr);
        assert_same_tree(&life.tree(), &after, "");
    }
    assert!(unfinished > 0, "no kill came in time");
}

/// Row: "a new template version with one render error". There 8 of 8 edited files were overwritten.
#[test]
fn a_new_version_that_cannot_be_rendered_changes_nothing() {
    let (one, two) = (notes("one\n"), "notes.md");
    let broken: &[(&str, &str)] = &[(two, "ONE\n"), ("docs/why.md.tera", "<{ product.nothing }>\n")];
    let life = Life::created((one.0, &one.1), (NOTES, broken));
    life.append("notes.md", "an edit\n");
    let before = life.tree();
    let run = life.update(&[]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("product/docs/why.md.tera"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
    assert_eq!(life.version(), "1.0.0");
}

/// Row: "template removed a file the user had edited". copier deletes it silently.
#[test]
fn a_file_that_the_pack_removed_is_kept_where_it_was_edited() {
    let files: &[(&str, &str)] = &[("notes.md", "one\n"), ("untouched.md", "one\n")];
    let rules = "files:\n  - { template: notes.md, owner: merged }\n  - { template: untouched.md, owner: merged }\n";
    let life = Life::created((rules, files), ("", &[]));
    life.append("notes.md", "an edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(change(&run, "notes.md")["action"], "orphan");
    assert_eq!(change(&run, "untouched.md")["action"], "delete");
    assert_eq!(life.read("notes.md"), "one\nan edit\n");
    assert!(!life.exists("untouched.md"), "nobody's edit is in it");
}

/// Row: "template renamed a file the user had edited". copier loses the edits silently.
#[test]
fn a_file_that_the_pack_renamed_takes_the_edits_with_it() {
    let renamed = "files:\n  - { template: manual.md, owner: merged, was: [notes.md] }\n";
    let one = notes("one\n\ntwo\n\nthree\n");
    let life = Life::created((one.0, &one.1), (renamed, &[("manual.md", "ONE\n\ntwo\n\nthree\n")]));
    life.append("notes.md", "\nan edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(change(&run, "manual.md")["from"], "notes.md");
    assert_eq!(life.read("manual.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
    assert!(!life.exists("notes.md"));
}

/// The same, where the pack does not say that it is a rename.
#[test]
fn a_rename_that_the_pack_does_not_declare_takes_the_edits_with_it() {
    let text: String = (0..20).map(|line| format!("This is line {line} of the notes.\n\n")).collect();
    let changed = text.replace("line 3 ", "line three ");
    let rule = "files:\n  - { template: manual.md, owner: merged }\n";
    let life = Life::created((NOTES, &[("notes.md", &text)]), (rule, &[("manual.md", &changed)]));
    life.append("notes.md", "an edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(change(&run, "manual.md")["from"], "notes.md");
    assert_eq!(life.read("manual.md"), changed + "an edit\n");
    assert!(!life.exists("notes.md"));
}

/// Row: "an answer switches a file off that the user had edited". copier deletes it silently.
#[test]
fn a_file_that_an_answer_switches_off_is_kept_where_it_was_edited() {
    let pack = "options:\n  - { name: manual, title: Manual, help: Whether there is one, type: boolean, default: true }\n\
                files:\n  - { template: 'manual/*', owner: merged, when: options.manual }\n";
    let files: &[(&str, &str)] = &[("manual/notes.md", "one\n"), ("manual/untouched.md", "one\n")];
    let life = Life::created((pack, files), (pack, files));
    life.append("manual/notes.md", "an edit\n");
    let run = life.inside(&["update", "--set", "spec.options.manual=false", "--format", "json"]);
    assert_eq!(change(&run, "manual/notes.md")["action"], "orphan");
    assert_eq!(change(&run, "manual/untouched.md")["action"], "delete");
    assert_eq!(life.read("manual/notes.md"), "one\nan edit\n");
    assert!(!life.exists("manual/untouched.md"));
    assert!(life.read("data-product.yaml").contains("manual: false"));
}

/// Row: "a binary changed on both sides". copier takes the template's silently.
#[test]
fn a_binary_that_changed_on_both_sides_is_a_conflict() {
    let rule = "files:\n  - { template: logo.bin, owner: merged }\n";
    let life = Life::created((rule, &[("logo.bin", "\0one")]), (rule, &[("logo.bin", "\0two")]));
    life.write("logo.bin", "\0mine");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(change(&run, "logo.bin")["action"], "conflict");
    assert_eq!(life.read("logo.bin"), "\0mine");
    assert_eq!(life.read(".mesh/incoming/logo.bin"), "\0two");
    assert_eq!(life.inside(&["resolve"]).code, 1, "nobody has chosen");
    let run = life.inside(&["resolve", "--take", "yours", "logo.bin"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("logo.bin"), "\0mine");
    assert!(!life.exists(".mesh/incoming/logo.bin"));
}

/// Row: "conflicts after an update". copier and cruft exit 0; cruft prints "Good work!".
#[test]
fn an_update_with_conflicts_fails_and_says_where_they_are() {
    let life = with_notes();
    life.replace("notes.md", "one", "mine");
    let run = life.update(&[]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("conflict  notes.md"), "{}", run.stderr);
    assert!(run.stderr.contains("mesh-cli resolve"), "{}", run.stderr);
    let notes = life.read("notes.md");
    for marker in ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "] {
        assert!(notes.contains(marker), "{notes}");
    }
    for side in ["mine\n", "one\n", "ONE\n"] {
        assert!(notes.contains(side), "{notes}");
    }
    for command in [&["resolve"][..], &["generate"], &["generate", "--check"], &["update"]] {
        let run = life.inside(command);
        assert_eq!(run.code, 1, "{command:?}: {run:?}");
        assert!(run.stderr.contains("notes.md"), "{command:?}: {}", run.stderr);
    }
    life.write("notes.md", "mine, and ONE\n\ntwo\n\nthree\n");
    assert_eq!(life.inside(&["resolve"]).code, 0);
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert_eq!(life.version(), "2.0.0");
}

/// The other way out of a conflict.
#[test]
fn an_update_with_conflicts_can_be_taken_back_to_the_byte() {
    let life = with_notes();
    life.replace("notes.md", "one", "mine");
    let before = life.tree();
    assert_eq!(life.update(&[]).code, 1);
    let run = life.inside(&["update", "--abort"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
}

/// Row: "dry run of an update". copier prints nothing about files.
#[test]
fn a_dry_run_names_every_file_and_writes_none() {
    let life = with_notes();
    life.append("notes.md", "\nan edit\n");
    let before = life.tree();
    let dry = life.update(&["--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.stderr);
    assert!(dry.stderr.contains("merge     notes.md"), "{}", dry.stderr);
    assert_same_tree(&life.tree(), &before, "");
    let planned = life.update(&["--dry-run", "--format", "json"]);
    let done = life.update(&["--format", "json"]);
    let changes = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["changes"].clone();
    assert_eq!(changes(&planned.stdout), changes(&done.stdout), "what is said is what is done");
}

/// Row: "answers file edited by hand". There it is accepted, and answers and files disagree for ever.
#[test]
fn answers_edited_by_hand_are_noticed_and_brought_in_step() {
    let life = with_notes();
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    life.replace("data-product.yaml", "  name: parcels\n", "  name: parcels\n  title: Small Parcels\n");
    let check = life.inside(&["generate", "--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.stdout.contains("+# Small Parcels"), "{}", check.stdout);
    assert_eq!(life.inside(&["generate"]).code, 0);
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert!(life.read("README.md").starts_with("# Small Parcels"));
}

/// The same of the lock, which is nobody's to edit.
#[test]
fn a_lock_edited_by_hand_is_noticed() {
    let life = with_notes();
    life.replace(".mesh/lock.yaml", "version: 1.0.0", "version: 2.0.0");
    let before = life.tree();
    for command in [&["generate"][..], &["generate", "--check"], &["update", "--to", "../v2"]] {
        let run = life.inside(command);
        assert_eq!(run.code, 1, "{command:?}: {run:?}");
        assert!(run.stderr.contains("lock/edited"), "{command:?}: {run:?}");
    }
    let status = life.inside(&["status"]);
    assert!(status.code == 1 && status.stdout.contains("the lock was edited by hand"), "{status:?}");
    assert_same_tree(&life.tree(), &before, "");
}

/// Row: "template tag moved". copier says up to date: it stores the tag and not the commit.
#[test]
fn a_tag_that_was_moved_is_a_finding() {
    let (one, two) = (notes("one\n"), notes("ONE\n"));
    let life = Life(crate::sandbox::Sandbox::new());
    life.repository(&[("1.0.0", (one.0, &one.1))]);
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack"];
    let run = life.run(&[&create[..], &[&life.source("v1.0.0")]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    life.pack("packs.git", "1.0.0", (two.0, &two.1));
    life.git("packs.git", &["commit", "--quiet", "--all", "--message", "again"]);
    life.git("packs.git", &["tag", "--force", "v1.0.0"]);
    let before = life.tree();
    let run = life.inside(&["update"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("pack/moved"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
    assert_eq!(life.inside(&["generate", "--check"]).code, 0, "the commit of the lock is still there");
    assert_eq!(life.inside(&["update", "--accept-moved"]).code, 0);
    assert_eq!(life.read("notes.md"), "ONE\n");
}

/// Row: "old template ref gone, or a relative template path". There it is a traceback.
#[test]
fn an_old_version_that_is_gone_is_not_needed() {
    let (one, two) = (notes("one\n\ntwo\n\nthree\n"), notes("ONE\n\ntwo\n\nthree\n"));
    let life = Life(crate::sandbox::Sandbox::new());
    life.repository(&[("1.0.0", (one.0, &one.1)), ("2.0.0", (two.0, &two.1))]);
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack"];
    let run = life.run(&[&create[..], &[&life.source("v1.0.0")]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    life.append("notes.md", "\nan edit\n");
    life.git("packs.git", &["tag", "--delete", "v1.0.0"]);
    fs::remove_dir_all(life.0.join("cache")).unwrap();
    let run = life.inside(&["update", "--to", "v2.0.0"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
}

#[test]
fn a_pack_in_a_folder_is_found_from_everywhere() {
    let life = with_notes();
    fs::create_dir_all(life.product().join("dbt/models")).unwrap();
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert_eq!(life.run(&["generate", "parcels", "--check"]).code, 0);
    let below = life.command(&["generate", "--check"]).current_dir(life.product().join("dbt/models")).output().unwrap();
    assert_eq!(below.status.code(), Some(0), "{}", String::from_utf8_lossy(&below.stderr));
    assert!(!life.read(".mesh/lock.yaml").contains(&life.0.path().display().to_string()), "no path of a machine");
}

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
