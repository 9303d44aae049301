//! The key Tab.

use rustyline::{
    Context, Helper, Result, completion::Completer, highlight::Highlighter, hint::Hinter,
    validate::Validator,
};

/// What Tab inserts where nothing but spaces stands before the cursor.
const LEVEL: &str = "    ";

/// Makes Tab indent at the beginning of a line; elsewhere it does nothing.
#[derive(Debug)]
pub(super) struct Indent;

impl Completer for Indent {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> Result<(usize, Vec<String>)> {
        let is_beginning = line
            .get(..position)
            .is_some_and(|before| before.trim().is_empty());
        let candidates = is_beginning.then(|| LEVEL.to_owned());
        Ok((position, candidates.into_iter().collect()))
    }
}

impl Hinter for Indent {
    type Hint = String;
}

impl Highlighter for Indent {}

impl Validator for Indent {}

impl Helper for Indent {}
