//! String literals of standard SQL (ISO/IEC 9075-2, `<character string literal>`), in files that dbt renders.

use super::jinja;

/// Text as a string literal. A quote is doubled; braces are inert for Jinja.
pub(super) fn string(text: &str) -> String {
    format!("'{}'", jinja::inert(&text.replace('\'', "''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_doubled() {
        assert_eq!(string("it's"), "'it''s'");
        assert_eq!(string("'; drop table x; --"), "'''; drop table x; --'");
    }
}
