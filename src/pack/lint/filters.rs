//! What comes out of a filter, as far as it is known before anything is rendered.

use super::types::Type;
use crate::render::filter::FILTERS;
use crate::render::syntax::{Argument, Kind};

/// The filters of a language, and `safe`: what they print needs no other.
pub(super) fn makes_safe(name: &str) -> bool {
    name == "safe" || (name != "jinja" && FILTERS.iter().any(|filter| filter.name == name))
}

/// What a filter makes of a value.
pub(super) fn result<'a>(name: &str, of: Type<'a>, arguments: &[(&Argument, Type<'a>)]) -> Type<'a> {
    let literal = |wanted: &str| {
        arguments.iter().find(|(argument, _)| argument.name.name == wanted).map_or(Type::Plain, |(argument, kind)| {
            match &argument.value.kind {
                Kind::Text(text) => Type::literal(text),
                _ => kind.clone(),
            }
        })
    };
    match name {
        _ if makes_safe(name) => Type::Made(name.to_owned()),
        "length" | "wordcount" | "int" | "float" | "abs" | "round" | "pluralize" => Type::Plain,
        "first" | "last" | "nth" => of.element(),
        "jinja" | "sort" | "unique" | "reverse" => of,
        "lower" | "upper" | "capitalize" | "title" | "trim" | "trim_start" | "trim_end" | "truncate" | "indent"
        | "str" => text(of),
        "replace" => text(of).or(literal("to")),
        "split" => match of {
            // What stood between the parts may be all that was not plain.
            Type::Words => Type::List(Box::new(Type::Unknown)),
            of => Type::List(Box::new(text(of))),
        },
        "join" => of.element().or(literal("sep")),
        "values" => Type::List(Box::new(of.element())),
        "group_by" => Type::Map(Box::new(of)),
        "default" => of.or(literal("value")),
        _ => Type::Unknown,
    }
}

/// Text that is changed, and stays what it was; the engine forgets that a filter had made it safe.
fn text(of: Type<'_>) -> Type<'_> {
    match of {
        Type::Made(_) => Type::Unknown,
        other => other,
    }
}
