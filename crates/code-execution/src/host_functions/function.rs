//! One registered function, its types erased.

use std::{any::TypeId, fmt, future::Future, io, pin::Pin};

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{HostCall, HostFunctionError, schema, schema::ArgumentsSchema};

/// A call whose arguments were read, waiting to start.
pub(super) type Prepared = Box<dyn FnOnce(HostCall, usize) -> Running + Send>;
/// A call that runs; its answer is JSON text of at most as many bytes as it was given.
pub(super) type Running = Pin<Box<dyn Future<Output = Result<Vec<u8>, Failure>> + Send>>;
type Prepare = dyn Fn(Value) -> Result<Prepared, String> + Send + Sync;

/// Why a function that was started gave no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// It said so.
    Function(HostFunctionError),
    /// Its answer is over the limit.
    TooLarge,
    /// Its answer has no JSON form.
    NoJson(serde_json::Error),
}

/// One registered function.
pub(super) struct HostFunction {
    pub(super) arguments: ArgumentsSchema,
    prepare: Box<Prepare>,
}

impl fmt::Debug for HostFunction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HostFunction")
            .finish_non_exhaustive()
    }
}

impl HostFunction {
    /// A function over an argument type and an answer type.
    pub(super) fn new<A, R, F, Running>(arguments: ArgumentsSchema, function: F) -> Self
    where
        A: DeserializeOwned + Send + 'static,
        R: Serialize,
        F: Fn(A, HostCall) -> Running + Clone + Send + Sync + 'static,
        Running: Future<Output = Result<R, HostFunctionError>> + Send + 'static,
    {
        let prepare = move |arguments: Value| -> Result<Prepared, String> {
            // `()` reads null, every other type the object.
            let is_unit = TypeId::of::<A>() == TypeId::of::<()>();
            let arguments = if is_unit { Value::Null } else { arguments };
            let arguments: A =
                serde_json::from_value(arguments).map_err(|error| error.to_string())?;
            let function = function.clone();
            Ok(Box::new(move |call, max_bytes| {
                let running = function(arguments, call);
                Box::pin(
                    async move { written(&running.await.map_err(Failure::Function)?, max_bytes) },
                )
            }))
        };
        Self {
            arguments,
            prepare: Box::new(prepare),
        }
    }

    /// Reads arguments that fit the schema.
    pub(super) fn prepare(&self, arguments: Value) -> Result<Prepared, String> {
        (self.prepare)(arguments).map_err(|fault| schema::shortened(&fault, 500))
    }
}

/// The descriptor of a function, as the guest reads it.
pub(super) fn descriptor(
    name: &str,
    description: &str,
    arguments: &Value,
    answer: Option<&Value>,
) -> String {
    let answer = answer.map_or_else(String::new, |schema| format!(",\"outputSchema\":{schema}"));
    format!(
        "{{\"name\":{},\"description\":{},\"inputSchema\":{}{answer}}}",
        Value::from(name),
        Value::from(description),
        schema::in_call_order(arguments)
    )
}

/// The schema of answers of type `R`, or none where it allows everything.
pub(super) fn answer_schema<R: JsonSchema>() -> Option<Value> {
    Some(schema::of_answer::<R>())
        .filter(|schema| schema.as_object().is_none_or(|fields| !fields.is_empty()))
}

/// The answer as JSON text; written no further than `max_bytes`.
fn written(answer: &impl Serialize, max_bytes: usize) -> Result<Vec<u8>, Failure> {
    let mut text = BoundedText {
        bytes: Vec::new(),
        max_bytes,
        is_full: false,
    };
    match serde_json::to_writer(&mut text, answer) {
        Ok(()) => Ok(text.bytes),
        Err(_) if text.is_full => Err(Failure::TooLarge),
        Err(error) => Err(Failure::NoJson(error)),
    }
}

struct BoundedText {
    bytes: Vec<u8>,
    max_bytes: usize,
    is_full: bool,
}

impl io::Write for BoundedText {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(part.len()) > self.max_bytes {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
