//! IP addresses and telephone numbers. Off by default: they are ordinary program output.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use super::{Engine, Finding, Scan};

/// International (`+44 20 7123 4567`), North American (`(415) 555-0132`) and national with a leading zero.
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^0-9A-Za-z+.\-/])(\+[1-9][0-9]{0,2}[ .\-]?(?:\([0-9]{1,4}\)[ .\-]?)?[0-9]{1,5}(?:[ .\-]?[0-9]{2,5}){1,4}|\(?[2-9][0-9]{2}\)[ .\-]?[0-9]{3}[ .\-][0-9]{4}|[2-9][0-9]{2}[.\-][0-9]{3}[.\-][0-9]{4}|0[1-9][0-9]?-[0-9]{7,8})(?:[^0-9A-Za-z]|$)",
    )
    .ok()
});

pub(super) fn find(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    if let Some(label) = engine.scans.get(Scan::IpAddress) {
        find_addresses(block, label, found);
    }
    let Some(label) = engine.scans.get(Scan::Phone) else {
        return;
    };
    let Some(phone) = PHONE.as_ref() else { return };
    let mut start = 0;
    for line in block.split('\n') {
        found.extend(
            phone
                .captures_iter(line)
                .filter_map(|captures| captures.get(1))
                .map(|number| Finding {
                    range: start + number.start()..start + number.end(),
                    label,
                }),
        );
        start += line.len() + 1;
    }
}

/// Runs of hexadecimal digits, colons and dots that are an address, with the length of a network behind it.
fn find_addresses(block: &str, label: usize, found: &mut Vec<Finding>) {
    let bytes = block.as_bytes();
    let is_address = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let skipped = rest.iter().take_while(|byte| !is_address(byte)).count();
        let start = at + skipped;
        let length = bytes
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| is_address(byte))
            .count();
        at = start + length.max(1);
        let is_inside_word = bytes
            .get(start.wrapping_sub(1))
            .is_some_and(u8::is_ascii_alphanumeric);
        let text = block.get(start..start + length).unwrap_or_default();
        let trimmed = text.trim_end_matches(['.', ':']);
        let text = if text.ends_with("::") && !trimmed.contains("::") {
            text
        } else {
            trimmed
        };
        if !(3..=45).contains(&text.len()) || is_inside_word || !is_ip(text) {
            continue;
        }
        let mut end = start + text.len();
        for (sign, is_part) in [
            (b'%', u8::is_ascii_alphanumeric as fn(&u8) -> bool),
            (b'/', u8::is_ascii_digit),
        ] {
            if bytes.get(end) == Some(&sign) {
                end += 1 + bytes
                    .get(end + 1..)
                    .unwrap_or_default()
                    .iter()
                    .take(16)
                    .take_while(|byte| is_part(byte))
                    .count();
            }
        }
        found.push(Finding {
            range: start..end,
            label,
        });
        at = at.max(end);
    }
}

fn is_ip(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok() || text.contains(':') && text.parse::<Ipv6Addr>().is_ok()
}
