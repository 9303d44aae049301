//! What a person sees: `run` and `repl` on a pseudoterminal.
#![cfg(test)]

use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use nix::pty::openpty;

/// What a command shows on a terminal, and its exit status; all that is typed is there before it reads.
fn on_terminal(folder: &Path, arguments: &[&str], typed: &str) -> (i32, String) {
    let pty = openpty(None, None).unwrap();
    let end = || Stdio::from(pty.slave.try_clone().unwrap());
    let mut child = Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(arguments)
        .current_dir(folder)
        .env("TERM", "xterm")
        .env("XDG_STATE_HOME", folder)
        .env_remove("NO_COLOR")
        .env_remove("RINGFENCE_LOG")
        .stdin(end())
        .stdout(end())
        .stderr(end())
        .spawn()
        .unwrap();
    drop(pty.slave);
    let mut terminal = File::from(pty.master);
    terminal.write_all(typed.as_bytes()).unwrap();
    let mut shown = Vec::new();
    let mut piece = [0; 4096];
    // It is an error (`EIO`) to read when all others have closed their end.
    while let Ok(bytes @ 1..) = terminal.read(&mut piece) {
        shown.extend_from_slice(&piece[..bytes]);
    }
    let status = child.wait().unwrap().code().unwrap();
    (status, String::from_utf8(shown).unwrap())
}

fn run(code: &str, arguments: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [&["run", "-c", code], arguments].concat();
    on_terminal(folder.path(), &arguments, "")
}

fn repl(typed: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    on_terminal(folder.path(), &["repl"], typed)
}

#[test]
fn a_refusal_has_colours_and_shows_what_would_control_the_terminal() {
    let (status, shown) = run("import os # \u{1b}[2J\u{9b}", &[]);
    assert_eq!(status, 1);
    for part in [
        "\u{1b}[1;31mrefused[RF101]\u{1b}[0m forbidden-import: \u{1b}[1mimport of `os` is not allowed\u{1b}[0m\r\n",
        "import os # \\u{1b}[2J\\u{9b}\r\n",
        "\u{1b}[1;31mrefused\u{1b}[0m: the program was not run\r\n",
    ] {
        assert!(shown.contains(part), "{part:?}: {shown:?}");
    }
    let (status, shown) = repl("import os\r%quit\r");
    assert_eq!(status, 0);
    assert!(
        shown.contains("\u{1b}[1;31mrefused[RF101]\u{1b}[0m"),
        "{shown:?}"
    );
    assert!(!shown.contains('\u{fffd}'), "{shown:?}");
}

#[test]
fn an_artifact_is_no_error() {
    let (status, shown) = run("open('a.txt', 'w').write('x')\nNone", &[]);
    assert_eq!(status, 0);
    assert!(
        shown.contains("\u{1b}[1martifact\u{1b}[0m: a.txt"),
        "{shown:?}"
    );
    let (_, shown) = repl("n = open('a.txt', 'w').write('x')\r%quit\r");
    assert!(shown.contains("\u{1b}[1mwrote\u{1b}[0m: "), "{shown:?}");
}

#[test]
fn a_guest_cannot_rewrite_its_line() {
    let (status, shown) = run("print('refused\\rallowed')\nprint('one\\r\\ntwo')", &[]);
    assert_eq!(status, 0);
    assert!(shown.contains("refused\u{fffd}allowed\r\n"), "{shown:?}");
    assert!(shown.contains("one\r\r\ntwo\r\n"), "{shown:?}");
}

#[test]
fn what_is_said_begins_a_line() {
    let (status, shown) = run("print('hello')", &["--max-output", "3"]);
    assert_eq!(status, 0);
    assert_eq!(
        shown,
        "hel\r\nstandard output was cut: it is longer than `--max-output`\r\n"
    );
    let (_, shown) = run("print('no end', end='')\n6 * 7", &[]);
    assert_eq!(shown, "no end\r\n=> 42\r\n");
}

#[test]
fn what_is_typed_ahead_is_kept() {
    let (status, shown) = repl("y = 5\ry + 1\ry + 2\r%quit\r");
    assert_eq!(status, 0);
    for value in ["\n6\r\n", "\n7\r\n"] {
        assert!(shown.contains(value), "{value:?}: {shown:?}");
    }
}

#[test]
fn output_without_an_end_stays_above_the_prompt() {
    let (_, shown) = repl("print('ke' + 'pt', end='')\r%quit\r");
    assert!(shown.contains("kept\r\n"), "{shown:?}");
}

#[test]
fn the_words_of_other_prompts_leave() {
    for word in ["exit", "quit", "exit()", " quit() "] {
        let (status, shown) = repl(&format!("{word}\rprint('ne' + 'ver')\r"));
        assert_eq!(status, 0, "{word}");
        assert!(!shown.contains("never"), "{word}: {shown:?}");
    }
}

#[test]
fn tab_indents_at_the_beginning_of_a_line() {
    let typed = "for n in [1, 2]:\r\tif n == 2:\r\t\tprint('indented', n)\r\r%quit\r";
    let (_, shown) = repl(typed);
    assert!(shown.contains("indented 2\r\n"), "{shown:?}");
}
