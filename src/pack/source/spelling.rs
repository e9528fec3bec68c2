//! How a source is written.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use super::{ArchiveSource, GitSource, Source};

/// What a source begins with that git fetches.
const GIT: &str = "git::";
/// How the names of archives end.
const ARCHIVES: [&str; 2] = [".tar.gz", ".tgz"];

/// Why a text names no source of a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {reason}")]
pub struct SourceError {
    text: String,
    reason: String,
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        let parsed = match text {
            "" => Err("is empty: write `builtin`, a folder, `git::<url>//<folder>?ref=<tag>` or an archive".to_owned()),
            _ if text.chars().any(char::is_control) => Err("holds a control character".to_owned()),
            "builtin" | "standard" => Ok(Self::Builtin),
            _ => match (text.strip_prefix(GIT), archive(text)) {
                (Some(rest), _) => git(rest).map(Self::Git),
                (None, Some((location, query))) => archive_source(location, query).map(Self::Archive),
                (None, None) if text.contains("://") => Err(format!(
                    "is neither a folder nor an archive (.tar.gz); for a git repository write `git::{text}`"
                )),
                (None, None) => Ok(Self::Folder(tidy(text))),
            },
        };
        parsed.map_err(|reason| SourceError { text: masked(text).escape_debug().to_string(), reason })
    }
}

/// Location and query of what is named like an archive.
fn archive(text: &str) -> Option<(&str, Option<&str>)> {
    let (location, query) = text.rsplit_once('?').map_or((text, None), |(location, query)| (location, Some(query)));
    ARCHIVES.iter().any(|end| location.ends_with(end)).then_some((location, query))
}

fn archive_source(location: &str, query: Option<&str>) -> Result<ArchiveSource, String> {
    if location.contains("://") && !location.starts_with("https://") {
        return Err("is fetched by nothing: an archive is a file or an `https://` URL".to_owned());
    }
    no_password(location)?;
    let digest = query.and_then(|query| query.strip_prefix("sha256=")).unwrap_or_default().to_ascii_lowercase();
    if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("lacks its digest: write `?sha256=` and the 64 digits that `sha256sum` prints for it".to_owned());
    }
    let location = if location.contains("://") { location.to_owned() } else { shown(&tidy(location)) };
    Ok(ArchiveSource { location, sha256: digest })
}

fn git(rest: &str) -> Result<GitSource, String> {
    let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
    let reference = match query {
        None => None,
        Some(query) => match query.strip_prefix("ref=") {
            Some(reference) if is_reference(reference) => Some(reference.to_owned()),
            Some(_) => return Err("names no tag, branch or commit after `?ref=`".to_owned()),
            None => return Err("may say `?ref=<tag or commit>` and nothing else after a `?`".to_owned()),
        },
    };
    // The `//` of a scheme is part of the URL; the next one begins the folder.
    let after_scheme = place.find("://").map_or(0, |at| at + 3);
    let (url, folder) = match place[after_scheme..].find("//") {
        Some(at) => (&place[..after_scheme + at], place[after_scheme + at + 2..].trim_matches('/')),
        None => (place, ""),
    };
    if url.is_empty() || url.starts_with('-') || url.contains("::") {
        return Err("names no repository after `git::`".to_owned());
    }
    no_password(url)?;
    if !folder.is_empty() && !is_inside(folder) {
        return Err(format!("names the folder `{folder}`, which is not inside the repository"));
    }
    Ok(GitSource { url: url.to_owned(), reference, folder: folder.to_owned() })
}

/// The text without the password in it, for messages.
fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let authority = rest.split('/').next().unwrap_or_default();
    match authority.rsplit_once('@').and_then(|(user, host)| Some((user.split_once(':')?.0, host))) {
        Some((user, host)) => format!("{scheme}://{user}:***@{host}{}", &rest[authority.len()..]),
        None => text.to_owned(),
    }
}

/// A source stands in locks and in `mesh.yaml`, which everybody reads.
fn no_password(url: &str) -> Result<(), String> {
    let authority = url.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    match authority.rsplit_once('@') {
        Some((user, _)) if user.contains(':') => {
            Err("holds a password, which would stand in every lock: leave it to git's credential helper or to ~/.netrc"
                .to_owned())
        }
        _ => Ok(()),
    }
}

/// Git's rules for names of references, as far as they keep an argument an argument.
fn is_reference(text: &str) -> bool {
    let wrong = |c: char| c.is_whitespace() || "~^:?*[\\".contains(c);
    !text.is_empty() && !text.starts_with(['-', '/']) && !text.contains("..") && !text.contains(wrong)
}

