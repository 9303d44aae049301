//! Constant folding: the value of an expression that is built from literals only.
//!
//! Programs that hide a name build it: `"__cl" + "ass__"`, `chr(95) * 2`, `bytes([111, 115]).decode()`, `"so"[::-1]`.

use ruff_python_ast::{
    self as ast, Expr, FStringPart, InterpolatedStringElement, Number, Operator, UnaryOp,
};

use super::{Meaning, Names};

/// Deepest expression that is folded.
const MAX_DEPTH: usize = 24;
/// Longest value that is kept, in characters or elements.
const MAX_LENGTH: usize = 4096;

/// A value known from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::analysis) enum Constant {
    Text(String),
    Bytes(Vec<u8>),
    Integer(i64),
    Sequence(Vec<Constant>),
}

impl Names<'_> {
    /// The text that `expression` evaluates to, if it is built from literals and names of literals.
    pub(in crate::analysis) fn text(&self, expression: &Expr) -> Option<String> {
        match self.constant(expression)? {
            Constant::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value that `expression` evaluates to, if it is built from literals and names of literals.
    pub(in crate::analysis) fn constant(&self, expression: &Expr) -> Option<Constant> {
        self.fold(expression, MAX_DEPTH)
    }

    fn fold(&self, expression: &Expr, depth: usize) -> Option<Constant> {
        let depth = depth.checked_sub(1)?;
        self.spend()?;
        let value = match expression {
            Expr::StringLiteral(text) => bounded_text(text.value.to_str().to_owned())?,
            Expr::BytesLiteral(bytes) => {
                Constant::Bytes(bytes.value.bytes().take(MAX_LENGTH).collect())
            }
            Expr::NumberLiteral(ast::ExprNumberLiteral {
                value: Number::Int(integer),
                ..
            }) => Constant::Integer(integer.as_i64()?),
            Expr::Name(name) => match &self.binding(name.id.as_str())?.meaning {
                Meaning::Text(text) => Constant::Text(text.clone()),
                _ => return None,
            },
            Expr::UnaryOp(ast::ExprUnaryOp {
                op: UnaryOp::USub,
                operand,
                ..
            }) => match self.fold(operand, depth)? {
                Constant::Integer(integer) => Constant::Integer(integer.checked_neg()?),
                _ => return None,
            },
            Expr::BinOp(operation) => {
                let (left, right) = (
                    self.fold(&operation.left, depth)?,
                    self.fold(&operation.right, depth)?,
                );
                operate(left, operation.op, right)?
            }
            Expr::FString(text) => self.fold_f_string(text, depth)?,
            Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
                let values = elts
                    .iter()
                    .take(MAX_LENGTH)
                    .map(|element| self.fold(element, depth));
                Constant::Sequence(values.collect::<Option<_>>()?)
            }
            Expr::Subscript(subscript) => self.fold_subscript(subscript, depth)?,
            Expr::Call(call) => self.fold_call(call, depth)?,
            Expr::ListComp(ast::ExprListComp {
                elt, generators, ..
            })
            | Expr::Generator(ast::ExprGenerator {
                elt, generators, ..
            }) => self.fold_chr_loop(elt, generators, depth)?,
            Expr::Named(named) => self.fold(&named.value, depth)?,
            _ => return None,
        };
        Some(value)
    }

    fn fold_f_string(&self, text: &ast::ExprFString, depth: usize) -> Option<Constant> {
        let mut folded = String::new();
        for part in &text.value {
            let f_string = match part {
                FStringPart::Literal(literal) => {
                    folded.push_str(&literal.value);
                    continue;
                }
                FStringPart::FString(f_string) => f_string,
            };
            for element in &f_string.elements {
                match element {
                    InterpolatedStringElement::Literal(literal) => folded.push_str(&literal.value),
                    InterpolatedStringElement::Interpolation(field)
                        if field.format_spec.is_none() =>
                    {
                        folded.push_str(&display(&self.fold(&field.expression, depth)?)?);
                    }
                    InterpolatedStringElement::Interpolation(_) => return None,
                }
            }
        }
        bounded_text(folded)
    }

    fn fold_subscript(&self, subscript: &ast::ExprSubscript, depth: usize) -> Option<Constant> {
        let value = self.fold(&subscript.value, depth)?;
        if let Expr::Slice(slice) = subscript.slice.as_ref() {
            let bound = |part: &Option<Box<Expr>>| match part {
                None => Some(None),
                Some(part) => match self.fold(part, depth)? {
                    Constant::Integer(integer) => Some(Some(integer)),
                    _ => None,
                },
            };
            return sliced(
                &value,
                bound(&slice.lower)?,
                bound(&slice.upper)?,
                bound(&slice.step)?,
            );
        }
        let Constant::Integer(index) = self.fold(&subscript.slice, depth)? else {
            return None;
        };
        let elements = elements(&value);
        let index = if index < 0 {
            i64::try_from(elements.len()).ok()? + index
        } else {
            index
        };
        elements.into_iter().nth(usize::try_from(index).ok()?)
    }

    fn fold_call(&self, call: &ast::ExprCall, depth: usize) -> Option<Constant> {
        let arguments = &call.arguments.args;
        if let Expr::Attribute(method) = call.func.as_ref()
            && let Some(receiver) = self.fold(&method.value, depth)
        {
            let values: Option<Vec<Constant>> = arguments
                .iter()
                .map(|argument| self.fold(argument, depth))
                .collect();
            return call_method(receiver, method.attr.as_str(), &values?);
        }
        let path = self.resolve(&call.func)?;
        let [first, rest @ ..] = arguments.as_ref() else {
            return None;
        };
        if path == "builtins.map" {
            let [values] = rest else { return None };
            let is_chr = self.resolve(first).as_deref() == Some("builtins.chr");
            let Constant::Sequence(values) = self.fold(values, depth)? else {
                return None;
            };
            return is_chr
                .then(|| {
                    values
                        .into_iter()
                        .map(|code| character(&code))
                        .collect::<Option<_>>()
                })?
                .map(Constant::Sequence);
        }
        call_function(&path, self.fold(first, depth)?)
    }

    /// `[chr(c) for c in [...]]` and `[c for c in "..."]`.
    fn fold_chr_loop(
        &self,
        element: &Expr,
        generators: &[ast::Comprehension],
        depth: usize,
    ) -> Option<Constant> {
        let [clause] = generators else { return None };
        let (Expr::Name(target), true) = (&clause.target, clause.ifs.is_empty()) else {
            return None;
        };
        let values = elements(&self.fold(&clause.iter, depth)?);
        let is_target =
            |expression: &Expr| matches!(expression, Expr::Name(name) if name.id == target.id);
        match element {
            name if is_target(name) => Some(Constant::Sequence(values)),
            Expr::Call(call)
                if call.arguments.args.len() == 1 && call.arguments.args.iter().all(is_target) =>
            {
                let path = self.resolve(&call.func)?;
                Some(Constant::Sequence(
                    values
                        .into_iter()
                        .map(|value| call_function(&path, value))
                        .collect::<Option<_>>()?,
                ))
            }
            _ => None,
        }
    }
}

