//! Functions of the host, called from code in the sandbox.

use std::{
    num::NonZeroUsize,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use ringfence_code_execution::{
    CodeExecutor, ErrorKind, ExecutionResult,
    analysis::{Policy, Preset},
    host_functions::{
        Decision, Gate, GateAnswer, HostBytes, HostCall, HostCallOutcome, HostFunctionError,
        HostFunctionLimits, HostFunctions, HostFunctionsBuilder, PendingCall,
    },
    sandbox::{Limits, wasm::WasmSandbox},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::{executor, pack};

#[derive(Deserialize, JsonSchema)]
struct Lookup {
    /// words of the customer's name
    name: String,
    /// how many to return
    #[schemars(range(min = 1, max = 10))]
    limit: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
struct Customer {
    id: u64,
    name: String,
}

#[derive(Deserialize, JsonSchema)]
struct Reverse {
    content: HostBytes,
}

fn functions() -> HostFunctionsBuilder {
    HostFunctions::builder()
        .function(
            "lookup",
            "Find customers by name.",
            |arguments: Lookup, _: HostCall| async move {
                if arguments.name == "nobody" {
                    return Err(HostFunctionError::shown("no customer is called `nobody`"));
                }
                let count = u64::from(arguments.limit.unwrap_or(1));
                let name = arguments.name;
                Ok((0..count)
                    .map(|id| Customer {
                        id,
                        name: name.clone(),
                    })
                    .collect::<Vec<_>>())
            },
        )
        .function("fail", "", |(): (), _: HostCall| async move {
            let address: std::net::IpAddr = "db.internal:5432".parse()?;
            Ok(address.to_string())
        })
        .function(
            "reverse",
            "Turns bytes around.",
            |arguments: Reverse, _: HostCall| async move {
                Ok(HostBytes(arguments.content.0.into_iter().rev().collect()))
            },
        )
        .function("hang", "", |(): (), _: HostCall| async move {
            std::future::pending::<()>().await;
            Ok(())
        })
        .dynamic_function(
            "echo",
            "",
            &json!({"type": "object", "properties": {"value": {}}}),
            |mut arguments: Value, _| async move { Ok(arguments["value"].take()) },
        )
}

async fn run_with(functions: HostFunctionsBuilder, code: &str) -> ExecutionResult {
    let executor = executor()
        .host_functions(Arc::new(functions.build().unwrap()))
        .build()
        .unwrap();
    executor.execute(code).await.unwrap()
}

async fn run(code: &str) -> ExecutionResult {
    run_with(functions(), code).await
}

/// Without analysis: what the guest may do, whatever the policy says.
async fn run_unchecked(functions: HostFunctionsBuilder, code: &str) -> ExecutionResult {
    let executor = executor()
        .policy(Policy::preset(Preset::None))
        .host_functions(Arc::new(functions.build().unwrap()))
        .build()
        .unwrap();
    executor.execute(code).await.unwrap()
}

#[tokio::test]
async fn values_cross_both_ways() {
    for (code, expected) in [
        ("tools.lookup('Ada')", json!([{"id": 0, "name": "Ada"}])),
        (
            "[c['id'] for c in tools.lookup('Ada', limit=3)]",
            json!([0, 1, 2]),
        ),
        ("tools.reverse(b'\\x00\\xff').hex()", json!("ff00")),
        ("tools.reverse(bytearray(range(256)))[0]", json!(255)),
        (
            "tools.echo(value={'a': [1, 2.5, None, True, 'é\\u0000']})",
            json!({"a": [1, 2.5, null, true, "é\u{0}"]}),
        ),
        (
            "tools.echo(value=-2**63) == -2**63, tools.echo(value=2**64 - 1) == 2**64 - 1",
            json!([true, true]),
        ),
        ("tools.echo(value=(1, (2,)))", json!([1, [2]])),
    ] {
        let result = run(&format!("from host import tools\n{code}")).await;
        assert_eq!(
            result.return_value,
            Some(expected),
            "{code}: {:?}",
            result.error_message
        );
        assert!(
            result
                .host_calls
                .iter()
                .all(|call| call.outcome == HostCallOutcome::Answered)
        );
    }
}

#[tokio::test]
async fn numbers_of_numpy_cross() {
    let code = "import numpy as np\nfrom host import tools\ntools.echo(value=[np.int64(3), np.float32(0.5)])";
    assert_eq!(run(code).await.return_value, Some(json!([3, 0.5])));
}

#[tokio::test]
async fn help_and_signatures_are_visible() {
    let code = "from host import tools\nprint(tools.__all__)\nprint(tools.lookup.__doc__)\nhelp(tools.lookup)";
    let result = run(code).await;
    assert_eq!(
        result.stdout,
        "['echo', 'fail', 'hang', 'lookup', 'reverse']\n\
         Find customers by name.\n\nArgs:\n    name: words of the customer's name\n    limit: how many to return\n\
         Help on function lookup in module host.tools:\n\n\
         lookup(name: str, limit: int | None = ...) -> list[dict]\n    \
         Find customers by name.\n\n    Args:\n        name: words of the customer's name\n        limit: how many to \
         return\n\n",
        "{:?}",
        result.error_message
    );
    let code = "import inspect\nfrom host import tools\nstr(inspect.signature(tools.reverse))";
    let signature = run_unchecked(functions(), code).await;
    assert_eq!(
        signature.return_value,
        Some(json!("(content: bytes) -> bytes"))
    );
}

#[tokio::test]
async fn failures_are_exceptions_of_their_kind() {
    for (code, error_type, message, outcome) in [
        (
            "tools.lookup('nobody')",
            "host.ToolError",
            "no customer is called `nobody`",
            Some(HostCallOutcome::ToolError),
        ),
        (
            "tools.fail()",
            "host.ToolError",
            "`fail` failed",
            Some(HostCallOutcome::ToolError),
        ),
        (
            "tools.lookup('Ada', limit=11)",
            "host.ToolArgumentError",
            "lookup(): `limit`: 11 is greater than the maximum of 10",
            Some(HostCallOutcome::InvalidArguments),
        ),
        (
            "tools.lookup(7)",
            "host.ToolArgumentError",
            "lookup(): `name`: 7 is not of type \"string\"",
            Some(HostCallOutcome::InvalidArguments),
        ),
        (
            "tools.reverse('%%%')",
            "host.ToolArgumentError",
            "reverse(): expected bytes",
            Some(HostCallOutcome::InvalidArguments),
        ),
        // The guest's own module refuses these; no call arrives.
        (
            "tools.lookup()",
            "host.ToolArgumentError",
            "lookup(): missing a required argument: 'name'",
            None,
        ),
        (
            "tools.lookup('Ada', 1, 2)",
            "host.ToolArgumentError",
            "lookup(): too many positional arguments",
            None,
        ),
        (
            "tools.echo(value=float('nan'))",
            "host.ToolArgumentError",
            "echo(): argument 'value' is nan; only finite numbers cross",
            None,
        ),
        (
            "tools.erase",
            "AttributeError",
            "module 'host.tools' has no tool 'erase'; this run offers: echo, fail, hang, lookup, reverse",
            None,
        ),
    ] {
        let result = run(&format!("from host import tools\n{code}")).await;
        assert_eq!(result.error_type.as_deref(), Some(error_type), "{code}");
        assert_eq!(result.error_message.as_deref(), Some(message), "{code}");
        let outcomes: Vec<_> = result.host_calls.iter().map(|call| call.outcome).collect();
        assert_eq!(outcomes, Vec::from_iter(outcome), "{code}");
    }
}

#[tokio::test]
async fn what_only_the_host_may_know_is_not_in_the_result() {
    let code = "from host import tools\ntry:\n    tools.fail()\nexcept Exception as error:\n    print(error.kind, error, vars(error))";
    let result = run_unchecked(functions(), code).await;
    assert_eq!(
        result.stdout,
        "tool_error `fail` failed {'kind': 'tool_error'}\n"
    );
    assert_eq!(
        result.host_calls[0].cause.as_deref(),
        Some("invalid IP address syntax")
    );
    assert!(!result.to_dict().to_string().contains("IP address"));
}

#[tokio::test]
async fn the_record_of_every_call_is_in_the_result() {
    let key = format!("sk-proj-{}", "a1B2".repeat(12));
    let code = format!(
        "from host import tools\ntools.lookup('Ada', limit=2)\ntools.echo(value='{key}')\ntools.echo(value='x' * 5000)[:1]"
    );
    let dict = run(&code).await.to_dict();
    let calls = dict["host_calls"].as_array().unwrap();
    let names: Vec<_> = calls[0].as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "answer_bytes",
            "arguments",
            "error",
            "function",
            "gate_seconds",
            "outcome",
            "request_bytes",
            "seconds",
            "was_gated"
        ]
    );
    assert_eq!(calls[0]["function"], "lookup");
    assert_eq!(calls[0]["arguments"], json!({"name": "Ada", "limit": 2}));
    assert_eq!(calls[0]["outcome"], "answered");
    assert_eq!(calls[0]["error"], Value::Null);
    assert_eq!(
        calls[0]["answer_bytes"],
        r#"[{"id":0,"name":"Ada"},{"id":1,"name":"Ada"}]"#.len()
    );
    assert_eq!(calls[1]["arguments"], json!({"value": "[REDACTED]"}));
    assert_eq!(calls[2]["arguments"], Value::Null, "too long to be kept");
    assert!(calls[2]["request_bytes"].as_u64().unwrap() > 5000);
    assert_eq!(run("1").await.to_dict()["host_calls"], json!([]));
}

#[tokio::test]
async fn calls_over_the_limit_are_refused_and_counted_once() {
    let mut limits = HostFunctionLimits::default();
    limits.max_calls = 3;
    let code = "from host import tools, ToolBudgetExceeded\nmade = refused = 0\nfor n in range(50):\n    try:\n        \
                tools.echo(value=n)\n        made += 1\n    except ToolBudgetExceeded:\n        refused += 1\n[made, refused]";
    let result = run_with(functions().limits(limits), code).await;
    assert_eq!(
        result.return_value,
        Some(json!([3, 47])),
        "{:?}",
        result.error_message
    );
    let outcomes: Vec<_> = result.host_calls.iter().map(|call| call.outcome).collect();
    use HostCallOutcome::{Answered, BudgetExceeded};
    assert_eq!(outcomes, [Answered, Answered, Answered, BudgetExceeded]);
}

#[tokio::test]
async fn requests_and_answers_have_a_size() {
    let mut limits = HostFunctionLimits::default();
    (limits.max_request_bytes, limits.max_answer_bytes) = (2000, 1000);
    let code = "from host import tools, ToolTooLarge\nsaid = []\nfor size in (500, 1500, 100_000_000):\n    try:\n        \
                said.append(len(tools.echo(value='x' * size)))\n    except ToolTooLarge as error:\n        \
                said.append(str(error))\nsaid";
    let result = run_with(functions().limits(limits), code).await;
    assert_eq!(
        result.return_value,
        Some(json!([
            500,
            "the answer of `echo` is longer than its limit of 1000 bytes",
            "the call is longer than its limit of 2000 bytes"
        ])),
        "{:?}",
        result.error_message
    );
    assert_eq!(result.host_calls[2].function, None);
}

#[tokio::test]
async fn a_function_has_a_time_limit_of_its_own() {
    let mut limits = HostFunctionLimits::default();
    limits.timeout_seconds = 0.1;
    let code = "from host import tools\ntry:\n    tools.hang()\nexcept TimeoutError as error:\n    print(error)\ntools.echo(value=1)";
    let result = run_with(functions().limits(limits), code).await;
    assert_eq!(result.stdout, "`hang` gave no answer within 0.1 s\n");
    assert_eq!(result.return_value, Some(json!(1)));
    assert_eq!(result.host_calls[0].outcome, HostCallOutcome::Timeout);
}

#[tokio::test]
async fn the_time_limit_of_the_execution_ends_a_waiting_guest() {
    let mut limits = Limits::default();
    limits.timeout_seconds = 0.3;
    let executor = executor()
        .limits(limits)
        .host_functions(Arc::new(functions().build().unwrap()))
        .build()
        .unwrap();
    let code = "from host import tools\nwhile True:\n    try:\n        tools.hang()\n    except BaseException:\n        pass";
    let begun = Instant::now();
    let result = executor.execute(code).await.unwrap();
    assert_eq!(result.error_kind(), Some(ErrorKind::Timeout));
    assert_eq!(result.host_calls.len(), 1);
    assert_eq!(result.host_calls[0].outcome, HostCallOutcome::Interrupted);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "far below the function's limit of 10 s"
    );
}

