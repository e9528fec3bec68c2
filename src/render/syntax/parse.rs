//! From words to the tree: tags and what stands between them.

use super::token::{self, Tag, Token, Word};
use super::tree::{Argument, Branch, Capture, Expression, Named, Node, Span, Template};
use super::{MAX_DEPTH, TOO_DEEP, Unreadable};

/// Reads a template.
pub fn template(text: &str) -> Result<Template, Unreadable> {
    let mut parser = Parser { tokens: token::template(text)?, at: 0, end: text.len(), extends: None, depth: 0 };
    let (nodes, end) = parser.until(&[])?;
    match end {
        None => Ok(Template { extends: parser.extends, nodes }),
        Some(_) => parser.fail("nothing was begun that this would end"),
    }
}

/// Reads an expression that stands alone, such as the `when` of a rule.
pub fn expression(text: &str) -> Result<Expression, Unreadable> {
    let mut parser = Parser { tokens: token::expression(text)?, at: 0, end: text.len(), extends: None, depth: 0 };
    let expression = parser.expression(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => parser.fail("the expression ends before this"),
    }
}

pub(super) struct Parser {
    tokens: Vec<Token>,
    at: usize,
    end: usize,
    extends: Option<Named>,
    depth: usize,
}

type Arguments = Vec<Argument>;