fn bounded_text(text: String) -> Option<Constant> {
    (text.len() <= MAX_LENGTH).then_some(Constant::Text(text))
}

fn display(value: &Constant) -> Option<String> {
    match value {
        Constant::Text(text) => Some(text.clone()),
        Constant::Integer(integer) => Some(integer.to_string()),
        _ => None,
    }
}

fn character(value: &Constant) -> Option<Constant> {
    let Constant::Integer(code) = value else {
        return None;
    };
    Some(Constant::Text(
        char::from_u32(u32::try_from(*code).ok()?)?.to_string(),
    ))
}

fn operate(left: Constant, operator: Operator, right: Constant) -> Option<Constant> {
    use Constant::{Bytes, Integer, Sequence, Text};
    match (left, operator, right) {
        (Text(left), Operator::Add, Text(right)) => bounded_text(left + &right),
        (Bytes(left), Operator::Add, Bytes(right)) => Some(Bytes([left, right].concat())),
        (Sequence(left), Operator::Add, Sequence(right)) => Some(Sequence([left, right].concat())),
        (Text(text), Operator::Mult, Integer(times))
        | (Integer(times), Operator::Mult, Text(text)) => {
            let times = usize::try_from(times).unwrap_or(0);
            (text.len().checked_mul(times)? <= MAX_LENGTH).then(|| Text(text.repeat(times)))
        }
        (Text(format), Operator::Mod, value) => percent(&format, value),
        (Integer(left), operator, Integer(right)) => {
            let result = match operator {
                Operator::Add => left.checked_add(right),
                Operator::Sub => left.checked_sub(right),
                Operator::Mult => left.checked_mul(right),
                Operator::FloorDiv => left.checked_div_euclid(right),
                Operator::Mod => left.checked_rem_euclid(right),
                Operator::BitXor => Some(left ^ right),
                Operator::Pow => left.checked_pow(u32::try_from(right).ok()?),
                Operator::LShift => u32::try_from(right)
                    .ok()
                    .filter(|shift| *shift < 62)
                    .map(|shift| left.checked_mul(1 << shift))?,
                _ => None,
            };
            result.map(Integer)
        }
        _ => None,
    }
}

