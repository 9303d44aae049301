use std::future::Future;
use std::sync::Arc;

use futures::future::BoxFuture;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::context::RunContext;
use crate::deferred::DeferredToolRequests;
use crate::message::{JsonObject, ValidationDetail};
use crate::model::{ModelProfile, OutputSchema, StructuredOutput, ToolDefinition};
use crate::schema::{Schema, is_object_schema, serde_detail, wrap_in_response};
use crate::tool::ToolError;

type Make<D, O> =
    dyn Fn(RunContext<D>, Value) -> BoxFuture<'static, Result<O, OutputFault>> + Send + Sync;
type Validator<D, O> =
    dyn Fn(RunContext<D>, O) -> BoxFuture<'static, Result<O, ToolError>> + Send + Sync;
type FromText<O> = dyn Fn(String) -> O + Send + Sync;
type FromDeferred<O> = dyn Fn(DeferredToolRequests) -> O + Send + Sync;

/// Why an answer is not taken.
#[derive(Debug)]
pub(crate) enum OutputFault {
    /// It does not fit the schema.
    Invalid(Vec<ValidationDetail>),
    /// An output function or validator refused it.
    Refused(ToolError),
}

impl From<ToolError> for OutputFault {
    fn from(error: ToolError) -> Self {
        Self::Refused(error)
    }
}

/// A wrong combination of output options, found before the first request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpecFault(pub(crate) String);

/// One type that the answer may have.
pub(crate) struct OutputTool<D, O> {
    pub(crate) definition: ToolDefinition,
    schema: Schema,
    wrapped: bool,
    make: Arc<Make<D, O>>,
}

/// All that is known of the answer of an agent.
pub(crate) struct OutputSpec<D, O> {
    pub(crate) mode: Option<StructuredOutput>,
    pub(crate) tools: Vec<OutputTool<D, O>>,
    pub(crate) text: Option<Arc<FromText<O>>>,
    pub(crate) validators: Vec<Arc<Validator<D, O>>>,
    pub(crate) deferred: Option<Arc<FromDeferred<O>>>,
    pub(crate) faults: Vec<SpecFault>,
}

/// How a model is asked for the answer.
#[derive(Clone, Debug)]
pub(crate) enum Resolved {
    /// Plain text alone.
    Text,
    /// By output tools; text too when the specification has it.
    Tool,
    /// By the provider's JSON Schema mode.
    Native(OutputSchema),
    /// By words.
    Prompted(OutputSchema),
}

