use std::sync::atomic::{AtomicU32, Ordering};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::host_functions::{
    Gate, GateAnswer, HostBytes, HostFunctionError, HostFunctionLimits, HostFunctions,
};

/// Counts how often the clock was stopped and started.
#[derive(Debug, Default)]
struct CountingClock {
    pauses: AtomicU32,
    resumes: AtomicU32,
}

impl RunClock for CountingClock {
    fn pause(&self, at_most: Duration) {
        assert!(at_most <= Duration::from_mins(5));
        self.pauses.fetch_add(1, Ordering::Relaxed);
    }

    fn resume(&self) {
        self.resumes.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Deserialize, JsonSchema)]
struct Divide {
    left: i64,
    right: i64,
}

#[derive(Debug)]
struct RefusesNine;

impl Gate for RefusesNine {
    fn covers(&self, function: &str) -> bool {
        function == "divide"
    }

    fn ask<'a>(&'a self, pending: &'a PendingCall) -> GateAnswer<'a> {
        Box::pin(async move {
            match pending.arguments["left"].as_i64() {
                Some(9) => Decision::refuse("not nine"),
                Some(8) => panic!("the gate is confused"),
                Some(7) => std::future::pending().await,
                _ => Decision::Allow,
            }
        })
    }
}

fn dispatcher(limits: HostFunctionLimits, gate: bool) -> Dispatcher {
    let builder = HostFunctions::builder()
        .function(
            "divide",
            "Divides.",
            |arguments: Divide, _: HostCall| async move {
                if arguments.right == 0 {
                    return Err(HostFunctionError::shown("cannot divide by zero"));
                }
                Ok(arguments.left / arguments.right)
            },
        )
        .function("secret", "", |(): (), _: HostCall| async move {
            let number: i64 = "hunter2".parse()?;
            Ok(number)
        })
        .function("forbidden", "", |(): (), _: HostCall| async move {
            Err::<(), _>(HostFunctionError::denied("not for you").caused_by("rule 7"))
        })
        .function("panics", "", |(): (), _: HostCall| async move {
            let nothing: Vec<u8> = Vec::new();
            Ok(nothing[1])
        })
        .function("hangs", "", |(): (), _: HostCall| async move {
            std::future::pending::<()>().await;
            Ok(())
        })
        .function("floods", "", |(): (), _: HostCall| async move {
            Ok(vec![0_u8; 5_000_000])
        })
        .function("who", "", |(): (), call: HostCall| async move {
            Ok((
                call.function,
                call.number,
                call.execution_id.to_string(),
                call.user_id.map(|user| user.to_string()),
            ))
        })
        .function("bytes", "", |(): (), _: HostCall| async move {
            Ok(HostBytes(vec![0, 255]))
        })
        .limits(limits);
    let builder = if gate {
        builder.gate(RefusesNine)
    } else {
        builder
    };
    let access = HostAccess::new(Arc::new(builder.build().unwrap()), "run-1", Some("ada"));
    Dispatcher::new(access, Arc::new(CountingClock::default()))
}

fn call(name: &str, arguments: &Value) -> Vec<u8> {
    json!({"v": 1, "id": 5, "op": "call", "tool": name, "args": arguments})
        .to_string()
        .into_bytes()
}

async fn answer(dispatcher: &mut Dispatcher, name: &str, arguments: Value) -> Value {
    let answer = dispatcher.call(call(name, &arguments)).await;
    serde_json::from_slice(&answer).unwrap()
}

fn failed(kind: &str, message: &str) -> Value {
    json!({"v": 1, "id": 5, "ok": false, "error": {"kind": kind, "message": message}})
}

