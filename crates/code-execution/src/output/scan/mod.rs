//! The engine: one pass of a keyword automaton over a block, detectors only near its hits, and three byte scanners
//! (numbers, long tokens, `@`) for what has no keyword.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use super::builder::OutputConfigError;
use super::detectors::{Accept, Detector, Method, Scan, detectors};
use super::severity::Severity;

mod assignment;
pub(crate) mod blocks;
mod email;
mod encoded;
mod hidden;
mod iban;
mod keywords;
mod lines;
mod multiline;
mod network;
mod numbers;
mod values;

pub(crate) use values::significant_bytes;

/// One secret in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Bytes of the block.
    pub(crate) range: Range<usize>,
    /// Index for [`Engine::label`].
    pub(crate) label: usize,
}

/// What one block contains.
pub(crate) struct Detection {
    /// Sorted, disjoint, not empty ranges.
    pub(crate) findings: Vec<Finding>,
    /// Everything before this offset (a line start) is decided; the rest needs more input.
    pub(crate) hold: usize,
}

/// How a finding is reported.
pub(crate) struct Label {
    pub(crate) id: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
}

/// A compiled user-defined pattern.
pub(crate) struct UserPattern {
    pub(crate) name: String,
    pub(crate) regex: Regex,
    pub(crate) severity: Severity,
}

/// What an [`Engine`] is compiled from.
#[derive(Default)]
pub(crate) struct EngineOptions {
    pub(crate) patterns: Vec<UserPattern>,
    pub(crate) secret_values: Vec<String>,
    pub(crate) allowed: Vec<String>,
    pub(crate) disabled: BTreeSet<String>,
    pub(crate) enabled: BTreeSet<String>,
}

/// A detector of the table that is switched on, with its pattern, compiled at the first hit.
struct Row {
    label: usize,
    method: RowMethod,
}

enum RowMethod {
    /// The pattern must match at the keyword.
    Token {
        pattern: LazyPattern,
        accept: Accept,
    },
    /// The pattern is searched in the line of the keyword.
    Context {
        pattern: LazyPattern,
        accept: Accept,
    },
    /// `keyword = value`, by the parser in `assignment`.
    Assignment,
    /// The line holds invisible characters.
    Hidden,
}

struct LazyPattern {
    source: &'static str,
    is_anchored: bool,
    compiled: OnceLock<Option<Regex>>,
}

impl LazyPattern {
    fn new(source: &'static str, is_anchored: bool) -> Self {
        Self {
            source,
            is_anchored,
            compiled: OnceLock::new(),
        }
    }