fn is_inside(folder: &str) -> bool {
    !folder.contains('\\') && Path::new(folder).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The path without what says nothing: `./a/./b/` is `a/b`.
fn tidy(path: &str) -> PathBuf {
    Path::new(path).components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

/// A path that reads back as a path: `./a`, `../a`, `/a`.
fn shown(path: &Path) -> String {
    match path.components().next() {
        None => ".".to_owned(),
        Some(Component::Normal(_)) => format!("./{}", path.display()),
        Some(_) => path.display().to_string(),
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin => formatter.write_str("builtin"),
            Self::Folder(path) => formatter.write_str(&shown(path)),
            Self::Git(git) => git.fmt(formatter),
            Self::Archive(archive) => write!(formatter, "{}?sha256={}", archive.location, archive.sha256),
        }
    }
}

impl fmt::Display for GitSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{GIT}{}", self.url)?;
        if !self.folder.is_empty() {
            write!(formatter, "//{}", self.folder)?;
        }
        self.reference.iter().try_for_each(|reference| write!(formatter, "?ref={reference}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    fn git(url: &str, folder: &str, reference: Option<&str>) -> Source {
        let reference = reference.map(str::to_owned);
        Source::Git(GitSource { url: url.to_owned(), reference, folder: folder.to_owned() })
    }

    #[test]
    fn a_source_is_read_and_reads_back() {
        let archive = format!("https://host/a/acme.tgz?sha256={DIGEST}");
        let file = format!("./dist/acme.tar.gz?sha256={DIGEST}");
        for (text, source, shown) in [
            ("builtin", Source::Builtin, "builtin"),
            ("standard", Source::Builtin, "builtin"),
            ("packs/acme/", Source::Folder("packs/acme".into()), "./packs/acme"),
            ("./packs/./acme", Source::Folder("packs/acme".into()), "./packs/acme"),
            ("../acme", Source::Folder("../acme".into()), "../acme"),
            ("/opt/acme", Source::Folder("/opt/acme".into()), "/opt/acme"),
            ("./builtin", Source::Folder("builtin".into()), "./builtin"),
            ("./git::x", Source::Folder("git::x".into()), "./git::x"),
            (".", Source::Folder("".into()), "."),
            ("..", Source::Folder("..".into()), ".."),
            (
                "git::https://host/packs.git//acme/eu?ref=v1.2.0",
                git("https://host/packs.git", "acme/eu", Some("v1.2.0")),
                "git::https://host/packs.git//acme/eu?ref=v1.2.0",
            ),
            ("git::https://host/p.git", git("https://host/p.git", "", None), "git::https://host/p.git"),
            (
                "git::ssh://git@host/p.git//a/?ref=main",
                git("ssh://git@host/p.git", "a", Some("main")),
                "git::ssh://git@host/p.git//a?ref=main",
            ),
            ("git::git@host:org/p.git//a", git("git@host:org/p.git", "a", None), "git::git@host:org/p.git//a"),
            ("git::file:///srv/p.git//a", git("file:///srv/p.git", "a", None), "git::file:///srv/p.git//a"),
            ("git::../p.git//a", git("../p.git", "a", None), "git::../p.git//a"),
            (
                &archive,
                Source::Archive(ArchiveSource {
                    location: "https://host/a/acme.tgz".to_owned(),
                    sha256: DIGEST.to_owned(),
                }),
                &archive,
            ),
            (
                &format!("dist/acme.tar.gz?sha256={}", DIGEST.to_uppercase()),
                Source::Archive(ArchiveSource { location: "./dist/acme.tar.gz".to_owned(), sha256: DIGEST.to_owned() }),
                &file,
            ),
        ] {
            assert_eq!(text.parse::<Source>().as_ref(), Ok(&source), "{text}");
            assert_eq!(source.to_string(), shown, "{text}");
            assert_eq!(shown.parse::<Source>(), Ok(source), "{shown}");
        }
    }

    #[test]
    fn a_password_is_refused_and_not_said_again() {
        let error = "git::https://ann:s3cret@host/packs.git//acme?ref=v1".parse::<Source>().unwrap_err().to_string();
        assert!(error.contains("ann:***@host/packs.git") && !error.contains("s3cret"), "{error}");
    }

    #[test]
    fn what_is_no_source_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "is empty"),
            ("a\nb", "control character"),
            ("https://host/packs.git", "write `git::https://host/packs.git`"),
            ("http://host/acme.tar.gz?sha256=0", "`https://`"),
            ("acme.tar.gz", "lacks its digest"),
            ("acme.tar.gz?sha256=12", "lacks its digest"),
            ("acme.tgz?sha1=12", "lacks its digest"),
            ("git::", "no repository"),
            ("git::--upload-pack=x//a", "no repository"),
            ("git::ext::sh -c x", "no repository"),
            ("git::https://host/p.git?ref=", "no tag"),
            ("git::https://host/p.git?ref=--exec", "no tag"),
            ("git::https://host/p.git?ref=a..b", "no tag"),
            ("git::https://host/p.git?ref=a b", "no tag"),
            ("git::https://host/p.git?depth=1", "nothing else"),
            ("git::https://host/p.git//../x", "not inside"),
            ("git::https://host/p.git//a/./../x", "not inside"),
            ("git::https://me:secret@host/p.git", "password"),
            ("https://me:secret@host/p.tar.gz?sha256=00", "password"),
        ] {
            let error = text.parse::<Source>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
