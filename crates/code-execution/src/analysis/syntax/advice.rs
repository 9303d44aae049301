//! What to write instead of a line that is not Python, for mistakes that language models and notebook users make.

use super::report::SyntaxProblem;
use crate::analysis::lines::Lines;

/// Advice on `error`, when the line where it was found is a known mistake.
pub(super) fn advice(error: &SyntaxProblem, lines: &Lines<'_>) -> Option<&'static str> {
    let line = lines
        .text(lines.place(error.range.start()).line)
        .trim_start();
    let advice = if line.starts_with("```") {
        "give the program alone, without Markdown around it"
    } else if line.starts_with("!pip ")
        || line.starts_with("%pip ")
        || line.starts_with("pip install")
    {
        "packages cannot be installed; import what is there"
    } else if line.starts_with('!') {
        "shell commands cannot be run; do the work in Python"
    } else if line.starts_with('%') {
        "notebook commands are not Python; leave the line out"
    } else if line.starts_with(">>>") || line.starts_with("In [") {
        "give the program alone, without the prompts of a session"
    } else if line.starts_with(['“', '”', '‘', '’']) || error.message.contains("U+201") {
        "use straight quotes: \" or '"
    } else if error
        .message
        .starts_with("Missing parentheses in call to 'print'")
    {
        "write `print(...)`"
    } else if error.message == "'await' outside function" {
        "write an `async def` function and call it with `asyncio.run`"
    } else if error.message == "'return' outside function" {
        "write the value as the last expression of the program, or use a function"
    } else {
        return None;
    };
    Some(advice)
}
