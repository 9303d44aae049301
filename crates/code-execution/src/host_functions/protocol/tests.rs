use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::host_functions::HostCallOutcome;

fn parsed(frame: &str) -> Result<Request, String> {
    parse(frame.as_bytes())
}

#[test]
fn requests_are_read() {
    assert_eq!(
        parsed(r#"{"v":1,"id":7,"op":"list"}"#),
        Ok(Request {
            id: Some(7),
            operation: Operation::List
        })
    );
    let call = r#"{"v":1,"id":null,"op":"call","tool":"a","args":{"b":{"$bytes":"AAE="},"c":[1,{"$bytes":1}]},"more":[]}"#;
    let operation = Operation::Call {
        name: "a".to_owned(),
        arguments: json!({"b": "AAE=", "c": [1, {"$bytes": 1}]}),
    };
    assert_eq!(
        parsed(call),
        Ok(Request {
            id: None,
            operation
        })
    );
}

#[test]
fn what_is_no_request_is_refused_with_a_reason() {
    let deep = format!(
        r#"{{"v":1,"op":"call","tool":"a","args":{{"a":{}1{}}}}}"#,
        "[".repeat(70),
        "]".repeat(70)
    );
    let endless = format!(r#"{{"v":1,"other":{}"#, "[".repeat(1_000_000));
    let objects = format!(
        r#"{{"v":1,"op":"call","tool":"a","args":{{"a":[{}0]}}}}"#,
        r#"{"":0},"#.repeat(100_000)
    );
    for (frame, reason) in [
        ("", "the frame cannot be read: EOF"),
        (
            "[]",
            "the frame cannot be read: invalid type: sequence, expected an object",
        ),
        ("{}", "the frame is not of protocol 1"),
        (r#"{"v":2,"op":"list"}"#, "the frame is not of protocol 1"),
        (r#"{"v":"1","op":"list"}"#, "the frame is not of protocol 1"),
        (r#"{"v":1.0,"op":"list"}"#, "the frame is not of protocol 1"),
        (
            r#"{"v":1,"id":-1,"op":"list"}"#,
            "`id` must be a whole number",
        ),
        (r#"{"v":1,"op":"exec"}"#, "`op` must be `list` or `call`"),
        (r#"{"v":1,"op":["list"]}"#, "`op` must be `list` or `call`"),
        (r#"{"v":1,"op":"call","args":{}}"#, "`tool` must be a name"),
        (
            r#"{"v":1,"op":"call","tool":"a","args":[]}"#,
            "`args` must be an object",
        ),
        (
            r#"{"v":1,"op":"call","tool":"a","args":{"$bytes":"QQ=="}}"#,
            "`args` must be an object",
        ),
        (
            r#"{"v":1,"v":1,"op":"list"}"#,
            "the frame cannot be read: `v` is there twice",
        ),
        (
            r#"{"v":1,"op":"list"} {}"#,
            "the frame cannot be read: trailing characters",
        ),
        (
            "{\"v\":1,\"op\":\"\u{0}\"}",
            "the frame cannot be read: control character",
        ),
        (&deep, "the frame cannot be read: it nests too deeply"),
        (
            &endless,
            "the frame cannot be read: EOF while parsing a list",
        ),
        (
            &objects,
            "the frame cannot be read: it takes too much memory",
        ),
    ] {
        let error = parsed(frame).unwrap_err();
        assert!(error.starts_with(reason), "{error}");
    }
    let long_name = format!(
        r#"{{"v":1,"op":"call","tool":"{}","args":{{}}}}"#,
        "a".repeat(101)
    );
    assert_eq!(
        parsed(&long_name).unwrap_err(),
        "`tool` is longer than a name"
    );
    assert!(parse(b"{\"v\":1,\"op\":\"\xff\"}").is_err());
}

/// JSON of up to four levels.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{0,3}", inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(frame in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&frame);
    }

    #[test]
    fn no_json_makes_the_reader_panic(
        members in prop::collection::vec(("v|id|op|tool|args|x", any_json()), 0..6),
        cut in 0_usize..400,
    ) {
        let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let frame = format!("{{{}}}", members.join(","));
        let _ = parse(frame.as_bytes());
        let _ = parse(frame.as_bytes().get(..cut).unwrap_or_default());
    }

    #[test]
    fn a_call_is_read_as_it_was_written(id in any::<u64>(), name in "[a-z]{1,20}", value in any_json()) {
        let arguments = json!({"value": value});
        let frame = json!({"v": 1, "id": id, "op": "call", "tool": name, "args": arguments});
        prop_assert_eq!(
            parse(frame.to_string().as_bytes()),
            Ok(Request { id: Some(id), operation: Operation::Call { name, arguments } })
        );
    }

    #[test]
    fn every_answer_is_json_of_protocol_1(id in any::<Option<u64>>(), message in any::<String>(), value in any_json()) {
        let answers = [
            failure(id, HostCallOutcome::Denied, &message),
            super::value(id, value.to_string().as_bytes()),
            list(id, "[]"),
        ];
        let expected = [
            json!({"v": 1, "id": id, "ok": false, "error": {"kind": "denied", "message": message}}),
            json!({"v": 1, "id": id, "ok": true, "value": value}),
            json!({"v": 1, "id": id, "ok": true, "tools": []}),
        ];
        for (answer, expected) in answers.iter().zip(expected) {
            prop_assert_eq!(serde_json::from_slice::<Value>(answer).unwrap(), expected);
        }
    }
}