impl<D> OutputSpec<D, String> {
    /// Plain text.
    pub(crate) fn text() -> Self {
        Self {
            mode: None,
            tools: Vec::new(),
            text: Some(Arc::new(|text| text)),
            validators: Vec::new(),
            deferred: None,
            faults: Vec::new(),
        }
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> OutputSpec<D, O> {
    /// No form of answer yet.
    pub(crate) fn empty() -> Self {
        Self {
            mode: None,
            tools: Vec::new(),
            text: None,
            validators: Vec::new(),
            deferred: None,
            faults: Vec::new(),
        }
    }

    /// Adds a type `A` that the answer may have, made into the output by `convert`.
    pub(crate) fn add<A, F, Fut>(&mut self, name: Option<String>, convert: F)
    where
        A: DeserializeOwned + JsonSchema + Send + 'static,
        F: Fn(RunContext<D>, A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<O, ToolError>> + Send + 'static,
    {
        let name = name.unwrap_or_else(|| super::OUTPUT_TOOL_NAME.to_owned());
        match output_schema::<A>() {
            Ok((schema, wrapped, description)) => {
                let description = description.unwrap_or_else(|| {
                    "The final answer, which ends this conversation.".to_owned()
                });
                let definition = ToolDefinition {
                    name,
                    description,
                    parameters: Arc::clone(schema.value()),
                    strict: None,
                };
                let convert = Arc::new(convert);
                let make = move |context: RunContext<D>,
                                 value: Value|
                      -> BoxFuture<'static, Result<O, OutputFault>> {
                    let convert = Arc::clone(&convert);
                    Box::pin(async move {
                        let typed = A::deserialize(&value).map_err(|error| {
                            OutputFault::Invalid(vec![serde_detail(&error, &value)])
                        })?;
                        Ok(convert(context, typed).await?)
                    })
                };
                self.tools.push(OutputTool {
                    definition,
                    schema,
                    wrapped,
                    make: Arc::new(make),
                });
            }
            Err(error) => self
                .faults
                .push(SpecFault(format!("output `{name}`: {error}"))),
        }
    }

    /// The same answers as another type.
    pub(crate) fn map<P, F>(self, convert: F) -> OutputSpec<D, P>
    where
        P: Send + 'static,
        F: Fn(O) -> P + Clone + Send + Sync + 'static,
    {
        let validators = Arc::new(self.validators);
        let tools = self
            .tools
            .into_iter()
            .map(|tool| {
                let (convert, validators, make) =
                    (convert.clone(), Arc::clone(&validators), tool.make);
                let make = move |context: RunContext<D>,
                                 value: Value|
                      -> BoxFuture<'static, Result<P, OutputFault>> {
                    let (convert, validators, make) =
                        (convert.clone(), Arc::clone(&validators), Arc::clone(&make));
                    Box::pin(async move {
                        let mut output = make(context.clone(), value).await?;
                        for validator in validators.iter() {
                            output = validator(context.clone(), output).await?;
                        }
                        Ok(convert(output))
                    })
                };
                OutputTool {
                    definition: tool.definition,
                    schema: tool.schema,
                    wrapped: tool.wrapped,
                    make: Arc::new(make),
                }
            })
            .collect();
        let mut faults = self.faults;
        let text: Option<Arc<FromText<P>>> = match self.text {
            None => None,
            Some(_) if !validators.is_empty() => {
                faults.push(SpecFault(
                    "add output validators after `deferrable` and `or_text`".to_owned(),
                ));
                None
            }
            Some(text) => {
                let convert = convert.clone();
                Some(Arc::new(move |value| convert(text(value))))
            }
        };
        OutputSpec {
            mode: self.mode,
            tools,
            text,
            validators: Vec::new(),
            deferred: None,
            faults,
        }
    }

    /// How this model is asked.
    pub(crate) fn resolve(&self, profile: &ModelProfile) -> Result<Resolved, SpecFault> {
        let Some(first) = self.tools.first() else {
            return Ok(Resolved::Text);
        };
        let default = if self.text.is_some() || self.tools.len() > 1 {
            StructuredOutput::Tool
        } else {
            profile.default_structured_output
        };
        let mode = self.mode.unwrap_or(default);
        if mode == StructuredOutput::Tool {
            return Ok(Resolved::Tool);
        }
        if self.text.is_some() || self.tools.len() > 1 {
            let message = "native and prompted output take one type and no text; use tool output";
            return Err(SpecFault(message.to_owned()));
        }
        let schema = OutputSchema {
            name: first.definition.name.clone(),
            description: first.definition.description.clone(),
            schema: Arc::clone(&first.definition.parameters),
            strict: first.definition.strict,
        };
        Ok(if mode == StructuredOutput::Native {
            Resolved::Native(schema)
        } else {
            Resolved::Prompted(schema)
        })
    }

    /// Runs the validators.
    pub(crate) async fn validate(
        &self,
        context: &RunContext<D>,
        mut output: O,
    ) -> Result<O, OutputFault> {
        for validator in &self.validators {
            output = validator(context.clone(), output).await?;
        }
        Ok(output)
    }
}

impl<D, O> OutputTool<D, O> {
    /// Checks the value against the schema (all faults), then makes the output of it.
    pub(crate) async fn make(
        &self,
        context: RunContext<D>,
        value: JsonObject,
    ) -> Result<O, OutputFault> {
        let mut value = Value::Object(value);
        self.schema.check(&value).map_err(OutputFault::Invalid)?;
        if self.wrapped
            && let Some(inner) = value.get_mut("response")
        {
            value = inner.take();
        }
        (self.make)(context, value).await
    }
}

/// The schema of a type as the arguments of a tool: types that are not objects are wrapped.
fn output_schema<A: JsonSchema>()
-> Result<(Schema, bool, Option<String>), crate::schema::SchemaError> {
    let (schema, description) = Schema::of::<A>()?;
    if is_object_schema(schema.value()) {
        return Ok((schema, false, description));
    }
    let wrapped = Schema::new(wrap_in_response(schema.value().as_ref().clone()))?;
    Ok((wrapped, true, description))
}