/// `"__%s__" % "class"`, with `%s`, `%d` and `%c` only.
fn percent(format: &str, value: Constant) -> Option<Constant> {
    let mut values = match value {
        Constant::Sequence(values) => values,
        value => vec![value],
    }
    .into_iter();
    let mut text = String::new();
    let mut characters = format.chars();
    while let Some(next) = characters.next() {
        if next != '%' {
            text.push(next);
            continue;
        }
        match characters.next()? {
            '%' => text.push('%'),
            's' | 'd' => text.push_str(&display(&values.next()?)?),
            'c' => match values.next()? {
                Constant::Text(one) => text.push_str(&one),
                code => text.push_str(&display(&character(&code)?)?),
            },
            _ => return None,
        }
    }
    bounded_text(text)
}

fn elements(value: &Constant) -> Vec<Constant> {
    match value {
        Constant::Text(text) => text
            .chars()
            .map(|one| Constant::Text(one.to_string()))
            .collect(),
        Constant::Bytes(bytes) => bytes
            .iter()
            .map(|byte| Constant::Integer(i64::from(*byte)))
            .collect(),
        Constant::Sequence(values) => values.clone(),
        Constant::Integer(_) => Vec::new(),
    }
}

fn sliced(
    value: &Constant,
    lower: Option<i64>,
    upper: Option<i64>,
    step: Option<i64>,
) -> Option<Constant> {
    let all = elements(value);
    let length = i64::try_from(all.len()).ok()?;
    let step = step.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let clamp = |bound: i64, low: i64, high: i64| {
        (if bound < 0 {
            bound.saturating_add(length)
        } else {
            bound
        })
        .clamp(low, high)
    };
    let (low, high) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let mut index = lower.map_or(if step > 0 { low } else { high }, |bound| {
        clamp(bound, low, high)
    });
    let end = upper.map_or(if step > 0 { high } else { low }, |bound| {
        clamp(bound, low, high)
    });
    let mut picked = Vec::new();
    while (step > 0 && index < end) || (step < 0 && index > end) {
        picked.push(all.get(usize::try_from(index).ok()?)?.clone());
        index = index.checked_add(step)?;
    }
    joined_like(value, picked)
}

/// `picked` as the type of `like`.
fn joined_like(like: &Constant, picked: Vec<Constant>) -> Option<Constant> {
    match like {
        Constant::Text(_) => joined("", &picked),
        Constant::Bytes(_) => as_bytes(&picked),
        _ => Some(Constant::Sequence(picked)),
    }
}

