//! The table of changes: what each needs of the version, and who has to mind.

use std::fmt::Write as _;

use mesh_cli::evolution::contract::{ChangeRule, RULES};
use mesh_cli::evolution::history::{self, FIRM};
use mesh_cli::markdown::{code, sentence, table};

use super::tables::one_rule;

const INTRODUCTION: &str = "\
# Changes of a contract

What a change of the manifest means for those who rely on the product, and the version that it needs. `mesh-cli schema
diff` shows the changes of a product by these rules, and `mesh-cli schema check` refuses a version that is too low.

| class | the version that follows 1.2.3 | the version that follows 0.2.3 |
| --- | --- | --- |
| patch | 1.2.4 | 0.2.4 |
| minor | 1.3.0 | 0.3.0 |
| major | 2.0.0 | 0.3.0: nothing is promised yet, and a breaking change is a minor one |

A version that is higher than it has to be is fine, and so is a candidate of it (`2.0.0-rc.1`). The version of the product
(`metadata.version`) announces every change; that of the schema (`spec.schema.version`) those of the schema.

## Which way data is read

`spec.schema.evolution` says which readers are protected from a change, by the rules of schema resolution of the
Apache Avro 1.12 specification. One point is stricter on purpose: a logical type that is added, removed or changed is
incompatible, because the bytes are read and mean something else.

| mode | new schema reads old data | old schema reads new data | against |
| --- | --- | --- | --- |
| `BACKWARD` | yes | | the last version |
| `FORWARD` | | yes | the last version |
| `FULL` | yes | yes | the last version |
| `…_TRANSITIVE` | as without | as without | every version with this major number, and in 0.x with this minor one |
| `NONE` | | | nothing |

`FULL_TRANSITIVE` is what holds where a pack says nothing else. `BACKWARD` alone lets a field be removed, renamed with an
alias or widened, and each of these breaks a consumer that is deployed already. No mode has a say in what breaks tables and
queries as well: a field that is gone or has another name, and a type that neither side can read.

What an earlier change has broken already is not held against the next one: a change is judged by what *it* breaks.

## The rules

**Consumers** are told what they will notice, **producers** what they risk. A rule that *warns* asks for a second look even
where the version is right. A rule that *fails* does so whatever the version is, until a [waiver](waivers.md) lets it pass.

";

const PROMISES: &str = "\
## What was promised

`mesh-cli schema check` has rules beside those of the changes: about the version, and about what consumers were promised
when a major version ends. A [waiver](waivers.md) reaches all of them but";

pub fn page() -> String {
    let rows: Vec<Vec<String>> = RULES.iter().map(|row| short(row)).collect();
    let mut page = format!("{INTRODUCTION}{}\n", table(&["change", "needs", "rule"], &rows));
    for row in RULES {
        let _ = writeln!(page, "### `{}`\n\n{}\n", row.rule.id, long(row));
    }
    let firm: Vec<String> = FIRM.iter().map(|rule| code(&rule.id)).collect();
    let _ = writeln!(page, "{PROMISES} {}.\n", and_list(&firm));
    page.extend(history::RULES.iter().map(|rule| one_rule(rule)));
    page
}

/// `a, b and c`.
fn and_list(all: &[String]) -> String {
    match all {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => all.concat(),
    }
}

fn short(row: &ChangeRule) -> Vec<String> {
    let needs = match (row.unless.is_empty(), row.error, row.warning) {
        (false, ..) => format!("{} *", row.class),
        (_, true, _) => format!("{}, and fails", row.class),
        (_, _, true) => format!("{}, and warns", row.class),
        _ => row.class.to_string(),
    };
    vec![row.rule.summary.to_string(), needs, code(&row.rule.id)]
}

fn long(row: &ChangeRule) -> String {
    let mut text = format!("{} Needs: **{}**", sentence(&row.rule.summary), row.class);
    if !row.unless.is_empty() {
        let _ = write!(text, "; {}", row.unless);
    }
    let _ = write!(text, ". Why: {}", sentence_of(&row.rule.why));
    if row.error {
        text += " It fails until it is waived.";
    } else if row.warning {
        text += " It warns.";
    }
    for (who, what) in [("Consumers", row.consumers), ("Producers", row.producer)] {
        if !what.is_empty() {
            let _ = write!(text, "\n\n**{who}**: {}", sentence_of(what));
        }
    }
    text
}

/// A clause with a full stop.
fn sentence_of(clause: &str) -> String {
    format!("{clause}.")
}
