//! Functions of the host, called from code in the sandbox.

mod calls;
mod example;
mod failures;
mod gate;
mod hostile;
mod limits;
mod policy;

use std::sync::Arc;

use ringfence_code_execution::{
    ExecutionResult,
    analysis::{Policy, Preset},
    host_functions::{HostBytes, HostCall, HostFunctionError, HostFunctions, HostFunctionsBuilder},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::executor;

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

pub(super) fn functions() -> HostFunctionsBuilder {
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

pub(super) async fn run_with(functions: HostFunctionsBuilder, code: &str) -> ExecutionResult {
    let executor = executor()
        .host_functions(Arc::new(functions.build().unwrap()))
        .build()
        .unwrap();
    executor.execute(code).await.unwrap()
}

pub(super) async fn run(code: &str) -> ExecutionResult {
    run_with(functions(), code).await
}

/// Without analysis: what the guest may do, whatever the policy says.
pub(super) async fn run_unchecked(functions: HostFunctionsBuilder, code: &str) -> ExecutionResult {
    let executor = executor()
        .policy(Policy::preset(Preset::None))
        .host_functions(Arc::new(functions.build().unwrap()))
        .build()
        .unwrap();
    executor.execute(code).await.unwrap()
}
