//! E-mail addresses, found from their `@`.

use super::{Engine, Finding, Scan};

/// Longest local part, in bytes (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;
/// Longest domain, in bytes (RFC 5321, section 4.5.3.1.2).
const MAX_DOMAIN_BYTES: usize = 255;

pub(super) fn find(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    let Some(label) = engine.scans.get(Scan::Email) else {
        return;
    };
    let bytes = block.as_bytes();
    for at in memchr::memchr_iter(b'@', bytes) {
        let before = bytes
            .get(at.saturating_sub(MAX_LOCAL_BYTES + 1)..at)
            .unwrap_or_default();
        let local = before
            .iter()
            .rev()
            .take_while(|byte| is_local(**byte))
            .count();
        let behind = bytes.get(at + 1..).unwrap_or_default();
        let domain = behind
            .get(..behind.len().min(MAX_DOMAIN_BYTES + 1))
            .unwrap_or_default();
        let domain = domain.iter().take_while(|byte| is_domain(**byte)).count();
        let domain = block
            .get(at + 1..at + 1 + domain)
            .unwrap_or_default()
            .trim_end_matches(['.', '-']);
        let mut start = at - local;
        // `\nann@...` in a quoted text: the `n` belongs to the escape.
        if start > 0 && bytes.get(start - 1) == Some(&b'\\') {
            start += 1;
        }
        while bytes
            .get(start)
            .is_some_and(|byte| matches!(byte, b'.' | b'-'))
        {
            start += 1;
        }
        let local = block.get(start..at).unwrap_or_default();
        let is_local_part = (1..=MAX_LOCAL_BYTES).contains(&local.len())
            && !local.ends_with('.')
            && !local.contains("..");
        if is_local_part && is_host_name(domain) && !is_in_url_authority(block, start) {
            found.push(Finding {
                range: start..at + 1 + domain.len(),
                label,
            });
        }
    }
}

/// Whether `start` lies between the `://` of a URL and its host: what stands there is a user name or a password.
fn is_in_url_authority(block: &str, start: usize) -> bool {
    let before = block
        .as_bytes()
        .get(start.saturating_sub(MAX_DOMAIN_BYTES)..start)
        .unwrap_or_default();
    let authority = before
        .iter()
        .rev()
        .take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'/')
        .count();
    before
        .get(..before.len() - authority)
        .is_some_and(|scheme| scheme.ends_with(b"://"))
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}

/// At least two labels, the last of two or more letters or an internationalised one (`xn--`).
fn is_host_name(domain: &str) -> bool {
    let Some((labels, last)) = domain.rsplit_once('.') else {
        return false;
    };
    let is_top_level = (2..=24).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        || last.starts_with("xn--") && last.len() > 4;
    is_top_level
        && labels
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}
