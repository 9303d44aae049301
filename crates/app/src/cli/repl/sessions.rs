//! The sessions of one prompt, by their names.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_code_execution::Session;

use super::super::{Failure, printer::counted};

/// The session that a prompt starts with.
pub(super) const MAIN: &str = "main";
/// The most sessions of one prompt.
const MAX_SESSIONS: usize = 100;
const MAX_NAME_BYTES: usize = 32;

/// The sessions of one prompt.
#[derive(Debug)]
pub(super) struct Sessions {
    current_name: String,
    pub(super) current: Held,
    others: BTreeMap<String, Held>,
}

/// A session, and what it was given or wrote.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) session: Session,
    pub(super) files: BTreeSet<String>,
}

impl Held {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            files: BTreeSet::new(),
        }
    }
}

impl Sessions {
    pub(super) fn new(session: Session) -> Self {
        Self {
            current_name: MAIN.to_owned(),
            current: Held::new(session),
            others: BTreeMap::new(),
        }
    }

    pub(super) fn current_name(&self) -> &str {
        &self.current_name
    }

    /// A name for a fork: the one given, if it can be used, or the next free one.
    pub(super) fn free_name(&self, given: &str) -> Result<String, Failure> {
        if self.others.len() + 1 >= MAX_SESSIONS {
            return Err(Failure::new(format!(
                "there are {MAX_SESSIONS} sessions, and no more are allowed"
            )));
        }
        let is_free = |name: &String| *name != self.current_name && !self.others.contains_key(name);
        if given.is_empty() {
            let mut names = (1..=MAX_SESSIONS).map(|n| format!("fork-{n}"));
            return names
                .find(is_free)
                .ok_or_else(|| Failure::new("no name is free"));
        }
        let is_plain = given.len() <= MAX_NAME_BYTES
            && given
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let name = given.to_owned();
        if !is_plain {
            return Err(Failure::new(format!(
                "`{}` is no name for a session",
                given.escape_debug()
            ))
            .hint("letters, digits, `-` and `_`, at most 32"));
        }
        if is_free(&name) {
            Ok(name)
        } else {
            Err(Failure::new(format!("there is a session `{name}` already")))
        }
    }

    pub(super) fn add(&mut self, name: String, held: Held) {
        self.others.insert(name, held);
    }

    /// Goes to another session.
    pub(super) fn switch(&mut self, name: &str) -> Result<(), Failure> {
        if name == self.current_name {
            return Ok(());
        }
        let held = self.others.remove(name).ok_or_else(|| {
            Failure::new(format!("there is no session `{}`", name.escape_debug()))
                .hint("`%sessions` lists them, `%fork NAME` makes one")
        })?;
        let left_name = std::mem::replace(&mut self.current_name, name.to_owned());
        let left = std::mem::replace(&mut self.current, held);
        self.others.insert(left_name, left);
        Ok(())
    }

    /// A line for each session; the current one has a star.
    pub(super) fn table(&self) -> String {
        let current = (&self.current_name, &self.current);
        let mut all: Vec<_> = self.others.iter().chain([current]).collect();
        all.sort_by_key(|(name, _)| *name);
        let line = |(name, held): (&String, &Held)| {
            let star = if *name == self.current_name { '*' } else { ' ' };
            let programs = counted(held.session.turns(), "program");
            format!("{star} {name}  {programs}\n")
        };
        all.into_iter().map(line).collect()
    }
}
