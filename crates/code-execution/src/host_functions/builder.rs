//! Registering functions.

use std::{collections::BTreeMap, future::Future, sync::Arc};

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Gate, HostCall, HostFunctionError, HostFunctionLimits, HostFunctions,
    function::{self, HostFunction},
    names, schema,
    schema::ArgumentsSchema,
};

/// Collects functions, limits and a gate. What is wrong with any of them is an error of [`build`](Self::build).
#[derive(Debug, Default)]
pub struct HostFunctionsBuilder {
    functions: BTreeMap<String, HostFunction>,
    descriptors: BTreeMap<String, String>,
    limits: HostFunctionLimits,
    gate: Option<Arc<dyn Gate>>,
    first_fault: Option<HostFunctionsError>,
}

/// Functions that cannot be offered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostFunctionsError {
    /// A name that Python cannot call.
    #[error(
        "the host function `{name}` cannot be called so: a name is an ASCII letter, then letters, digits and `_`, at most \
         64 bytes, and no keyword of Python"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// A name that is taken.
    #[error("two host functions are called `{name}`")]
    Twice {
        /// The name.
        name: String,
    },
    /// A schema that cannot be used.
    #[error("the schema of the arguments of `{name}` cannot be used: {reason}")]
    Schema {
        /// The function.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A time limit that makes no sense.
    #[error("the limit `{name}` must be over 0 and at most 86400 seconds")]
    Limit {
        /// The limit.
        name: &'static str,
    },
}

impl HostFunctionsBuilder {
    /// Adds an async function of typed arguments.
    ///
    /// `Arguments` is a struct: its fields are the parameters in Python, in their order where they are required; its
    /// schema says which may be left out, which bounds hold, and what each is for (the doc comments). What does not fit
    /// never reaches the function. `()` takes no arguments. The schema of `Answer` is the annotation of what is
    /// returned.
    #[must_use]
    pub fn function<Arguments, Answer, F, Running>(
        mut self,
        name: &str,
        description: &str,
        function: F,
    ) -> Self
    where
        Arguments: DeserializeOwned + JsonSchema + Send + 'static,
        Answer: Serialize + JsonSchema,
        F: Fn(Arguments, HostCall) -> Running + Clone + Send + Sync + 'static,
        Running: Future<Output = Result<Answer, HostFunctionError>> + Send + 'static,
    {
        let arguments = schema::of_arguments::<Arguments>();
        let answer = function::answer_schema::<Answer>();
        self.add(name, description, &arguments, answer.as_ref(), |schema| {
            HostFunction::new(schema, function)
        });
        self
    }

    /// Adds an async function whose schema is only known at run time. `schema` is a JSON Schema of an object; bytes
    /// arrive as base64 in a string, integers beyond 64 bits as floating point numbers.
    #[must_use]
    pub fn dynamic_function<F, Running>(
        mut self,
        name: &str,
        description: &str,
        schema: &Value,
        function: F,
    ) -> Self
    where
        F: Fn(Value, HostCall) -> Running + Clone + Send + Sync + 'static,
        Running: Future<Output = Result<Value, HostFunctionError>> + Send + 'static,
    {
        self.add(name, description, schema, None, |schema| {
            HostFunction::new(schema, function)
        });
        self
    }

    /// What one execution may use. Default [`HostFunctionLimits::default`].
    #[must_use]
    pub fn limits(mut self, limits: HostFunctionLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Who decides about calls. Default: nobody, every call happens.
    #[must_use]
    pub fn gate(mut self, gate: impl Gate + 'static) -> Self {
        self.gate = Some(Arc::new(gate));
        self
    }

    /// The functions.
    ///
    /// # Errors
    /// The first function that cannot be offered, or a time limit that makes no sense.
    pub fn build(self) -> Result<HostFunctions, HostFunctionsError> {
        if let Some(fault) = self.first_fault {
            return Err(fault);
        }
        if let Some(name) = self.limits.wrong_time_limit() {
            return Err(HostFunctionsError::Limit { name });
        }
        let descriptors: Vec<_> = self.descriptors.into_values().collect();
        Ok(HostFunctions {
            functions: self.functions,
            limits: self.limits,
            gate: self.gate,
            descriptors: format!("[{}]", descriptors.join(",")),
        })
    }

    fn add(
        &mut self,
        name: &str,
        description: &str,
        arguments: &Value,
        answer: Option<&Value>,
        function: impl FnOnce(ArgumentsSchema) -> HostFunction,
    ) {
        let compiled = match ArgumentsSchema::compile(arguments) {
            _ if !names::is_valid(name) => Err(HostFunctionsError::Name {
                name: name.to_owned(),
            }),
            _ if self.functions.contains_key(name) => Err(HostFunctionsError::Twice {
                name: name.to_owned(),
            }),
            Ok(compiled) => Ok(compiled),
            Err(reason) => Err(HostFunctionsError::Schema {
                name: name.to_owned(),
                reason,
            }),
        };
        match compiled {
            Ok(compiled) => {
                let descriptor = function::descriptor(name, description, arguments, answer);
                self.descriptors.insert(name.to_owned(), descriptor);
                self.functions.insert(name.to_owned(), function(compiled));
            }
            Err(fault) => self.first_fault = self.first_fault.take().or(Some(fault)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn offered(name: &str, schema: &Value) -> HostFunctionsBuilder {
        HostFunctions::builder().dynamic_function(
            name,
            "",
            schema,
            |value, _| async move { Ok(value) },
        )
    }

    #[test]
    fn what_cannot_be_offered_is_an_error() {
        let object = json!({"type": "object"});
        let error = |builder: HostFunctionsBuilder| builder.build().unwrap_err().to_string();
        assert!(
            error(offered("class", &object))
                .starts_with("the host function `class` cannot be called so")
        );
        assert_eq!(
            error(offered("a", &object).dynamic_function(
                "a",
                "",
                &object,
                |value, _| async move { Ok(value) }
            )),
            "two host functions are called `a`"
        );
        assert_eq!(
            error(offered("a", &json!({"type": "string"}))),
            "the schema of the arguments of `a` cannot be used: its root must have `\"type\": \"object\"`"
        );
        let limits = HostFunctionLimits {
            timeout_seconds: f64::NAN,
            ..HostFunctionLimits::default()
        };
        assert_eq!(
            error(offered("a", &object).limits(limits)),
            "the limit `timeout_seconds` must be over 0 and at most 86400 seconds"
        );
    }
}
