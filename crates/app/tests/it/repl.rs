//! `ringfence repl` and `ringfence run --session`, driven through pipes: standard output, standard error, exit status.
#![cfg(test)]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use crate::tidy::root;

const INSTALLING: &[&str] = &[
    "installing the Python",
    "downloading CPython",
    "checking digests",
    "compiling for",
    "taking memory",
    "waiting for",
];

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("RINGFENCE_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn ringfence(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = start(folder, arguments);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    finished(&child.wait_with_output().unwrap())
}

/// Without what a first installation says.
fn finished(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let stderr = text(&output.stderr);
    let kept: String = stderr
        .split_inclusive('\n')
        .filter(|line| !INSTALLING.iter().any(|start| line.starts_with(start)))
        .collect();
    (output.status.code().unwrap(), text(&output.stdout), kept)
}

fn repl(input: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    ringfence(folder.path(), &["repl"], input)
}

#[test]
fn programs_build_on_each_other() {
    let input = "n = 41\ndef next_one(n):\n    return n + 1\n\nnext_one(n)\nfor a in [1,\n    2]:\n    print(a)\nprint('last')\n'text'\nNone\nif n: print('no end of line')";
    assert_eq!(
        repl(input),
        (
            0,
            "42\n1\n2\nlast\n'text'\nno end of line\n".into(),
            String::new()
        )
    );
}

#[test]
fn a_failure_is_shown_and_the_next_program_runs() {
    let (status, stdout, stderr) =
        repl("n = 1\n1/0\nimport os\nx = = 1\nexit(3)\nn + 1\n%nothing\n");
    assert_eq!((status, stdout.as_str()), (1, "2\n"));
    for part in [
        "File \"turn-2.py\", line 1, in <module>",
        "ZeroDivisionError: division by zero",
        "turn-3.py:1:8",
        "import of `os` is not allowed",
        "refused: the program was not run",
        "turn-4.py:1:5",
        "error: there is no command `%nothing`\nhint: `%help` lists them\n",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
}

#[test]
fn a_limit_leaves_the_session_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let input = "n = 1\nn = 2; k = 1\nwhile k: k += 1\nn\n";
    let (status, stdout, stderr) = ringfence(folder.path(), &["repl", "--timeout", "1"], input);
    assert_eq!((status, stdout.as_str()), (1, "2\n"));
    assert_eq!(
        stderr,
        "TimeoutError: the code ran longer than its limit of 1 s\nthe session is as it was before this program\n"
    );
}

#[test]
fn forks_go_their_own_way() {
    let input = "n = 1\n%fork\n%fork other\nn = 2\n%switch other\nn\nn = 3\n%switch main\nn\n%sessions\n%switch none\n%fork other\n%fork a/b\n%reset\nn\n%quit\nprint('never')\n";
    let (status, stdout, stderr) = repl(input);
    assert_eq!(
        (status, stdout.as_str()),
        (
            1,
            "1\n2\n  fork-1  1 program\n* main  3 programs\n  other  3 programs\n"
        )
    );
    for part in [
        "`fork-1` is a copy of `main`\n`other` is a copy of `main`\nthis is `other`\nthis is `main`\n",
        "error: there is no session `none`\n",
        "error: there is a session `other` already\n",
        "error: `a/b` is no name for a session\n",
        "the session is empty\n",
        "NameError: name 'n' is not defined",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
}

#[test]
fn a_session_goes_on_in_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], input| ringfence(folder.path(), arguments, input);
    let (status, _, stderr) = run(&["repl"], "n = 41\n%save work.session\nn = 0\n");
    assert_eq!(status, 0, "{stderr}");
    assert!(
        stderr.starts_with("wrote the session to `work.session` ("),
        "{stderr}"
    );
    let input = "n\n%load work.session\nn + 1\n%load none\n";
    let (status, stdout, stderr) = run(&["repl"], input);
    assert_eq!((status, stdout.as_str()), (1, "42\n"));
    assert!(
        stderr.ends_with(
            "this is the session of `work.session`\nerror: there is no session file `none`\n"
        ),
        "{stderr}"
    );
    let (_, stdout, _) = run(&["repl", "--restore", "work.session"], "n\n");
    assert_eq!(stdout, "41\n");
    let (status, _, stderr) = run(&["repl", "--restore", "none"], "");
    assert_eq!(
        (status, stderr.as_str()),
        (2, "error: there is no session file `none`\n")
    );
    fs::write(folder.path().join("bad"), b"RINGFENCE\x01").unwrap();
    let (status, _, stderr) = run(&["repl", "--restore", "bad"], "");
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("error: the session file `bad` cannot be used: it "),
        "{stderr}"
    );
    assert!(
        stderr.ends_with("\nhint: `run --session` and `%save` write such files; to begin a session, give a name that is not taken\n"),
        "{stderr}"
    );
}

