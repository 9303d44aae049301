//! The table of detectors: one row per published key format or kind of personal data.

use super::Severity;

mod ai;
mod chat;
mod cloud;
mod code_hosting;
mod generic;
mod monitoring;
mod payment;
mod personal;
mod services;

/// Judges a text that a pattern has matched.
pub(crate) type Accept = fn(&str) -> bool;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Detector {
    /// Stable id, the `violation_type` of its findings.
    pub id: &'static str,
    /// What it finds, as a noun phrase with its article.
    pub description: &'static str,
    /// Severity of its findings.
    pub severity: Severity,
    /// The published structure, for people.
    pub format: &'static str,
    /// Whether it runs without being enabled.
    pub enabled_by_default: bool,
    pub(crate) keywords: &'static [&'static str],
    pub(crate) method: Method,
}

/// How a row finds its texts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Method {
    /// The pattern matches at a keyword, which no letter or digit precedes.
    Token {
        pattern: &'static str,
        accept: Accept,
    },
    /// The pattern matches anywhere in a line with a keyword. Its first group, if any, is the secret.
    Context {
        pattern: &'static str,
        accept: Accept,
    },
    /// Code of its own.
    Scan(Scan),
}

/// The scanners that are code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scan {
    AwsSecretKey,
    Card,
    DerPrivateKey,
    DiscordToken,
    Email,
    FacebookToken,
    Iban,
    IpAddress,
    Itin,
    KubernetesSecret,
    Password,
    Phone,
    PrivateKey,
    Secret,
    Ssn,
    TwilioKey,
}

/// All built-in detectors, in the order of the reference page. Where two find the same text, the more severe names
/// it, then the earlier.
pub fn detectors() -> &'static [Detector] {
    static ALL: std::sync::LazyLock<Vec<Detector>> = std::sync::LazyLock::new(|| {
        [
            ai::ROWS,
            cloud::ROWS,
            code_hosting::ROWS,
            chat::ROWS,
            payment::ROWS,
            monitoring::ROWS,
            services::ROWS,
            generic::ROWS,
            personal::ROWS,
        ]
        .concat()
    });
    &ALL
}

const fn token(
    id: &'static str,
    description: &'static str,
    severity: Severity,
    format: &'static str,
    keywords: &'static [&'static str],
    pattern: &'static str,
    accept: Accept,
) -> Detector {
    Detector {
        id,
        description,
        severity,
        format,
        enabled_by_default: true,
        keywords,
        method: Method::Token { pattern, accept },
    }
}

const fn context(
    id: &'static str,
    description: &'static str,
    severity: Severity,
    format: &'static str,
    keywords: &'static [&'static str],
    pattern: &'static str,
    accept: Accept,
) -> Detector {
    Detector {
        id,
        description,
        severity,
        format,
        enabled_by_default: true,
        keywords,
        method: Method::Context { pattern, accept },
    }
}

const fn scan(
    id: &'static str,
    description: &'static str,
    severity: Severity,
    format: &'static str,
    keywords: &'static [&'static str],
    scan: Scan,
) -> Detector {
    Detector {
        id,
        description,
        severity,
        format,
        enabled_by_default: true,
        keywords,
        method: Method::Scan(scan),
    }
}

/// At least one letter, one digit and the variety of a key.
fn is_key(token: &str) -> bool {
    token.bytes().any(|byte| byte.is_ascii_digit()) && super::checks::is_varied(token)
}

fn anything(_token: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for detector in detectors() {
            if let Method::Token { pattern, .. } | Method::Context { pattern, .. } = detector.method
            {
                let compiled = regex::Regex::new(pattern);
                assert!(compiled.is_ok(), "{}: {compiled:?}", detector.id);
                assert!(
                    !detector.keywords.is_empty(),
                    "{} has no keyword",
                    detector.id
                );
            }
        }
        assert!(detectors().len() >= 100);
    }

    #[test]
    fn ids_are_unique_words() {
        let ids: BTreeSet<&str> = detectors().iter().map(|detector| detector.id).collect();
        assert_eq!(ids.len(), detectors().len());
        assert!(ids.iter().all(|id| {
            id.bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        }));
    }
}
