//! `ringfence doctor`: what this machine can do, found out by trying it.

use std::{sync::Arc, time::Instant};

use ringfence_code_execution::{
    CodeExecutor,
    analysis::{Policy, Preset},
    process::worker::{Wall, WallsReport},
    runtime::Pack,
    sandbox::{LimitOverrides, wasm::WasmPackBuilder},
};
use serde::Serialize;

use super::{
    Failure, Status,
    arguments::{DoctorArguments, SandboxArguments},
    block_on,
    printer::Printer,
    sandbox,
};
use crate::config::Config;

/// One thing that was tried.
#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    ok: bool,
    detail: String,
}

/// A program that must end as `expected` says: printing it, or with that error.
struct Probe {
    name: &'static str,
    code: &'static str,
    expected: &'static str,
}

const PROBES: &[Probe] = &[
    Probe {
        name: "runs Python",
        code: "print(sum(range(10)))",
        expected: "45\n",
    },
    Probe {
        name: "environment is empty",
        code: "import os\nprint(dict(os.environ))",
        expected: "{}\n",
    },
    Probe {
        name: "no files of the host",
        code: "import os\nprint(sorted(os.listdir('/')), os.path.exists('/etc/passwd'), os.path.exists('/proc'))",
        expected: "['tmp', 'usr', 'work'] False False\n",
    },
    Probe {
        name: "no network",
        code: "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 1), 1)\nexcept Exception as error:\n    print('refused')",
        expected: "refused\n",
    },
    Probe {
        name: "no processes",
        code: "import os\ntry:\n    os.system('true')\nexcept AttributeError:\n    print('absent')",
        expected: "absent\n",
    },
    Probe {
        name: "time limit",
        code: "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        expected: "TimeoutError",
    },
    Probe {
        name: "time limit while sleeping",
        code: "import time\ntime.sleep(100)",
        expected: "TimeoutError",
    },
    Probe {
        name: "memory limit",
        code: "x = bytearray(2**30)",
        expected: "MemoryError",
    },
];

const PROBE_TIMEOUT_SECONDS: f64 = 0.5;

pub(super) fn doctor(
    arguments: &DoctorArguments,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let mut findings = vec![system()];
    let cache = config.cache_folder()?;
    let walls = if let Some(pack) = cache.find(&WasmPackBuilder)? {
        findings.push(Finding {
            name: "runtime",
            ok: true,
            detail: pack.folder().display().to_string(),
        });
        let (probed, report) = block_on(probe(&pack))??;
        findings.extend(probed);
        report
    } else {
        findings.push(Finding {
            name: "runtime",
            ok: false,
            detail: "not installed; `ringfence runtime install` installs it".to_owned(),
        });
        // Walls need no runtime.
        sandbox::try_walls()?
    };
    let probes_ok = findings.iter().all(|finding| finding.ok);
    let all_ok = probes_ok && (!arguments.require_walls || walls.missing().next().is_none());
    if arguments.json {
        printer.data(&format!(
            "{:#}\n",
            serde_json::json!({ "ok": all_ok, "findings": findings, "walls": walls })
        ));
    } else {
        for finding in &findings {
            let mark = if finding.ok { "ok  " } else { "FAIL" };
            printer.data(&format!("{mark}  {:28} {}\n", finding.name, finding.detail));
        }
        show_walls(&walls, printer);
    }
    Ok(if all_ok {
        Status::Success
    } else {
        Status::CodeFailed
    })
}

/// The walls around a worker, as the worker itself told.
fn show_walls(walls: &WallsReport, printer: Printer) {
    printer.data("\nwalls around a guest, beside WebAssembly:\n");
    for wall in Wall::ALL {
        let state = walls.get(*wall);
        let mark = if walls.stands(*wall) { "ok  " } else { "none" };
        let detail = state.map_or("not tried", |state| state.detail.as_str());
        printer.data(&format!("{mark}  {:28} {detail}\n", wall.name()));
    }
    if walls.missing().next().is_some() {
        printer.note("hint: docs/concepts/walls.md says what each wall needs; `--require-walls` refuses to run without");
    }
}

fn system() -> Finding {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let detail = format!(
        "{} {}, {cores} cores",
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    Finding {
        name: "system",
        ok: cfg!(unix),
        detail,
    }
}

async fn probe(pack: &Pack) -> Result<(Vec<Finding>, WallsReport), Failure> {
    let opened = Instant::now();
    let sandbox = sandbox::open(pack, &[], SandboxArguments::default(), None)?;
    let walls = sandbox.walls_report().cloned().unwrap_or_default();
    let load = Finding {
        name: "workers start",
        ok: true,
        detail: format!("{:.1} ms", milliseconds(opened)),
    };
    let executor = CodeExecutor::builder(Arc::new(sandbox))
        .policy(Policy::preset(Preset::None))
        .build()?;
    let mut findings = vec![load];
    for probe in PROBES {
        let limits = LimitOverrides {
            timeout_seconds: Some(PROBE_TIMEOUT_SECONDS),
            ..LimitOverrides::default()
        };
        let request = ringfence_code_execution::ExecutionRequest::new(probe.code).limits(limits);
        let started = Instant::now();
        let result = executor.execute(request).await?;
        let got = if result.success {
            result.stdout
        } else {
            result.error_type.unwrap_or_default()
        };
        let ok = got == probe.expected;
        let detail = if ok {
            format!("{:.1} ms", milliseconds(started))
        } else {
            format!("got {got:?}, expected {:?}", probe.expected)
        };
        findings.push(Finding {
            name: probe.name,
            ok,
            detail,
        });
    }
    Ok((findings, walls))
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
