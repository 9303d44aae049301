//! eryx's sessions: an instance that stays, saved and copied by pickling its variables.

use std::time::Instant;

use eryx::{InProcessSession, Sandbox, Session as _};

use super::{PRINT, PRINT_OUTPUT};
use crate::{
    Arguments, Failure,
    memory::private_kb,
    report::Report,
    timing::{Budget, expect, milliseconds_since},
};

/// What a session holds when it is saved: a list of a thousand numbers.
const STATE: &str = "values = list(range(1000))";
const READ_STATE: &str = "print(sum(values))";
const STATE_OUTPUT: &str = "499500";
/// How many sessions are held at once to see what one takes.
const HELD_SESSIONS: u64 = 16;

/// Adds the rows of sessions to `report`.
pub(super) async fn measure(
    sandbox: &Sandbox,
    arguments: &Arguments,
    report: &mut Report,
) -> Result<(), Failure> {
    eprintln!("measuring: eryx: sessions");
    let mut session = InProcessSession::new(sandbox).await?;
    turn(&mut session, "n = 0", "").await?;
    let budget = Budget::new(arguments.runs, arguments.budget);
    let mut times = Vec::with_capacity(arguments.runs);
    while budget.allows(times.len()) {
        let started = Instant::now();
        turn(&mut session, "n += 1", "").await?;
        times.push(milliseconds_since(started));
    }
    turn(&mut session, "print(n)", &times.len().to_string()).await?;
    report.times("session_turn_ms", times);

    turn(&mut session, STATE, "").await?;
    copies(sandbox, &mut session, arguments, report).await?;
    drop(session);
    memory(sandbox, report).await
}

/// Times saving a session, restoring it into a new one, and both together, which is how one forks with eryx.
async fn copies(
    sandbox: &Sandbox,
    session: &mut InProcessSession<'_>,
    arguments: &Arguments,
    report: &mut Report,
) -> Result<(), Failure> {
    let budget = Budget::new(arguments.runs, arguments.budget);
    let (mut checkpoints, mut forks) = (Vec::new(), Vec::new());
    let (mut first_turns, mut restores) = (Vec::new(), Vec::new());
    while budget.allows(checkpoints.len()) {
        let started = Instant::now();
        let snapshot = session.snapshot_state().await?;
        checkpoints.push(milliseconds_since(started));
        let restoring = Instant::now();
        let mut copy = InProcessSession::new(sandbox).await?;
        copy.restore_state(&snapshot).await?;
        forks.push(milliseconds_since(started));
        turn(&mut copy, READ_STATE, STATE_OUTPUT).await?;
        first_turns.push(milliseconds_since(started));
        restores.push(milliseconds_since(restoring));
    }
    report.times("session_fork_ms", forks);
    report.times("session_fork_turn_ms", first_turns);
    report.times("session_checkpoint_ms", checkpoints);
    report.times("session_restore_turn_ms", restores);
    Ok(())
}

/// Private memory that one more session at rest takes, after a turn.
async fn memory(sandbox: &Sandbox, report: &mut Report) -> Result<(), Failure> {
    let before = private_kb();
    let mut sessions = Vec::new();
    for _ in 0..HELD_SESSIONS {
        let mut session = InProcessSession::new(sandbox).await?;
        turn(&mut session, PRINT, PRINT_OUTPUT).await?;
        sessions.push(session);
    }
    let (Some(before), Some(after)) = (before, private_kb()) else {
        report.leave_out(
            "resting_session_private_kb",
            "the system does not tell (no smaps_rollup)",
        );
        return Ok(());
    };
    #[expect(clippy::cast_precision_loss, reason = "kilobytes")]
    let kilobytes = (after.saturating_sub(before) / HELD_SESSIONS) as f64;
    report.value("resting_session_private_kb", kilobytes, sessions.len());
    report.leave_out(
        "idle_instance_private_kb",
        "an instance that rests is a session: see that row",
    );
    Ok(())
}

async fn turn(session: &mut InProcessSession<'_>, code: &str, output: &str) -> Result<(), Failure> {
    expect(&session.execute(code).await?.stdout, output)
}
