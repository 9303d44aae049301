//! Offers two functions to code that a model wrote, and lets a person decide about one of them.
//!
//! ```sh
//! cargo run --release -p ringfence-code-execution --example host_functions
//! ```
//!
//! prints
//!
//! ```text
//! Ada owes 12.5
//! refused: the accountant is on holiday
//! find_customer answered
//! send_reminder denied
//! ```

#![allow(
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "an example prints; a test that includes it may"
)]

use std::{
    error::Error,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

use ringfence_code_execution::{
    CodeExecutor, ExecutionResult,
    host_functions::{
        Decision, Gate, GateAnswer, HostCall, HostFunctionError, HostFunctions, PendingCall,
    },
    runtime::{self, CacheFolder, Job, NoProgress, Source},
    sandbox::{
        Sandbox,
        wasm::{WasmPackBuilder, WasmSandbox},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

// guide: begin
#[derive(Deserialize, JsonSchema)]
struct FindCustomer {
    /// words of the name
    name: String,
}

#[derive(Serialize, JsonSchema)]
struct Customer {
    id: u64,
    name: String,
    open_amount: f64,
}

#[derive(Deserialize, JsonSchema)]
struct SendReminder {
    customer_id: u64,
    #[schemars(length(max = 500))]
    text: String,
}

async fn find_customer(
    arguments: FindCustomer,
    _call: HostCall,
) -> Result<Customer, HostFunctionError> {
    if !arguments.name.contains("Ada") {
        // The code reads this text.
        let text = format!("no customer is called `{}`", arguments.name);
        return Err(HostFunctionError::shown(text));
    }
    // An error that `?` passes on shows the code nothing but that the function failed.
    let id = "1".parse()?;
    Ok(Customer {
        id,
        name: "Ada".to_owned(),
        open_amount: 12.5,
    })
}

async fn send_reminder(arguments: SendReminder, call: HostCall) -> Result<(), HostFunctionError> {
    // Runs with the host's rights: `call` says for whom.
    println!(
        "{:?}: {} to {}",
        call.user_id, arguments.text, arguments.customer_id
    );
    Ok(())
}

/// Asks a person before a reminder goes out.
#[derive(Debug)]
struct Accountant;

impl Gate for Accountant {
    fn covers(&self, function: &str) -> bool {
        function == "send_reminder"
    }

    fn ask<'a>(&'a self, _call: &'a PendingCall) -> GateAnswer<'a> {
        // A real one sends a message and awaits the reply.
        Box::pin(async { Decision::refuse("the accountant is on holiday") })
    }
}

pub(crate) async fn run(sandbox: Arc<dyn Sandbox>) -> Result<ExecutionResult, Box<dyn Error>> {
    let functions = HostFunctions::builder()
        .function("find_customer", "Find a customer by name.", find_customer)
        .function(
            "send_reminder",
            "Remind a customer of a bill.",
            send_reminder,
        )
        .gate(Accountant)
        .build()?;
    let executor = CodeExecutor::builder(sandbox)
        .host_functions(Arc::new(functions))
        .user_id("clerk-7")
        .build()?;
    let code = r#"
from host import tools, ToolDenied

customer = tools.find_customer("Ada")
print(customer["name"], "owes", customer["open_amount"])
try:
    tools.send_reminder(customer["id"], text="please pay")
except ToolDenied as error:
    print("refused:", error)
"#;
    Ok(executor.execute(code).await?)
}
// guide: end

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let job = Job {
        progress: &NoProgress,
        cancelled: &AtomicBool::new(false),
    };
    let cache = CacheFolder::new(std::env::temp_dir().join("ringfence-example/runtime") as PathBuf);
    let pack = runtime::install(&cache, &Source::PackageIndex, &WasmPackBuilder, &job)?;
    let result = run(Arc::new(WasmSandbox::open(&pack)?)).await?;
    print!("{}", result.stdout);
    for call in &result.host_calls {
        let outcome = serde_json::to_value(call.outcome)?;
        println!(
            "{} {}",
            call.function.as_deref().unwrap_or("?"),
            outcome.as_str().unwrap_or("?")
        );
    }
    Ok(())
}
