//! Reports for people.

use std::fmt::{self, Write};

use super::{
    finding::{Finding, Level, findings},
    frame::frames,
    visible::visible,
};
use crate::analysis::{Report, Severity, lines::Lines};

/// Whether text is coloured with ANSI escapes. Colour never carries a meaning that the text does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// Plain text.
    #[default]
    Off,
    /// ANSI escapes.
    On,
}

/// `report` with the source around each finding, a caret below it and what to write instead. Empty when there is nothing
/// to say.
pub fn human(path: &str, source: &str, report: &Report, colours: Colours) -> String {
    let lines = Lines::new(source);
    let mut text = String::new();
    for finding in findings(report) {
        // writing to a string cannot fail
        let _ = write_finding(&mut text, path, &lines, &finding, colours);
    }
    text
}

/// `report` as one line for each finding: `path:line:column: RF101 [forbidden-import] message`.
pub fn concise(path: &str, _source: &str, report: &Report) -> String {
    let mut text = String::new();
    for finding in findings(report) {
        let recorded = if finding.level == Level::Recorded {
            " (recorded)"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{}:{}:{}: {} [{}] {}{recorded}",
            visible(path),
            finding.line,
            finding.column,
            finding.code,
            finding.rule,
            visible(&finding.message)
        );
    }
    text
}

fn write_finding(
    text: &mut String,
    path: &str,
    lines: &Lines<'_>,
    finding: &Finding,
    colours: Colours,
) -> fmt::Result {
    let paint = Paint { colours };
    let level = match finding.level {
        Level::Refused => "refused",
        Level::Recorded => "recorded",
    };
    let heading = format!("{level}[{}]", finding.code);
    writeln!(
        text,
        "{} {}: {}",
        paint.severity(&heading, finding.severity),
        finding.rule,
        paint.bold(&visible(&finding.message))
    )?;
    let frames = frames(lines, finding);
    let width = finding.line.to_string().len();
    let gutter = paint.dim("|");
    writeln!(
        text,
        "{:width$}{} {}:{}:{}",
        "",
        paint.dim("-->"),
        visible(path),
        finding.line,
        finding.column
    )?;
    for frame in &frames {
        writeln!(
            text,
            "{} {gutter} {}",
            paint.dim(&format!("{:>width$}", frame.line)),
            frame.text
        )?;
        if let Some((start, length)) = frame.carets {
            let carets = paint.severity(&"^".repeat(length), finding.severity);
            writeln!(text, "{:width$} {gutter} {:start$}{carets}", "", "")?;
        }
    }
    if let Some(suggestion) = &finding.suggestion {
        writeln!(
            text,
            "{:width$} {} {}",
            "",
            paint.bold("help:"),
            visible(suggestion)
        )?;
    }
    writeln!(text)
}

struct Paint {
    colours: Colours,
}

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        match self.colours {
            Colours::Off => text.to_owned(),
            Colours::On => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.with("2", text)
    }

    fn severity(&self, text: &str, severity: Severity) -> String {
        match severity {
            Severity::Low => self.with("36", text),
            Severity::Medium => self.with("33", text),
            Severity::High | Severity::Critical => self.with("1;31", text),
        }
    }
}
