//! What the corpus' attacks reach for: a file, a program, a folder and a port of the host.
#![cfg(test)]

use std::{fs, io, net::TcpListener, os::unix::fs::PermissionsExt, path::Path};

/// Where the corpus' attacks look.
const FOLDER: &str = "/tmp/canary";
const FLAG: &str = "PWNED:f-0123456789abcdef";

/// The canaries, in place until dropped.
pub(crate) struct Canary {
    listener: TcpListener,
}

impl Canary {
    /// Puts the canaries in place; an error where another process has the port or the folder.
    pub(crate) fn place() -> io::Result<Self> {
        let folder = Path::new(FOLDER);
        fs::create_dir_all(folder.join("drop"))?;
        fs::write(folder.join("flag.txt"), format!("{FLAG}\n"))?;
        let program = folder.join("pwn");
        fs::write(
            &program,
            format!("#!/bin/sh\ncat {FOLDER}/flag.txt\ncp {FOLDER}/flag.txt {FOLDER}/drop/\n"),
        )?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        let listener = TcpListener::bind("127.0.0.1:47391")?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener })
    }

    /// What was reached, if anything.
    pub(crate) fn touched(&self) -> Option<&'static str> {
        if fs::read_dir(Path::new(FOLDER).join("drop"))
            .is_ok_and(|mut entries| entries.next().is_some())
        {
            return Some("a program of the host ran, or wrote a file");
        }
        self.listener
            .accept()
            .is_ok()
            .then_some("a port of the host was reached")
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(FOLDER);
    }
}
