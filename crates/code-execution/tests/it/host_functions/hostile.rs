//! Frames that no honest module sends.

use std::sync::Arc;

use ringfence_code_execution::{
    ErrorKind,
    analysis::{Policy, Preset},
    host_functions::HostCallOutcome,
    sandbox::Limits,
};
use serde_json::json;

use super::{functions, run_unchecked};
use crate::support::executor;

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
    let last = result.host_calls.last().map(|call| call.outcome);
    assert!(
        matches!(
            last,
            Some(HostCallOutcome::BudgetExceeded | HostCallOutcome::Interrupted)
        ),
        "{last:?}"
    );
    assert!(result.host_calls.len() <= 101);
}
