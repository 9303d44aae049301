//! Settings of an executor.

use std::sync::Arc;

use super::CodeExecutor;
use crate::{
    analysis::{HostFunctionSignature, Policy, PolicyError, TypeChecks},
    audit::{AuditSink, TracingAuditSink},
    host_functions::HostFunctions,
    output::{OutputConfigError, OutputValidatorBuilder},
    sandbox::{Limits, LimitsError, Sandbox},
};

/// Builds a [`CodeExecutor`]; every layer is on unless it is switched off here.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one switch for each layer, set by its own method"
)]
pub struct CodeExecutorBuilder {
    sandbox: Arc<dyn Sandbox>,
    limits: Limits,
    policy: Policy,
    output: OutputValidatorBuilder,
    syntax_validation: bool,
    ast_validation: bool,
    output_validation: bool,
    type_checks: bool,
    redact_sensitive_output: bool,
    enable_network: bool,
    host_functions: Option<Arc<HostFunctions>>,
    audit: Arc<dyn AuditSink>,
    user_id: Option<String>,
}

/// Settings that do not fit together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The sandbox has no network to give.
    #[error(
        "`enable_network` is set, and the sandbox `{sandbox_type}` cannot give its guests a network"
    )]
    NoNetwork {
        /// The backend.
        sandbox_type: &'static str,
    },
    /// The sandbox counts no fuel.
    #[error("`max_fuel` is set, and the sandbox `{sandbox_type}` counts no fuel")]
    NoFuel {
        /// The backend.
        sandbox_type: &'static str,
    },
    /// A limit makes no sense.
    #[error(transparent)]
    Limits(#[from] LimitsError),
    /// The policy contradicts itself.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The output settings do not compile.
    #[error(transparent)]
    Output(#[from] OutputConfigError),
}

impl CodeExecutorBuilder {
    pub(super) fn new(sandbox: Arc<dyn Sandbox>) -> Self {
        Self {
            sandbox,
            limits: Limits::default(),
            policy: Policy::default(),
            output: OutputValidatorBuilder::default(),
            syntax_validation: true,
            ast_validation: true,
            output_validation: true,
            type_checks: false,
            redact_sensitive_output: true,
            enable_network: false,
            host_functions: None,
            audit: Arc::new(TracingAuditSink),
            user_id: None,
        }
    }

    /// The limits of every execution, and the ceiling for a request's own. Default [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// What code may say. Default `standard`.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Patterns, secret values and allowed texts for output validation. Its size limit, `redact` and `strict` follow
    /// the limits and the settings here.
    #[must_use]
    pub fn output(mut self, output: OutputValidatorBuilder) -> Self {
        self.output = output;
        self
    }

    /// Whether code with a syntax error is refused before the sandbox. Default true.
    #[must_use]
    pub fn syntax_validation(mut self, enabled: bool) -> Self {
        self.syntax_validation = enabled;
        self
    }

    /// Whether the policy is applied. Default true.
    #[must_use]
    pub fn ast_validation(mut self, enabled: bool) -> Self {
        self.ast_validation = enabled;
        self
    }

    /// Whether names that nothing binds are refused too (rule `unknown-name`). Default false. Has no effect without
    /// `ast_validation`.
    #[must_use]
    pub fn type_checks(mut self, enabled: bool) -> Self {
        self.type_checks = enabled;
        self
    }

    /// Whether output is searched for sensitive data. Default true.
    #[must_use]
    pub fn output_validation(mut self, enabled: bool) -> Self {
        self.output_validation = enabled;
        self
    }

    /// Whether sensitive data is replaced (and the result stands) or withheld (and the execution fails with
    /// `OutputValidationError`). Default true.
    #[must_use]
    pub fn redact_sensitive_output(mut self, redact: bool) -> Self {
        self.redact_sensitive_output = redact;
        self
    }

    /// Whether guests get a network. Default false; an error where the sandbox has none to give.
    #[must_use]
    pub fn enable_network(mut self, enabled: bool) -> Self {
        self.enable_network = enabled;
        self
    }

    /// Functions that code may call: `from host import tools`. Default none.
    ///
    /// A policy with `allowed_imports` allows `host` too where there are some; every policy but `none` refuses it, with
    /// the reason, where there are none.
    #[must_use]
    pub fn host_functions(mut self, functions: Arc<HostFunctions>) -> Self {
        self.host_functions = Some(functions);
        self
    }

    /// Where audit records go. Default [`TracingAuditSink`].
    #[must_use]
    pub fn audit_sink(mut self, sink: Arc<dyn AuditSink>) -> Self {
        self.audit = sink;
        self
    }

    /// On whose behalf the code runs; kept in audit records. Default none.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// The executor.
    ///
    /// # Errors
    /// When a setting makes no sense or the sandbox cannot keep it: never a weaker executor than was asked for.
    pub fn build(self) -> Result<CodeExecutor, ConfigError> {
        if self.enable_network && !self.sandbox.capabilities().network {
            return Err(ConfigError::NoNetwork {
                sandbox_type: self.sandbox.sandbox_type(),
            });
        }
        if self.limits.max_fuel.is_some() && !self.sandbox.capabilities().fuel {
            return Err(ConfigError::NoFuel {
                sandbox_type: self.sandbox.sandbox_type(),
            });
        }
        self.limits.validate()?;
        self.policy.validate()?;
        let output = self
            .output
            .max_output_bytes(self.limits.max_output_bytes)
            .redact(self.redact_sensitive_output)
            .build()?;
        let host_functions = self
            .host_functions
            .filter(|functions| !functions.is_empty());
        let signatures = host_functions
            .as_ref()
            .map(|functions| signatures(functions))
            .unwrap_or_default();
        let mut policy = self.policy;
        policy.set_host_functions(host_functions.is_some());
        Ok(CodeExecutor {
            sandbox: self.sandbox,
            limits: self.limits,
            policy,
            host_functions,
            output,
            syntax_validation: self.syntax_validation,
            ast_validation: self.ast_validation,
            output_validation: self.output_validation,
            types: self.type_checks.then(|| TypeChecks {
                host_functions: Some(signatures),
                ..TypeChecks::default()
            }),
            audit: self.audit,
            user_id: self.user_id,
        })
    }
}

/// Name and arguments of each function, for checks before a program runs.
fn signatures(functions: &HostFunctions) -> Vec<HostFunctionSignature> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Descriptor {
        name: String,
        input_schema: serde_json::Value,
    }
    // The text is our own.
    let descriptors: Vec<Descriptor> =
        serde_json::from_str(functions.descriptors()).unwrap_or_default();
    let signature = |descriptor: Descriptor| HostFunctionSignature {
        name: descriptor.name,
        input_schema: descriptor.input_schema,
    };
    descriptors.into_iter().map(signature).collect()
}
