//! One pass of the keyword automaton over a block; rows of the table run only where their keyword stands.

use super::lines::{line_around, starts_token};
use super::{Engine, Finding, RowMethod, assignment, hidden};
use crate::output::scan::blocks::floor_char_boundary;

/// Longest token that a token pattern sees, in bytes. What is longer is matched up to here.
const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// A rejected token of this length, in bytes, is not looked into again, which keeps the work linear.
const LONG_TOKEN_BYTES: usize = 512;

pub(super) fn find(engine: &Engine, block: &str, found: &mut Vec<Finding>) {
    let mut line = 0..0;
    // Per row: the line or token up to which it has run, so that no text is scanned twice by one row.
    let mut done = vec![0; engine.rows.len()];
    for hit in engine.keywords.find_overlapping_iter(block) {
        if hit.start() >= line.end {
            line = line_around(block, hit.start());
        }
        let Some(rows) = engine.rows_of_keyword.get(hit.pattern().as_usize()) else {
            continue;
        };
        for &index in rows {
            let (Some(row), Some(done)) = (engine.rows.get(index), done.get_mut(index)) else {
                continue;
            };
            match &row.method {
                RowMethod::Token { pattern, accept } => {
                    if hit.start() < *done || !starts_token(block, hit.start()) {
                        continue;
                    }
                    let end =
                        floor_char_boundary(block, line.end.min(hit.start() + MAX_TOKEN_BYTES));
                    let text = block.get(hit.start()..end).unwrap_or_default();
                    let Some(captures) = pattern.get().and_then(|pattern| pattern.captures(text))
                    else {
                        continue;
                    };
                    let Some(secret) = captures.get(1).or_else(|| captures.get(0)) else {
                        continue;
                    };
                    let range = hit.start() + secret.start()..hit.start() + secret.end();
                    let is_accepted = accept(secret.as_str());
                    if is_accepted || range.len() >= LONG_TOKEN_BYTES {
                        *done = range.end;
                    }
                    if is_accepted {
                        let label = row.label;
                        found.push(Finding { range, label });
                    }
                }
                RowMethod::Context { pattern, accept } => {
                    if hit.start() < *done {
                        continue;
                    }
                    *done = line.end;
                    let text = block.get(line.clone()).unwrap_or_default();
                    let Some(pattern) = pattern.get() else {
                        continue;
                    };
                    for captures in pattern.captures_iter(text) {
                        let Some(secret) = captures.get(1).or_else(|| captures.get(0)) else {
                            continue;
                        };
                        if accept(secret.as_str()) {
                            let range = line.start + secret.start()..line.start + secret.end();
                            found.push(Finding {
                                range,
                                label: row.label,
                            });
                        }
                    }
                }
                RowMethod::Assignment => {
                    if hit.start() < *done {
                        continue;
                    }
                    let kind = assignment::Kind::of(engine, row.label);
                    if let Some(range) =
                        assignment::find(block, line.clone(), hit.start()..hit.end(), kind)
                    {
                        *done = range.end;
                        found.push(Finding {
                            range,
                            label: row.label,
                        });
                    }
                }
                RowMethod::Hidden => {
                    if hit.start() >= *done {
                        *done = line.end;
                        hidden::find_invisible(engine, block, line.clone(), found);
                    }
                }
            }
        }
    }
}