#[tokio::test]
async fn every_way_a_call_can_end_has_its_answer_and_its_record() {
    let limits = HostFunctionLimits {
        timeout_seconds: 0.05,
        ..HostFunctionLimits::default()
    };
    let mut dispatcher = dispatcher(limits, false);
    for (name, arguments, expected, outcome, cause) in [
        (
            "divide",
            json!({"left": 6, "right": 2}),
            json!({"v": 1, "id": 5, "ok": true, "value": 3}),
            Outcome::Answered,
            None,
        ),
        (
            "divide",
            json!({"left": 6, "right": 0}),
            failed("tool_error", "cannot divide by zero"),
            Outcome::ToolError,
            None,
        ),
        (
            "divide",
            json!({"left": "6", "right": 2}),
            failed(
                "invalid_arguments",
                "divide(): `left`: \"6\" is not of type \"integer\"",
            ),
            Outcome::InvalidArguments,
            None,
        ),
        (
            "divide",
            json!({"left": 6}),
            failed(
                "invalid_arguments",
                "divide(): \"right\" is a required property",
            ),
            Outcome::InvalidArguments,
            None,
        ),
        (
            "divide",
            json!({"left": 1e30, "right": 1}),
            failed(
                "invalid_arguments",
                "divide(): invalid type: floating point `1e+30`, expected i64",
            ),
            Outcome::InvalidArguments,
            None,
        ),
        (
            "multiply",
            json!({}),
            failed(
                "unknown_tool",
                "there is no function `multiply`; there are `bytes`, `divide`, `floods`, `forbidden`, `hangs`, `panics`, \
                 `secret`, `who`",
            ),
            Outcome::UnknownTool,
            None,
        ),
        (
            "secret",
            json!({}),
            failed("tool_error", "`secret` failed"),
            Outcome::ToolError,
            Some("invalid digit found in string"),
        ),
        (
            "forbidden",
            json!({}),
            failed("denied", "not for you"),
            Outcome::Denied,
            Some("rule 7"),
        ),
        (
            "panics",
            json!({}),
            failed("tool_error", "`panics` failed"),
            Outcome::ToolError,
            Some("it panicked: index out of bounds: the len is 0 but the index is 1"),
        ),
        (
            "hangs",
            json!({}),
            failed("timeout", "`hangs` gave no answer within 0.05 s"),
            Outcome::Timeout,
            None,
        ),
        (
            "floods",
            json!({}),
            failed(
                "too_large",
                "the answer of `floods` is longer than its limit of 1048576 bytes",
            ),
            Outcome::TooLarge,
            None,
        ),
        (
            "who",
            json!({}),
            json!({"v": 1, "id": 5, "ok": true, "value": ["who", 12, "run-1", "ada"]}),
            Outcome::Answered,
            None,
        ),
        (
            "bytes",
            json!({}),
            json!({"v": 1, "id": 5, "ok": true, "value": {"$bytes": "AP8="}}),
            Outcome::Answered,
            None,
        ),
    ] {
        assert_eq!(
            answer(&mut dispatcher, name, arguments.clone()).await,
            expected
        );
        let record = dispatcher.records.last().unwrap();
        assert_eq!(record.function.as_deref(), Some(name));
        assert_eq!(record.arguments, Some(arguments.clone()));
        assert_eq!((record.outcome, record.cause.as_deref()), (outcome, cause));
        assert_eq!(
            record.error.as_deref(),
            expected["error"]["message"].as_str()
        );
        assert_eq!(record.request_bytes, call(name, &arguments).len());
        assert!(record.answer_bytes > 0 && !record.was_gated, "{record:?}");
    }
    assert_eq!(dispatcher.into_records().len(), 13);
}

#[tokio::test]
async fn a_gate_is_asked_while_the_clock_stands_still() {
    let limits = HostFunctionLimits {
        max_gate_seconds: 0.2,
        ..HostFunctionLimits::default()
    };
    let mut dispatcher = dispatcher(limits, true);
    let clock = Arc::new(CountingClock::default());
    dispatcher.clock = Arc::clone(&clock) as Arc<dyn RunClock>;
    for (left, expected) in [
        (6, json!({"v": 1, "id": 5, "ok": true, "value": 6})),
        (9, failed("denied", "not nine")),
        (7, failed("denied", "nobody decided about `divide` in time")),
    ] {
        let arguments = json!({"left": left, "right": 1});
        assert_eq!(answer(&mut dispatcher, "divide", arguments).await, expected);
        assert!(dispatcher.records.last().unwrap().was_gated);
    }
    answer(&mut dispatcher, "who", json!({})).await;
    answer(&mut dispatcher, "divide", json!({"left": "x", "right": 1})).await;
    let counts = [&clock.pauses, &clock.resumes].map(|count| count.load(Ordering::Relaxed));
    assert_eq!(
        counts,
        [3, 3],
        "neither `who` nor a call that does not fit is asked about"
    );
    let records = dispatcher.into_records();
    let gate_seconds: f64 = records.iter().map(|record| record.gate_seconds).sum();
    assert!(gate_seconds >= 0.19, "{records:?}");
    assert!(!records[3].was_gated && !records[4].was_gated);
}

