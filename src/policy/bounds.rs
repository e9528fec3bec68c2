//! The engine, with bounds for what one call of a built-in function may make: the clock is looked at between the steps of
//! a policy, and a single one could fill the memory. Chance is left out.

use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};

use super::judge::{LIMIT, STEPS};

/// The most items that one call makes. Honest policies make some dozens.
const MOST: i64 = 1_000_000;

/// Why a call is refused.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("`{0}` asks for more than {MOST} items at once")]
    TooMuch(&'static str),
    #[error("`{0}` says something else each time, and two runs over the same files say the same")]
    Chance(&'static str),
}

/// An engine whose evaluations end, in time and in memory.
pub(super) fn engine() -> Engine {
    let mut engine = Engine::new();
    engine.set_execution_timer_config(timer(None));
    let functions: [(&'static str, u8, Bounded); 4] = [
        ("numbers.range", 2, range),
        ("numbers.range_step", 3, range),
        ("array.concat", 2, concat),
        ("rand.intn", 2, |name, _| Err(Refused::Chance(name))),
    ];
    for (name, arguments, function) in functions {
        let function = move |given: Vec<Value>| Ok(function(name, &given)?);
        // It fails for a name that is taken, and these are each once.
        let _ = engine.add_extension(name.to_owned(), arguments, Box::new(function));
    }
    engine
}

/// How long one question to the engine may take.
pub(super) fn timer(limit: Option<Duration>) -> ExecutionTimerConfig {
    ExecutionTimerConfig { limit: limit.unwrap_or(LIMIT), check_interval: STEPS }
}

/// A function that the engine has under the same name, without bounds. What it cannot work with is undefined, as there.
type Bounded = fn(&'static str, &[Value]) -> Result<Value, Refused>;

/// The whole numbers from one to another, downwards where that is the smaller one.
fn range(name: &'static str, given: &[Value]) -> Result<Value, Refused> {
    // A number beyond these is too far away from all but those beside it.
    let is_huge = |value: &Value| value.as_f64().is_ok_and(|number| number.abs() >= i64::MAX as f64);
    if given.iter().any(is_huge) {
        return Err(Refused::TooMuch(name));
    }
    let whole: Option<Vec<i64>> = given.iter().map(|value| value.as_i64().ok()).collect();
    let (from, to, step) = match whole.as_deref() {
        Some(&[from, to]) => (from, to, 1),
        Some(&[from, to, step]) if step > 0 => (from, to, step),
        _ => return Ok(Value::Undefined),
    };
    let last = i64::try_from(from.abs_diff(to) / step.unsigned_abs()).ok();
    let last = last.filter(|last| *last < MOST).ok_or(Refused::TooMuch(name))?;
    let step = if to < from { -step } else { step };
    Ok(Value::from((0..=last).map(|index| Value::from(from + index * step)).collect::<Vec<_>>()))
}

fn concat(name: &'static str, given: &[Value]) -> Result<Value, Refused> {
    let [Ok(one), Ok(other)] = [0, 1].map(|index| given[index].as_array()) else { return Ok(Value::Undefined) };
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    if one.len().saturating_add(other.len()) > most {
        return Err(Refused::TooMuch(name));
    }
    Ok(Value::from(one.iter().chain(other.iter()).cloned().collect::<Vec<_>>()))
}
