use serde_json::{Map, Number, Value, json};

/// A whole number within the bounds; the greater the salt, the further from the least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the result is checked against the schema"
)]
pub(super) fn integer(object: &Map<String, Value>, salt: u64) -> Value {
    let read = |name: &str| object.get(name).and_then(Value::as_f64);
    let step = read("multipleOf").unwrap_or(1.0).max(1.0);
    let (least, most) = bounds(object, 1.0);
    let salt = (salt % 100) as f64;
    let wanted = least.max(0.0_f64.min(most)) + salt.min((most - least.max(0.0)).max(0.0));
    let mut value = (wanted / step).floor() * step;
    if value < least {
        value = (least / step).ceil() * step;
    }
    json!(value as i64)
}

/// A number within the bounds; `None` when they are not finite.
#[expect(
    clippy::cast_precision_loss,
    reason = "the result is checked against the schema"
)]
pub(super) fn number(object: &Map<String, Value>, salt: u64) -> Option<Value> {
    let (least, most) = bounds(object, 1e-6);
    let base = least.max(0.0_f64.min(most));
    let mut value = (base + (salt % 100) as f64 / 2.0).min(most);
    if let Some(step) = object.get("multipleOf").and_then(Value::as_f64)
        && step > 0.0
    {
        value = (value / step).floor() * step;
        if value < least {
            value = (least / step).ceil() * step;
        }
    }
    Number::from_f64(value).map(Value::Number)
}

/// The least and the greatest value; exclusive bounds are moved in by `margin`.
fn bounds(object: &Map<String, Value>, margin: f64) -> (f64, f64) {
    let read = |name: &str| object.get(name).and_then(Value::as_f64);
    let least = [
        read("minimum"),
        read("exclusiveMinimum").map(|bound| bound + margin),
    ];
    let most = [
        read("maximum"),
        read("exclusiveMaximum").map(|bound| bound - margin),
    ];
    let least = least
        .into_iter()
        .flatten()
        .fold(f64::NEG_INFINITY, f64::max);
    let most = most.into_iter().flatten().fold(f64::INFINITY, f64::min);
    (least, most)
}
