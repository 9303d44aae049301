use serde_json::{Map, Value};

use crate::message::JsonObject;

/// Sets the members of `extra` in `body`. The lists `tools` and `include` are appended to what is there, so that tools
/// of the provider can be added to those of the agent; any other member replaces the one before.
pub(crate) fn set_extra_body(body: &mut Map<String, Value>, extra: &JsonObject) {
    for (name, value) in extra {
        let list = matches!(name.as_str(), "tools" | "include");
        match (body.get_mut(name).filter(|_| list), value) {
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
            _ => {
                body.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_of_tools_grow_and_the_rest_is_replaced() {
        let mut body = Map::from_iter([
            ("tools".to_owned(), json!([1])),
            ("stop".to_owned(), json!(["a"])),
        ]);
        let extra = Map::from_iter([
            ("tools".to_owned(), json!([2])),
            ("stop".to_owned(), json!(["b"])),
            ("store".to_owned(), json!(false)),
        ]);
        set_extra_body(&mut body, &extra);
        let expected = json!({"tools": [1, 2], "stop": ["b"], "store": false});
        assert_eq!(Value::Object(body), expected);
    }
}
