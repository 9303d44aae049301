//! How workers start and end, and what they start with.
#![cfg(test)]

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::process::worker::{
    Wall, Worker, WorkerEnd, WorkerLimits, WorkerProcess,
};

use crate::{host, system};

type Run = fn() -> Result<(), Failed>;

const TRIALS: &[(&str, Run)] = &[
    ("the walls stand", the_walls_stand),
    ("the page names every wall", the_page_names_every_wall),
    ("a worker starts with nothing", a_worker_starts_with_nothing),
    ("namespaces alone", namespaces_alone),
    ("a second thread is noticed", a_second_thread_is_noticed),
    ("an open folder is noticed", an_open_folder_is_noticed),
    ("a program that is no worker", a_program_that_is_no_worker),
    ("an exit code arrives", an_exit_code_arrives),
    ("kill leaves no process", kill_leaves_no_process),
    ("drop leaves no process", drop_leaves_no_process),
    ("hanging up ends a worker", hanging_up_ends_a_worker),
    (
        "a worker outlives the thread that started it",
        outlives_its_thread,
    ),
    ("a worker dies with its guard", dies_with_its_guard),
    ("a worker dies with its host", dies_with_its_host),
];

pub(crate) fn trials() -> Vec<Trial> {
    let figures = Trial::test("figures::starting", figures).with_ignored_flag(true);
    TRIALS
        .iter()
        .map(|(name, run)| Trial::test(format!("life::{name}"), run))
        .chain([figures])
        .collect()
}

/// A host of its own: starts a worker that never rests, says which, and waits to be killed.
pub(crate) fn host() {
    let worker = host::start("spin");
    assert_eq!(host::line(&worker), "spinning");
    println!("{}", worker.id());
    thread::sleep(Duration::from_secs(1000));
}

/// The worker's part, before it is locked down.
pub(crate) fn entered(worker: &Worker, task: &str) {
    let mut channel = worker.channel();
    let said = match task {
        "environment" => format!("{:?}", env::vars_os().collect::<Vec<_>>()),
        "descriptors" => format!("{:?}", descriptors()),
        "name" => fs::read_to_string("/proc/sys/kernel/hostname").unwrap(),
        "number" => std::process::id().to_string(),
        "interfaces" => fs::read_to_string("/proc/self/net/dev")
            .unwrap()
            .lines()
            .skip(2)
            .count()
            .to_string(),
        task => match task.strip_prefix("connect ") {
            Some(port) => {
                let address = ("127.0.0.1", port.parse().unwrap());
                let kind = std::net::TcpStream::connect(address).map_err(|error| error.kind());
                format!("{kind:?}")
            }
            None => unreachable!("{task}"),
        },
    };
    channel.write_all(said.as_bytes()).unwrap();
}

/// The worker's part: does what hinders `lock_down`, and says what it answers.
pub(crate) fn unready(worker: Worker, task: &str) {
    let mut channel = worker.channel().try_clone().unwrap();
    let folder = fs::File::open("/").unwrap();
    if task == "thread" {
        drop(folder);
        thread::spawn(|| thread::sleep(Duration::from_secs(1000)));
    }
    let answer = worker.lock_down(&WorkerLimits::default());
    let error = answer.unwrap_err().to_string();
    channel.write_all(error.as_bytes()).unwrap();
}

fn descriptors() -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir("/proc/self/fd")
        .unwrap()
        .map(|entry| fs::read_link(entry.unwrap().path()).unwrap())
        .map(|target| target.display().to_string())
        .collect();
    names.sort();
    names
}

