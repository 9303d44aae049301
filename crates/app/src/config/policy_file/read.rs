//! From the text of a TOML file to a policy, or to the line and the key that are wrong.

use std::path::Path;

use ringfence_code_execution::analysis::Policy;
use toml::{
    Spanned, Table, Value,
    de::{DeTable, DeValue},
};

use super::{PROJECT_FILE, PolicyFileError};

/// The policy in `text`, which is that of `file`. `None` for a `pyproject.toml` without `[tool.ringfence]`.
///
/// The fields are those of a policy in JSON; `policy` is another name of `preset`.
///
/// # Errors
/// Text that is no TOML, a key that no policy has, a value of the wrong type, fields that contradict each other.
pub(crate) fn policy_of_toml(file: &Path, text: &str) -> Result<Option<Policy>, PolicyFileError> {
    let reader = Reader { file, text };
    let broken = |error: &toml::de::Error| {
        reader.failed(error.span().map(|span| span.start), None, error.message())
    };
    let values: Table = toml::from_str(text).map_err(|error| broken(&error))?;
    let places = DeTable::parse(text).map_err(|error| broken(&error))?;
    if file.file_name().is_none_or(|name| name != PROJECT_FILE) {
        return reader.policy(values, places.get_ref()).map(Some);
    }
    let values = values
        .get("tool")
        .and_then(|tool| tool.get("ringfence"))
        .cloned();
    let places = places
        .get_ref()
        .get("tool")
        .and_then(|tool| tool.get_ref().get("ringfence"));
    match (values, places) {
        (Some(Value::Table(values)), Some(places)) => match places.get_ref() {
            DeValue::Table(places) => reader.policy(values, places).map(Some),
            _ => Ok(None),
        },
        (Some(_), Some(places)) => Err(reader.failed(
            Some(places.span().start),
            Some("tool.ringfence"),
            "must be a table",
        )),
        _ => Ok(None),
    }
}

struct Reader<'t> {
    file: &'t Path,
    text: &'t str,
}

impl Reader<'_> {
    fn policy(&self, values: Table, places: &DeTable<'_>) -> Result<Policy, PolicyFileError> {
        let values = self.with_preset(values, places)?;
        let preset = values.get("preset").cloned();
        for (key, value) in &values {
            let fields: Vec<(String, Value)> = match value {
                // each entry by itself, so that the message names the one that is wrong
                Value::Table(entries) => entries
                    .iter()
                    .map(|(name, entry)| {
                        let entries = Table::from_iter([(name.clone(), entry.clone())]);
                        (format!("{key}.{name}"), Value::Table(entries))
                    })
                    .collect(),
                value => vec![(key.clone(), value.clone())],
            };
            for (name, value) in fields {
                let mut one = Table::from_iter([(key.clone(), value)]);
                one.extend(preset.clone().map(|preset| ("preset".to_owned(), preset)));
                if let Err(error) = Value::Table(one).try_into::<Policy>() {
                    let place = place(places, &name);
                    return Err(self.failed(place, Some(&name), error.message()));
                }
            }
        }
        Value::Table(values)
            .try_into()
            .map_err(|error: toml::de::Error| self.failed(None, None, error.message()))
    }

    /// `policy = "strict"` as `preset = "strict"`.
    fn with_preset(
        &self,
        mut values: Table,
        places: &DeTable<'_>,
    ) -> Result<Table, PolicyFileError> {
        let Some(preset) = values.remove("policy") else {
            return Ok(values);
        };
        let failed = |reason: &str| self.failed(place(places, "policy"), Some("policy"), reason);
        if values.contains_key("preset") {
            return Err(failed("says the same as `preset`; remove one of them"));
        }
        let name = preset
            .as_str()
            .ok_or_else(|| failed("must be the name of a preset"))?;
        name.parse::<Policy>()
            .map_err(|error| failed(&error.to_string()))?;
        values.insert("preset".to_owned(), preset);
        Ok(values)
    }

    fn failed(&self, offset: Option<usize>, key: Option<&str>, reason: &str) -> PolicyFileError {
        let before = offset.and_then(|offset| self.text.get(..offset));
        PolicyFileError {
            line: before.map(|before| before.matches('\n').count() + 1),
            key: key.map(str::to_owned),
            ..PolicyFileError::new(self.file, reason.trim_end())
        }
    }
}

/// Where `key` begins in the file. `rules.endless-loop` is the key `endless-loop` of the table `rules`.
fn place(places: &DeTable<'_>, key: &str) -> Option<usize> {
    let (name, rest) = key.split_once('.').unwrap_or((key, ""));
    let (found, value) = places
        .iter()
        .find(|(found, _)| found.get_ref().as_ref() == name)
        .or_else(|| (name == "preset").then(|| find(places, "policy"))?)?;
    match value.get_ref() {
        DeValue::Table(inner) if !rest.is_empty() => place(inner, rest),
        _ => Some(found.span().start),
    }
}

type Entry<'p, 'i> = (
    &'p Spanned<toml::de::DeString<'i>>,
    &'p Spanned<DeValue<'i>>,
);

fn find<'p, 'i>(places: &'p DeTable<'i>, name: &str) -> Option<Entry<'p, 'i>> {
    places
        .iter()
        .find(|(found, _)| found.get_ref().as_ref() == name)
}
