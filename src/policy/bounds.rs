//! The engine, with bounds for what one call of a built-in function may make: the clock is looked at between the steps of
//! a policy, and a single one could fill the memory. Chance is left out.

use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};

use super::judge::{LIMIT, STEPS};

/// The most items that one call makes. Honest policies make some dozens.
const MOST: i64 = 1_000_000;

/// The greatest number that a range begins or ends with.
const FARTHEST: f64 = 1e18;

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
    let is_huge =
        |value: &Value| value.as_number().is_ok() && value.as_f64().map_or(true, |number| number.abs() > FARTHEST);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn value(mut engine: Engine, call: &str) -> Result<String, String> {
        engine.set_strict_builtin_errors(false);
        let told = engine.eval_query(call.to_owned(), false).map_err(|error| error.to_string())?;
        Ok(told.result.first().map_or_else(String::new, |result| result.expressions[0].value.to_string()))
    }

    #[test]
    fn small_calls_say_what_the_engine_says() {
        for call in [
            "numbers.range(1, 4)",
            "numbers.range(4, 1)",
            "numbers.range(-2, -2)",
            "numbers.range(1.5, 4)",
            "numbers.range_step(0, 10, 3)",
            "numbers.range_step(10, 0, 3)",
            "numbers.range_step(0, 1, 5)",
            "array.concat([1, 2], [\"a\"])",
            "array.concat([], [])",
        ] {
            assert_eq!(value(engine(), call), value(Engine::new(), call), "{call}");
        }
    }

    #[test]
    fn large_ones_are_refused() {
        for call in [
            "numbers.range(1, 1000001)",
            "numbers.range(0, -9000000000000000000)",
            "numbers.range(1, 1e30)",
            "numbers.range_step(0, 9000000000000, 2)",
            "array.concat(numbers.range(1, 600000), numbers.range(1, 600000))",
        ] {
            let error = value(engine(), call).unwrap_err();
            assert!(error.contains("asks for more than"), "{call}: {error}");
        }
    }
}
