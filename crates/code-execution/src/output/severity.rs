use serde::{Deserialize, Serialize};

/// How bad it is when the finding reaches a reader. Ordered: `Low < Medium < High < Critical`.
///
/// JSON form: the lower-case name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Often legitimate, such as an e-mail address.
    Low,
    /// Personal or account data that is not a credential.
    Medium,
    /// A credential, or data with legal protection.
    High,
    /// A credential that gives access to money, infrastructure or a signing key.
    Critical,
}

impl Severity {
    /// The lower-case name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
