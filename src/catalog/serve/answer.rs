//! What a request gets. Nothing but the files of the site, and only who asks this machine by its own name.

use std::fs;
use std::path::{Path, PathBuf};

use tiny_http::{Header, Method, Request, Response};

use super::news::News;

/// Where pages wait for news.
const CHANGES: &str = "/-/changes";

/// The files that are shown.
pub(super) struct Files {
    site: PathBuf,
    /// The names by which this machine may be asked: a page elsewhere cannot make a browser ask by another.
    hosts: [String; 3],
}

/// What a request gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A file, with its type.
    File(PathBuf, &'static str),
    /// The same with a slash behind it.
    Moved(String),
    /// News, when there are any.
    Changes,
    /// Nothing: a status.
    Refused(u16),
}

impl Files {
    pub(super) fn new(site: &Path, port: u16) -> Self {
        let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}"));
        Self { site: site.to_owned(), hosts }
    }

    /// What somebody gets who asks `host` for `url`.
    pub(super) fn answer(&self, method: &Method, host: Option<&str>, url: &str) -> Answer {
        if !host.is_some_and(|host| self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))) {
            return Answer::Refused(421);
        }
        if !matches!(method, Method::Get | Method::Head) {
            return Answer::Refused(405);
        }
        let path = url.split(['?', '#']).next().unwrap_or_default();
        if path == CHANGES {
            return Answer::Changes;
        }
        let Some(below) = below(path) else { return Answer::Refused(404) };
        let file = self.site.join(&below);
        // Links could lead out of the site.
        match fs::symlink_metadata(&file) {
            Ok(metadata) if metadata.is_dir() && !path.ends_with('/') => Answer::Moved(format!("{path}/")),
            Ok(metadata) if metadata.is_dir() => index(&file),
            Ok(metadata) if metadata.is_file() => Answer::File(file, kind(&below)),
            _ => Answer::Refused(404),
        }
    }
}

fn index(folder: &Path) -> Answer {
    let index = folder.join("index.html");
    let found = fs::symlink_metadata(&index).is_ok_and(|metadata| metadata.is_file());
    if found { Answer::File(index, kind("index.html")) } else { Answer::Refused(404) }
}

/// The path below the site that a URL names, if it can name one: no step leads up, and none is hidden.
fn below(path: &str) -> Option<String> {
    let decoded = decoded(path.strip_prefix('/')?)?;
    let mut steps = decoded.trim_end_matches('/').split('/').peekable();
    if decoded.is_empty() {
        return Some(decoded);
    }
    let plain = |step: &str| {
        !step.is_empty()
            && !step.starts_with('.')
            && !step.contains(['\\', ':', '\0'])
            && !step.chars().any(char::is_control)
    };
    steps.all(plain).then(|| decoded.trim_end_matches('/').to_owned())
}

/// Text without its `%20`; nothing where that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        // No sign: two digits and nothing else.
        let both = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(both.then(|| u8::from_str_radix(digits, 16).ok())??);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).ok()
}

/// The type of a file, by its name.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Answers a request. A reader that has gone away is no error.
pub(super) fn respond(request: Request, files: &Files, news: &News) {
    let host =
        request.headers().iter().find(|header| header.field.equiv("Host")).map(|header| header.value.to_string());
    let answer = files.answer(request.method(), host.as_deref(), request.url());
    let _ = match answer {
        Answer::Changes => {
            news.wait(request);
            Ok(())
        }
        Answer::Moved(to) => request.respond(with(Response::from_string("").with_status_code(308), "Location", &to)),
        Answer::Refused(status) => {
            request.respond(Response::from_string(format!("{status}\n")).with_status_code(status))
        }
        Answer::File(path, kind) => match fs::read(&path) {
            Ok(contents) => {
                let response = with(Response::from_data(contents), "Content-Type", kind);
                request.respond(with(with(response, "Cache-Control", "no-store"), "X-Content-Type-Options", "nosniff"))
            }
            // The site is being replaced at this moment.
            Err(_) => request.respond(Response::from_string("404\n").with_status_code(404)),
        },
    };
}

fn with<R: std::io::Read>(response: Response<R>, name: &str, value: &str) -> Response<R> {
    match Header::from_bytes(name, value) {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("domains/a")).unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        fs::write(site.join(".mesh-catalog"), "x").unwrap();
        for path in ["index.html", "domains/a/index.html", "catalog.json"] {
            fs::write(site.join(path), "x").unwrap();
        }
        std::os::unix::fs::symlink(folder.path().join("secret"), site.join("link")).unwrap();
        let files = Files::new(&site, 8000);
        (folder, files)
    }

    fn get(files: &Files, url: &str) -> Answer {
        files.answer(&Method::Get, Some("127.0.0.1:8000"), url)
    }

    #[test]
    fn the_files_of_the_site_are_shown_with_their_types() {
        let (_folder, files) = site();
        let site = files.site.clone();
        let html = "text/html; charset=utf-8";
        assert_eq!(get(&files, "/"), Answer::File(site.join("index.html"), html));
        assert_eq!(get(&files, "/index.html?x=1#y"), Answer::File(site.join("index.html"), html));
        assert_eq!(get(&files, "/domains/a"), Answer::Moved("/domains/a/".to_owned()));
        assert_eq!(get(&files, "/domains/%61/"), Answer::File(site.join("domains/a/index.html"), html));
        assert_eq!(get(&files, "/catalog.json"), Answer::File(site.join("catalog.json"), "application/json"));
        assert_eq!(get(&files, "/-/changes"), Answer::Changes);
        assert_eq!(get(&files, "/nothing"), Answer::Refused(404));
        assert_eq!(get(&files, "/domains/"), Answer::Refused(404));
    }

    #[test]
    fn nothing_outside_the_site_is_shown() {
        let (_folder, files) = site();
        for url in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/domains/../../secret",
            "//secret",
            "/domains//a",
            "/link",
            "/.mesh-catalog",
            "/%2emesh-catalog",
            "/..\\secret",
            "/%00",
            "/%",
            "/%zz",
            "/%+1",
            "/%ff",
            "secret",
            "",
            "/index.html/",
            "http://127.0.0.1:8000/index.html",
        ] {
            let answer = get(&files, url);
            let harmless = url == "/index.html/" && matches!(answer, Answer::File(..));
            assert!(harmless || answer == Answer::Refused(404), "{url}: {answer:?}");
        }
    }

    #[test]
    fn only_who_asks_by_the_name_of_this_machine_is_answered() {
        let (_folder, files) = site();
        let ask = |host| files.answer(&Method::Get, host, "/");
        for host in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"] {
            assert!(matches!(ask(Some(host)), Answer::File(..)), "{host}");
        }
        for host in [None, Some("evil.example"), Some("evil.example:8000"), Some("127.0.0.1"), Some("127.0.0.1:8001")] {
            assert_eq!(ask(host), Answer::Refused(421), "{host:?}");
        }
        let post = files.answer(&Method::Post, Some("localhost:8000"), "/");
        assert_eq!(post, Answer::Refused(405));
    }
}