fn the_walls_stand() -> Result<(), Failed> {
    let report = host::report();
    let everywhere = [
        Wall::EmptyEnvironment,
        Wall::NoDescriptors,
        Wall::UnprivilegedUser,
        Wall::DiesWithHost,
        Wall::NotDumpable,
        Wall::NoNewPrivileges,
        Wall::NoCapabilities,
        Wall::ResourceLimits,
        Wall::Seccomp,
    ];
    let modules = fs::read_to_string("/sys/kernel/security/lsm").unwrap_or_default();
    let landlock = modules.split(',').any(|name| name.trim() == "landlock");
    let namespaces = report.stands(Wall::UserNamespace);
    for (wall, reason) in report.missing() {
        let allowed = match wall {
            Wall::Landlock => !landlock,
            wall => !namespaces && !everywhere.contains(&wall),
        };
        if !allowed {
            return Err(format!("{wall} does not stand: {reason}").into());
        }
        println!("{wall} does not stand here: {reason}");
    }
    Ok(())
}

fn the_page_names_every_wall() -> Result<(), Failed> {
    let page = include_str!("../../../../docs/concepts/walls.md");
    for wall in Wall::ALL {
        if !page.contains(&format!("\n| `{wall}` | ")) {
            return Err(format!("docs/concepts/walls.md has no row for `{wall}`").into());
        }
    }
    Ok(())
}

fn a_worker_starts_with_nothing() -> Result<(), Failed> {
    // This one is open in every child of this process.
    let leaked = system::leak_descriptor();
    let (environment, _) = host::run("entered:environment");
    let (descriptors, _) = host::run("entered:descriptors");
    drop(leaked);
    if environment != "[]" {
        return Err(environment.into());
    }
    let names: Vec<&str> = descriptors.split('"').skip(1).step_by(2).collect();
    let count = |start: &str| names.iter().filter(|name| name.starts_with(start)).count();
    // Input and output are nothing; the channel and the guard's line are sockets; the list itself is open. What remains is
    // the host's standard error.
    let expected = count("/dev/null") >= 2 && count("socket:") == 2 && count("/proc/") == 1;
    if !expected || names.len() != 6 {
        return Err(descriptors.into());
    }
    Ok(())
}

fn namespaces_alone() -> Result<(), Failed> {
    let report = host::report();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    let seen = [
        (Wall::PidNamespace, "number".to_owned(), "1"),
        (Wall::UtsNamespace, "name".to_owned(), "worker\n"),
        (Wall::NetworkNamespace, "interfaces".to_owned(), "1"),
        (
            Wall::NetworkNamespace,
            format!("connect {port}"),
            "Err(NetworkUnreachable)",
        ),
    ];
    for (wall, task, expected) in seen {
        let (said, _) = host::run(&format!("entered:{task}"));
        if report.stands(wall) && said != expected {
            return Err(format!("{wall}: {task}: {said}").into());
        }
    }
    Ok(())
}

fn a_second_thread_is_noticed() -> Result<(), Failed> {
    same(
        host::run("unready:thread").0.as_str(),
        "`lock_down` with 2 threads: it must come before the second",
    )
}

fn an_open_folder_is_noticed() -> Result<(), Failed> {
    let (said, _) = host::run("unready:folder");
    if !said.starts_with("`lock_down` with a folder open as `/proc/self/fd/") {
        return Err(said.into());
    }
    Ok(())
}

fn a_program_that_is_no_worker() -> Result<(), Failed> {
    // It reads the end of its input and succeeds, or is not there.
    let mut program = WorkerProcess::spawn("/bin/sh".as_ref(), &[])?;
    host::close_writing(&program);
    same(program.wait()?, WorkerEnd::Exited(0))?;
    same(
        WorkerProcess::spawn("/absent".as_ref(), &[])
            .map(|_| ())
            .map_err(|error| error.kind()),
        Err(std::io::ErrorKind::NotFound),
    )
}

fn an_exit_code_arrives() -> Result<(), Failed> {
    let mut worker = host::start("exit 7");
    same(worker.wait()?, WorkerEnd::Exited(7))?;
    same(worker.kill()?, WorkerEnd::Exited(7))
}