fn joined(separator: &str, parts: &[Constant]) -> Option<Constant> {
    let texts: Option<Vec<&str>> = parts
        .iter()
        .map(|part| match part {
            Constant::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    bounded_text(texts?.join(separator))
}

fn as_bytes(values: &[Constant]) -> Option<Constant> {
    let bytes = values.iter().map(|value| match value {
        Constant::Integer(byte) => u8::try_from(*byte).ok(),
        _ => None,
    });
    bytes.collect::<Option<Vec<u8>>>().map(Constant::Bytes)
}

fn call_method(receiver: Constant, method: &str, arguments: &[Constant]) -> Option<Constant> {
    use Constant::{Bytes, Sequence, Text};
    match (receiver, method, arguments) {
        (Text(separator), "join", [values]) => joined(&separator, &elements(values)),
        (Text(text), "lower" | "casefold", []) => bounded_text(text.to_lowercase()),
        (Text(text), "upper", []) => bounded_text(text.to_uppercase()),
        (Text(text), "strip", []) => bounded_text(text.trim().to_owned()),
        (Text(text), "strip", [Text(set)]) => {
            bounded_text(text.trim_matches(|one| set.contains(one)).to_owned())
        }
        (Text(text), "replace", [Text(from), Text(to)]) if !from.is_empty() => {
            let grown = text.matches(from.as_str()).count().checked_mul(to.len())?;
            (grown <= MAX_LENGTH)
                .then(|| text.replace(from.as_str(), to))
                .and_then(bounded_text)
        }
        (Text(text), "split", [Text(separator)]) if !separator.is_empty() => Some(Sequence(
            text.split(separator.as_str())
                .map(|part| Text(part.to_owned()))
                .collect(),
        )),
        (Text(text), "encode", _) => Some(Bytes(text.into_bytes())),
        (Text(text), "removeprefix", [Text(prefix)]) => bounded_text(
            text.strip_prefix(prefix.as_str())
                .unwrap_or(&text)
                .to_owned(),
        ),
        (Text(text), "removesuffix", [Text(suffix)]) => bounded_text(
            text.strip_suffix(suffix.as_str())
                .unwrap_or(&text)
                .to_owned(),
        ),
        (Text(format), "format", values) => braces(&format, values),
        (Bytes(bytes), "decode", _) => bounded_text(String::from_utf8(bytes).ok()?),
        _ => None,
    }
}

/// `"{}{}".format("a", "b")` with empty or numbered fields only.
fn braces(format: &str, values: &[Constant]) -> Option<Constant> {
    let mut text = String::new();
    let mut rest = format;
    let mut automatic = 0;
    while let Some((before, after)) = rest.split_once('{') {
        let (field, behind) = after.split_once('}')?;
        let index = if field.is_empty() {
            automatic
        } else {
            field.parse().ok()?
        };
        automatic += 1;
        text.push_str(before);
        text.push_str(&display(values.get(index)?)?);
        rest = behind;
    }
    text.push_str(rest);
    bounded_text(text)
}

fn call_function(path: &str, argument: Constant) -> Option<Constant> {
    use Constant::{Bytes, Sequence, Text};
    match (path, argument) {
        ("builtins.chr", code) => character(&code),
        ("builtins.str", value) => bounded_text(display(&value)?),
        ("builtins.reversed", value) => {
            Some(Sequence(elements(&value).into_iter().rev().collect()))
        }
        ("builtins.list" | "builtins.tuple", value) => Some(Sequence(elements(&value))),
        ("builtins.bytes" | "builtins.bytearray", Sequence(values)) => as_bytes(&values),
        ("builtins.bytes" | "builtins.bytearray", Bytes(bytes)) => Some(Bytes(bytes)),
        (
            "builtins.bytes.fromhex" | "builtins.bytearray.fromhex" | "binascii.unhexlify",
            Text(text),
        ) => hex(text.as_bytes()),
        ("binascii.unhexlify", Bytes(bytes)) => hex(&bytes),
        (
            "base64.b64decode"
            | "base64.standard_b64decode"
            | "base64.urlsafe_b64decode"
            | "binascii.a2b_base64",
            Text(text),
        ) => base64(text.as_bytes()),
        (
            "base64.b64decode"
            | "base64.standard_b64decode"
            | "base64.urlsafe_b64decode"
            | "binascii.a2b_base64",
            Bytes(bytes),
        ) => base64(&bytes),
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<Constant> {
    let digits: Option<Vec<u32>> = digits
        .iter()
        .filter(|digit| !digit.is_ascii_whitespace())
        .map(|digit| char::from(*digit).to_digit(16))
        .collect();
    let bytes = digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>();
    bytes.map(Constant::Bytes)
}

fn base64(text: &[u8]) -> Option<Constant> {
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0u32, 0u32);
    for symbol in text.iter().filter(|symbol| !symbol.is_ascii_whitespace()) {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xff).ok()?);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(Constant::Bytes(bytes))
}
