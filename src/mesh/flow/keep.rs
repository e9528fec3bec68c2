//! Whether an expression shows the values of its columns, only with another look.
//!
//! It is said of what is known for sure: where anything else stands in an expression, such as a hash, a count or a
//! condition, nothing is said.

/// Functions whose result holds what they are given.
const KEEPING: [&str; 11] =
    ["cast", "coalesce", "concat", "concat_ws", "ifnull", "initcap", "lower", "ltrim", "rtrim", "trim", "upper"];
/// What may follow `as` and `::`.
const TYPES: [&str; 9] = ["bigint", "char", "date", "int", "integer", "string", "text", "timestamp", "varchar"];
/// What joins values, and leaves them as they are.
const JOINING: [&str; 5] = ["||", "::", ",", "(", ")"];

/// Whether all that an expression does is to join and respell the columns in it. `is_column` is asked of a name, with
/// what stands before its dots.
pub(super) fn keeps_values(sql: &str, is_column: &dyn Fn(&[String]) -> bool) -> bool {
    let (mut rest, mut has_column) = (sql.trim_start(), false);
    while let Some(first) = rest.chars().next() {
        if let Some(mark) = JOINING.iter().find(|mark| rest.starts_with(**mark)) {
            rest = &rest[mark.len()..];
        } else if first == '\'' {
            let Some(end) = rest[1..].find('\'') else { return false };
            rest = &rest[end + 2..];
        } else if first == '_' || first.is_alphanumeric() {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
            let word = rest[..end].to_lowercase();
            rest = rest[end..].trim_start();
            let is_call = rest.starts_with('(');
            let path: Vec<String> = word.split('.').map(str::to_owned).collect();
            if !is_call && is_column(&path) {
                has_column = true;
            } else if !(TYPES.contains(&&*word)
                || is_call && KEEPING.contains(&&*word)
                || !is_call && (word == "as" || word.chars().all(|c| c.is_ascii_digit())))
            {
                return false;
            }
        } else {
            return false;
        }
        rest = rest.trim_start();
    }
    has_column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_a_value_is_told_from_what_may_hide_it() {
        let keeps = |sql: &str| {
            keeps_values(sql, &|path: &[String]| matches!(path.last().map(String::as_str), Some("email" | "name")))
        };
        for sql in [
            "email",
            "lower(o.email)",
            "LOWER( TRIM(email) )",
            "coalesce(email, 'it''s none')",
            "name || ' <' || email || '>'",
            "cast(email as varchar(20))",
            "email::text",
            "concat_ws(', ', name, o.email)",
        ] {
            assert!(keeps(sql), "{sql}");
        }
        for sql in [
            "sha256(email)",
            "lower(md5(email))",
            "count(email)",
            "count(distinct email)",
            "email is not null",
            "email = 'x'",
            "case when email like 'a%' then 1 end",
            "length(email) + 1",
            "{{ mask(email) }}",
            "email -- 'x'",
            "'email'",
            "lower(other)",
            "substr(email, 1, 1)",
            "lower('email",
            "",
        ] {
            assert!(!keeps(sql), "{sql}");
        }
    }
}
