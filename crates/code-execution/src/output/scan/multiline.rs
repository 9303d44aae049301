//! Secrets that span lines: private keys, XML elements with the value on a line of its own, Kubernetes secrets.
//!
//! Each finder returns the offset from which the text is undecided until more of it has arrived, and notes the lines
//! that it has decided together.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::assignment::{self, Kind};
use super::lines::line_around;
use super::{Engine, Finding, Scan};
use crate::output::REDACTION_MARKER;

/// Longest private key from its first to its last line, in bytes.
const MAX_KEY_BYTES: usize = 16 * 1024;
/// Longest Kubernetes document that is read, in bytes.
const MAX_MANIFEST_BYTES: usize = 8 * 1024;
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
const MANIFEST_START: &str = "apiVersion:";

static BEGIN_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGIN));
static MANIFEST_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MANIFEST_START));

/// What the finders of this module have seen.
pub(super) struct Decided {
    /// From here on the text is undecided.
    pub(super) hold: usize,
    /// Ranges that a cut would tear, in no order.
    pub(super) together: Vec<Range<usize>>,
}

pub(super) fn find(
    engine: &Engine,
    block: &str,
    at_end: bool,
    found: &mut Vec<Finding>,
) -> Decided {
    let mut hold = block.len();
    let mut together = Vec::new();
    if let Some(label) = engine.scans.get(Scan::PrivateKey) {
        hold = hold.min(private_keys(block, at_end, label, found));
    }
    if let Some(label) = engine.scans.get(Scan::Secret) {
        hold = hold.min(elements(block, at_end, label, found, &mut together));
    }
    if let Some(label) = engine.scans.get(Scan::KubernetesSecret) {
        hold = hold.min(manifests(block, at_end, label, found, &mut together));
    }
    Decided { hold, together }
}

/// Where the text of `finder` next begins in `block`, at `at` or later.
fn find_from(finder: &Finder<'_>, block: &str, at: usize) -> Option<usize> {
    let index = finder.find(block.as_bytes().get(at..)?)?;
    Some(at + index)
}

/// PEM (RFC 7468), OpenSSH and PGP private keys: from the first line to the last, whatever separates the lines.
fn private_keys(block: &str, at_end: bool, label: usize, found: &mut Vec<Finding>) -> usize {
    let mut at = 0;
    while let Some(start) = find_from(&BEGIN_FINDER, block, at) {
        at = start + BEGIN.len();
        let Some(header) = header_length(block.get(start..).unwrap_or_default()) else {
            continue;
        };
        let body = start + header;
        let limit = super::blocks::floor_char_boundary(block, start + MAX_KEY_BYTES);
        let text = block.get(body..limit).unwrap_or_default();
        if let Some(length) = text.find(END) {
            let tail = text.get(length + END.len()..).unwrap_or_default();
            let tail = tail
                .get(..super::blocks::floor_char_boundary(tail, 64))
                .unwrap_or_default();
            let closing = tail.find(DASHES).map_or(0, |index| index + DASHES.len());
            at = body + length + END.len() + closing;
            if length >= 16 {
                found.push(Finding {
                    range: start..at,
                    label,
                });
            }
            continue;
        }
        if !at_end && limit == block.len() {
            return start;
        }
        at = body + unclosed_length(text);
        found.push(Finding {
            range: start..at,
            label,
        });
    }
    block.len()
}

/// The length of `-----BEGIN ... PRIVATE KEY ...-----`.
fn header_length(text: &str) -> Option<usize> {
    let title = text.get(BEGIN.len()..)?;
    let length = title
        .bytes()
        .take(64)
        .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b' ')
        .count();
    let is_private = title.get(..length)?.contains("PRIVATE KEY");
    let is_closed = title.get(length..)?.starts_with(DASHES);
    (is_private && is_closed).then_some(BEGIN.len() + length + DASHES.len())
}

/// The length of the lines behind a header that can belong to a key whose last line is missing.
fn unclosed_length(text: &str) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let is_sign =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\\');
        let is_body = content.len() >= 16 && content.bytes().all(is_sign);
        let is_first_break = length == 0 && content.is_empty();
        if !is_body && !is_first_break {
            break;
        }
        length += line.len();
    }
    text.get(..length).map_or(0, |body| body.trim_end().len())
}

