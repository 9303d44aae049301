//! Calls that wait for a decision.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use ringfence_code_execution::{
    host_functions::{Decision, Gate, GateAnswer, HostCallOutcome, PendingCall},
    sandbox::Limits,
};
use serde_json::json;

use super::functions;
use crate::support::executor;

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