fn kill_leaves_no_process() -> Result<(), Failed> {
    for task in ["spin", "sleep"] {
        let mut worker = host::start(task);
        host::line(&worker);
        let processes = family(worker.id());
        same(processes.len(), 2)?;
        same(worker.try_wait()?, None)?;
        same(worker.kill()?, WorkerEnd::Killed(libc::SIGKILL))?;
        same(alive(&processes), vec![])?;
    }
    Ok(())
}

fn drop_leaves_no_process() -> Result<(), Failed> {
    let worker = host::start("spin");
    host::line(&worker);
    let processes = family(worker.id());
    drop(worker);
    same(alive(&processes), vec![])?;
    // One that has not come to its first step yet.
    let worker = host::start("spin");
    let guard = worker.id();
    drop(worker);
    same(alive(&[guard]), vec![])
}

fn hanging_up_ends_a_worker() -> Result<(), Failed> {
    let mut worker = host::start("spin");
    host::line(&worker);
    thread::scope(|scope| {
        scope.spawn(|| worker.hang_up());
    });
    same(worker.wait()?, WorkerEnd::Killed(libc::SIGKILL))
}

fn outlives_its_thread() -> Result<(), Failed> {
    let mut worker = thread::spawn(|| host::start("spin")).join().unwrap();
    host::line(&worker);
    thread::sleep(Duration::from_millis(50));
    same(worker.try_wait()?, None)
}

fn dies_with_its_guard() -> Result<(), Failed> {
    let mut worker = host::start("spin");
    host::line(&worker);
    let processes = family(worker.id());
    system::kill(worker.id());
    same(worker.wait()?, WorkerEnd::Killed(libc::SIGKILL))?;
    host::until("the worker ends", || alive(&processes).is_empty());
    Ok(())
}

fn dies_with_its_host() -> Result<(), Failed> {
    #[expect(clippy::disallowed_methods, reason = "a host that can be killed")]
    let mut host = Command::new(env::current_exe()?)
        .arg("--host")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(host.stdout.take().unwrap()).read_line(&mut line)?;
    let processes = family(line.trim().parse()?);
    same(processes.len(), 2)?;
    host.kill()?;
    host.wait()?;
    host::until("guard and worker end", || alive(&processes).is_empty());
    Ok(())
}

/// Prints what it costs to start and to kill a worker; run it with `--ignored --nocapture figures`.
fn figures() -> Result<(), Failed> {
    const ROUNDS: usize = 50;
    let (mut starting, mut killing) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut worker = host::start("sleep");
        host::line(&worker);
        starting.push(start.elapsed());
        let start = Instant::now();
        worker.kill()?;
        killing.push(start.elapsed());
    }
    for (what, mut times) in [("to a locked-down worker", starting), ("killed", killing)] {
        times.sort_unstable();
        let median = times[ROUNDS / 2];
        println!(
            "{what}: median {median:?}, {:?} to {:?}",
            times[0],
            times[ROUNDS - 1]
        );
    }
    Ok(())
}

/// A guard, and the worker that is its child.
fn family(guard: u32) -> Vec<u32> {
    let mut family = vec![guard];
    for entry in fs::read_dir("/proc").unwrap() {
        let name = entry.unwrap().file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        if field(process, "PPid:").as_deref() == Some(guard.to_string().as_str()) {
            family.push(process);
        }
    }
    family
}

/// Those that still run; a zombie whose parent is not this program does not.
fn alive(processes: &[u32]) -> Vec<u32> {
    let ours = std::process::id().to_string();
    let runs = |process: &&u32| {
        let state = field(**process, "State:");
        let parent = field(**process, "PPid:");
        state.is_some_and(|state| !state.starts_with(['Z', 'X']))
            || parent.is_some_and(|parent| parent == ours)
    };
    processes.iter().filter(runs).copied().collect()
}

fn field(process: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(value.trim().to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "compares what was just made")]
fn same<T: PartialEq + std::fmt::Debug>(got: T, expected: T) -> Result<(), Failed> {
    if got == expected {
        return Ok(());
    }
    Err(format!("got {got:?}, expected {expected:?}").into())
}
