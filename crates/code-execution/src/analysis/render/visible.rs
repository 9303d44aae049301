//! Text of strangers on a terminal.

use std::fmt::Write;

/// `text` without the power to control a terminal or to reorder what is shown: control and direction characters are
/// written as `\u{1b}`.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        push_visible(&mut shown, character);
    }
    shown
}

/// Adds `character` to `shown` in visible form, and returns how many columns that took.
pub(super) fn push_visible(shown: &mut String, character: char) -> usize {
    let is_direction = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if character == '\t' {
        shown.push_str("    ");
        return 4;
    }
    if character.is_control() || is_direction {
        let before = shown.len();
        // writing to a string cannot fail
        let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        return shown.len() - before;
    }
    shown.push(character);
    1
}
