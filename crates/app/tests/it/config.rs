//! Policies in `ringfence.toml` and `pyproject.toml`.
#![cfg(test)]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A folder with `files`: their names and texts.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Exit status and both outputs, of a command in `folder`.
fn ringfence(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("RINGFENCE_LOG")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), text)
}

/// Allowed by the policy `standard`, refused by `strict`.
const OPENS: &str = "print(open('x'))\n";
/// Refused by `standard`, allowed by `contained`.
const IMPORTS: &str = "import threading\nimport sys\nprint(sys.maxsize)\n";

#[test]
fn check_takes_the_nearest_file_above_each_program() {
    let folder = folder(&[
        ("ringfence.toml", "policy = \"strict\"\n"),
        ("a/b/opens.py", OPENS),
        (
            "lax/pyproject.toml",
            "[tool.ringfence]\npreset = \"contained\"\n",
        ),
        ("lax/c/imports.py", IMPORTS),
        ("lax/other.py", OPENS),
        ("unrelated/pyproject.toml", "[project]\nname = \"x\"\n"),
        ("unrelated/opens.py", OPENS),
    ]);
    let (status, text) = ringfence(folder.path(), &["check", "a/b/opens.py"]);
    assert_eq!(status, 1, "{text}");
    assert!(text.contains("`open` is not allowed"), "{text}");
    let (status, text) = ringfence(folder.path(), &["check", "lax"]);
    assert_eq!(status, 0, "{text}");
    let (status, text) = ringfence(folder.path(), &["check", "unrelated/opens.py"]);
    assert_eq!(
        status, 1,
        "a pyproject.toml without our table is passed over: {text}"
    );
    let (status, text) = ringfence(&folder.path().join("a"), &["check", "-c", OPENS]);
    assert_eq!(status, 1, "text belongs to the current folder: {text}");
}

#[test]
fn the_argument_wins_and_files_can_be_ignored() {
    let folder = folder(&[
        ("ringfence.toml", "policy = \"strict\"\n"),
        ("opens.py", OPENS),
        ("mine.toml", "[rules]\nforbidden-function = \"ignore\"\n"),
    ]);
    let check = |arguments: &[&str]| {
        ringfence(folder.path(), &[&["check", "opens.py"], arguments].concat())
    };
    assert_eq!(check(&[]).0, 1);
    assert_eq!(check(&["--policy", "standard"]).0, 0);
    assert_eq!(check(&["--policy", "mine.toml"]).0, 0);
    assert_eq!(check(&["--no-config"]).0, 0);
    let broken = fs::write(folder.path().join("ringfence.toml"), "policy = 5\n");
    assert!(broken.is_ok());
    assert_eq!(check(&["--no-config"]).0, 0);
    assert_eq!(check(&["--policy", "standard"]).0, 0);
    assert_eq!(check(&[]).0, 2);
}

#[test]
fn the_search_ends_at_a_repository() {
    let folder = folder(&[
        ("ringfence.toml", "policy = \"strict\"\n"),
        ("repository/.git/HEAD", ""),
        ("repository/a/opens.py", OPENS),
    ]);
    let (status, text) = ringfence(folder.path(), &["check", "repository/a/opens.py"]);
    assert_eq!(status, 0, "{text}");
    fs::write(
        folder.path().join("repository/ringfence.toml"),
        "policy = \"strict\"\n",
    )
    .unwrap();
    let (status, text) = ringfence(folder.path(), &["check", "repository/a/opens.py"]);
    assert_eq!(status, 1, "the repository's own folder counts: {text}");
}

