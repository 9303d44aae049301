use std::fmt::Debug;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt};
use serde::Serialize;

use crate::schema::{Schema, SchemaError};

/// What an evaluator looks at.
#[derive(Debug)]
#[non_exhaustive]
pub struct Evaluation<'a, I, O> {
    /// Name of the case.
    pub case: &'a str,
    /// What the task was given.
    pub input: &'a I,
    /// What it gave.
    pub output: &'a O,
    /// What it should have given, when the case says so.
    pub expected: Option<&'a O>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What an evaluator says about one output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Name of the evaluator.
    pub evaluator: String,
    /// From 0 to 1.
    pub value: f64,
    /// Whether that is enough.
    pub passed: bool,
    /// Why, when there is something to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Score {
    /// Yes or no.
    pub fn pass_if(evaluator: &str, passed: bool) -> Self {
        Self {
            evaluator: evaluator.to_owned(),
            value: if passed { 1.0 } else { 0.0 },
            passed,
            reason: None,
        }
    }

    /// Adds why.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

type Judge<I, O> = dyn for<'a> Fn(Evaluation<'a, I, O>) -> BoxFuture<'a, Score> + Send + Sync;

/// Judges one output. Made by the functions of this module.
pub struct Evaluator<I, O> {
    judge: Arc<Judge<I, O>>,
}

impl<I, O> Clone for Evaluator<I, O> {
    fn clone(&self) -> Self {
        Self {
            judge: Arc::clone(&self.judge),
        }
    }
}

impl<I, O> Debug for Evaluator<I, O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Evaluator").finish_non_exhaustive()
    }
}

impl<I, O> Evaluator<I, O> {
    pub(super) fn new(
        judge: impl for<'a> Fn(Evaluation<'a, I, O>) -> BoxFuture<'a, Score> + Send + Sync + 'static,
    ) -> Self {
        Self {
            judge: Arc::new(judge),
        }
    }

    fn plain(judge: impl Fn(&Evaluation<'_, I, O>) -> Score + Send + Sync + 'static) -> Self {
        Self::new(move |evaluation| std::future::ready(judge(&evaluation)).boxed())
    }

    pub(super) async fn evaluate(&self, evaluation: Evaluation<'_, I, O>) -> Score {
        (self.judge)(evaluation).await
    }
}

/// The output equals what the case expects. Cases that expect nothing pass.
pub fn equals_expected<I, O: PartialEq + Debug>() -> Evaluator<I, O> {
    Evaluator::plain(|evaluation: &Evaluation<'_, I, O>| {
        let passed = evaluation
            .expected
            .is_none_or(|expected| expected == evaluation.output);
        let score = Score::pass_if("equals_expected", passed);
        if passed {
            score
        } else {
            score.because(format!("got {:?}", evaluation.output))
        }
    })
}

/// The output as text contains `wanted`, upper and lower case alike.
pub fn contains<I, O: AsRef<str>>(wanted: impl Into<String>) -> Evaluator<I, O> {
    let wanted = wanted.into();
    Evaluator::plain(move |evaluation: &Evaluation<'_, I, O>| {
        let passed = evaluation
            .output
            .as_ref()
            .to_lowercase()
            .contains(&wanted.to_lowercase());
        let score = Score::pass_if("contains", passed);
        if passed {
            score
        } else {
            score.because(format!("`{wanted}` is missing"))
        }
    })
}

/// The output as JSON is valid under a JSON Schema.
///
/// # Errors
/// When `schema` is not a JSON Schema.
pub fn matches_schema<I, O: Serialize>(
    schema: serde_json::Value,
) -> Result<Evaluator<I, O>, SchemaError> {
    let schema = Schema::new(schema)?;
    Ok(Evaluator::plain(
        move |evaluation| match serde_json::to_value(evaluation.output) {
            Err(error) => Score::pass_if("matches_schema", false).because(error.to_string()),
            Ok(value) => match schema.check(&value) {
                Ok(()) => Score::pass_if("matches_schema", true),
                Err(faults) => {
                    let faults: Vec<_> = faults.into_iter().map(|fault| fault.msg).collect();
                    Score::pass_if("matches_schema", false).because(faults.join("; "))
                }
            },
        },
    ))
}

/// The task took no longer than `limit`.
pub fn within<I, O>(limit: Duration) -> Evaluator<I, O> {
    Evaluator::plain(move |evaluation: &Evaluation<'_, I, O>| {
        let passed = evaluation.elapsed <= limit;
        let score = Score::pass_if("within", passed);
        if passed {
            score
        } else {
            score.because(format!("took {:?}", evaluation.elapsed))
        }
    })
}

/// A function of input and output judges.
pub fn custom<I, O, F, Fut>(name: impl Into<String>, function: F) -> Evaluator<I, O>
where
    I: Clone + Sync,
    O: Clone + Sync,
    F: Fn(I, O) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = bool> + Send + 'static,
{
    let name = name.into();
    Evaluator::new(move |evaluation: Evaluation<'_, I, O>| {
        let verdict = function(evaluation.input.clone(), evaluation.output.clone());
        let name = name.clone();
        async move { Score::pass_if(&name, verdict.await) }.boxed()
    })
}
