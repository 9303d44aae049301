//! A backend whose worker was taken over: every text of its outcome is somebody else's.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionResult,
    audit::{AuditRecord, AuditSink},
    sandbox::{
        Artifact, Capabilities, Ending, Execution, Outcome, PythonError, Sandbox, SandboxJob,
    },
};
use serde_json::{Value, json};

use crate::support;

/// Has the capabilities of the real sandbox, and gives the outcome that it was told to.
#[derive(Debug)]
struct Lying(Outcome);

impl Sandbox for Lying {
    fn sandbox_type(&self) -> &'static str {
        "wasm"
    }

    fn capabilities(&self) -> Capabilities {
        support::sandbox().capabilities()
    }

    fn execute(&self, _job: SandboxJob) -> Execution<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

#[derive(Debug, Default)]
struct Kept(Mutex<Vec<AuditRecord>>);

impl AuditSink for Kept {
    fn record(&self, record: &AuditRecord) {
        self.0.lock().unwrap().push(record.clone());
    }
}

fn secret() -> String {
    format!("sk-proj-{}", "a1B2".repeat(12))
}

fn outcome() -> Outcome {
    Outcome::stopped(Ending::Completed, Duration::ZERO)
}

async fn run(outcome: Outcome, redacts: bool) -> (ExecutionResult, AuditRecord) {
    let kept = Arc::new(Kept::default());
    let executor = CodeExecutor::builder(Arc::new(Lying(outcome)))
        .audit_sink(Arc::clone(&kept) as Arc<_>)
        .redact_sensitive_output(redacts)
        .build()
        .unwrap();
    let result = executor.execute("1").await.unwrap();
    let record = kept.0.lock().unwrap().pop().unwrap();
    (result, record)
}

#[tokio::test]
async fn secrets_in_the_class_of_an_exception_stay_inside() {
    let raised = || Outcome {
        ending: Ending::Raised(PythonError {
            error_type: format!("Error_{}", secret()),
            message: "no".to_owned(),
            traceback: "no".to_owned(),
            line_number: None,
            is_memory_error: false,
        }),
        ..outcome()
    };
    for redacts in [true, false] {
        let (result, record) = run(raised(), redacts).await;
        let said = result.to_dict().to_string() + &serde_json::to_string(&record).unwrap();
        assert!(!said.contains("a1B2a1B2"), "{said}");
        assert_eq!(record.error_type, result.error_type);
        assert_eq!(record.output_violations, ["openai_api_key"]);
    }
    let (result, _) = run(raised(), true).await;
    assert!(result.error_type.unwrap().contains("[REDACTED]"));
}

#[tokio::test]
async fn a_media_type_has_a_type_and_a_subtype_of_plain_characters() {
    let secret = secret();
    for (told, handed_on) in [
        ("text/csv", "text/csv"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("image/svg+xml", "image/svg+xml"),
        ("", "application/octet-stream"),
        ("text", "application/octet-stream"),
        ("/csv", "application/octet-stream"),
        ("text/", "application/octet-stream"),
        ("text/.csv", "application/octet-stream"),
        ("text/csv/x", "application/octet-stream"),
        ("text/html; charset=utf-8", "application/octet-stream"),
        ("text/html\r\nx-header: 1", "application/octet-stream"),
        ("text/\u{e9}", "application/octet-stream"),
        (
            &format!("text/{}", "a".repeat(128)),
            "application/octet-stream",
        ),
        (&format!("text/{secret}"), "application/octet-stream"),
    ] {
        let artifact = Artifact {
            name: "a.txt".to_owned(),
            media_type: told.to_owned(),
            bytes: secret.clone().into_bytes(),
        };
        let artifacts = vec![artifact];
        let (result, _) = run(
            Outcome {
                artifacts,
                ..outcome()
            },
            true,
        )
        .await;
        assert_eq!(result.artifacts[0].media_type, handed_on, "{told:?}");
        if told.starts_with("text") || told != handed_on {
            assert_eq!(result.artifacts[0].bytes, b"[REDACTED]", "{told:?}");
        }
    }
}

#[tokio::test]
async fn names_are_not_cut_at_the_limit_of_output() {
    let artifact = Artifact {
        name: "long-name.bin".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        bytes: vec![0xff],
    };
    let mut limits = ringfence_code_execution::sandbox::Limits::default();
    limits.max_output_bytes = 3;
    let lying = Lying(Outcome {
        artifacts: vec![artifact],
        ending: Ending::Raised(PythonError {
            error_type: "ZeroDivisionError".to_owned(),
            message: "division by zero".to_owned(),
            traceback: String::new(),
            line_number: None,
            is_memory_error: false,
        }),
        ..outcome()
    });
    let executor = CodeExecutor::builder(Arc::new(lying));
    let executor = executor.limits(limits).build().unwrap();
    let result = executor.execute("1").await.unwrap();
    assert_eq!(result.error_type.as_deref(), Some("ZeroDivisionError"));
    assert_eq!(result.artifacts[0].name, "long-name.bin");
    assert_eq!(result.artifacts[0].media_type, "application/octet-stream");
}

#[tokio::test]
async fn metadata_of_a_worker_changes_nothing_that_the_executor_says() {
    let mut metadata = json!({
        "sandbox_type": "container",
        "walls": ["moat"],
        "session_id": "another",
        "state_kept": true,
        "image": "base",
        "python_version": "3.15.0",
        "fuel_used": 7,
        "a name": 1,
        "long": "x".repeat(5000),
        "secret": secret(),
    });
    let fields = metadata.as_object_mut().unwrap();
    let metadata = std::mem::take(fields);
    let (result, _) = run(
        Outcome {
            metadata: metadata.clone(),
            ..outcome()
        },
        true,
    )
    .await;
    assert!(result.success && !result.was_output_redacted);
    let expected = json!({
        "sandbox_type": "wasm",
        "walls": ["wasm"],
        "image": "base",
        "python_version": "3.15.0",
        "fuel_used": 7,
    });
    assert_eq!(Value::Object(result.sandbox_metadata), expected);

    let many = (0..1000).map(|n| (format!("n_{n}"), Value::from(n)));
    let outcome = Outcome {
        metadata: many.collect(),
        ..outcome()
    };
    let (result, _) = run(outcome, true).await;
    assert_eq!(result.sandbox_metadata.len(), 2 + 32);
}
