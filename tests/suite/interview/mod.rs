//! The interview, in a real pseudo-terminal: answered to its end, and stopped on the way.

mod whole;

use std::fs::File;
use std::process::Command;
use std::time::{Duration, Instant};

use rexpect::process::WaitStatus;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use rustix::termios::{LocalModes, tcgetattr};

use crate::sandbox::Sandbox;

/// How long an answer may take on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(30);
const SHOW_CURSOR: &str = "\u{1b}[?25h";
const HIDE_CURSOR: &str = "\u{1b}[?25l";
const ENTER: &str = "\r";
const UP: &str = "\u{1b}[A";
const DOWN: &str = "\u{1b}[B";

/// A terminal with the program in it, and all that was printed so far.
pub struct Terminal {
    session: PtySession,
    master: File,
    screen: String,
}

impl Terminal {
    pub fn start(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        // A shell sets the terminal up as a person finds it, and gives way to the program.
        let mut command = Command::new("sh");
        command.args(["-c", "stty sane rows 50 cols 200; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_mesh-cli")]);
        command.args(arguments).current_dir(sandbox.path()).env("NO_COLOR", "1").env("TERM", "xterm");
        let patience = u64::try_from(PATIENCE.as_millis()).unwrap();
        let session = spawn_with_options(command, Options::new().timeout_ms(Some(patience))).unwrap();
        let master = session.process().get_file_handle().unwrap();
        Self { session, master, screen: String::new() }
    }

    /// Waits until `text` is printed.
    #[track_caller]
    pub fn sees(&mut self, text: &str) {
        match self.session.exp_string(text) {
            Ok(before) => self.screen.extend([&before, text]),
            Err(error) => panic!("no `{text}`: {error}\nbefore it: {}", self.screen),
        }
    }

    pub fn types(&mut self, keys: &str) {
        self.session.send(keys).unwrap();
        self.session.flush().unwrap();
    }

    /// Waits for a question, and answers it.
    #[track_caller]
    pub fn answers(&mut self, question: &str, answer: &str) {
        self.sees(question);
        self.types(&format!("{answer}{ENTER}"));
    }

    /// Waits for a question, and says yes or no.
    #[track_caller]
    pub fn says(&mut self, question: &str, answer: char) {
        self.sees(question);
        self.sees("[");
        self.types(&answer.to_string());
    }

    /// Presses Ctrl-C until the program has ended: between two reads of a key a press is only noted.
    pub fn stops(self) -> (i32, String, File) {
        let start = Instant::now();
        let mut terminal = self;
        loop {
            terminal.session.send_control('c').unwrap();
            let pause = Instant::now();
            while pause.elapsed() < Duration::from_secs(2) {
                if let Some(WaitStatus::Exited(_, code)) = terminal.session.process().status() {
                    terminal.reads_the_rest();
                    return (code, terminal.screen, terminal.master);
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            assert!(start.elapsed() < PATIENCE, "Ctrl-C does not stop it: {}", terminal.screen);
        }
    }

    /// Waits for the end: the exit code, all that was printed, and the terminal.
    pub fn ends(mut self) -> (i32, String, File) {
        self.reads_the_rest();
        match self.session.process().wait() {
            Ok(WaitStatus::Exited(_, code)) => (code, self.screen, self.master),
            other => panic!("{other:?}"),
        }
    }

    fn reads_the_rest(&mut self) {
        let rest = self.session.exp_eof().unwrap();
        self.screen.push_str(&rest);
    }
}

/// The cursor is there, and the terminal echoes and takes lines and Ctrl-C as before.
#[track_caller]
fn is_restored(screen: &str, terminal: &File) {
    assert!(screen.rfind(SHOW_CURSOR).is_some(), "the cursor was not shown again");
    assert!(screen.rfind(SHOW_CURSOR) > screen.rfind(HIDE_CURSOR), "the cursor is hidden");
    let modes = tcgetattr(terminal).unwrap().local_modes;
    assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG), "{modes:?}");
}