impl Parser {
    pub(super) fn peek(&self) -> Option<&Word> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// Where the next word stands.
    pub(super) fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.end..self.end, |token| token.span.clone())
    }

    /// Where the last word ended.
    pub(super) fn behind(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    pub(super) fn fail<T>(&self, message: &str) -> Result<T, Unreadable> {
        Err(Unreadable { span: self.span(), message: message.to_owned() })
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Word::Sign(next)) if *next == sign)
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Some(Word::Name(next)) if next == name)
    }

    /// Takes the sign, when it comes next.
    pub(super) fn takes(&mut self, sign: &str) -> bool {
        let there = self.is_sign(sign);
        self.at += usize::from(there);
        there
    }

    /// Takes the word, when it comes next.
    pub(super) fn takes_name(&mut self, name: &str) -> bool {
        let there = self.is_name(name);
        self.at += usize::from(there);
        there
    }

    pub(super) fn sign(&mut self, sign: &str) -> Result<(), Unreadable> {
        if self.takes(sign) { Ok(()) } else { self.fail(&format!("`{sign}` is expected here")) }
    }

    fn word(&mut self, name: &str) -> Result<(), Unreadable> {
        if self.takes_name(name) { Ok(()) } else { self.fail(&format!("`{name}` is expected here")) }
    }

    pub(super) fn name(&mut self) -> Result<Named, Unreadable> {
        match self.peek() {
            Some(Word::Name(name)) => {
                let named = Named { name: name.clone(), span: self.span() };
                self.advance();
                Ok(named)
            }
            _ => self.fail("a name is expected here"),
        }
    }

    /// `a.b.c`, the name of a component.
    pub(super) fn dotted(&mut self) -> Result<(), Unreadable> {
        self.name()?;
        while self.takes(".") {
            self.name()?;
        }
        Ok(())
    }

    fn text(&mut self) -> Result<Named, Unreadable> {
        match self.peek() {
            Some(Word::Text(text)) => {
                let named = Named { name: text.clone(), span: self.span() };
                self.advance();
                Ok(named)
            }
            _ => self.fail("a text in quotes is expected here"),
        }
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        if self.peek() != Some(&Word::Close) {
            return self.fail("the end of the tag is expected here");
        }
        self.advance();
        Ok(())
    }

    /// Reads what lies inside of something else.
    pub(super) fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unreadable>) -> Result<T, Unreadable> {
        if self.depth == MAX_DEPTH {
            return self.fail(TOO_DEEP);
        }
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }

    /// Nodes up to one of the words that end them, which is taken and told; or up to the end.
    fn until(&mut self, ends: &[&'static str]) -> Result<(Vec<Node>, Option<&'static str>), Unreadable> {
        self.inside(|parser| parser.nodes(ends))
    }

    fn nodes(&mut self, ends: &[&'static str]) -> Result<(Vec<Node>, Option<&'static str>), Unreadable> {
        let mut nodes = Vec::new();
        loop {
            let span = self.span();
            match self.peek() {
                None if ends.is_empty() => return Ok((nodes, None)),
                None => return self.fail(&format!("`{}` is missing", ends[ends.len() - 1])),
                Some(Word::Open(Tag::Print)) => {
                    self.advance();
                    nodes.push(Node::Print(self.expression(0)?));
                    self.close()?;
                }
                Some(Word::Open(Tag::Statement)) => {
                    self.advance();
                    let ending = ends.iter().find(|end| self.is_name(end) || (**end == "</" && self.is_sign("</")));
                    if let Some(end) = ending {
                        self.advance();
                        return Ok((nodes, Some(end)));
                    }
                    nodes.extend(self.statement()?);
                }
                Some(_) => {
                    self.advance();
                    nodes.push(Node::Text(span));
                }
            }
        }
    }

    /// Nodes up to the word that ends them, and the end of that tag; the name of what ends may stand before that.
    fn body(&mut self, end: &'static str) -> Result<Vec<Node>, Unreadable> {
        let (nodes, _) = self.until(&[end])?;
        if matches!(self.peek(), Some(Word::Name(_))) {
            self.dotted()?;
        }
        self.takes(">");
        self.close()?;
        Ok(nodes)
    }

    fn statement(&mut self) -> Result<Option<Node>, Unreadable> {
        if self.takes("<") {
            let component = self.component()?;
            self.close()?;
            return Ok(Some(Node::Call { component, body: self.body("</")? }));
        }
        let tag = self.name()?;
        Ok(Some(match tag.name.as_str() {
            "set" | "set_global" => self.set(tag.name == "set_global")?,
            "filter" => {
                let mut filters = vec![self.filter()?];
                while self.takes("|") {
                    filters.push(self.filter()?);
                }
                self.close()?;
                Node::Capture(Capture { name: None, filters, body: self.body("endfilter")?, global: false })
            }
            "if" => Node::If(self.branches()?),
            "for" => self.repeat()?,
            "block" => {
                let name = self.name()?;
                self.close()?;
                Node::Block { name, body: self.body("endblock")? }
            }
            "include" => {
                let name = self.text()?;
                self.close()?;
                Node::Include(name)
            }
            "component" => self.definition()?,
            "extends" => {
                self.extends = Some(self.text()?);
                self.close()?;
                return Ok(None);
            }
            "break" | "continue" => {
                self.close()?;
                return Ok(None);
            }
            _ => return Err(Unreadable { span: tag.span, message: format!("there is no tag `{}`", tag.name) }),
        }))
    }

    fn filter(&mut self) -> Result<(Named, Arguments), Unreadable> {
        Ok((self.name()?, self.arguments()?))
    }

    fn set(&mut self, global: bool) -> Result<Node, Unreadable> {
        let name = self.name()?;
        if self.takes("=") {
            let value = self.expression(0)?;
            self.close()?;
            return Ok(Node::Set { name, value, global });
        }
        let mut filters = Vec::new();
        while self.takes("|") {
            filters.push(self.filter()?);
        }
        self.close()?;
        Ok(Node::Capture(Capture { name: Some(name), filters, body: self.body("endset")?, global }))
    }

    fn branches(&mut self) -> Result<Vec<Branch>, Unreadable> {
        let mut branches = Vec::new();
        loop {
            let condition = self.expression(0)?;
            self.close()?;
            let (body, end) = self.until(&["elif", "else", "endif"])?;
            branches.push(Branch { condition: Some(condition), body });
            if end == Some("elif") {
                continue;
            }
            self.close()?;
            if end == Some("else") {
                branches.push(Branch { condition: None, body: self.body("endif")? });
            }
            return Ok(branches);
        }
    }

    /// `value in`, or `key, value in`.
    pub(super) fn variables(&mut self) -> Result<Vec<Named>, Unreadable> {
        let mut variables = vec![self.name()?];
        if self.takes(",") {
            variables.push(self.name()?);
        }
        self.word("in")?;
        Ok(variables)
    }

    fn repeat(&mut self) -> Result<Node, Unreadable> {
        let mut variables = self.variables()?;
        let list = self.expression(0)?;
        self.close()?;
        let (body, end) = self.until(&["else", "endfor"])?;
        self.close()?;
        let otherwise = if end == Some("else") { self.body("endfor")? } else { Vec::new() };
        let Some(value) = variables.pop() else { return self.fail("a name is expected here") };
        Ok(Node::For { key: variables.pop(), value, list, body, otherwise })
    }

    fn definition(&mut self) -> Result<Node, Unreadable> {
        self.dotted()?;
        self.sign("(")?;
        let mut arguments = Vec::new();
        while !self.takes(")") {
            while self.takes(",") || self.takes("...") || self.takes("@") {}
            if self.is_sign(")") {
                continue;
            }
            arguments.push(self.name()?.name);
            if self.takes(":") {
                self.name()?;
            }
            if self.takes("=") {
                self.expression(0)?;
            }
        }
        if self.is_sign("{") {
            self.expression(0)?;
        }
        self.close()?;
        Ok(Node::Component { arguments, body: self.body("endcomponent")? })
    }
}