#[tokio::test]
async fn a_gate_that_panics_refuses() {
    let mut dispatcher = dispatcher(HostFunctionLimits::default(), true);
    let arguments = json!({"left": 8, "right": 1});
    assert_eq!(
        answer(&mut dispatcher, "divide", arguments).await,
        failed("denied", "nobody could decide about `divide`")
    );
    assert_eq!(
        dispatcher.into_records()[0].cause.as_deref(),
        Some("the gate panicked: the gate is confused")
    );
}

#[tokio::test]
async fn calls_and_bytes_are_bounded() {
    let limits = HostFunctionLimits {
        max_calls: 2,
        max_request_bytes: 100,
        max_recorded_bytes: 60,
        ..HostFunctionLimits::default()
    };
    let mut dispatcher = dispatcher(limits, false);
    let long = dispatcher.call(vec![b'{'; 101]).await;
    assert_eq!(
        serde_json::from_slice::<Value>(&long).unwrap(),
        json!({"v": 1, "id": null, "ok": false, "error":
            {"kind": "too_large", "message": "the call is longer than its limit of 100 bytes"}})
    );
    answer(
        &mut dispatcher,
        "divide",
        json!({"left": 1_000_000, "right": 1_000_000}),
    )
    .await;
    for _ in 0..1000 {
        let over = answer(&mut dispatcher, "who", json!({})).await;
        assert_eq!(over["error"]["kind"], "budget_exceeded");
        assert_eq!(
            over["error"]["message"],
            "this execution has made all its 2 calls"
        );
    }
    let records = dispatcher.into_records();
    let outcomes: Vec<_> = records.iter().map(|record| record.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::TooLarge,
            Outcome::Answered,
            Outcome::BudgetExceeded
        ]
    );
    assert_eq!(
        (&records[0].function, &records[1].arguments),
        (&None, &None)
    );
}

#[tokio::test]
async fn bytes_of_all_calls_together_are_bounded() {
    let limits = HostFunctionLimits {
        max_total_bytes: 300,
        ..HostFunctionLimits::default()
    };
    let mut dispatcher = dispatcher(limits, false);
    assert_eq!(
        answer(&mut dispatcher, "floods", json!({})).await["error"]["kind"],
        "too_large"
    );
    let mut kinds = Vec::new();
    for _ in 0..4 {
        let answer = answer(&mut dispatcher, "who", json!({})).await;
        kinds.push(answer["error"]["kind"].clone());
    }
    assert_eq!(kinds.last().unwrap(), "budget_exceeded");
    assert!(dispatcher.total_bytes < 1000);
}

#[tokio::test]
async fn a_call_that_is_dropped_is_recorded_as_interrupted() {
    let mut dispatcher = dispatcher(HostFunctionLimits::default(), false);
    let frame = call("hangs", &json!({}));
    let dropped = tokio::time::timeout(Duration::from_millis(20), dispatcher.call(frame)).await;
    assert!(dropped.is_err());
    let records = dispatcher.into_records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].outcome, Outcome::Interrupted);
    assert_eq!(records[0].function.as_deref(), Some("hangs"));
    assert!(records[0].seconds >= 0.02, "{:?}", records[0]);
}

#[tokio::test]
async fn texts_for_the_code_are_bounded() {
    let long = "é".repeat(10_000);
    let text = long.clone();
    let functions = HostFunctions::builder()
        .dynamic_function("a", "", &json!({"type": "object"}), move |_, _| {
            let text = text.clone();
            async move { Err(HostFunctionError::shown(text)) }
        })
        .build()
        .unwrap();
    let access = HostAccess::new(Arc::new(functions), "run-1", None);
    let mut dispatcher = Dispatcher::new(access, Arc::new(CountingClock::default()));
    let shown = answer(&mut dispatcher, "a", json!({})).await;
    assert_eq!(shown["error"]["message"], long[..4096]);
}

#[tokio::test]
async fn a_long_call_that_does_not_fit_has_one_fault() {
    let mut dispatcher = dispatcher(HostFunctionLimits::default(), false);
    let many = vec![json!({}); 10_000];
    assert_eq!(
        answer(
            &mut dispatcher,
            "divide",
            json!({"left": many, "right": "x"})
        )
        .await,
        failed(
            "invalid_arguments",
            "divide(): invalid type: sequence, expected i64"
        )
    );
    let unknown = "x".repeat(20_000);
    assert_eq!(
        answer(
            &mut dispatcher,
            "divide",
            json!({"left": 1, "right": 1, "more": unknown})
        )
        .await,
        failed(
            "invalid_arguments",
            "divide(): the arguments do not fit the schema"
        )
    );
}
