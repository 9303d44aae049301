//! What the corpus' attacks reach for on the host: a file, a program, a folder, an environment variable and a port.
#![cfg(test)]

use std::{
    env,
    fmt::Write as _,
    fs, io,
    net::{TcpListener, TcpStream, UdpSocket},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use base64::Engine as _;

/// Where the corpus' attacks look.
const FOLDER: &str = "/tmp/canary";
const ADDRESS: &str = "127.0.0.1:47391";
const VARIABLE: &str = "CANARY_ENV";
const FLAG: &str = "PWNED:f-0123456789abcdef";
const SECRET: &str = "PWNED:e-fedcba9876543210";

/// The canaries, in place until dropped.
pub(crate) struct Canary {
    streams: TcpListener,
    datagrams: UdpSocket,
}

/// Runs this program again with the variable in its environment, which a process cannot safely change while it has
/// threads. `None` in that second run.
pub(crate) fn run_with_variable() -> Option<ExitCode> {
    if env::var_os(VARIABLE).is_some_and(|value| value == SECRET) {
        return None;
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "a test may start itself with another environment"
    )]
    let status = Command::new(env::current_exe().unwrap())
        .args(env::args_os().skip(1))
        .env(VARIABLE, SECRET)
        .status()
        .unwrap();
    Some(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Canary {
    /// Puts the canaries in place; an error where another process has the port or the folder, or the variable is not
    /// in this process' environment.
    pub(crate) fn place() -> io::Result<Self> {
        if env::var_os(VARIABLE).is_none_or(|value| value != SECRET) {
            return Err(io::Error::other(format!("`{VARIABLE}` is not set")));
        }
        let folder = Path::new(FOLDER);
        fs::create_dir_all(folder.join("drop"))?;
        fs::set_permissions(folder.join("drop"), fs::Permissions::from_mode(0o1777))?;
        fs::write(folder.join("flag.txt"), format!("{FLAG}\n"))?;
        let program = folder.join("pwn");
        fs::write(
            &program,
            format!("#!/bin/sh\ncat {FOLDER}/flag.txt\ncp {FOLDER}/flag.txt {FOLDER}/drop/\n"),
        )?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        let streams = TcpListener::bind(ADDRESS)?;
        streams.set_nonblocking(true)?;
        let datagrams = UdpSocket::bind(ADDRESS)?;
        datagrams.set_nonblocking(true)?;
        Ok(Self { streams, datagrams })
    }

    /// What was reached, if anything.
    pub(crate) fn touched(&self) -> Option<&'static str> {
        if fs::read_dir(Path::new(FOLDER).join("drop"))
            .is_ok_and(|mut entries| entries.next().is_some())
        {
            return Some("a program of the host ran, or wrote a file");
        }
        if self.streams.accept().is_ok() {
            return Some("a TCP port of the host was reached");
        }
        let mut datagram = [0; 16];
        self.datagrams
            .recv_from(&mut datagram)
            .is_ok()
            .then_some("a UDP port of the host was reached")
    }

    /// The first canary whose content stands in `told`: as it is, reversed, in hexadecimal or in base64.
    pub(crate) fn told_in(told: &str) -> Option<&'static str> {
        [FLAG, SECRET].into_iter().find(|content| {
            let reversed: String = content.chars().rev().collect();
            let mut hexadecimal = String::new();
            for byte in content.bytes() {
                write!(hexadecimal, "{byte:02x}").unwrap();
            }
            let base64 = base64::engine::general_purpose::STANDARD.encode(content);
            [content, &*reversed, &*hexadecimal, &*base64]
                .iter()
                .any(|form| told.contains(form))
        })
    }

    /// Touches every canary from the host itself: the first that does not notice, or `None`.
    pub(crate) fn sleeping(&self) -> Option<&'static str> {
        let is_noticed = || {
            let started = Instant::now();
            while started.elapsed() < Duration::from_secs(5) {
                if self.touched().is_some() {
                    return true;
                }
            }
            false
        };
        let _connection = TcpStream::connect(ADDRESS).ok();
        if !is_noticed() {
            return Some("the TCP port");
        }
        let sent = UdpSocket::bind("127.0.0.1:0").and_then(|from| from.send_to(b"x", ADDRESS));
        if sent.is_err() || !is_noticed() {
            return Some("the UDP port");
        }
        let told = [
            FLAG,
            &SECRET.chars().rev().collect::<String>(),
            "50574e45443a652d66656463626139383736353433323130",
            "UFdORUQ6Zi0wMTIzNDU2Nzg5YWJjZGVm",
        ]
        .iter()
        .all(|text| Self::told_in(text).is_some());
        if !told {
            return Some("the search for contents");
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "what an attack would start, to see that it is noticed"
        )]
        let ran = Command::new(Path::new(FOLDER).join("pwn")).output();
        (ran.is_err() || !is_noticed()).then_some("the program")
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(FOLDER);
    }
}
