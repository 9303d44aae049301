//! The written form of a policy: a preset, and the fields that differ from it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Action, Policy, PolicyError, Preset};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyFields {
    preset: Option<Preset>,
    allowed_imports: Option<Vec<String>>,
    forbidden_imports: Option<Vec<String>>,
    recorded_imports: Option<Vec<String>>,
    forbidden_functions: Option<Vec<String>>,
    recorded_functions: Option<Vec<String>>,
    forbidden_attributes: Option<Vec<String>>,
    recorded_attributes: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    max_operations: Limit,
    allow_getattr: Option<bool>,
    allow_setattr: Option<bool>,
    allow_self_inspection: Option<bool>,
    max_source_bytes: Option<usize>,
    max_nesting: Option<usize>,
    allow_inline_suppressions: Option<bool>,
    rules: Option<BTreeMap<String, Action>>,
}

/// A limit as written: absent, `null` for none, or a number.
#[derive(Debug, Default)]
enum Limit {
    #[default]
    Absent,
    Given(Option<usize>),
}

/// Tells a field that is `null` from one that is absent.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Limit, D::Error> {
    Option::<usize>::deserialize(deserializer).map(Limit::Given)
}

impl TryFrom<PolicyFields> for Policy {
    type Error = PolicyError;

    fn try_from(fields: PolicyFields) -> Result<Self, PolicyError> {
        let mut policy = Self::preset(fields.preset.unwrap_or_default());
        policy.allowed_imports = fields.allowed_imports.or(policy.allowed_imports);
        replace(&mut policy.forbidden_imports, fields.forbidden_imports);
        replace(&mut policy.recorded_imports, fields.recorded_imports);
        replace(&mut policy.forbidden_functions, fields.forbidden_functions);
        replace(&mut policy.recorded_functions, fields.recorded_functions);
        replace(
            &mut policy.forbidden_attributes,
            fields.forbidden_attributes,
        );
        replace(&mut policy.recorded_attributes, fields.recorded_attributes);
        if let Limit::Given(limit) = fields.max_operations {
            policy.max_operations = limit;
        }
        replace(&mut policy.allow_getattr, fields.allow_getattr);
        replace(&mut policy.allow_setattr, fields.allow_setattr);
        replace(
            &mut policy.allow_self_inspection,
            fields.allow_self_inspection,
        );
        replace(&mut policy.max_source_bytes, fields.max_source_bytes);
        replace(&mut policy.max_nesting, fields.max_nesting);
        replace(
            &mut policy.allow_inline_suppressions,
            fields.allow_inline_suppressions,
        );
        replace(&mut policy.rules, fields.rules);
        policy.validate()?;
        Ok(policy)
    }
}

fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
