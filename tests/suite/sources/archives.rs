//! Packs in archives: their digest, and contents that are not what they should be.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};

use super::{World, pack};

/// A member of an archive: its path as it stands there, its kind, its contents or what it links to.
type Member<'a> = (&'a str, EntryType, &'a [u8]);

fn member(builder: &mut Builder<impl std::io::Write>, (path, kind, contents): &Member<'_>) {
    let mut header = Header::new_gnu();
    // The library would refuse most of these paths.
    header.as_gnu_mut().unwrap().name[..path.len()].copy_from_slice(path.as_bytes());
    header.set_entry_type(*kind);
    header.set_mode(0o644);
    match kind {
        EntryType::Symlink | EntryType::Link => {
            header.set_link_name(std::str::from_utf8(contents).unwrap()).unwrap();
            header.set_size(0);
            header.set_cksum();
            builder.append(&header, &[][..]).unwrap();
        }
        _ => {
            header.set_size(contents.len() as u64);
            header.set_cksum();
            builder.append(&header, *contents).unwrap();
        }
    }
}

/// Writes an archive with a pack and more members, and returns its source.
fn archive(world: &World, folder: &str, more: &[Member<'_>]) -> String {
    let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, text) in pack("acme", "1.0.0", "standard", "packed") {
        member(&mut builder, &(&format!("{folder}{path}"), EntryType::Regular, text.as_bytes()));
    }
    more.iter().for_each(|one| member(&mut builder, one));
    let bytes = builder.into_inner().unwrap().finish().unwrap();
    world.0.write("acme.tar.gz", &bytes);
    source(&bytes)
}

fn source(bytes: &[u8]) -> String {
    format!("acme.tar.gz?sha256={}", mesh_cli::plan::digest::hex(&Sha256::digest(bytes)))
}

#[test]
fn an_archive_is_a_pack_wherever_it_holds_it() {
    for folder in ["", "./", "acme-1.0.0/"] {
        let world = World::new();
        let folders = [("acme-1.0.0/", EntryType::Directory, &b""[..])];
        let source = archive(&world, folder, if folder.ends_with("0/") { &folders } else { &[] });
        world.created("parcels", &[&source]);
        assert_eq!(world.text("parcels/docs/said.md"), "packed of Parcels\n");
        assert_eq!(world.locked("parcels")[1].source, format!("../{source}"));
        // Once it is in the cache, the file may go.
        fs::remove_file(world.0.join("acme.tar.gz")).unwrap();
        assert_eq!(world.run(&["validate", "parcels"]).code, 0);
        world.forget();
        let run = world.run(&["validate", "parcels"]);
        assert!(run.code == 2 && run.stderr.contains("acme.tar.gz"), "{}", run.stderr);
    }
}

#[test]
fn what_real_tar_makes_is_read() {
    let world = World::new();
    for (path, text) in pack("acme", "1.0.0", "standard", "packed") {
        world.0.write(&format!("acme/{path}"), text);
    }
    let long = format!("acme/product/{}/{}.txt", "d".repeat(120), "f".repeat(120));
    world.0.write(&long, "long\n");
    let tar =
        std::process::Command::new("tar").args(["-czf", "acme.tar.gz", "acme"]).current_dir(world.0.path()).status();
    assert!(tar.unwrap().success());
    world.created("parcels", &[&source(&fs::read(world.0.join("acme.tar.gz")).unwrap())]);
    assert_eq!(world.text(&long.replace("acme/product", "parcels")), "long\n");
}

#[test]
fn an_archive_with_another_digest_is_refused() {
    let world = World::new();
    let asked = archive(&world, "", &[]);
    archive(&world, "", &[("product/more.txt", EntryType::Regular, b"more")]);
    world.refused(&[&asked], &["not the one that was asked for", "help: ask whoever published it"]);
    assert!(!world.0.join("cache").exists());
    let run = world.create("refused", &["acme.tar.gz"]);
    assert!(run.code == 2 && run.stderr.contains("lacks its digest"), "{}", run.stderr);
}

