//! Fields whose JSON type varies between vendors. A value of another type than expected counts as absent.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::ModelError;

/// A string; empty text counts as absent in [`Text::non_empty`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Text<'a>(pub(crate) Option<Cow<'a, str>>);

impl<'a> Text<'a> {
    /// The text when there is at least one character.
    pub(crate) fn non_empty(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.is_empty())
    }

    pub(crate) fn into_non_empty(self) -> Option<Cow<'a, str>> {
        self.0.filter(|text| !text.is_empty())
    }
}

/// A whole number that is not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Option<u64>);

/// A string, or JSON of another form.
#[derive(Clone, Debug, Default)]
pub(crate) enum Flexible<'a> {
    #[default]
    Absent,
    Text(Cow<'a, str>),
    Other(Value),
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text.to_owned()))))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text))))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Text(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Text(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Text(None))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let number = raw.parse::<u64>().ok();
        Ok(Self(
            number.or_else(|| raw.parse::<f64>().ok().and_then(whole)),
        ))
    }
}

/// `1700000000.0` is a whole number too; the largest taken is 2^53.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked first"
)]
fn whole(number: f64) -> Option<u64> {
    (0.0..=9_007_199_254_740_992.0)
        .contains(&number)
        .then(|| number.trunc() as u64)
}

impl<'de: 'a, 'a> Deserialize<'de> for Flexible<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?.get();
        if raw.starts_with('"') {
            let text: Text<'de> = serde_json::from_str(raw).map_err(serde::de::Error::custom)?;
            return Ok(text.0.map_or(Self::Absent, Self::Text));
        }
        match serde_json::from_str(raw).map_err(serde::de::Error::custom)? {
            Value::Null => Ok(Self::Absent),
            other => Ok(Self::Other(other)),
        }
    }
}

/// The JSON value; `null`, absence and text that is no JSON are `None`.
pub(crate) fn raw_value(raw: Option<&RawValue>) -> Option<Value> {
    serde_json::from_str(raw?.get())
        .ok()
        .filter(|value: &Value| !value.is_null())
}

/// What to do with an event that does not have the form of its wire: JSON of a form that is not known is skipped, text
/// that is not JSON is an error.
pub(crate) fn skip_or_refuse(
    model: &str,
    data: &str,
    error: &serde_json::Error,
) -> Result<(), ModelError> {
    if serde_json::from_str::<IgnoredAny>(data).is_ok() {
        return Ok(());
    }
    let beginning: String = data.chars().take(80).collect();
    Err(ModelError::Protocol {
        model: model.to_owned(),
        message: format!("event is not JSON ({error}): `{beginning}`"),
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Sample<'a> {
        #[serde(borrow, default)]
        text: Text<'a>,
        #[serde(default)]
        number: Number,
        #[serde(borrow, default)]
        flexible: Flexible<'a>,
    }

    #[test]
    fn other_types_count_as_absent() {
        for wrong in ["1", "-1", "1.5", "true", "null", "[1,[2]]", "{\"a\":{}}"] {
            let json = format!("{{\"text\":{wrong},\"flexible\":null}}");
            let sample: Sample = serde_json::from_str(&json).unwrap();
            assert!(sample.text.0.is_none(), "{wrong}");
            assert!(matches!(sample.flexible, Flexible::Absent));
        }
        for wrong in ["\"1\"", "-1", "null", "[]", "true"] {
            let text = format!("{{\"number\":{wrong}}}");
            let sample: Sample = serde_json::from_str(&text).unwrap();
            assert_eq!(sample.number, Number(None), "{wrong}");
        }
    }

    #[test]
    fn right_types_are_read() {
        let json = r#"{"text":"a\n","number":1.7e9,"flexible":[1]}"#;
        let sample: Sample = serde_json::from_str(json).unwrap();
        assert_eq!(sample.text.non_empty(), Some("a\n"));
        assert_eq!(sample.number, Number(Some(1_700_000_000)));
        assert!(matches!(sample.flexible, Flexible::Other(Value::Array(_))));
    }

    #[test]
    fn unknown_json_is_skipped_and_text_is_refused() {
        let error = serde_json::from_str::<u8>("x").unwrap_err();
        assert!(skip_or_refuse("m", "[1]", &error).is_ok());
        assert!(matches!(
            skip_or_refuse("m", "{malformed", &error),
            Err(ModelError::Protocol { .. })
        ));
    }
}