/// Tells when the future it lives in is dropped.
struct OnDrop(Arc<AtomicBool>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// One thread: the next execution only starts once the dropped one has ended.
#[tokio::test]
async fn cancelling_ends_the_guest_and_drops_the_function() {
    let dropped = Arc::new(AtomicBool::new(false));
    let in_function = Arc::clone(&dropped);
    let functions = HostFunctions::builder()
        .function("wait", "", move |(): (), _: HostCall| {
            let guard = OnDrop(Arc::clone(&in_function));
            async move {
                std::future::pending::<()>().await;
                drop(guard);
                Ok(())
            }
        })
        .build()
        .unwrap();
    let sandbox = Arc::new(WasmSandbox::with_threads(&pack(), NonZeroUsize::MIN).unwrap());
    let executor = CodeExecutor::builder(sandbox)
        .host_functions(Arc::new(functions))
        .build()
        .unwrap();
    let code = "from host import tools\ntools.wait()";
    let running = tokio::time::timeout(Duration::from_millis(500), executor.execute(code));
    assert!(running.await.is_err());
    assert!(dropped.load(Ordering::SeqCst));
    let next = tokio::time::timeout(Duration::from_secs(5), executor.execute("1")).await;
    assert!(next.unwrap().unwrap().success);
}

/// Decides as `decide` says, after a while.
#[derive(Debug)]
struct SlowGate {
    wait: Duration,
    asked: Arc<Mutex<Vec<PendingCall>>>,
}

impl Gate for SlowGate {
    fn ask<'a>(&'a self, call: &'a PendingCall) -> GateAnswer<'a> {
        Box::pin(async move {
            tokio::time::sleep(self.wait).await;
            self.asked.lock().unwrap().push(call.clone());
            match call.arguments["value"].as_str() {
                Some("no") => Decision::refuse("the operator said no"),
                _ => Decision::Allow,
            }
        })
    }
}

#[tokio::test]
async fn a_gate_may_take_longer_than_the_time_limit() {
    let asked = Arc::default();
    let gate = SlowGate {
        wait: Duration::from_millis(1500),
        asked: Arc::clone(&asked),
    };
    let mut limits = Limits::default();
    limits.timeout_seconds = 1.0;
    let executor = executor()
        .limits(limits)
        .user_id("ada")
        .host_functions(Arc::new(functions().gate(gate).build().unwrap()))
        .build()
        .unwrap();
    let code = "from host import tools\nfirst = tools.echo(value='yes')\ntry:\n    tools.echo(value='no')\nexcept PermissionError as error:\n    \
                print(first, error)";
    let result = executor.execute(code).await.unwrap();
    assert_eq!(
        result.stdout, "yes the operator said no\n",
        "{:?}",
        result.error_message
    );
    let [allowed, refused] = result.host_calls.as_slice() else {
        panic!("{:?}", result.host_calls)
    };
    assert_eq!(
        (allowed.outcome, refused.outcome),
        (HostCallOutcome::Answered, HostCallOutcome::Denied)
    );
    assert!(
        allowed.was_gated && allowed.gate_seconds >= 1.4 && allowed.seconds < 1.0,
        "{allowed:?}"
    );
    let asked = asked.lock().unwrap();
    assert_eq!(asked[0].arguments, json!({"value": "yes"}));
    assert_eq!(
        (asked[0].call.function.as_str(), asked[1].call.number),
        ("echo", 2)
    );
    assert_eq!(asked[0].call.user_id.as_deref(), Some("ada"));
    assert_eq!(*asked[0].call.execution_id, *result.execution_id);
}

#[tokio::test]
async fn hostile_frames_get_an_answer_and_change_nothing() {
    for (frame, kind) in [
        (r#"b'{"v":'"#, "protocol"),
        (r#"b'{"v":1}'"#, "protocol"),
        (r#"b'{"v":1,"id":"x","op":"list"}'"#, "protocol"),
        (
            r#"b'{"v":1,"op":"call","tool":"echo","args":' + b'[' * 1_000_000"#,
            "protocol",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"echo","args":' + b'{"value":' * 1000 + b'0' + b'}' * 1001"#,
            "protocol",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"\xff","args":{}}'"#,
            "protocol",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"\xc3\xa9\\ud800","args":{}}'"#,
            "protocol",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"' + b'a' * 101 + b'","args":{}}'"#,
            "protocol",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"__class__","args":{}}'"#,
            "unknown_tool",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"lookup","args":{"name":["Ada"]}}'"#,
            "invalid_arguments",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"lookup","args":{"name":"Ada","admin":true}}'"#,
            "invalid_arguments",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"lookup","args":{"name":"a","name":null}}'"#,
            "invalid_arguments",
        ),
        (
            r#"b'{"v":1,"op":"call","tool":"reverse","args":{"content":{"$bytes":"A"}}}'"#,
            "invalid_arguments",
        ),
        (r#"b'{"v":' + b'1' * 50_000_000"#, "too_large"),
    ] {
        let code = format!("import _host, json\njson.loads(_host.call({frame}))['error']['kind']");
        let result = run_unchecked(functions(), &code).await;
        assert_eq!(
            result.return_value,
            Some(json!(kind)),
            "{frame}: {:?}",
            result.error_message
        );
        assert_eq!(result.host_calls.len(), 1, "{frame}");
    }
    let code = "import _host\nfor frame in (b'', b'x', b'{}', b'\\x00' * 100):\n    try:\n        _host.call(frame)\n    \
                except OSError:\n        print('fault')";
    assert_eq!(
        run_unchecked(functions(), code).await.stdout,
        "fault\n".repeat(4)
    );
}

