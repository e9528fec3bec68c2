//! The report of a pull request's checks becomes one comment, whatever the checks of a stranger left behind.

use std::process::Command;

use crate::support::root;

#[test]
fn a_report_becomes_one_comment_and_a_strangers_is_harmless() {
    let script = root().join("examples/orders.order_events/scripts/comment.py");
    let cases = root().join("tests/tools/comment_cases.py");
    let run = Command::new("python3").arg("-B").args([cases, script]).output().expect("python3 runs");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
}