    /// `None` only if the pattern of a table row does not compile, which a test rules out.
    fn get(&self) -> Option<&Regex> {
        let compile = || {
            if self.is_anchored {
                Regex::new(&format!(r"\A(?:{})", self.source))
            } else {
                Regex::new(self.source)
            }
            .ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// Label of each scanner that is switched on.
#[derive(Default)]
struct ScanLabels(BTreeMap<Scan, usize>);

impl ScanLabels {
    fn get(&self, scan: Scan) -> Option<usize> {
        self.0.get(&scan).copied()
    }
}

/// Compiled detectors.
pub(crate) struct Engine {
    labels: Vec<Label>,
    rows: Vec<Row>,
    scans: ScanLabels,
    keywords: AhoCorasick,
    /// Rows by keyword.
    rows_of_keyword: Vec<Vec<usize>>,
    patterns: Vec<(usize, Regex)>,
    values: Option<values::SecretValues>,
    allowed: Vec<String>,
}

/// Invisible characters that split a secret for a reader's eyes: zero-width space, joiners and marks, word joiner,
/// byte order mark, soft hyphen.
pub(crate) const INVISIBLE: &[&str] = &[
    "\u{200b}", "\u{200c}", "\u{200d}", "\u{200e}", "\u{200f}", "\u{2060}", "\u{2063}", "\u{feff}",
    "\u{ad}",
];

impl Engine {
    #[expect(
        clippy::expect_used,
        reason = "the table is a constant, and `every_pattern_compiles` builds it"
    )]
    pub(crate) fn with_defaults() -> Self {
        Self::new(EngineOptions::default()).expect("the built-in detectors compile")
    }

    pub(crate) fn new(options: EngineOptions) -> Result<Self, OutputConfigError> {
        let mut labels = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut scans = ScanLabels::default();
        let mut rows_by_keyword: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for detector in detectors() {
            let is_on = detector.enabled_by_default || options.enabled.contains(detector.id);
            if !is_on || options.disabled.contains(detector.id) {
                continue;
            }
            let label = labels.len();
            labels.push(label_of(detector));
            let method = match detector.method {
                Method::Token { pattern, accept } => RowMethod::Token {
                    pattern: LazyPattern::new(pattern, true),
                    accept,
                },
                Method::Context { pattern, accept } => RowMethod::Context {
                    pattern: LazyPattern::new(pattern, false),
                    accept,
                },
                Method::Scan(scan) => {
                    scans.0.insert(scan, label);
                    if !matches!(scan, Scan::Secret | Scan::Password) {
                        continue;
                    }
                    RowMethod::Assignment
                }
            };
            for keyword in detector.keywords {
                rows_by_keyword.entry(keyword).or_default().push(rows.len());
            }
            rows.push(Row { label, method });
        }
        for invisible in INVISIBLE {
            rows_by_keyword
                .entry(invisible)
                .or_default()
                .push(rows.len());
        }
        rows.push(Row {
            label: usize::MAX,
            method: RowMethod::Hidden,
        });

        let mut patterns = Vec::with_capacity(options.patterns.len());
        for pattern in options.patterns {
            patterns.push((labels.len(), pattern.regex));
            let message = format!("text that matches the pattern `{}`", pattern.name);
            labels.push(Label {
                id: pattern.name,
                severity: pattern.severity,
                message,
            });
        }
        let values = if options.secret_values.is_empty() {
            None
        } else {
            let message = "a secret value, or an encoding of it".to_owned();
            labels.push(Label {
                id: "secret_value".to_owned(),
                severity: Severity::Critical,
                message,
            });
            Some(values::SecretValues::new(
                &options.secret_values,
                labels.len() - 1,
            )?)
        };
        let (keywords, rows_of_keyword): (Vec<_>, Vec<_>) = rows_by_keyword.into_iter().unzip();
        let keywords = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(keywords)
            .map_err(|source| OutputConfigError::Automaton {
                what: "keywords",
                source: Box::new(source),
            })?;
        Ok(Self {
            labels,
            rows,
            scans,
            keywords,
            rows_of_keyword,
            patterns,
            values,
            allowed: options.allowed,
        })
    }

    pub(crate) fn label_count(&self) -> usize {
        self.labels.len()
    }

    /// How findings with this label are reported.
    pub(crate) fn label(&self, label: usize) -> &Label {
        static UNKNOWN: Label = Label {
            id: String::new(),
            severity: Severity::High,
            message: String::new(),
        };
        self.labels.get(label).unwrap_or(&UNKNOWN)
    }

    /// All findings of a block that begins at a line start. `at_end`: no text follows.
    pub(crate) fn detect(&self, block: &str, at_end: bool) -> Detection {
        let mut found = self.line_findings(block);
        let decided = multiline::find(self, block, at_end, &mut found);
        let mut hold = decided.hold;
        if let Some(values) = &self.values {
            hold = hold.min(values.find(block, at_end, &mut found));
        }
        let findings = merge(without_markers(block, found), &self.labels);
        if hold < block.len() {
            hold = lines::line_around(block, hold).start;
        }
        // What is decided ends at a line start, and before every finding and group of lines that reaches beyond it.
        let ranges = || {
            findings
                .iter()
                .map(|finding| &finding.range)
                .chain(&decided.together)
        };
        while let Some(torn) = ranges().find(|range| range.start < hold && hold < range.end) {
            hold = lines::line_around(block, torn.start).start;
        }
        Detection { findings, hold }
    }

    /// Findings that lie within single lines.
    pub(crate) fn detect_lines(&self, block: &str) -> Vec<Finding> {
        merge(
            without_markers(block, self.line_findings(block)),
            &self.labels,
        )
    }

    fn line_findings(&self, block: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        keywords::find(self, block, &mut found);
        numbers::find(self, block, &mut found);
        iban::find(self, block, &mut found);
        email::find(self, block, &mut found);
        network::find(self, block, &mut found);
        encoded::find(self, block, &mut found);
        hidden::find_spaced(self, block, &mut found);
        self.find_patterns(block, &mut found);
        found.retain(|finding| {
            block
                .get(finding.range.clone())
                .is_some_and(|text| !self.is_allowed(text))
        });
        found
    }

    /// The label of the worst finding of a text that was decoded from a token.
    fn nested_label(&self, text: &str) -> Option<usize> {
        let findings = merge(self.visible_findings(text), &self.labels);
        let severity = |label: usize| self.labels.get(label).map(|label| label.severity);
        let is_header = text.contains("PRIVATE KEY-----");
        let key = self.scans.get(Scan::PrivateKey).filter(|_| is_header);
        key.or_else(|| {
            findings
                .iter()
                .map(|finding| finding.label)
                .max_by_key(|label| severity(*label))
        })
    }

    /// Findings of a text that was made readable, by keyword and by number.
    fn visible_findings(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        keywords::find(self, text, &mut found);
        numbers::find(self, text, &mut found);
        found.retain(|finding| {
            text.get(finding.range.clone())
                .is_some_and(|secret| !self.is_allowed(secret))
        });
        found
    }

    fn find_patterns(&self, block: &str, found: &mut Vec<Finding>) {
        if self.patterns.is_empty() {
            return;
        }
        let mut start = 0;
        for line in block.split('\n') {
            for (label, regex) in &self.patterns {
                for captures in regex.captures_iter(line) {
                    let Some(secret) = captures.get(1).or_else(|| captures.get(0)) else {
                        continue;
                    };
                    found.push(Finding {
                        range: start + secret.start()..start + secret.end(),
                        label: *label,
                    });
                }
            }
            start += line.len() + 1;
        }
    }

    fn is_allowed(&self, secret: &str) -> bool {
        super::checks::is_documentation(secret)
            || self.allowed.iter().any(|allowed| allowed == secret)
    }
}

/// Take the replacements that `block` already contains out of the findings, so that a redacted text is at rest.
fn without_markers(block: &str, found: Vec<Finding>) -> Vec<Finding> {
    let marker = super::REDACTION_MARKER;
    if found.is_empty() || !block.contains(marker) {
        return found;
    }
    let markers: Vec<usize> = block
        .match_indices(marker)
        .map(|(start, _)| start)
        .collect();
    let mut parts = Vec::with_capacity(found.len());
    for finding in found {
        let mut start = finding.range.start;
        let first = markers.partition_point(|&at| at + marker.len() <= start);
        for &at in markers
            .iter()
            .skip(first)
            .take_while(|&&at| at < finding.range.end)
        {
            parts.push(Finding {
                range: start..at.max(start),
                label: finding.label,
            });
            start = at + marker.len();
        }
        parts.push(Finding {
            range: start..finding.range.end.max(start),
            label: finding.label,
        });
    }
    parts
}

fn label_of(detector: &Detector) -> Label {
    Label {
        id: detector.id.to_owned(),
        severity: detector.severity,
        message: format!("the output contains {}", detector.description),
    }
}

/// Sort, and unite what overlaps. The united finding carries the label of the most severe part, of the first in the
/// table among equals.
fn merge(mut found: Vec<Finding>, labels: &[Label]) -> Vec<Finding> {
    let severity = |finding: &Finding| labels.get(finding.label).map(|label| label.severity);
    found.retain(|finding| !finding.range.is_empty());
    found.sort_by_key(|finding| (finding.range.start, finding.range.end, finding.label));
    let mut merged: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found {
        match merged.last_mut() {
            Some(last) if finding.range.start < last.range.end => {
                let rank = (severity(&finding), usize::MAX - finding.label);
                if rank > (severity(last), usize::MAX - last.label) {
                    last.label = finding.label;
                }
                last.range.end = last.range.end.max(finding.range.end);
            }
            _ => merged.push(finding),
        }
    }
    merged
}
