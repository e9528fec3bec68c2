//! From words to the tree: expressions.

use super::parse::Parser;
use super::token::Word;
use super::tree::{Argument, Expression, Kind, Span};
use super::{MAX_DEPTH, TOO_DEEP, Unreadable};

/// The operators, and how tightly each binds on its left and on its right.
const OPERATORS: &[(&str, u8, u8)] = &[
    ("or", 1, 2),
    ("and", 3, 4),
    ("in", 5, 6),
    ("is", 5, 6),
    ("==", 7, 8),
    ("!=", 7, 8),
    ("<", 7, 8),
    ("<=", 7, 8),
    (">", 7, 8),
    (">=", 7, 8),
    ("+", 11, 12),
    ("-", 11, 12),
    ("*", 13, 14),
    ("/", 13, 14),
    ("%", 13, 14),
    ("~", 13, 14),
    ("//", 13, 14),
    ("**", 16, 15),
    ("|", 17, 18),
];
/// How tightly `not` and `-` bind.
const NOT: u8 = 5;
const MINUS: u8 = 20;

impl Parser {
    /// An expression whose operators bind at least as tightly as `least`.
    pub(super) fn expression(&mut self, least: u8) -> Result<Expression, Unreadable> {
        self.inside(|parser| parser.operations(least))
    }

    fn operations(&mut self, least: u8) -> Result<Expression, Unreadable> {
        let start = self.span().start;
        let mut left = self.operand()?;
        for _ in 0..MAX_DEPTH {
            if self.is_sign("[") || self.is_sign("?[") {
                left = self.subscript(left)?;
                continue;
            }
            if least == 0 && self.takes_name("if") {
                let condition = Box::new(self.expression(0)?);
                if !self.takes_name("else") {
                    return self.fail("`else` is expected here");
                }
                let no = Box::new(self.expression(0)?);
                let span = start..self.behind();
                return Ok(Expression { kind: Kind::Choice { condition, yes: Box::new(left), no }, span });
            }
            let Some((operator, right)) = self.operator(least) else { return Ok(left) };
            let of = Box::new(left);
            let kind = match operator {
                "|" => Kind::Filter { of, name: self.name()?, arguments: self.arguments()? },
                "is" => {
                    self.takes_name("not");
                    Kind::Test { of, name: self.name()?, arguments: self.arguments()? }
                }
                _ => Kind::Binary { operator, left: of, right: Box::new(self.expression(right)?) },
            };
            left = Expression { kind, span: start..self.behind() };
        }
        self.fail(TOO_DEEP)
    }

    /// Takes the operator that comes next, when it binds tightly enough. `not in` counts as `in`.
    fn operator(&mut self, least: u8) -> Option<(&'static str, u8)> {
        let word = match self.peek()? {
            Word::Sign(sign) => sign,
            Word::Name(name) if name == "not" => "in",
            Word::Name(name) => name.as_str(),
            _ => return None,
        };
        let (operator, left, right) = OPERATORS.iter().find(|(operator, ..)| *operator == word)?;
        if *left < least {
            return None;
        }
        if self.takes_name("not") {
            self.takes_name("in");
        } else {
            self.advance();
        }
        Some((operator, *right))
    }

    fn operand(&mut self) -> Result<Expression, Unreadable> {
        let span = self.span();
        let start = span.start;
        let word = self.peek().cloned();
        let kind = match word {
            Some(Word::Text(text)) => self.taken(Kind::Text(text)),
            Some(Word::Number) => self.taken(Kind::Constant),
            Some(Word::Name(name)) => match name.as_str() {
                "true" | "True" | "false" | "False" | "none" | "None" | "null" => self.taken(Kind::Constant),
                "not" => self.unary(NOT)?,
                _ => return self.chain(),
            },
            Some(Word::Sign("-")) => self.unary(MINUS)?,
            Some(Word::Sign("(")) => {
                self.advance();
                let inner = self.expression(0)?;
                self.sign(")")?;
                inner.kind
            }
            Some(Word::Sign("[")) => self.list()?,
            Some(Word::Sign("{")) => self.map()?,
            Some(Word::Sign("<")) => {
                self.advance();
                return self.component();
            }
            _ => return self.fail("a value is expected here"),
        };
        Ok(Expression { kind, span: start..self.behind() })
    }

    fn taken(&mut self, kind: Kind) -> Kind {
        self.advance();
        kind
    }

