//! The guide's program, run.

use ringfence_code_execution::host_functions::HostCallOutcome;

use crate::support::sandbox;

#[path = "../../../examples/host_functions.rs"]
#[expect(dead_code, reason = "its `main` installs the runtime by itself")]
mod program;

#[tokio::test]
async fn the_program_does_what_it_says() {
    let result = program::run(sandbox()).await.unwrap();
    assert_eq!(
        result.stdout, "Ada owes 12.5\nrefused: the accountant is on holiday\n",
        "{:?}",
        result.error_message
    );
    let outcomes: Vec<_> = result.host_calls.iter().map(|call| call.outcome).collect();
    assert_eq!(
        outcomes,
        [HostCallOutcome::Answered, HostCallOutcome::Denied]
    );
}

#[test]
fn the_guide_shows_the_program() {
    let program = include_str!("../../../examples/host_functions.rs");
    let (_, rest) = program.split_once("// guide: begin\n").unwrap();
    let (shown, _) = rest.split_once("// guide: end\n").unwrap();
    let guide = include_str!("../../../../../docs/guides/host-functions.md");
    assert!(
        guide.contains(&format!("```rust\n{shown}```")),
        "copy it:\n{shown}"
    );
}