/// Enter takes what is shown: a product as good as the one that `--yes` makes.
#[test]
fn enter_takes_every_default() {
    let sandbox = Sandbox::new();
    let mut terminal = Terminal::start(&sandbox, &["create-product", "--domain", "logistics", "--name", "parcels"]);
    for question in [
        "Archetype",
        "Description [",
        "Owner team [",
        "Owner e-mail [",
        "On call [",
        "Channel [",
        "Catalog page: ",
        "Input port",
        "Port name [",
        "Source system [",
        "table [public.parcels]: ",
        "connection: ",
        "Another input port? [",
        "Begin with these fields? They are easily changed in the manifest [",
        "Output port",
        "path [",
        "table [",
        "Freshness target [",
        "Availability target [99.5%]: ",
        "Completeness target [",
        "Classification",
        "Retention [",
        "Declare a consumer? [",
        "Provider",
        "Write these files to parcels/? [",
    ] {
        terminal.answers(question, "");
    }
    let (code, screen, master) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    is_restored(&screen, &master);
    assert_eq!(sandbox.run(&["validate", "parcels"]).code, 0);
    assert!(sandbox.join("parcels/.mesh/lock.yaml").is_file());
}

/// What flags and files have said is not asked again.
#[test]
fn only_what_is_missing_is_asked() {
    let sandbox = Sandbox::new();
    let manifest = crate::support::root().join("tests/cases/manifest/valid/smallest/data-product.yaml");
    let text = std::fs::read_to_string(manifest).unwrap().replace("  description: One row per return.\n", "");
    sandbox.write("part.yaml", text);
    let mut terminal = Terminal::start(&sandbox, &["create-product", "--from", "part.yaml", "--retention", "30 days"]);
    let asked = [
        "Description [",
        "On call [",
        "Channel [",
        "Catalog page: ",
        "Availability target [99.5%]: ",
        "Completeness target [",
    ];
    for question in asked.into_iter().chain(["Declare a consumer? [", "Write these files to returned_items/? ["]) {
        terminal.answers(question, "");
    }
    let (code, screen, _) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    for question in ["Domain", "Owner team", "Input port", "Begin with these fields", "Retention", "Provider"] {
        assert!(!screen.contains(&format!("{question}:")), "{question} was asked again: {screen}");
    }
    assert_eq!(sandbox.names(), ["part.yaml", "returned_items"]);
}

/// A whole manifest needs no answers: the only question is whether the files are wanted.
#[test]
fn a_whole_manifest_is_only_confirmed() {
    let sandbox = Sandbox::new();
    let mut terminal = at_the_last_question(&sandbox);
    assert!(!terminal.screen.contains("Domain") && !terminal.screen.contains("On call"), "{}", terminal.screen);
    terminal.types("y");
    let (code, screen, master) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    is_restored(&screen, &master);
    assert_eq!(sandbox.names(), ["returned_items"]);
}

/// A wrong flag is better known before the first question than after the last.
#[test]
fn a_wrong_flag_is_refused_before_the_first_question() {
    let sandbox = Sandbox::new();
    for (arguments, message) in [
        (&["--domain", "Bad Name"][..], "did you mean `bad_name`?"),
        (&["--port", "mongodb"], "there is no output-port kind `mongodb`"),
        (&["--archetype", "gold"], "there is no archetype `gold`"),
        (&["--owner-email", "nobody"], "`nobody` is no e-mail address"),
        (&["--set", "metadata.colour=red"], "`metadata` has no key `colour`"),
    ] {
        let terminal = Terminal::start(&sandbox, &[&["create-product"], arguments].concat());
        let (code, screen, _) = terminal.ends();
        assert_eq!(code, 2, "{screen}");
        assert!(screen.contains(message) && screen.contains("nothing was written"), "{screen}");
        assert!(!screen.contains("Domain: "), "{screen}");
    }
    sandbox.is_empty();
}

#[test]
fn no_at_the_end_writes_nothing() {
    let sandbox = Sandbox::new();
    let mut terminal = at_the_last_question(&sandbox);
    terminal.types("n");
    let (code, screen, master) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("nothing was written"), "{screen}");
    is_restored(&screen, &master);
    sandbox.is_empty();
}

/// Everything given: the last question is open.
fn at_the_last_question(sandbox: &Sandbox) -> Terminal {
    let manifest = crate::support::root().join("tests/cases/manifest/valid/smallest/data-product.yaml");
    let mut terminal = Terminal::start(sandbox, &["create-product", "--from", manifest.to_str().unwrap()]);
    terminal.sees("Write these files to returned_items/? [");
    terminal
}

