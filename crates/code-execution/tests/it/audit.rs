use std::sync::{Arc, Mutex};

use ringfence_code_execution::{
    audit::{AuditOutcome, AuditRecord, AuditSink},
    sandbox::Limits,
};

use crate::support::executor;

#[derive(Debug, Default)]
struct Kept(Mutex<Vec<AuditRecord>>);

impl AuditSink for Kept {
    fn record(&self, record: &AuditRecord) {
        self.0.lock().unwrap().push(record.clone());
    }
}

#[tokio::test]
async fn every_attempt_leaves_one_record_without_code_or_output() {
    let kept = Arc::new(Kept::default());
    let mut limits = Limits::default();
    limits.timeout_seconds = 0.2;
    let executor = executor()
        .limits(limits)
        .audit_sink(Arc::clone(&kept) as Arc<_>)
        .user_id("user-7")
        .build()
        .unwrap();
    for (code, outcome, error_type) in [
        ("print('visible-output')", AuditOutcome::Succeeded, None),
        ("1 / 0", AuditOutcome::Failed, Some("ZeroDivisionError")),
        (
            "import os",
            AuditOutcome::Refused,
            Some("SecurityViolationError"),
        ),
        ("print(", AuditOutcome::Invalid, Some("SyntaxError")),
        (
            "n = 0\nwhile n >= 0: n += 1",
            AuditOutcome::Stopped,
            Some("TimeoutError"),
        ),
    ] {
        let result = executor.execute(code).await.unwrap();
        let record = kept.0.lock().unwrap().pop().unwrap();
        assert_eq!(
            (record.outcome, record.error_type.as_deref()),
            (outcome, error_type),
            "{code}"
        );
        assert_eq!(
            (record.execution_id, record.user_id.as_deref()),
            (result.execution_id, Some("user-7"))
        );
        assert_eq!(record.code_bytes, code.len());
        assert!(kept.0.lock().unwrap().is_empty(), "one record for {code}");
    }
    executor.execute("print('visible-output')").await.unwrap();
    let record = serde_json::to_string(&kept.0.lock().unwrap().pop().unwrap()).unwrap();
    assert!(!record.contains("visible-output"), "{record}");
    let executor = self::executor()
        .audit_sink(Arc::clone(&kept) as Arc<_>)
        .build()
        .unwrap();
    executor
        .execute("import os, sys\nprint('x')")
        .await
        .unwrap();
    assert_eq!(kept.0.lock().unwrap()[0].refused_by, ["forbidden-import"]);
}
