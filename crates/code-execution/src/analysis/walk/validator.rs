//! The rules alone.

use crate::analysis::{Policy, Violation, check};

/// Runs the rules of one policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AstValidator {
    policy: Policy,
}

impl AstValidator {
    /// A validator for `policy`.
    pub const fn new(policy: Policy) -> Self {
        Self { policy }
    }

    /// The policy it runs.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What the policy refuses in `source`, in source order. Empty for a source with a syntax error: there is no tree to
    /// look at; [`SyntaxValidator`](crate::analysis::SyntaxValidator) reports it.
    pub fn validate(&self, source: &str) -> Vec<Violation> {
        check(source, &self.policy).violations
    }
}
