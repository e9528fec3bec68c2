//! Programs that we run: `git` where a product or a pack lies in a repository, `curl` where a pack is fetched.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, ExitStatus, Stdio};

/// What git's environment may not say, as it speaks of the repository that we are run in: by a hook of it, perhaps.
const LOCAL: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
];
/// What git does not do for us.
const SETTINGS: [&str; 4] = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false"];
/// The signal of Ctrl-C.
const INTERRUPT: i32 = 2;

/// Git, which asks nothing, runs nothing of a repository's own, and knows nothing of the one around us.
pub(crate) fn git() -> Command {
    let mut command = Command::new("git");
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    for variable in LOCAL {
        command.env_remove(variable);
    }
    command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    command
}

/// Whether Ctrl-C ended a program: it gets that together with us.
pub(crate) fn is_interrupted(status: ExitStatus) -> bool {
    status.signal() == Some(INTERRUPT)
}