/// `<apiToken>`, and the value alone on the next line.
fn elements(
    block: &str,
    at_end: bool,
    label: usize,
    found: &mut Vec<Finding>,
    together: &mut Vec<Range<usize>>,
) -> usize {
    for bracket in memchr::memchr_iter(b'>', block.as_bytes()) {
        let behind = block.get(bracket + 1..).unwrap_or_default();
        let Some(next) = behind
            .strip_prefix("\r\n")
            .or_else(|| behind.strip_prefix('\n'))
        else {
            continue;
        };
        let line = line_around(block, bracket);
        let Some(name) = block
            .get(line.start..bracket)
            .and_then(|text| text.trim_start().strip_prefix('<'))
        else {
            continue;
        };
        let Some(kind) = kind_of_name(name) else {
            continue;
        };
        let length = next.find('\n');
        if length.is_none() && !at_end {
            return line.start;
        }
        let content = next.get(..length.unwrap_or(next.len())).unwrap_or_default();
        let value = content.trim();
        together.push(line.start..block.len() - next.len() + content.len());
        // What a replacement has shortened is no value any more.
        let is_value = !value.contains(['<', '>', ' ']) && !value.contains(REDACTION_MARKER);
        if is_value && assignment::is_secret(value, kind, true) {
            let start = block.len() - next.len() + (content.len() - content.trim_start().len());
            found.push(Finding {
                range: start..start + value.len(),
                label,
            });
        }
    }
    block.len()
}

fn kind_of_name(name: &str) -> Option<Kind> {
    if name.len() > 64
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'))
    {
        return None;
    }
    let name = name.to_ascii_lowercase().replace(['_', '-', '.'], "");
    if name.ends_with("password") || name.ends_with("passwd") {
        return Some(Kind::Password);
    }
    let ends = [
        "token",
        "secret",
        "apikey",
        "accesskey",
        "secretkey",
        "privatekey",
    ];
    ends.iter()
        .any(|end| name.ends_with(end))
        .then_some(Kind::Secret)
}

/// Values of `data` and `stringData` in Kubernetes documents of the kind `Secret`.
fn manifests(
    block: &str,
    at_end: bool,
    label: usize,
    found: &mut Vec<Finding>,
    together: &mut Vec<Range<usize>>,
) -> usize {
    let mut at = 0;
    while let Some(start) = find_from(&MANIFEST_FINDER, block, at) {
        at = start + MANIFEST_START.len();
        if line_around(block, start).start != start {
            continue;
        }
        let text = block.get(start..).unwrap_or_default();
        let length = manifest_length(text);
        if !at_end && start + length == block.len() && length < MAX_MANIFEST_BYTES {
            return start;
        }
        at = start + length.max(MANIFEST_START.len());
        together.push(start..start + length);
        let manifest = text.get(..length).unwrap_or_default();
        if manifest.lines().any(is_secret_kind) {
            manifest_values(manifest, |range| {
                found.push(Finding {
                    range: start + range.start..start + range.end,
                    label,
                });
            });
        }
    }
    block.len()
}

/// The length of the lines that can belong to one YAML document, of whole lines up to the size limit.
fn manifest_length(text: &str) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let is_part = !line.trim().is_empty()
            && !line.starts_with("---")
            && (line.starts_with([' ', '\t', '#', '-', '}']) || line.contains(':'));
        if !is_part || length + line.len() > MAX_MANIFEST_BYTES {
            break;
        }
        length += line.len();
    }
    length
}

fn is_secret_kind(line: &str) -> bool {
    let Some(kind) = line.strip_prefix("kind:") else {
        return false;
    };
    kind.trim()
        .trim_matches(['"', '\''])
        .eq_ignore_ascii_case("secret")
}

fn manifest_values(manifest: &str, mut report: impl FnMut(Range<usize>)) {
    let mut is_data = false;
    let mut start = 0;
    for line in manifest.split_inclusive('\n') {
        let content = line.trim_start();
        if content.len() == line.len() {
            is_data = line.starts_with("data:") || line.starts_with("stringData:");
        } else if is_data {
            let value = content.split_once(':').map_or(content, |(_, value)| value);
            let value = value.trim().trim_matches(['"', '\'']);
            let is_encoded = value.len() >= 8
                && value
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
            if is_encoded && !content.starts_with('#') {
                let offset = start + line.rfind(value).unwrap_or(0);
                report(offset..offset + value.len());
            }
        }
        start += line.len();
    }
}
