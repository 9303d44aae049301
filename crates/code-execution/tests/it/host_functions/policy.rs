//! What analysis says of `from host import tools`.

use std::sync::Arc;

use ringfence_code_execution::analysis::{Policy, Preset};
use serde_json::json;

use super::functions;
use crate::support::executor;

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