#[tokio::test]
async fn a_flood_of_frames_ends_with_the_time_limit() {
    let mut limits = Limits::default();
    limits.timeout_seconds = 0.5;
    let executor = executor()
        .limits(limits)
        .policy(Policy::preset(Preset::None))
        .host_functions(Arc::new(functions().build().unwrap()))
        .build()
        .unwrap();
    let code = "import _host\nframe = b'{\"v\":' + b'[' * 1_000_000\nwhile True: _host.call(frame)";
    let result = executor.execute(code).await.unwrap();
    assert_eq!(result.error_kind(), Some(ErrorKind::Timeout));
    let outcomes = result.host_calls.iter().map(|call| call.outcome);
    let last = outcomes.clone().last();
    assert!(
        matches!(
            last,
            Some(HostCallOutcome::BudgetExceeded | HostCallOutcome::Interrupted)
        ),
        "{last:?}"
    );
    assert!(outcomes.len() <= 101);
}

#[tokio::test]
async fn without_functions_the_policy_and_the_guest_say_so() {
    let result = executor()
        .build()
        .unwrap()
        .execute("from host import tools")
        .await
        .unwrap();
    let violation = &result.validation_violations[0];
    assert_eq!(
        (violation.rule.as_ref(), violation.message.as_str()),
        (
            "unavailable-module",
            "`host` holds functions of the host, and this program is offered none"
        )
    );
    assert_eq!(
        violation.suggestion.as_deref(),
        Some("pass the data in as a file or as `context`")
    );
    let executor = executor()
        .policy(Policy::preset(Preset::None))
        .build()
        .unwrap();
    let result = executor.execute("from host import tools").await.unwrap();
    assert_eq!(
        result.error_message.as_deref(),
        Some("this run has no tools: the embedder passed none")
    );
}

