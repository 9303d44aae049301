//! International bank account numbers (ISO 13616): country, two check digits, groups.

use super::{Engine, Finding, Scan};
use crate::output::checks::iban;

pub(super) fn find(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    let Some(label) = engine.scans.get(Scan::Iban) else {
        return;
    };
    let bytes = block.as_bytes();
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + 5) {
        let [first, second, third, fourth, _] = head else {
            break;
        };
        if !fourth.is_ascii_digit() {
            // A number has digits at its offsets 2 and 3, so it starts neither here nor at the next byte.
            at += 2;
            continue;
        }
        if second.is_ascii_digit() && third.is_ascii_digit() {
            // It starts with two letters: not here, and not at one of the three digits.
            at += 4;
            continue;
        }
        let is_head =
            first.is_ascii_uppercase() && second.is_ascii_uppercase() && third.is_ascii_digit();
        let is_start = at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if !is_head || !is_start {
            at += 1;
            continue;
        }
        match iban::match_at(block.get(at..).unwrap_or_default()) {
            Some(length) => {
                found.push(Finding {
                    range: at..at + length,
                    label,
                });
                at += length;
            }
            None => at += 4,
        }
    }
}
