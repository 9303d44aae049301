//! The rows of one peer, in the form that every part prints.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What was measured of one peer, and what was not.
pub(crate) struct Report {
    peer: &'static str,
    version: String,
    isolation: &'static str,
    rows: Vec<Value>,
    left_out: Vec<Value>,
}

impl Report {
    pub(crate) fn new(peer: &'static str, version: String, isolation: &'static str) -> Self {
        Self {
            peer,
            version,
            isolation,
            rows: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Adds a row of times, one for each run. The percentiles are those of `ringfence bench`.
    pub(crate) fn times(&mut self, measure: &str, mut times_ms: Vec<f64>) {
        times_ms.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let index = (times_ms.len() * percent / 100).min(times_ms.len().saturating_sub(1));
            times_ms.get(index).copied().unwrap_or_default()
        };
        self.rows.push(json!({
            "measure": measure, "runs": times_ms.len(), "p50_ms": at(50), "p95_ms": at(95),
        }));
    }

    /// Adds a row with one number, whose unit is the last word of the measure's name.
    pub(crate) fn value(&mut self, measure: &str, value: f64, runs: usize) {
        self.rows
            .push(json!({"measure": measure, "runs": runs, "value": value}));
    }

    /// Says why there is no figure for `measure`.
    pub(crate) fn leave_out(&mut self, measure: &str, reason: &str) {
        self.left_out
            .push(json!({"measure": measure, "reason": reason}));
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "peer": self.peer, "version": self.version, "isolation": self.isolation,
            "rows": self.rows, "left_out": self.left_out,
        })
    }

    /// The same for a person: one line for each row.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{} {}\n", self.peer, self.version);
        for row in &self.rows {
            // writing to a string does not fail
            let _ = writeln!(text, "{row}");
        }
        for row in &self.left_out {
            let _ = writeln!(text, "left out: {row}");
        }
        text
    }
}
