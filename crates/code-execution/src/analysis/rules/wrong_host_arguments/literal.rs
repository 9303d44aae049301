//! Literals against JSON schemas.

use ruff_python_ast::{self as ast, Expr, Number, UnaryOp};
use serde_json::Value;

/// Deepest value that is looked into.
const MAX_DEPTH: usize = 8;

/// Why `schema` refuses the value of `expression`, as the rest of a sentence: `must be string, not integer`.
///
/// `None` when it accepts, and for everything that is not a literal.
pub(super) fn refusal(expression: &Expr, schema: &Value) -> Option<String> {
    refusal_within(expression, schema, MAX_DEPTH)
}

fn refusal_within(expression: &Expr, schema: &Value, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let schema = schema.as_object()?;
    let literal = Literal::of(expression)?;
    for word in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = schema.get(word) else {
            continue;
        };
        let refusals: Option<Vec<String>> = choices
            .iter()
            .map(|choice| refusal_within(expression, choice, depth))
            .collect();
        if let Some(refusals) = refusals.filter(|refusals| !refusals.is_empty()) {
            return refusals.into_iter().next();
        }
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| literal.is(name)) {
        return Some(format!(
            "must be {}, not {}",
            types.join(" or "),
            literal.name()
        ));
    }
    if let (Some(Value::Array(choices)), Some(value)) = (schema.get("enum"), literal.value())
        && !choices.iter().any(|choice| is_same(choice, &value))
    {
        let choices: Vec<String> = choices.iter().take(20).map(Value::to_string).collect();
        return Some(format!("must be one of {}", choices.join(", ")));
    }
    if let (Some(constant), Some(value)) = (schema.get("const"), literal.value())
        && !is_same(constant, &value)
    {
        return Some(format!("must be {constant}"));
    }
    let items = schema.get("items")?;
    literal.elements().iter().find_map(|element| {
        refusal_within(element, items, depth).map(|reason| format!("has an element that {reason}"))
    })
}

/// JSON has one kind of numbers: `1` and `1.0` are the same.
fn is_same(one: &Value, other: &Value) -> bool {
    one == other || (one.is_number() && one.as_f64() == other.as_f64())
}

/// A literal, as far as JSON tells values apart.
enum Literal<'a> {
    /// A text, known unless it is an f-string with fields.
    Text(Option<String>),
    Integer(Option<i64>),
    Float(f64),
    Boolean(bool),
    Null,
    Array(&'a [Expr]),
    Object,
}

impl<'a> Literal<'a> {
    fn of(expression: &'a Expr) -> Option<Self> {
        Some(match expression {
            Expr::StringLiteral(text) => Self::Text(Some(text.value.to_str().to_owned())),
            Expr::FString(_) => Self::Text(None),
            Expr::NumberLiteral(number) => Self::number(&number.value, false)?,
            Expr::UnaryOp(ast::ExprUnaryOp {
                op: UnaryOp::USub,
                operand,
                ..
            }) => match operand.as_ref() {
                Expr::NumberLiteral(number) => Self::number(&number.value, true)?,
                _ => return None,
            },
            Expr::BooleanLiteral(literal) => Self::Boolean(literal.value),
            Expr::NoneLiteral(_) => Self::Null,
            Expr::List(list) => Self::Array(&list.elts),
            Expr::Tuple(tuple) => Self::Array(&tuple.elts),
            Expr::ListComp(_) => Self::Array(&[]),
            Expr::Dict(_) | Expr::DictComp(_) => Self::Object,
            _ => return None,
        })
    }

    fn number(number: &Number, is_negative: bool) -> Option<Self> {
        Some(match number {
            Number::Int(integer) => {
                let integer = integer.as_i64();
                Self::Integer(integer.map(|value| if is_negative { -value } else { value }))
            }
            Number::Float(float) => Self::Float(if is_negative { -float } else { *float }),
            Number::Complex { .. } => return None,
        })
    }

    fn is(&self, json_type: &str) -> bool {
        match (self, json_type) {
            (Self::Text(_), "string")
            | (Self::Integer(_), "integer" | "number")
            | (Self::Float(_), "number")
            | (Self::Boolean(_), "boolean")
            | (Self::Null, "null")
            | (Self::Array(_), "array")
            | (Self::Object, "object") => true,
            (Self::Float(float), "integer") => float.fract() == 0.0,
            _ => false,
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Integer(_) => "integer",
            Self::Float(_) => "number",
            Self::Boolean(_) => "boolean",
            Self::Null => "null",
            Self::Array(_) => "array",
            Self::Object => "object",
        }
    }

    fn value(&self) -> Option<Value> {
        match self {
            Self::Text(text) => text.clone().map(Value::from),
            Self::Integer(integer) => integer.map(Value::from),
            Self::Float(float) => Some(Value::from(*float)),
            Self::Boolean(truth) => Some(Value::from(*truth)),
            Self::Null => Some(Value::Null),
            Self::Array(_) | Self::Object => None,
        }
    }

    /// The elements of a list that is written out; those of a list with `*` are not known.
    fn elements(&self) -> &'a [Expr] {
        match self {
            Self::Array(elements) if !elements.iter().any(Expr::is_starred_expr) => elements,
            _ => &[],
        }
    }
}
