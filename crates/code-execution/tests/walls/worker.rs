//! The worker's part.
#![cfg(test)]

use std::{fs::File, io::Write, os::unix::net::UnixStream, thread, time::Duration};

use ringfence_code_execution::process::worker::{WallsReport, Worker, WorkerLimits};

use crate::{abilities, life, probes};

/// Of memory that it may write, for the abilities that reach this limit.
pub(crate) const WRITABLE_MEMORY_BYTES: u64 = 512 << 20;

/// What was opened before the worker was locked down.
pub(crate) struct Opened {
    /// This program's file, which is longer than a page.
    pub(crate) program: File,
    pub(crate) pagemap: File,
}

/// Enters, does `task` and ends.
pub(crate) fn main(task: &str) {
    let worker = Worker::enter().unwrap();
    if let Some(task) = task.strip_prefix("entered:") {
        return life::entered(&worker, task);
    }
    if let Some(task) = task.strip_prefix("unready:") {
        return life::unready(worker, task);
    }
    let opened = Opened {
        program: File::open("/proc/self/exe").unwrap(),
        pagemap: File::open("/proc/self/pagemap").unwrap(),
    };
    let limits = WorkerLimits {
        writable_memory_bytes: Some(WRITABLE_MEMORY_BYTES),
        ..WorkerLimits::default()
    };
    let (channel, report) = worker.lock_down(&limits).unwrap();
    locked_down(task, channel, &report, &opened);
}

fn locked_down(task: &str, mut channel: UnixStream, report: &WallsReport, opened: &Opened) {
    if let Some(name) = task.strip_prefix("probe:") {
        let said = match probes::run(name) {
            Ok(value) => format!("reached: {value}"),
            Err(errno) => format!("refused: {errno}"),
        };
        return channel.write_all(said.as_bytes()).unwrap();
    }
    if let Some(name) = task.strip_prefix("ability:") {
        abilities::run(name, &mut channel, opened);
        return channel.write_all(b"done").unwrap();
    }
    match task {
        "report" => serde_json::to_writer(&channel, report).unwrap(),
        "spin" => {
            channel.write_all(b"spinning\n").unwrap();
            loop {
                std::hint::spin_loop();
            }
        }
        "sleep" => {
            channel.write_all(b"sleeping\n").unwrap();
            thread::sleep(Duration::from_secs(1000));
        }
        "exit 7" => exit(7),
        _ => unreachable!("{task}"),
    }
}

#[expect(clippy::exit, reason = "the code that the host must see")]
fn exit(code: i32) {
    std::process::exit(code)
}