#[test]
fn a_wrong_file_is_an_error_that_names_file_line_and_key() {
    let cases = [
        (
            "policy = \"lax\"\n",
            "ringfence.toml",
            "line 1: `policy`: there is no policy `lax`",
        ),
        (
            "\n\nallowed_import = []\n",
            "ringfence.toml",
            "line 3: `allowed_import`: unknown field",
        ),
        (
            "max_nesting = \"deep\"\n",
            "ringfence.toml",
            "line 1: `max_nesting`: invalid type",
        ),
        (
            "max_operations = -1\n",
            "ringfence.toml",
            "line 1: `max_operations`: invalid value",
        ),
        (
            "[rules]\nendless-loop = \"refuse\"\nendles-loop = \"refuse\"\n",
            "ringfence.toml",
            "line 3: `rules.endles-loop`: there is no rule",
        ),
        (
            "policy = \"strict\"\nallowed_imports = [\n  \"os\",\n]\n",
            "ringfence.toml",
            "line 2: `allowed_imports`: module `os` is in both",
        ),
        (
            "policy = \"strict\"\npreset = \"strict\"\n",
            "ringfence.toml",
            "line 1: `policy`: says the same",
        ),
        ("policy = \n", "ringfence.toml", "line 1: "),
        (
            "[project]\n\n[tool.ringfence]\nallow_getattr = 1\n",
            "pyproject.toml",
            "line 4: `allow_getattr`: invalid type",
        ),
        (
            "[tool]\nringfence = 1\n",
            "pyproject.toml",
            "line 2: `tool.ringfence`: must be a table",
        ),
    ];
    for (text, name, expected) in cases {
        let folder = folder(&[(name, text), ("a.py", "print(1)\n")]);
        for arguments in [&["check", "a.py"], &["run", "a.py"]] {
            let (status, shown) = ringfence(folder.path(), arguments);
            assert_eq!(status, 2, "{text}: {shown}");
            for part in [name, expected, "docs/guides/policy.md"] {
                assert!(shown.contains(part), "{text}: {part}: {shown}");
            }
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let folder = folder(&[("a.py", "print(1)\n"), ("ringfence.toml/x", "")]);
    let (status, text) = ringfence(folder.path(), &["check", "a.py"]);
    assert_eq!(status, 2, "{text}");
    assert!(text.contains("ringfence.toml"), "{text}");
}

/// The program may come from anybody, and its folder with it.
#[test]
fn run_takes_the_file_of_the_current_folder_only() {
    let folder = folder(&[
        ("work/untrusted/ringfence.toml", "policy = \"none\"\n"),
        (
            "work/untrusted/imports.py",
            "import os\nprint(len(os.environ))\n",
        ),
        ("ringfence.toml", "policy = \"none\"\n"),
    ]);
    let work = folder.path().join("work");
    let run = |arguments: &[&str]| {
        ringfence(
            &work,
            &[&["run", "untrusted/imports.py"], arguments].concat(),
        )
    };
    let (status, text) = run(&[]);
    assert_eq!(
        status, 1,
        "neither the program's folder nor one above counts: {text}"
    );
    assert!(text.contains("forbidden-import"), "{text}");
    fs::write(work.join("ringfence.toml"), "policy = \"contained\"\n").unwrap();
    assert_eq!(run(&[]), (0, "0\n".to_owned()));
    assert_eq!(run(&["--no-config"]).0, 1);
    assert_eq!(run(&["--policy", "strict"]).0, 1);
}

#[test]
fn types_are_checked_on_request() {
    let folder = folder(&[("a.py", "total = 1\nprint(totl)\n")]);
    assert_eq!(ringfence(folder.path(), &["check", "a.py"]).0, 0);
    for command in ["check", "run"] {
        let (status, text) = ringfence(folder.path(), &[command, "a.py", "--types"]);
        assert_eq!(status, 1, "{text}");
        assert!(text.contains("unknown-name"), "{text}");
        assert!(text.contains("did you mean `total`?"), "{text}");
    }
}

#[test]
fn a_replay_has_the_policy_that_the_run_had() {
    let folder = folder(&[("ringfence.toml", "preset = \"contained\"\n")]);
    let place = ["--recordings", "kept"];
    let code = "import threading, sys\nprint('ran')";
    let (status, text) = ringfence(
        folder.path(),
        &[&["run", "--record", "-c", code][..], &place].concat(),
    );
    assert_eq!(status, 0, "{text}");
    let id = text.rsplit("recording: ").next().unwrap().trim();
    let replay = |arguments: &[&str]| {
        let replay = [&["replay", id][..], &place, arguments].concat();
        ringfence(folder.path(), &replay)
    };
    let same = "the same: every byte of the output\n";
    assert_eq!(replay(&[]), (0, same.to_owned()));
    assert_eq!(
        replay(&["--policy", "ringfence.toml"]),
        (0, same.to_owned())
    );
    for arguments in [&["--no-config"][..], &["--policy", "standard"]] {
        let (status, text) = replay(arguments);
        assert_eq!(status, 2);
        assert!(
            text.starts_with("error: the policy refuses the recorded program: "),
            "{text}"
        );
    }
}
