use ringfence_code_execution::{
    ErrorKind, ExecutionRequest, ExecutionResult,
    analysis::{Policy, Preset},
};
use serde_json::{Value, json};

use crate::support::executor;

async fn run(request: impl Into<ExecutionRequest>) -> ExecutionResult {
    executor().build().unwrap().execute(request).await.unwrap()
}

#[tokio::test]
async fn output_streams_are_kept_apart() {
    let result =
        run("import sys\nprint('out')\nprint('err', file=__import__('warnings') and None)\n").await;
    assert!(!result.success, "`__import__` is refused");
    let policy = Policy::preset(Preset::None);
    let executor = executor().policy(policy).build().unwrap();
    let result = executor
        .execute("import sys\nprint('out')\nprint('err', file=sys.stderr)")
        .await
        .unwrap();
    assert_eq!(
        (result.stdout.as_str(), result.stderr.as_str()),
        ("out\n", "err\n")
    );
    assert!(result.success);
    assert_eq!(result.exit_code, 0);
}

#[tokio::test]
async fn the_last_expression_is_the_value() {
    for (code, value, repr) in [
        ("1 + 1", json!(2), "2"),
        (
            "x = 3\n{'a': [x, None, True, 1.5, 'é']}",
            json!({"a": [3, null, true, 1.5, "é"]}),
            "{'a': [3, None, True, 1.5, 'é']}",
        ),
        ("(1, 2)", json!([1, 2]), "(1, 2)"),
        (
            "2 ** 70",
            json!("1180591620717411303424"),
            "1180591620717411303424",
        ),
        ("float('nan')", json!("nan"), "nan"),
        ("{1: 2}", json!("{1: 2}"), "{1: 2}"),
        ("{3, 1}", json!("{1, 3}"), "{1, 3}"),
        (
            "import numpy as np\nnp.float64(1.5)",
            json!(1.5),
            "np.float64(1.5)",
        ),
        ("'\\ud800'", json!("?"), "'\\ud800'"),
    ] {
        let result = run(code).await;
        assert_eq!(
            (result.return_value, result.return_value_repr.as_deref()),
            (Some(value), Some(repr)),
            "{code}"
        );
    }
    for code in ["x = 1", "print('a')", "", "None", "# only a comment"] {
        let result = run(code).await;
        assert!(result.success, "{code}: {:?}", result.error_message);
        assert_eq!(result.return_value, None, "{code}");
    }
}

#[tokio::test]
async fn the_context_is_visible() {
    let request = ExecutionRequest::new("print(context['name'], sum(context['ages']))")
        .context("name", "Ada")
        .context("ages", vec![1, 2]);
    assert_eq!(run(request).await.stdout, "Ada 3\n");
    assert_eq!(run("context").await.return_value, Some(json!({})));
}

#[tokio::test]
async fn an_exception_has_type_message_and_a_traceback_of_the_codes_own_lines() {
    let request =
        ExecutionRequest::new("def half(x):\n    return 1 / x\n\nhalf(0)\n").file_name("half.py");
    let result = run(request).await;
    assert_eq!(result.error_type.as_deref(), Some("ZeroDivisionError"));
    assert_eq!(result.error_message.as_deref(), Some("division by zero"));
    assert_eq!(
        result.traceback.as_deref(),
        Some(
            "Traceback (most recent call last):\n  File \"half.py\", line 4, in <module>\n    half(0)\n    ~~~~^^^\n  \
             File \"half.py\", line 2, in half\n    return 1 / x\n           ~~^~~\nZeroDivisionError: division by zero\n"
        )
    );
    assert_eq!((result.success, result.exit_code), (false, 1));
    let error = result.into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Sandbox);
    assert_eq!(
        error.to_dict()["details"]["error_type"],
        "ZeroDivisionError"
    );
}

#[tokio::test]
async fn an_exit_status_is_the_codes_own() {
    for (code, exit_code, success) in [
        ("raise SystemExit", 0, true),
        ("raise SystemExit(3)", 3, false),
        ("exit('no')", 1, false),
    ] {
        let result = run(code).await;
        assert_eq!(
            (result.exit_code, result.success),
            (exit_code, success),
            "{code}"
        );
    }
    assert_eq!(run("exit('no')").await.stderr, "no\n");
}

