//! A text that matches a regular expression, chosen by a number.

use super::value::mix;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A text that matches `pattern`, or nothing when the pattern cannot be read. The seed decides among alternatives.
pub(super) fn matching(pattern: &str, seed: u64) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut state = seed;
    let choose: &mut dyn FnMut(u64) -> u64 = &mut |bound| {
        state = mix(state);
        state % bound.max(1)
    };
    let mut out = String::new();
    write(&hir, choose, &mut out)?;
    Some(out)
}

fn write(hir: &Hir, choose: &mut dyn FnMut(u64) -> u64, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => out.push(member(class, choose)?),
        HirKind::Repetition(repetition) => {
            let spread =
                u64::from(repetition.max.unwrap_or(repetition.min + 2).min(repetition.min + 2) - repetition.min);
            let count = u64::from(repetition.min) + choose(spread + 1);
            for _ in 0..count {
                write(&repetition.sub, choose, out)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, choose, out)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, choose, out)?;
            }
        }
        HirKind::Alternation(branches) => {
            let at = choose(branches.len() as u64);
            write(branches.get(usize::try_from(at).ok()?)?, choose, out)?;
        }
    }
    Some(())
}

/// A member of a class, a letter or digit where there is one.
fn member(class: &Class, choose: &mut dyn FnMut(u64) -> u64) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let readable = class.iter().flat_map(|range| {
        ('0'..='z').filter(move |c| c.is_ascii_alphanumeric() && (range.start()..=range.end()).contains(c))
    });
    let readable: Vec<char> = readable.collect();
    if readable.is_empty() {
        return class.iter().map(regex_syntax::hir::ClassUnicodeRange::start).find(|c| !c.is_control());
    }
    readable.get(usize::try_from(choose(readable.len() as u64)).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_matches_the_pattern() {
        for pattern in ["^[A-Z]{3}$", "ORD-\\d{5}", "(web|ios)", "^[^@ ]+@[a-z]+\\.com$", "a*b?c+", ".{2,4}"] {
            let text = matching(pattern, 7).unwrap();
            assert!(regex_lite::Regex::new(pattern).unwrap().is_match(&text), "{pattern}: {text}");
        }
    }
}
