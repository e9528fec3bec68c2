//! The tree of a template.

use std::ops::Range;

/// Bytes of the template.
pub type Span = Range<usize>;

/// A template.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// The template that it fills the blocks of.
    pub extends: Option<Named>,
    /// What it is made of.
    pub nodes: Vec<Node>,
}

impl Template {
    /// The blocks, those inside others among them.
    pub fn blocks(&self) -> Vec<&Named> {
        fn collect<'a>(nodes: &'a [Node], found: &mut Vec<&'a Named>) {
            for node in nodes {
                if let Node::Block { name, .. } = node {
                    found.push(name);
                }
                node.bodies().into_iter().for_each(|body| collect(body, found));
            }
        }
        let mut found = Vec::new();
        collect(&self.nodes, &mut found);
        found
    }
}

/// A name, or a text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Text that stands in the file as it stands here.
    Text(Span),
    /// `<{ value }>`
    Print(Expression),
    /// `<% set name = value %>`
    Set {
        /// The variable.
        name: Named,
        /// Its value.
        value: Expression,
        /// Whether it outlives the loop that it stands in.
        global: bool,
    },
    /// `<% set name %>…<% endset %>` and `<% filter upper %>…<% endfilter %>`
    Capture(Capture),
    /// `<% if %>…<% elif %>…<% else %>…<% endif %>`: conditions with what follows them; the last may have none.
    If(Vec<Branch>),
    /// `<% for key, value in list %>…<% else %>…<% endfor %>`
    For {
        /// The variable for the key.
        key: Option<Named>,
        /// The variable for the element.
        value: Named,
        /// What is gone through.
        list: Expression,
        /// What is written for each element.
        body: Vec<Node>,
        /// What is written where there is none.
        otherwise: Vec<Node>,
    },
    /// `<% block name %>…<% endblock %>`
    Block {
        /// The block.
        name: Named,
        /// What it holds.
        body: Vec<Node>,
    },
    /// `<% include "name" %>`
    Include(Named),
    /// `<% component name(arguments) %>…<% endcomponent %>`: it sees its arguments alone.
    Component {
        /// The names of its arguments.
        arguments: Vec<String>,
        /// What it holds.
        body: Vec<Node>,
    },
    /// `<% <name argument={value}> %>…<% </name> %>`
    Call {
        /// The component, with its arguments.
        component: Expression,
        /// What stands between.
        body: Vec<Node>,
    },
}

impl Node {
    /// The parts that hold nodes.
    pub fn bodies(&self) -> Vec<&[Node]> {
        match self {
            Self::If(branches) => branches.iter().map(|branch| branch.body.as_slice()).collect(),
            Self::For { body, otherwise, .. } => vec![body, otherwise],
            Self::Block { body, .. } | Self::Component { body, .. } | Self::Call { body, .. } => vec![body],
            Self::Capture(capture) => vec![&capture.body],
            Self::Text(_) | Self::Print(_) | Self::Set { .. } | Self::Include(_) => Vec::new(),
        }
    }
}

/// A condition, and what is written where it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The condition; an `else` has none.
    pub condition: Option<Expression>,
    /// What is written.
    pub body: Vec<Node>,
}

/// Text that is rendered, and goes through filters.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// The variable that it is kept in; printed at once, where there is none.
    pub name: Option<Named>,
    /// The filters, with their arguments.
    pub filters: Vec<(Named, Vec<Argument>)>,
    /// What is rendered.
    pub body: Vec<Node>,
    /// Whether the variable outlives the loop that it stands in.
    pub global: bool,
}

/// A named argument of a filter, a test, a function or a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The name.
    pub name: Named,
    /// The value.
    pub value: Expression,
}

/// An expression, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text.
    Text(String),
    /// A number, `true`, `false` or `none`.
    Constant,
    /// A variable.
    Variable(String),
    /// `of.name`, or `of?.name`
    Attribute {
        /// What has the attribute.
        of: Box<Expression>,
        /// The attribute.
        name: Named,
        /// Whether nothing is a value for `of`.
        optional: bool,
    },
    /// `of[key]`
    Item {
        /// What has the item.
        of: Box<Expression>,
        /// Its key.
        key: Box<Expression>,
    },
    /// `of[from:to:step]`
    Slice {
        /// What is cut.
        of: Box<Expression>,
        /// Where.
        bounds: Vec<Expression>,
    },
    /// `of | name(arguments)`
    Filter {
        /// What is filtered.
        of: Box<Expression>,
        /// The filter.
        name: Named,
        /// Its arguments.
        arguments: Vec<Argument>,
    },
    /// `of is name(arguments)`
    Test {
        /// What is tested.
        of: Box<Expression>,
        /// The test.
        name: Named,
        /// Its arguments.
        arguments: Vec<Argument>,
    },
    /// `name(arguments)`
    Function {
        /// The function.
        name: Named,
        /// Its arguments.
        arguments: Vec<Argument>,
    },
    /// `not of`, `-of`
    Unary(Box<Expression>),
    /// `left operator right`
    Binary {
        /// The operator as it is written.
        operator: &'static str,
        /// What stands before it.
        left: Box<Expression>,
        /// What stands behind it.
        right: Box<Expression>,
    },
    /// `yes if condition else no`
    Choice {
        /// The condition.
        condition: Box<Expression>,
        /// The value where it holds.
        yes: Box<Expression>,
        /// The value where it does not.
        no: Box<Expression>,
    },
    /// `[a, b]`
    List(Vec<Expression>),
    /// `{"key": value}`: the values.
    Map(Vec<Expression>),
    /// `[element for key, value in list if condition]`
    Comprehension {
        /// The element.
        element: Box<Expression>,
        /// The variables.
        variables: Vec<Named>,
        /// What is gone through.
        list: Box<Expression>,
        /// Which elements count.
        condition: Option<Box<Expression>>,
    },
    /// `<name argument={value} />`: the values.
    Component(Vec<Expression>),
}

impl Expression {
    /// The expressions that this one is made of, arguments included.
    pub fn children(&self) -> Vec<&Expression> {
        match &self.kind {
            Kind::Text(_) | Kind::Constant | Kind::Variable(_) => Vec::new(),
            Kind::Attribute { of, .. } | Kind::Unary(of) => vec![of],
            Kind::Item { of, key } => vec![of, key],
            Kind::Slice { of, bounds } => [&**of].into_iter().chain(bounds).collect(),
            Kind::Filter { of, arguments, .. } | Kind::Test { of, arguments, .. } => {
                [&**of].into_iter().chain(arguments.iter().map(|argument| &argument.value)).collect()
            }
            Kind::Function { arguments, .. } => arguments.iter().map(|argument| &argument.value).collect(),
            Kind::Binary { left, right, .. } => vec![left, right],
            Kind::Choice { condition, yes, no } => vec![condition, yes, no],
            Kind::List(items) | Kind::Map(items) | Kind::Component(items) => items.iter().collect(),
            Kind::Comprehension { element, list, condition, .. } => {
                [&**element, list].into_iter().chain(condition.as_deref()).collect()
            }
        }
    }
}
