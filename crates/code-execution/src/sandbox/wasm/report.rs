//! Reading what a guest says of its end. The guest is hostile: nothing here trusts a length, a type or a claim.

use serde::Deserialize;
use serde_json::Value;

use crate::sandbox::{Ending, PythonError, ReturnValue};

/// The guest's report, as `runner.py` writes it.
#[derive(Debug, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Report {
    Completed {
        #[serde(default)]
        value: Option<Described>,
    },
    Exited {
        exit_code: i32,
    },
    Raised {
        error: Raised,
    },
}

#[derive(Debug, Deserialize)]
struct Described {
    #[serde(default)]
    json: Option<Value>,
    repr: String,
}

#[derive(Debug, Deserialize)]
struct Raised {
    #[serde(rename = "type")]
    kind: String,
    message: String,
    #[serde(default)]
    traceback: String,
    #[serde(default)]
    line_number: Option<u32>,
    #[serde(default)]
    is_memory_error: bool,
}

/// What the report says, or `None` where it is no report.
pub(super) fn read(report: &[u8]) -> Option<(Ending, Option<ReturnValue>)> {
    Some(match serde_json::from_slice(report).ok()? {
        Report::Completed { value } => {
            let value = value.map(|value| ReturnValue {
                json: value.json,
                repr: value.repr,
            });
            (Ending::Completed, value)
        }
        Report::Exited { exit_code } => (
            Ending::Exited {
                code: exit_code & 0xff,
            },
            None,
        ),
        Report::Raised { error } => {
            let error = PythonError {
                error_type: error.kind,
                message: error.message,
                traceback: error.traceback,
                line_number: error.line_number,
                is_memory_error: error.is_memory_error,
            };
            (Ending::Raised(error), None)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_value_and_refuses_nonsense() {
        let (ending, value) =
            read(br#"{"outcome":"completed","value":{"repr":"4","json":4}}"#).unwrap();
        assert_eq!(ending, Ending::Completed);
        assert_eq!(
            value,
            Some(ReturnValue {
                json: Some(Value::from(4)),
                repr: "4".to_owned()
            })
        );
        for report in [
            &b""[..],
            b"{}",
            b"[]",
            b"{\"outcome\":\"exited\"}",
            b"\xff",
            b"{\"outcome\":\"completed\"}x",
        ] {
            assert!(read(report).is_none(), "{report:?}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion() {
        let deep = format!(
            "{{\"outcome\":\"completed\",\"value\":{{\"repr\":\"\",\"json\":{}",
            "[".repeat(1_000_000)
        );
        assert!(read(deep.as_bytes()).is_none());
    }
}
