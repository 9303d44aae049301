//! What crosses, what is kept of it, and what it costs.

use std::{collections::BTreeMap, num::NonZeroUsize, sync::Arc};

use ringfence_code_execution::{
    CodeExecutor,
    host_functions::{HostBytes, HostCall, HostCallOutcome, HostFunctionLimits, HostFunctions},
    sandbox::wasm::WasmSandbox,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{functions, run, run_unchecked, run_with};
use crate::support::pack;

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

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Size {
    Small,
    Large,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Everything {
    zebra: String,
    count: u8,
    ratio: f64,
    is_new: bool,
    sizes: Vec<Size>,
    by_name: BTreeMap<String, i64>,
    content: HostBytes,
    inner: Inner,
    apple: Option<String>,
    #[serde(default)]
    tries: u32,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Inner {
    name: String,
}

#[tokio::test]
async fn every_type_has_its_annotation() {
    let functions = HostFunctions::builder()
        .function("f", "", |_: Everything, _: HostCall| async move { Ok(()) })
        .function(
            "g",
            "",
            |(): (), _: HostCall| async move { Ok(Value::Null) },
        );
    let code = "import inspect\nfrom host import tools\n[str(inspect.signature(f)) for f in (tools.f, tools.g)]";
    let result = run_unchecked(functions, code).await;
    assert_eq!(
        result.return_value,
        Some(json!([
            "(zebra: str, count: int, ratio: float, is_new: bool, sizes: list[Literal['small', 'large']], by_name: \
             dict[str, int], content: bytes, inner: dict, apple: str | None = ..., tries: int = 0) -> None",
            "()"
        ])),
        "{:?}",
        result.error_message
    );
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
    let sandbox = WasmSandbox::builder(&pack())
        .slots(NonZeroUsize::new(2).unwrap())
        .open()
        .unwrap();
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
    let code = "import time\nstarted = time.perf_counter()\nfrom host import tools\nimported = time.perf_counter()\n\
                for n in range(100): tools.echo(value=n)\nbegun = time.perf_counter()\n\
                for n in range(1000): tools.echo(value=n)\n[imported - started, (time.perf_counter() - begun) / 1000]";
    let result = run_with(functions().limits(limits), code).await;
    let seconds = result.return_value.unwrap();
    let [import, call] = [0, 1].map(|index| seconds[index].as_f64().unwrap());
    let calls = &result.host_calls[100..];
    let in_host: f64 = calls.iter().map(|call| call.seconds).sum::<f64>() / 1000.0;
    println!(
        "the import takes {:.2} ms; a call {:.1} us, {:.1} us of them in the dispatcher",
        import * 1e3,
        call * 1e6,
        in_host * 1e6
    );
    assert!(call < 0.02, "{call}");
    assert_eq!(result.host_calls.len(), 1100);
}
