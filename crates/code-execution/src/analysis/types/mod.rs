//! Checks that go beyond a policy, on request: names that nothing binds, and arguments of host functions.

mod bindings;
mod builtins;
mod namespaces;
mod scopes;
mod suggest;

use serde::{Deserialize, Serialize};

pub(super) use namespaces::has_fixed_namespace;
pub(super) use scopes::unknown_names;
pub(super) use suggest::{import_advice, nearest};

/// What [`check_with_types`](super::check_with_types) knows beside the source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TypeChecks {
    /// The functions below `host.tools`. `None`, the default: not known, and calls of them are not judged. An empty list:
    /// there are none, and every call is wrong.
    pub host_functions: Option<Vec<HostFunctionSignature>>,
    /// Names that are bound before the program starts, beside Python's builtins, `context` and `display`: those of
    /// earlier programs of a session. Default none.
    pub bound_names: Vec<String>,
}

/// A function that the host gives to programs, which call it as `tools.name(...)` after `from host import tools`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HostFunctionSignature {
    /// Its name below `host.tools`.
    pub name: String,
    /// JSON Schema of an object with one property for each argument. `properties`, `required`, `additionalProperties`
    /// and, for literals, `type`, `enum`, `const`, `items`, `anyOf` and `oneOf` are read; anything else accepts.
    pub input_schema: serde_json::Value,
}
