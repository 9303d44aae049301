//! Profiles as a user makes and runs them.
#![cfg(test)]

use std::fs;

use serde_json::Value;

use crate::cli::{run, run_with_input};

/// A profile of the real cache, removed at the end of the test.
struct Made(String);

impl Made {
    fn new(purpose: &str) -> Self {
        Self(format!("test-{purpose}-{}", std::process::id()))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        run(&["runtime", "profile", "remove", &self.0]);
    }
}

fn without_progress(stderr: &str) -> String {
    let progress = [
        "checking wheels",
        "compiling packages",
        "taking memory images",
    ];
    stderr
        .split_inclusive('\n')
        .filter(|line| !progress.iter().any(|start| line.starts_with(start)))
        .collect()
}

#[test]
fn a_profile_is_added_run_shown_and_removed() {
    let made = Made::new("flow");
    let name = made.0.as_str();
    let (status, stdout, stderr) = run(&[
        "runtime",
        "profile",
        "add",
        name,
        "--packages",
        "tabulate",
        "--import",
        "tabulate",
    ]);
    assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
    let expected = format!("the profile `{name}` is ready: `ringfence run --profile {name}`\n");
    assert_eq!(without_progress(&stderr), expected);

    let code = "import tabulate\nprint(tabulate.tabulate([[1, 2]]))";
    let (status, stdout, _) = run(&["run", "--profile", name, "--json", "-c", code]);
    let result: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(status, 0);
    assert_eq!(result["stdout"], "-  -\n1  2\n-  -\n");
    assert_eq!(result["sandbox_metadata"]["profile"], name);

    let (_, stdout, _) = run(&["runtime", "profile", "show", name, "--json"]);
    let shown: Value = serde_json::from_str(&stdout).unwrap();
    let fields: Vec<_> = shown.as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        [
            "bytes",
            "folder",
            "image",
            "imports",
            "modules",
            "name",
            "requirements",
            "state",
            "wheels"
        ]
    );
    assert_eq!(shown["state"], "ready");
    assert_eq!(shown["imports"], serde_json::json!(["tabulate"]));
    let (_, stdout, _) = run(&["runtime", "profile", "list", "--json"]);
    let listed: Vec<Value> = serde_json::from_str(&stdout).unwrap();
    assert!(listed.contains(&shown), "{stdout}");
    let (_, stdout, _) = run(&["runtime", "profile", "show", name]);
    assert!(
        stdout.contains("state      ready\nasked for  tabulate\n"),
        "{stdout}"
    );

    let (status, _, stderr) = run(&["runtime", "profile", "remove", name]);
    assert_eq!(status, 0);
    assert!(
        stderr.starts_with(&format!("removed the profile `{name}`")),
        "{stderr}"
    );
    let (status, _, stderr) = run(&["run", "--profile", name, "-c", "1"]);
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with(&format!("error: there is no profile `{name}`; ")),
        "{stderr}"
    );
    assert!(
        stderr.contains("hint: `ringfence runtime profile list` shows"),
        "{stderr}"
    );
}

#[test]
fn what_a_profile_cannot_be_made_of_is_said_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let requirements = folder.path().join("requirements.txt");
    fs::write(&requirements, "# ours\n-e .\n").unwrap();
    let (status, _, stderr) = run(&[
        "runtime",
        "profile",
        "add",
        "test-x",
        "--requirements",
        requirements.to_str().unwrap(),
    ]);
    assert_eq!(status, 2);
    assert_eq!(
        stderr,
        "error: `-e .` is no requirement that a profile takes: options of package clients are not read\n\
         hint: write `name`, `name[extra]`, `name==1.2` or `name>=1,<2`; for a file, use `--from WHEEL`\n"
    );
    let binary = folder.path().join("fast-1-cp315-cp315-linux_x86_64.whl");
    fs::write(&binary, "PK").unwrap();
    let (status, _, stderr) = run(&[
        "runtime",
        "profile",
        "add",
        "test-x",
        "--from",
        binary.to_str().unwrap(),
    ]);
    assert_eq!(status, 2);
    assert!(
        stderr.contains("has compiled code, which the `wasm` sandbox cannot load"),
        "{stderr}"
    );
    assert!(
        stderr.contains("the sandbox `process` is planned"),
        "{stderr}"
    );
    let (status, _, stderr) = run(&["runtime", "profile", "add", "Test"]);
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("error: `Test` is no name for a profile"),
        "{stderr}"
    );
}

#[test]
fn sessions_and_recordings_belong_to_a_profile() {
    let made = Made::new("owned");
    let name = made.0.as_str();
    let add = |more: &[&str]| {
        let add = ["runtime", "profile", "add", name, "--packages", "tabulate"];
        let (status, _, stderr) = run(&[&add[..], more].concat());
        assert_eq!(status, 0, "{stderr}");
    };
    add(&[]);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (session, place, plain) = (path("s"), path("kept"), path("plain"));
    let in_session = |session: &str, arguments: &[&str]| {
        let code = "import tabulate\nprint(tabulate.__name__)";
        run(&[&["run", "--session", session, "-c", code], arguments].concat())
    };
    for _ in 0..2 {
        let (status, stdout, stderr) = in_session(&session, &["--profile", name]);
        assert_eq!((status, stdout.as_str()), (0, "tabulate\n"), "{stderr}");
    }
    let (status, _, stderr) = in_session(&session, &[]);
    assert_eq!(status, 2);
    assert!(
        stderr.contains("hint: give the `--profile` that it was made with"),
        "{stderr}"
    );
    assert_eq!(run(&["run", "--session", &plain, "-c", "n = 1"]).0, 0);
    let (status, _, stderr) = in_session(&plain, &["--profile", name]);
    assert_eq!(status, 2);
    assert_eq!(
        stderr,
        format!(
            "error: the session in `{plain}` was made without a profile, and `--profile` names `{name}`\n\
             hint: a session keeps its profile: leave out `--profile`, or begin a session in another file\n"
        )
    );
    let repl = ["repl", "--profile", name, "--restore", &session];
    let input = "tabulate.__name__\n%reset\nimport tabulate\ntabulate.__name__\n";
    let (status, stdout, stderr) = run_with_input(&repl, input);
    assert_eq!(
        (status, stdout.as_str()),
        (0, "'tabulate'\n'tabulate'\n"),
        "{stderr}"
    );

    let code = "import tabulate\nprint(tabulate.tabulate([[1]]))";
    let record = [
        "run",
        "--record",
        "--recordings",
        &place,
        "--profile",
        name,
        "-c",
        code,
    ];
    let (status, _, stderr) = run(&record);
    assert_eq!(status, 0, "{stderr}");
    let id = stderr.trim().strip_prefix("recording: ").unwrap();
    let (_, shown, _) = run(&["recordings", "show", id, "--json", "--recordings", &place]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let prefix = format!("profile-{name}-");
    assert!(
        shown["profile_folder"]
            .as_str()
            .unwrap()
            .starts_with(&prefix),
        "{shown}"
    );
    let replay = ["replay", id, "--recordings", &place];
    let (status, stdout, stderr) = run(&replay);
    assert_eq!(
        (status, stdout.as_str()),
        (0, "the same: every byte of the output\n"),
        "{stderr}"
    );
    add(&["--import", "tabulate"]);
    let (status, _, stderr) = run(&replay);
    assert_eq!(status, 2);
    let start =
        format!("error: the recording was made with another profile `{name}`: it ran in `{prefix}");
    assert!(stderr.starts_with(&start), "{stderr}");
}