#[test]
fn what_leads_out_of_an_archive_is_refused() {
    for (path, kind, contents, words) in [
        ("../outside.txt", EntryType::Regular, "x", "../outside.txt"),
        ("product/../../outside.txt", EntryType::Regular, "x", "outside.txt"),
        ("/tmp/outside.txt", EntryType::Regular, "x", "/tmp/outside.txt"),
        ("product/link", EntryType::Symlink, "/etc/passwd", "a pack holds no links"),
        ("product/link", EntryType::Link, "pack.yaml", "a pack holds no links"),
        ("product/pipe", EntryType::Fifo, "", "files and folders alone"),
        ("product/device", EntryType::Char, "", "files and folders alone"),
        ("pack.yaml", EntryType::Regular, "name: other\n", "the pack holds the file twice"),
    ] {
        let world = World::new();
        let source = archive(&world, "", &[(path, kind, contents.as_bytes())]);
        world.refused(&[&source], &[words, "help: "]);
        let mut names = world.0.names();
        names.retain(|name| name != "cache");
        assert_eq!(names, ["acme.tar.gz"]);
    }
}

#[test]
fn a_repository_in_an_archive_is_left_out() {
    let world = World::new();
    let source = archive(&world, "", &[("product/.git/hooks/post-checkout", EntryType::Regular, b"x")]);
    world.created("parcels", &[&source]);
    assert!(!world.0.join("parcels/.git").exists());
}

#[test]
fn a_huge_archive_is_not_unpacked() {
    let zeros = vec![0; 17 << 20];
    let world = World::new();
    let source = archive(&world, "", &[("product/huge.bin", EntryType::Regular, &zeros)]);
    world.refused(&[&source], &["product/huge.bin: the file is larger than 16 MiB"]);
    let names: Vec<String> = (0..17).map(|number| format!("product/{number}.bin")).collect();
    let many: Vec<Member<'_>> =
        names.iter().map(|name| (name.as_str(), EntryType::Regular, &zeros[..16 << 20])).collect();
    let source = archive(&world, "", &many);
    assert!(fs::metadata(world.0.join("acme.tar.gz")).unwrap().len() < 4 << 20);
    world.refused(&[&source], &["the pack is larger than 256 MiB"]);
    let names: Vec<String> = (0..10_000).map(|number| format!("product/{number}")).collect();
    let many: Vec<Member<'_>> = names.iter().map(|name| (name.as_str(), EntryType::Regular, &b""[..])).collect();
    let source = archive(&world, "", &many);
    world.refused(&[&source], &["more than 10,000 files"]);
}

#[test]
fn what_is_no_archive_is_refused() {
    let world = World::new();
    let whole = {
        archive(&world, "", &[]);
        fs::read(world.0.join("acme.tar.gz")).unwrap()
    };
    let mut plain = GzEncoder::new(Vec::new(), Compression::fast());
    plain.write_all(&[b'x'; 2048]).unwrap();
    for bytes in [b"no archive".to_vec(), whole[..whole.len() / 2].to_vec(), plain.finish().unwrap()] {
        world.0.write("acme.tar.gz", &bytes);
        world.refused(&[&source(&bytes)], &["the archive cannot be read"]);
    }
}

/// A stand-in for `curl` that serves one file, and records what it was asked.
#[test]
fn an_archive_on_a_server_is_fetched_once() {
    let world = World::new();
    let source = archive(&world, "", &[]).replace("acme.tar.gz", "https://example.com/acme-1.0.0.tar.gz");
    let root = world.0.path().display();
    let script = format!(
        "#!/bin/sh\necho \"$@\" >> {root}/asked\nwhile [ \"$1\" != --output ]; do shift; done\ncp {root}/acme.tar.gz \"$2\"\n"
    );
    world.0.write("bin/curl", script);
    fs::set_permissions(world.0.join("bin/curl"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{root}/bin:{}", std::env::var("PATH").unwrap());
    for name in ["first", "second"] {
        let arguments = ["create-product", "--domain", "logistics", "--name", name, "--yes", "--pack", &source];
        let run = crate::sandbox::Run::from(world.command(&arguments).env("PATH", &path).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(world.locked(name)[1].source, source);
    }
    let asked = world.text("asked");
    assert_eq!(asked.lines().count(), 1, "{asked}");
    assert!(
        asked.contains("--proto =https") && asked.contains("--url https://example.com/acme-1.0.0.tar.gz"),
        "{asked}"
    );
    world.0.write("bin/curl", "#!/bin/sh\necho 'curl: (6) Could not resolve host' >&2\nexit 6\n");
    let other = source
        .replace("acme-1.0.0", "acme-2.0.0")
        .replace("sha256=", "sha256=00")
        .chars()
        .take(source.len())
        .collect::<String>();
    let arguments = ["create-product", "--domain", "logistics", "--name", "third", "--yes", "--pack", &other];
    let run = crate::sandbox::Run::from(world.command(&arguments).env("PATH", &path).output().unwrap());
    assert!(run.code == 3 && run.stderr.contains("Could not resolve host"), "{}", run.stderr);
}