#[test]
fn what_is_no_session_is_overwritten_on_request_alone() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    fs::write(&notes, "mine").unwrap();
    fs::write(folder.path().join("empty"), "").unwrap();
    let run = |input| ringfence(folder.path(), &["repl"], input);
    let (status, _, stderr) = run("n = 1\n%save notes.txt\n");
    assert_eq!(
        (status, stderr.as_str()),
        (
            1,
            "error: `notes.txt` is there, and is no session\nhint: give another name, or overwrite it with `%save!`\n"
        )
    );
    assert_eq!(fs::read_to_string(&notes).unwrap(), "mine");
    let (status, stdout, stderr) =
        run("n = 1\n%save empty\nn = 2\n%save empty\n%save! notes.txt\n%load notes.txt\nn\n");
    assert_eq!((status, stdout.as_str()), (0, "2\n"), "{stderr}");
}

#[test]
fn the_words_of_other_prompts_leave_a_pipe_too() {
    for word in ["exit", "quit", "exit()", "quit()"] {
        assert_eq!(
            repl(&format!("print(1)\n{word}\nprint(2)\n")),
            (0, "1\n".into(), String::new())
        );
    }
}

#[test]
fn a_script_has_a_session_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = |code| ringfence(folder.path(), &["run", "--session", "s", "-c", code], "");
    assert_eq!(run("n = 1"), (0, String::new(), String::new()));
    assert_eq!(run("n += 1; print(n)"), (0, "2\n".into(), String::new()));
    assert_eq!(run("n = 10; 1/0").0, 1);
    assert_eq!(run("import os; n = 20").0, 1);
    assert_eq!(run("print(n)"), (0, "10\n".into(), String::new()));
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["s"]);
    let limited = [
        "run",
        "--session",
        "s",
        "--timeout",
        "0.3",
        "-c",
        "while n: n += 1",
    ];
    let (status, _, stderr) = ringfence(folder.path(), &limited, "");
    assert_eq!(
        (status, stderr.as_str()),
        (
            1,
            "TimeoutError: the code ran longer than its limit of 0.3 s\nthe session is as it was before this program\n"
        )
    );
    assert_eq!(run("print(n)"), (0, "10\n".into(), String::new()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mode = fs::metadata(folder.path().join("s"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_place_that_cannot_be_written_to_is_found_before_the_program_runs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty"), "").unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    for (arguments, message) in [
        (
            ["--session", "empty"],
            "error: the session file `empty` cannot be used: it is empty\nhint: ",
        ),
        (
            ["--session", "file"],
            "error: the session file `file` cannot be used: ",
        ),
        (
            ["--session", "none/s"],
            "error: cannot write the session `none/s`: ",
        ),
        (["--session", "."], "error: cannot "),
        (
            ["--artifacts", "file"],
            "error: cannot write artifacts to `file`: ",
        ),
        (
            ["--artifacts", "file/below"],
            "error: cannot write artifacts to `file/below`: ",
        ),
    ] {
        let arguments = [&["run", "-c", "print('ran')"][..], &arguments].concat();
        let (status, stdout, stderr) = ringfence(folder.path(), &arguments, "");
        assert_eq!(
            (status, stdout.as_str()),
            (2, ""),
            "{arguments:?}: {stderr}"
        );
        assert!(stderr.starts_with(message), "{arguments:?}: {stderr}");
    }
    let (status, _, stderr) = ringfence(folder.path(), &["repl", "--artifacts", "file"], "");
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("error: cannot write artifacts to `file`: "),
        "{stderr}"
    );
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["empty", "file"]);
}

