use std::collections::BTreeMap;

use serde_json::Value;

/// The number at a path of object keys; 0 when it is not there or no number.
pub(crate) fn number_at(value: &Value, path: &[&str]) -> u64 {
    path.iter()
        .try_fold(value, |value, key| value.get(*key))
        .and_then(Value::as_u64)
        .unwrap_or_default()
}

/// The members of an object that are whole numbers.
pub(crate) fn counts(value: Option<&Value>) -> BTreeMap<String, u64> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    members
        .filter_map(|(name, value)| Some((name.clone(), value.as_u64()?)))
        .collect()
}
