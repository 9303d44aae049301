//! `run --record`, `replay`, `recordings`.
#![cfg(test)]

use std::fs;

use serde_json::Value;

use crate::cli::run;

#[test]
fn a_recorded_run_is_replayed_shown_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("kept");
    let place = place.to_str().unwrap();
    let code = "import random, time\ntime.sleep(0.01)\nprint(random.random())";
    let record = ["run", "-c", code, "--record", "--recordings", place];
    let (status, stdout, stderr) = run(&record);
    assert_eq!(status, 0, "{stderr}");
    let id = stderr.trim().strip_prefix("recording: ").unwrap();

    let (status, stdout_of_json, _) = run(&[&record[..], &["--json"]].concat());
    assert_eq!(status, 0);
    let json: Value = serde_json::from_str(&stdout_of_json).unwrap();
    let other = json["recording_id"].as_str().unwrap();
    assert_ne!(json["stdout"].as_str().unwrap(), stdout);

    for flags in [&[][..], &["--in-process"]] {
        let replay = [&["replay", id, "--recordings", place], flags].concat();
        let (status, stdout, stderr) = run(&replay);
        assert_eq!(
            (status, stdout.as_str()),
            (0, "the same: every byte of the output\n"),
            "{stderr}"
        );
    }
    let file = folder.path().join(format!("kept/{other}.recording"));
    let (status, report, _) = run(&["replay", file.to_str().unwrap(), "--json"]);
    assert_eq!(status, 0);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["recording_id"], other);
    assert_eq!(
        (&report["same"], &report["differences"]),
        (&true.into(), &Value::Array(vec![]))
    );

    let (_, listed, _) = run(&["recordings", "list", "--json", "--recordings", place]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (listed[0]["id"].as_str(), listed[1]["id"].as_str()),
        (Some(id), Some(other))
    );
    assert_eq!(listed[0]["first_line"], "import random, time");
    let (_, lines, _) = run(&["recordings", "list", "--recordings", place]);
    let line = lines.lines().next().unwrap();
    assert!(line.starts_with(&format!("{id}  20")), "{line}");
    assert!(
        line.ends_with(" bytes  <command>: import random, time"),
        "{line}"
    );
    let (_, shown, _) = run(&["recordings", "show", id, "--json", "--recordings", place]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["code"], code);
    assert_eq!(shown["ending"], "completed");
    assert_eq!(shown["sha256"]["stdout"].as_str().unwrap().len(), 64);

    // A damaged file, one that is not there, and one that is removed.
    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&file, bytes).unwrap();
    let (status, _, stderr) = run(&["replay", other, "--recordings", place]);
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("error: the recording cannot be used: "),
        "{stderr}"
    );
    let (_, lines, _) = run(&["recordings", "list", "--recordings", place]);
    assert!(lines.contains("damaged: it cannot be read\n"), "{lines}");
    let (status, ..) = run(&["recordings", "remove", id, other, "--recordings", place]);
    assert_eq!(status, 0);
    let (status, _, stderr) = run(&["replay", id, "--recordings", place]);
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with(&format!("error: there is no recording `{id}` in ")),
        "{stderr}"
    );
    let (status, _, stderr) = run(&["replay", "../x", "--recordings", place]);
    assert_eq!(status, 2);
    assert!(
        stderr.contains("`../x` is neither a file nor the id of a recording"),
        "{stderr}"
    );
}

#[test]
fn a_refused_program_is_not_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let (status, _, stderr) = run(&[
        "run",
        "-c",
        "import ctypes",
        "--record",
        "--recordings",
        place,
    ]);
    assert_eq!(status, 1);
    assert!(stderr.contains("nothing was recorded"), "{stderr}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