#[test]
fn figures_and_files_are_written_and_never_over_others() {
    let folder = tempfile::tempdir().unwrap();
    let plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n";
    let input = format!(
        "{plot}open('a.txt', 'w').write('one')\nopen('a.txt', 'w').write('three')\nimport pandas as pd\npd.DataFrame({{'a': [1]}})\n%files\n"
    );
    let (status, stdout, stderr) =
        ringfence(folder.path(), &["repl", "--artifacts", "out"], &input);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.ends_with("3\n5\n   a\n0  1\na.txt\n"), "{stdout}");
    let (status, _, stderr) = ringfence(folder.path(), &["repl", "--artifacts", "out"], plot);
    assert_eq!(status, 0, "{stderr}");
    assert!(stderr.starts_with("wrote: out/figure-2.png ("), "{stderr}");
    let out = folder.path().join("out");
    assert_eq!(fs::read_to_string(out.join("a.txt")).unwrap(), "one");
    assert_eq!(fs::read_to_string(out.join("a-2.txt")).unwrap(), "three");
    for n in 1..=2 {
        let figure = fs::read(out.join(format!("figure-{n}.png"))).unwrap();
        assert!(figure.starts_with(b"\x89PNG"));
    }
}

#[test]
fn files_are_given_and_time_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("data.csv"), "a\n1\n").unwrap();
    let input = "open('data.csv').read()\n%file data.csv other.csv\n%files\nopen('other.csv').read()\n%time n = 1\n%file none.csv\n%file\n";
    let (status, stdout, stderr) = ringfence(folder.path(), &["repl", "--file", "data.csv"], input);
    assert_eq!(
        (status, stdout.as_str()),
        (1, "'a\\n1\\n'\ndata.csv\nother.csv\n'a\\n1\\n'\n")
    );
    let lines: Vec<_> = stderr.lines().collect();
    assert_eq!(lines[0], "`other.csv` is in the working folder (4 bytes)");
    assert!(lines[1].ends_with(" ms"), "{stderr}");
    assert!(lines[2].starts_with("error: cannot read the file `none.csv`: "));
    assert_eq!(lines[3], "error: `%file` needs a path");
    assert!(!folder.path().join("ringfence-artifacts").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_the_program_and_keeps_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = start(folder.path(), &["repl"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin
        .write_all(b"n = 1\nif n:\n    n = 2\n    print('started')\n    while n: n += 1\n\n")
        .unwrap();
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert_eq!(line, "started\n");
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.unwrap().success());
    stdin.write_all(b"n\n").unwrap();
    drop(stdin);
    line.clear();
    stdout.read_line(&mut line).unwrap();
    assert_eq!(line, "1\n");
    let (status, _, stderr) = finished(&child.wait_with_output().unwrap());
    assert_eq!(
        (status, stderr.as_str()),
        (1, "stopped: the session is as it was before this program\n")
    );
}

/// Every `console` block of the guide, as a shell runs it in an empty folder.
#[cfg(unix)]
#[test]
fn the_guide_shows_what_happens() {
    let guide = fs::read_to_string(root().join("docs/guides/sessions.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_ringfence"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let mut commands = 0;
    for block in guide.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for step in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, expected) = step.split_once('\n').unwrap_or((step, ""));
            let output = Command::new("sh")
                .args(["-c", &format!("exec 2>&1\n{command}")])
                .current_dir(folder.path())
                .env("PATH", &path)
                .env("NO_COLOR", "1")
                .output()
                .unwrap();
            let shown = String::from_utf8(output.stdout).unwrap();
            assert_eq!(shown.trim_end(), expected.trim_end(), "{command}");
            commands += 1;
        }
    }
    assert!(commands >= 5, "{commands}");
}
