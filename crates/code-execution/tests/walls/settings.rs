//! The same again, as another user and as in a container.
#![cfg(test)]

use std::{
    env, fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::PathBuf,
    process::Command,
};

use libtest_mimic::{Failed, Trial};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

/// A user that exists nowhere.
const USER: &str = "--reuid=2001";
const GROUP: &str = "--regid=2001";

/// Only for root, who can become someone else; the runs that are started here have no such trials.
pub(crate) fn trials() -> Vec<Trial> {
    let nested = env::args().any(|argument| argument == "--quiet");
    let trial = |name: &str, run: fn() -> Result<(), Failed>| {
        Trial::test(format!("setting::{name}"), run).with_ignored_flag(nested || !is_root())
    };
    vec![
        trial("as another user", as_another_user),
        trial("without namespaces", without_namespaces),
        trial("as another user without namespaces", neither),
    ]
}

/// Takes the right to make namespaces away, as the default profile of Docker does, and runs the trials.
pub(crate) fn run_without_namespaces() {
    let rules = [(libc::SYS_unshare, vec![]), (libc::SYS_setns, vec![])].into();
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let architecture = env::consts::ARCH.try_into().unwrap();
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, architecture).unwrap();
    let filter: BpfProgram = filter.try_into().unwrap();
    apply_filter(&filter).unwrap();
    let error = program(env::current_exe().unwrap()).arg("--quiet").exec();
    unreachable!("{error}");
}

fn as_another_user() -> Result<(), Failed> {
    let copy = Copy::new()?;
    run(program("setpriv".into())
        .args([USER, GROUP, "--clear-groups", "--"])
        .arg(&copy.program)
        .arg("--quiet"))
}

fn without_namespaces() -> Result<(), Failed> {
    run(program(env::current_exe()?).arg("--in-container"))
}

fn neither() -> Result<(), Failed> {
    let copy = Copy::new()?;
    run(program("setpriv".into())
        .args([USER, GROUP, "--clear-groups", "--"])
        .arg(&copy.program)
        .arg("--in-container"))
}

fn run(command: &mut Command) -> Result<(), Failed> {
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    if !output.status.success() {
        return Err(format!(
            "{}\n{said}{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "starts this test again")]
fn program(path: PathBuf) -> Command {
    Command::new(path)
}

fn is_root() -> bool {
    fs::metadata("/proc/self")
        .is_ok_and(|process| std::os::unix::fs::MetadataExt::uid(&process) == 0)
}

/// This program where every user can run it.
struct Copy {
    _folder: tempfile::TempDir,
    program: PathBuf,
}

impl Copy {
    fn new() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let program = folder.path().join("walls");
        fs::copy(env::current_exe()?, &program)?;
        Ok(Self {
            _folder: folder,
            program,
        })
    }
}
