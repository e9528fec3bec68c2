//! How many bytes a value comes to.

use tera::{Kwargs, TeraResult, Value};

use super::stop;

/// The most bytes that a value may come to.
const MAX_VALUE: usize = 4 * 1024 * 1024;
/// How deeply lists and maps may lie in each other. The engine takes them apart step by step, each inside the last.
const MAX_DEPTH: usize = 64;

/// The bytes of a value as it would be printed, roughly; an error where they are too many.
pub(super) fn weight(value: &Value) -> TeraResult<usize> {
    let mut total = 0;
    add(value, 0, &mut total)?;
    Ok(total)
}

fn add(value: &Value, depth: usize, total: &mut usize) -> TeraResult<()> {
    if depth > MAX_DEPTH {
        return stop(format!("holds lists in lists, more than {MAX_DEPTH} deep"));
    }
    *total += value.as_str().map_or(8, str::len);
    if *total > MAX_VALUE {
        return stop("holds a value of more than 4 MiB");
    }
    for item in value.as_array().unwrap_or_default() {
        add(item, depth + 1, total)?;
    }
    for (key, item) in value.as_map().into_iter().flatten() {
        *total += key.as_str().map_or(8, str::len);
        add(item, depth + 1, total)?;
    }
    Ok(())
}

/// The bytes that a filter makes of a value, where these can be many more than the value has.
pub(super) fn grown(filter: &str, value: &Value, arguments: &Kwargs) -> TeraResult<usize> {
    let argument = |name: &str| arguments.get::<Value>(name).ok().flatten();
    let length = |name: &str| argument(name).and_then(|value| Some(value.as_str()?.len())).unwrap_or(0);
    let text = value.as_str().unwrap_or_default();
    let more = match filter {
        "replace" => {
            let from = argument("from");
            let found = from.as_ref().and_then(Value::as_str).map_or(0, |from| text.matches(from).count());
            found.saturating_mul(length("to"))
        }
        "join" => value.len().unwrap_or(0).saturating_mul(length("sep")),
        _ => {
            // The engine takes no width beyond this.
            let width = argument("width").and_then(|width| width.as_u64()).map_or(4, |width| width.min(1000));
            (text.matches('\n').count() + 1).saturating_mul(usize::try_from(width).unwrap_or(0))
        }
    };
    let total = weight(value)?.saturating_add(more);
    if total > MAX_VALUE { stop("holds a value of more than 4 MiB") } else { Ok(total) }
}
