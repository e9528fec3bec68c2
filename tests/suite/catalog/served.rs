//! The catalog that is served to this machine.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use mesh_cli::catalog::serve::{Change, Service, Watch};

use super::{Settings, mesh, try_build};

/// Asks the service as a browser would.
fn asked(address: &str, host: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://").trim_end_matches('/')).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    stream
}

/// Reads until the connection ends or `enough` has come.
fn read(stream: &mut TcpStream, enough: &str) -> String {
    let (mut said, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(count) = stream.read(&mut buffer) {
        said.extend_from_slice(&buffer[..count]);
        if count == 0 || (!enough.is_empty() && String::from_utf8_lossy(&said).contains(enough)) {
            break;
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn ask(address: &str, host: &str, path: &str) -> String {
    read(&mut asked(address, host, path), "")
}

#[test]
fn pages_are_served_to_this_machine_and_told_of_changes() {
    let sandbox = mesh();
    let site = sandbox.join("site");
    try_build(&sandbox, Settings { served: true, ..Settings::default() }).unwrap();
    let watch = Watch::begin(&sandbox.join("mesh")).unwrap();
    let service = Service::begin(&site, 0).unwrap();
    let (done, changes) = (AtomicBool::new(false), AtomicUsize::new(0));
    let address = service.address.as_str();
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut rebuild = || {
                changes.fetch_add(1, Ordering::SeqCst);
                try_build(&sandbox, Settings { served: true, ..Settings::default() }).unwrap();
                Change::Shown
            };
            let cancelled = || done.load(Ordering::SeqCst);
            service.run(Some(watch), &cancelled, &mut rebuild, &|error| panic!("{error}"));
        });
        let home = ask(address, host, "/");
        assert!(home.starts_with("HTTP/1.1 200") && home.contains("assets/reload.js"), "{home}");
        assert!(ask(address, "evil.example", "/").starts_with("HTTP/1.1 421"));
        assert!(ask(address, host, "/../mesh/mesh.yaml").starts_with("HTTP/1.1 404"));
        let mut page = asked(address, host, "/-/changes");
        let first = read(&mut page, "-0\n\n");
        assert!(first.contains("text/event-stream") && first.contains("data: "), "{first}");
        let manifest = sandbox.join("mesh/domains/finance/main/data-product.yaml");
        let text = fs::read_to_string(&manifest).unwrap().replace("title: Daily revenue", "title: Revenue by day");
        // In one step, or a slow machine sees two changes.
        sandbox.write("new", text);
        fs::rename(sandbox.join("new"), &manifest).unwrap();
        assert!(read(&mut page, "-1\n\n").starts_with("data: "));
        // Who comes later is told which site it has.
        assert!(read(&mut asked(address, host, "/-/changes"), "-1\n\n").contains("-1\n\n"));
        assert!(ask(address, host, "/products/finance/revenue_daily/").contains("Revenue by day"));
        // What we read ourselves is no change.
        std::thread::sleep(Duration::from_millis(800));
        done.store(true, Ordering::SeqCst);
    });
    assert_eq!(changes.load(Ordering::SeqCst), 1);
}

#[test]
fn readers_that_take_nothing_hold_up_neither_others_nor_the_end() {
    let sandbox = mesh();
    let site = sandbox.join("site");
    try_build(&sandbox, Settings::default()).unwrap();
    fs::write(site.join("huge.txt"), vec![b'x'; 32_000_000]).unwrap();
    let service = Service::begin(&site, 0).unwrap();
    let done = AtomicBool::new(false);
    let address = service.address.as_str();
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let begun = std::time::Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let cancelled = || done.load(Ordering::SeqCst);
            service.run(None, &cancelled, &mut || Change::Kept, &|error| panic!("{error}"));
        });
        let stalled: Vec<TcpStream> = (0..6).map(|_| asked(address, host, "/huge.txt")).collect();
        let waiting: Vec<TcpStream> = (0..100).map(|_| asked(address, host, "/-/changes")).collect();
        assert!(ask(address, host, "/").starts_with("HTTP/1.1 200"));
        done.store(true, Ordering::SeqCst);
        drop((stalled, waiting));
    });
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}