#[test]
fn ctrl_c_leaves_nothing_and_restores_the_terminal() {
    type Step = fn(&Sandbox) -> Terminal;
    let first: Step = |sandbox| {
        let mut terminal = Terminal::start(sandbox, &["create-product"]);
        terminal.sees("Domain: ");
        terminal.types("half an ans");
        terminal
    };
    let menu: Step = |sandbox| {
        let mut terminal = Terminal::start(sandbox, &["create-product", "--domain", "a", "--name", "b"]);
        terminal.sees("Archetype");
        terminal.sees("source-aligned");
        terminal.types(UP);
        terminal
    };
    let middle: Step = |sandbox| {
        let out = ["create-product", "--domain", "a", "--name", "b", "--archetype", "aggregate", "--description", "x"];
        let owner = ["--owner-team", "t", "--owner-email", "t@e.org", "--owner-on-call", "x", "--owner-channel", "x"];
        let set = [
            "--set",
            "metadata.catalogUrl=https://x.y",
            "--set",
            "spec.inputPorts=[{name: b, kind: file, location: {path: b.csv}}]",
        ];
        let mut terminal = Terminal::start(sandbox, &[&out[..], &owner, &set].concat());
        terminal.sees("Begin with these fields?");
        terminal
    };
    for (place, step) in [("first", first), ("menu", menu), ("middle", middle), ("last", at_the_last_question as Step)]
    {
        let sandbox = Sandbox::new();
        let (code, screen, master) = step(&sandbox).stops();
        assert_eq!(code, 130, "{place}: {screen}");
        assert!(screen.contains("error: interrupted"), "{place}: {screen}");
        is_restored(&screen, &master);
        sandbox.is_empty();
    }
}

#[test]
fn in_a_mesh_its_domains_and_products_are_offered() {
    let sandbox = Sandbox::new();
    let domains = "domains:\n  orders: { description: What is bought }\n  \
                   sales: { owner: { team: pace-makers, email: pace@example.com, onCall: '@pace' } }\n";
    let head = "apiVersion: datamesh.io/v1\nkind: Mesh\nproducts: ['domains/*/*']\n";
    sandbox.write("mesh.yaml", format!("{head}{domains}"));
    let made = sandbox.run(&["create-product", "--domain", "orders", "--name", "events", "--yes"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert!(sandbox.join("domains/orders/events/data-product.yaml").is_file(), "{}", made.stderr);
    let misspelt = sandbox.run(&["create-product", "--domain", "oders", "--name", "events", "--yes", "--dry-run"]);
    assert_eq!(misspelt.code, 2, "{}", misspelt.stderr);
    assert!(misspelt.stderr.contains("lists no domain `oders`\nhelp: did you mean `orders`?"), "{}", misspelt.stderr);

    let flags = ["--name", "pace", "--archetype", "consumer-aligned", "--port", "duckdb", "--description", "How fast"];
    let fields = ["--freshness", "2h", "--ci", "github", "--classification", "internal", "--retention", "1 year"];
    let mut terminal = Terminal::start(&sandbox, &[&["create-product"], &flags[..], &fields[..]].concat());
    terminal.answers("Domain", DOWN);
    terminal.answers("Owner team [pace-makers]: ", "");
    terminal.answers("Owner e-mail [pace@example.com]: ", "");
    terminal.answers("On call [@pace]: ", "");
    terminal.answers("Channel", "");
    terminal.answers("Catalog page", "");
    terminal.answers("Input port", DOWN);
    terminal.sees("orders.events");
    terminal.types(ENTER);
    terminal.answers("Port name [events]: ", "");
    terminal.says("Another input port?", 'n');
    // The starter's fields would come from nowhere.
    terminal.sees("fields of the input port: events_id (uuid)");
    terminal.says("Begin with these fields?", 'y');
    terminal.answers("path", "");
    terminal.answers("table", "");
    terminal.answers("Availability target", "");
    terminal.answers("Completeness target", "");
    terminal.says("Declare a consumer?", 'n');
    terminal.says("Write these files to domains/sales/pace/?", 'y');
    let (code, screen, _) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    let manifest = std::fs::read_to_string(sandbox.join("domains/sales/pace/data-product.yaml")).unwrap();
    for words in ["product: orders.events", "version: \"1\"", "name: events_id", "team: pace-makers"] {
        assert!(manifest.contains(words), "{words}: {manifest}");
    }
}