#[tokio::test]
async fn a_refusal_names_line_reason_and_help_and_runs_nothing() {
    let result = run("print('before')\nimport os\n").await;
    assert_eq!(result.stdout, "");
    assert_eq!(result.error_type.as_deref(), Some("SecurityViolationError"));
    let [violation] = result.validation_violations.as_slice() else {
        panic!("{:?}", result.validation_violations)
    };
    assert_eq!(
        (
            violation.rule.as_ref(),
            violation.line_number,
            violation.column
        ),
        ("forbidden-import", 2, 8)
    );
    assert!(violation.suggestion.is_some());
    assert_eq!(result.error_kind(), Some(ErrorKind::SecurityViolation));
}

#[tokio::test]
async fn a_syntax_error_is_found_before_the_sandbox() {
    let result = run("print('a'\n").await;
    assert_eq!(result.error_type.as_deref(), Some("SyntaxError"));
    assert_eq!(
        result.error_message.as_deref(),
        Some("'(' was never closed (line 1)")
    );
    assert_eq!(result.error_kind(), Some(ErrorKind::Validation));
    let executor = executor().syntax_validation(false).build().unwrap();
    let result = executor.execute("print('a'\n").await.unwrap();
    assert_eq!(
        result.error_type.as_deref(),
        Some("SyntaxError"),
        "the guest's compiler has the last word"
    );
    assert!(result.traceback.unwrap().contains("'(' was never closed"));
}

#[tokio::test]
async fn sensitive_output_is_redacted_everywhere() {
    let code = "key = 'sk-proj-' + 'a1B2' * 12\nprint('key', key)\nopen('notes.txt', 'w').write(key)\n{'key': key}";
    let result = run(code).await;
    assert_eq!(result.stdout, "key [REDACTED]\n");
    assert_eq!(result.return_value, Some(json!({"key": "[REDACTED]"})));
    assert_eq!(result.artifacts[0].bytes, b"[REDACTED]");
    assert!(result.was_output_redacted && result.success);
    assert_eq!(result.output_violations[0].violation_type, "openai_api_key");

    let raised = run("raise ValueError('sk-proj-' + 'a1B2' * 12)").await;
    assert_eq!(raised.error_message.as_deref(), Some("[REDACTED]"));
    assert!(!raised.to_dict().to_string().contains("a1B2a1B2"));

    let strict = executor().redact_sensitive_output(false).build().unwrap();
    let withheld = strict.execute(code).await.unwrap();
    assert_eq!(withheld.error_kind(), Some(ErrorKind::OutputValidation));
    assert!(!withheld.to_dict().to_string().contains("a1B2a1B2"));
}

#[tokio::test]
async fn the_json_form_has_the_names_of_the_wire_format() {
    let Value::Object(fields) = run("1").await.to_dict() else {
        panic!("no object")
    };
    let mut names: Vec<_> = fields.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "artifacts",
            "error_message",
            "error_type",
            "execution_id",
            "execution_time_seconds",
            "exit_code",
            "host_calls",
            "memory_used_mb",
            "output_violations",
            "return_value",
            "return_value_repr",
            "sandbox_metadata",
            "stderr",
            "stdout",
            "success",
            "total_time_seconds",
            "traceback",
            "truncated",
            "validation_notes",
            "validation_violations",
            "was_output_redacted",
        ]
    );
    assert_eq!(fields["sandbox_metadata"]["sandbox_type"], "wasm");
}

#[tokio::test]
async fn executions_share_nothing() {
    let executor = executor()
        .policy(Policy::preset(Preset::None))
        .build()
        .unwrap();
    let leave = "import builtins, json\nbuiltins.left = json.left = 1\nopen('left.txt', 'w').write('x')\nleft";
    let first = executor.execute(leave).await.unwrap();
    assert_eq!(
        first.return_value,
        Some(json!(1)),
        "{:?}",
        first.error_message
    );
    let look = "import builtins, json, os\n[hasattr(json, 'left'), hasattr(builtins, 'left'), os.listdir('.')]";
    let second = executor.execute(look).await.unwrap();
    assert_eq!(
        second.return_value,
        Some(json!([false, false, []])),
        "{:?}",
        second.error_message
    );
}

#[tokio::test]
async fn random_numbers_differ_between_executions() {
    for code in [
        "import random\nrandom.random()",
        "import numpy as np\nfloat(np.random.rand())",
        "import uuid\nstr(uuid.uuid4())",
    ] {
        assert_ne!(
            run(code).await.return_value,
            run(code).await.return_value,
            "{code}"
        );
    }
}
