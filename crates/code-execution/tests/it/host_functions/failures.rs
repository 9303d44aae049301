//! Calls that fail, and what the code learns.

use ringfence_code_execution::host_functions::HostCallOutcome;

use super::{functions, run, run_unchecked};

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
