//! The host's part: start a worker, read what it says.
#![cfg(test)]

use std::{
    env,
    io::Read,
    net::Shutdown,
    time::{Duration, Instant},
};

use ringfence_code_execution::process::worker::{WallsReport, WorkerEnd, WorkerProcess};

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Starts this program as a worker that does `task`.
pub(crate) fn start(task: &str) -> WorkerProcess {
    let program = env::current_exe().unwrap();
    WorkerProcess::spawn(&program, &["--worker".into(), task.into()]).unwrap()
}

/// Runs a worker to its end: what it said, and how it ended.
pub(crate) fn run(task: &str) -> (String, WorkerEnd) {
    let mut worker = start(task);
    let mut channel = worker.channel();
    channel.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut said = String::new();
    channel.read_to_string(&mut said).unwrap();
    (said, worker.wait().unwrap())
}

/// The report with which a worker starts.
pub(crate) fn report() -> WallsReport {
    let (said, end) = run("report");
    assert_eq!(end, WorkerEnd::Exited(0), "{said}");
    serde_json::from_str(&said).unwrap()
}

/// Reads one line.
pub(crate) fn line(worker: &WorkerProcess) -> String {
    let mut channel = worker.channel();
    channel.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut line = Vec::new();
    let mut byte = [0];
    while channel.read(&mut byte).unwrap() == 1 && byte != *b"\n" {
        line.push(byte[0]);
    }
    String::from_utf8(line).unwrap()
}

/// Waits until something is so.
pub(crate) fn until(what: &str, mut so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// No more bytes will be sent; the worker lives on.
pub(crate) fn close_writing(worker: &WorkerProcess) {
    worker.channel().shutdown(Shutdown::Write).unwrap();
}