    fn unary(&mut self, binds: u8) -> Result<Kind, Unreadable> {
        self.advance();
        Ok(Kind::Unary(Box::new(self.expression(binds)?)))
    }

    /// A function, or a variable with its attributes and items.
    fn chain(&mut self) -> Result<Expression, Unreadable> {
        let name = self.name()?;
        let start = name.span.start;
        if self.is_sign("(") {
            let arguments = self.arguments()?;
            return Ok(Expression { kind: Kind::Function { name, arguments }, span: start..self.behind() });
        }
        let mut chain = Expression { kind: Kind::Variable(name.name), span: name.span };
        for _ in 0..MAX_DEPTH {
            let optional = self.is_sign("?.");
            if self.takes(".") || self.takes("?.") {
                let name = self.name()?;
                let span = start..name.span.end;
                chain = Expression { kind: Kind::Attribute { of: Box::new(chain), name, optional }, span };
            } else if self.is_sign("[") || self.is_sign("?[") {
                chain = self.subscript(chain)?;
            } else {
                return Ok(chain);
            }
        }
        self.fail(TOO_DEEP)
    }

    fn subscript(&mut self, of: Expression) -> Result<Expression, Unreadable> {
        let start = of.span.start;
        let of = Box::new(of);
        self.advance();
        let mut bounds = Vec::new();
        let mut sliced = false;
        while !self.takes("]") {
            if self.takes(":") {
                sliced = true;
            } else {
                bounds.push(self.expression(0)?);
            }
        }
        let span = start..self.behind();
        let kind = match bounds.pop() {
            Some(key) if !sliced => Kind::Item { of, key: Box::new(key) },
            last => {
                bounds.extend(last);
                Kind::Slice { of, bounds }
            }
        };
        Ok(Expression { kind, span })
    }

    /// `(name=value, …)`, or nothing.
    pub(super) fn arguments(&mut self) -> Result<Vec<Argument>, Unreadable> {
        let mut arguments = Vec::new();
        if !self.takes("(") {
            return Ok(arguments);
        }
        while !self.takes(")") {
            let name = self.name()?;
            self.sign("=")?;
            arguments.push(Argument { name, value: self.expression(0)? });
            self.takes(",");
        }
        Ok(arguments)
    }

    fn list(&mut self) -> Result<Kind, Unreadable> {
        self.advance();
        let mut items = Vec::new();
        while !self.takes("]") {
            self.takes("...");
            items.push(self.expression(0)?);
            if items.len() == 1 && self.takes_name("for") {
                let variables = self.variables()?;
                let list = Box::new(self.expression(1)?);
                let condition = if self.takes_name("if") { Some(Box::new(self.expression(1)?)) } else { None };
                self.sign("]")?;
                let element = Box::new(items.remove(0));
                return Ok(Kind::Comprehension { element, variables, list, condition });
            }
            self.takes(",");
        }
        Ok(Kind::List(items))
    }

    fn map(&mut self) -> Result<Kind, Unreadable> {
        self.advance();
        let mut values = Vec::new();
        while !self.takes("}") {
            if !self.takes("...") {
                self.advance();
                self.sign(":")?;
            }
            values.push(self.expression(0)?);
            self.takes(",");
        }
        Ok(Kind::Map(values))
    }

    /// A component's name and arguments, with the sign that ends them; the `<` is taken already.
    pub(super) fn component(&mut self) -> Result<Expression, Unreadable> {
        let start = self.behind().saturating_sub(1);
        self.dotted()?;
        let mut values = Vec::new();
        loop {
            if self.takes("/") || self.is_sign(">") {
                self.sign(">")?;
                return Ok(Expression { kind: Kind::Component(values), span: start..self.behind() });
            }
            if self.takes("{") {
                self.sign("...")?;
                values.push(self.expression(0)?);
                self.sign("}")?;
                continue;
            }
            let name = self.name()?;
            values.push(self.attribute(name.name, name.span)?);
        }
    }

    /// `="text"`, `={value}`, or nothing: then the variable of the same name is meant.
    fn attribute(&mut self, name: String, span: Span) -> Result<Expression, Unreadable> {
        if !self.takes("=") {
            return Ok(Expression { kind: Kind::Variable(name), span });
        }
        if !self.takes("{") {
            return self.operand();
        }
        let value = self.expression(0)?;
        self.sign("}")?;
        Ok(value)
    }
}
