//! A thousand sessions that rest in one process: in its memory, and in a folder.

use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

use ringfence_code_execution::sessions::{Place, SessionId, Sessions};
use serde_json::json;

use super::{Test, executor, sandbox};

const SESSIONS: usize = 1000;
/// Generous: some seconds are usual.
const MAX_TIME: Duration = Duration::from_mins(5);

pub(crate) const TESTS: &[Test] = &[("rest_in_one_process", || Box::pin(rest_in_one_process()))];

async fn rest_in_one_process() {
    let started = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let sessions = Sessions::builder(executor(sandbox(2)))
        .max_sessions(SESSIONS)
        .folder(folder.path().join("sessions"))
        .sweep_every(Duration::from_hours(1))
        .build()
        .await
        .unwrap();
    let warm = sessions.create(None).await.unwrap().id;
    sessions.run(warm, "n = 0").await.unwrap();
    sessions.close(warm).await.unwrap();
    let before = private_bytes();
    let mut ids = Vec::new();
    for n in 0..SESSIONS {
        let id = sessions.create(None).await.unwrap().id;
        let ran = sessions.run(id, format!("n = {n}\nnames = ['a'] * n"));
        assert!(ran.await.unwrap().success);
        ids.push(id);
    }
    tell("one turn in each of", started, before);
    for (n, id) in ids.iter().enumerate().step_by(97) {
        assert_n(&sessions, *id, n).await;
    }
    let resting = Instant::now();
    let report = sessions.hibernate_all().await;
    assert_eq!((report.hibernated, report.failures), (SESSIONS, vec![]));
    tell("moved to files:", resting, before);
    let infos = sessions.list();
    assert!(infos.iter().all(|info| info.place == Place::Disk));
    let disk_bytes: u64 = infos.iter().map(|info| info.disk_bytes).sum();
    println!("{} bytes a file", disk_bytes / SESSIONS as u64);
    let waking = Instant::now();
    for (n, id) in ids.iter().enumerate().step_by(89) {
        assert_n(&sessions, *id, n).await;
    }
    println!(
        "{:.2} ms to come back from a file and run",
        waking.elapsed().as_secs_f64() * 1000.0
            / f64::from(u32::try_from(SESSIONS.div_ceil(89)).unwrap())
    );
    assert!(started.elapsed() < MAX_TIME, "{:?}", started.elapsed());
}

async fn assert_n(sessions: &Arc<Sessions>, id: SessionId, n: usize) {
    let result = sessions.run(id, "[n, len(names)]").await.unwrap();
    assert_eq!(result.return_value, Some(json!([n, n])));
}

fn tell(what: &str, since: Instant, before_bytes: u64) {
    let more_bytes = private_bytes().saturating_sub(before_bytes);
    println!(
        "{what} {SESSIONS} sessions took {:.1} s; {} bytes of private memory for each",
        since.elapsed().as_secs_f64(),
        more_bytes / SESSIONS as u64
    );
}

/// What this process has for itself alone.
fn private_bytes() -> u64 {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let kilobytes = rollup
        .lines()
        .filter(|line| line.starts_with("Private_"))
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.sum::<u64>() * 1024
}
