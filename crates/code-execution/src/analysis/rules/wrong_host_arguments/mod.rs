//! `wrong-host-arguments`: calls of host functions that the host would turn down.

mod literal;

use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};
use serde_json::{Map, Value};

use super::Rule;
use crate::analysis::{
    report::Severity,
    types::{HostFunctionSignature, nearest},
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF502",
    name: "wrong-host-arguments",
    severity: Severity::Low,
    summary: "A call of a host function that does not exist, or with arguments that its schema refuses. Only when type \
              checks are on.",
};

/// Where host functions are, as a dotted path.
const NAMESPACE: &str = "host.tools.";
/// Names that every namespace of host functions may have of its own.
const OWN_NAMES: &[&str] = &["call", "help"];

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let Some(signatures) = checker.host_functions else {
        return;
    };
    let Some(name) = function.strip_prefix(NAMESPACE) else {
        return;
    };
    let is_member = name.contains('.') || name.starts_with('_') || OWN_NAMES.contains(&name);
    if is_member || checker.is_full() || !checker.names.is_bound_once(&call.func) {
        return;
    }
    let Some(signature) = signatures.iter().find(|signature| signature.name == name) else {
        let known = signatures.iter().map(|signature| signature.name.as_str());
        let advice = match nearest(name, known.clone()) {
            Some(similar) => format!("did you mean `tools.{similar}`?"),
            None if signatures.is_empty() => "no host function is registered".to_owned(),
            None => format!("the host functions are {}", listed(known)),
        };
        return report(
            checker,
            call.func.range(),
            format!("there is no host function `{name}`"),
            advice,
        );
    };
    arguments(checker, signature, call);
}

fn arguments(checker: &mut Checker<'_>, signature: &HostFunctionSignature, call: &ast::ExprCall) {
    let Some(schema) = signature.input_schema.as_object() else {
        return;
    };
    let nothing = Map::new();
    let properties = match schema.get("properties") {
        Some(Value::Object(properties)) => properties,
        _ => &nothing,
    };
    let advice = || {
        if properties.is_empty() {
            format!("`{}` takes no arguments", signature.name)
        } else {
            format!(
                "its arguments are {}",
                listed(properties.keys().map(String::as_str))
            )
        }
    };
    for keyword in &call.arguments.keywords {
        let Some(name) = &keyword.arg else { continue };
        match properties.get(name.as_str()) {
            Some(property) => {
                if let Some(reason) = literal::refusal(&keyword.value, property) {
                    let message = format!(
                        "argument `{name}` of host function `{}` {reason}",
                        signature.name
                    );
                    report(checker, keyword.value.range(), message, advice());
                }
            }
            None if is_closed(schema) => {
                let known = properties.keys().map(String::as_str);
                let similar = nearest(name.as_str(), known);
                report(
                    checker,
                    keyword.range(),
                    format!(
                        "host function `{}` has no argument `{name}`",
                        signature.name
                    ),
                    similar.map_or_else(advice, |similar| format!("did you mean `{similar}`?")),
                );
            }
            None => (),
        }
    }
    if is_complete(call) {
        missing(checker, signature, schema, call, &advice());
    }
}

/// Required arguments that are not there.
fn missing(
    checker: &mut Checker<'_>,
    signature: &HostFunctionSignature,
    schema: &Map<String, Value>,
    call: &ast::ExprCall,
    advice: &str,
) {
    let required = schema.get("required").and_then(Value::as_array);
    let is_given = |name: &&str| call.arguments.find_keyword(name).is_some();
    let absent: Vec<&str> = required
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|name| !is_given(name))
        .collect();
    if absent.is_empty() {
        return;
    }
    let message = format!(
        "host function `{}` needs {}",
        signature.name,
        listed(absent.into_iter())
    );
    report(checker, call.range(), message, advice.to_owned());
}

/// Whether all arguments are written by name, so that those that are missing are known.
fn is_complete(call: &ast::ExprCall) -> bool {
    let keywords = &call.arguments.keywords;
    call.arguments.args.is_empty() && keywords.iter().all(|keyword| keyword.arg.is_some())
}

/// Whether an argument without a property is a mistake: unless the schema says that there may be others.
fn is_closed(schema: &Map<String, Value>) -> bool {
    let open = ["patternProperties", "allOf", "anyOf", "oneOf", "$ref", "if"];
    let is_plain = !open.iter().any(|word| schema.contains_key(*word));
    is_plain
        && matches!(
            schema.get("additionalProperties"),
            None | Some(Value::Bool(false))
        )
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.take(20).map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn report(checker: &mut Checker<'_>, range: TextRange, message: String, advice: String) {
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range,
        severity: RULE.severity,
        message,
        suggestion: Some(advice),
    });
}
