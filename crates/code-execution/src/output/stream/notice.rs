/// Longest notice, in bytes: two numbers of 20 digits.
const MAX_NOTICE_BYTES: usize = 96;
const HEAD: &str = "\n[output truncated: ";
const MIDDLE: &str = " of ";
const TAIL: &str = " bytes shown]";

/// The line that says how much was dropped.
pub(super) fn notice(shown_bytes: usize, total_bytes: usize) -> String {
    format!("{HEAD}{shown_bytes}{MIDDLE}{total_bytes}{TAIL}")
}

/// Append to `tail`, keeping its last bytes only.
pub(super) fn keep_tail(tail: &mut String, shown: &str) {
    if shown.len() >= MAX_NOTICE_BYTES {
        tail.clear();
    }
    let from = (shown.len().saturating_sub(MAX_NOTICE_BYTES)..=shown.len())
        .find(|&index| shown.is_char_boundary(index))
        .unwrap_or(shown.len());
    tail.push_str(shown.get(from..).unwrap_or_default());
    if tail.len() > 4 * MAX_NOTICE_BYTES {
        let surplus = (tail.len() - MAX_NOTICE_BYTES..=tail.len())
            .find(|&index| tail.is_char_boundary(index))
            .unwrap_or(tail.len());
        tail.drain(..surplus);
    }
}

/// Whether `tail` (the end of the text below the cap) and `dropped` (the text behind it) end with a notice whose body
/// fits the cap: then the text has been truncated before and stays as it is.
pub(super) fn ends_with_notice(
    tail: &str,
    dropped: &str,
    emitted_bytes: usize,
    max_output_bytes: usize,
) -> bool {
    let joined = format!("{tail}{dropped}");
    let Some(start) = joined.rfind(HEAD) else {
        return false;
    };
    let Some(rest) = joined.get(start + HEAD.len()..) else {
        return false;
    };
    let Some(numbers) = rest.strip_suffix(TAIL) else {
        return false;
    };
    let is_number = |text: &str| {
        (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_notice = numbers
        .split_once(MIDDLE)
        .is_some_and(|(shown, total)| is_number(shown) && is_number(total));
    let body_bytes = (emitted_bytes + dropped.len()).saturating_sub(joined.len() - start);
    is_notice && body_bytes <= max_output_bytes
}