#[tokio::test]
async fn every_policy_lets_host_be_imported_where_there_are_functions() {
    let mut listed = Policy::preset(Preset::Standard);
    listed.allowed_imports = Some(vec!["math".to_owned()]);
    let policies = Preset::ALL.map(Policy::preset).into_iter().chain([listed]);
    for policy in policies {
        let executor = executor()
            .policy(policy.clone())
            .host_functions(Arc::new(functions().build().unwrap()))
            .build()
            .unwrap();
        let result = executor
            .execute("from host import tools\ntools.echo(value=1)")
            .await
            .unwrap();
        assert_eq!(
            result.return_value,
            Some(json!(1)),
            "{policy:?}: {:?}",
            result.error_message
        );
    }
}

#[tokio::test]
async fn executions_at_the_same_time_call_at_the_same_time() {
    let barrier = Arc::new(tokio::sync::Barrier::new(2));
    let functions = HostFunctions::builder()
        .function("meet", "", move |(): (), call: HostCall| {
            let barrier = Arc::clone(&barrier);
            async move {
                barrier.wait().await;
                Ok(call.execution_id.to_string())
            }
        })
        .build()
        .unwrap();
    let sandbox = WasmSandbox::with_threads(&pack(), NonZeroUsize::new(2).unwrap()).unwrap();
    let executor = CodeExecutor::builder(Arc::new(sandbox))
        .host_functions(Arc::new(functions))
        .build()
        .unwrap();
    let code = "from host import tools\ntools.meet()";
    let (first, second) = tokio::join!(executor.execute(code), executor.execute(code));
    for result in [first.unwrap(), second.unwrap()] {
        assert_eq!(
            result.return_value,
            Some(json!(result.execution_id)),
            "{:?}",
            result.error_message
        );
    }
}

/// Prints what a call costs; the bound is generous, since other tests run beside this one.
#[tokio::test]
async fn a_call_is_cheap() {
    let mut limits = HostFunctionLimits::default();
    limits.max_calls = 1100;
    let code = "import time\nfrom host import tools\nfor n in range(100): tools.echo(value=n)\nbegun = time.perf_counter()\n\
                for n in range(1000): tools.echo(value=n)\n(time.perf_counter() - begun) / 1000";
    let result = run_with(functions().limits(limits), code).await;
    let seconds = result.return_value.unwrap().as_f64().unwrap();
    let in_host: f64 = result.host_calls[100..]
        .iter()
        .map(|call| call.seconds)
        .sum::<f64>()
        / 1000.0;
    println!(
        "a call takes {:.1} us, {:.1} us of them in the dispatcher",
        seconds * 1e6,
        in_host * 1e6
    );
    assert!(seconds < 0.02, "{seconds}");
    assert_eq!(result.host_calls.len(), 1100);
}
