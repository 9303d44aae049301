use std::future::Future;
use std::time::Instant;

use futures::stream::{self, StreamExt};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{CaseReport, Evaluation, Evaluator, Report};

/// Cases that run at the same time, unless the dataset says otherwise.
const DEFAULT_CONCURRENCY: usize = 8;

/// One input, and what is expected of it.
#[derive(Clone, Debug)]
pub struct Case<I, O> {
    name: String,
    input: I,
    expected: Option<O>,
    evaluators: Vec<Evaluator<I, O>>,
}

impl<I, O> Case<I, O> {
    /// A case that expects nothing in particular.
    pub fn new(name: impl Into<String>, input: I) -> Self {
        Self {
            name: name.into(),
            input,
            expected: None,
            evaluators: Vec::new(),
        }
    }

    /// What the task should give.
    #[must_use]
    pub fn expected(mut self, output: impl Into<O>) -> Self {
        self.expected = Some(output.into());
        self
    }

    /// An evaluator for this case alone.
    #[must_use]
    pub fn evaluator(mut self, evaluator: Evaluator<I, O>) -> Self {
        self.evaluators.push(evaluator);
        self
    }
}

/// Cases, and the evaluators that judge all of them.
#[derive(Clone, Debug)]
pub struct Dataset<I, O> {
    name: String,
    cases: Vec<Case<I, O>>,
    evaluators: Vec<Evaluator<I, O>>,
    concurrency: usize,
}

impl<I, O> Dataset<I, O> {
    /// No cases yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            cases: Vec::new(),
            evaluators: Vec::new(),
            concurrency: DEFAULT_CONCURRENCY,
        }
    }

    /// Reads `{"name": "...", "cases": [{"name": "...", "input": ..., "expected": ...}]}`; `expected` is optional.
    ///
    /// # Errors
    /// When the text is not of this form.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error>
    where
        I: DeserializeOwned,
        O: DeserializeOwned,
    {
        #[derive(Deserialize)]
        struct Stored<I, O> {
            name: String,
            cases: Vec<StoredCase<I, O>>,
        }
        #[derive(Deserialize)]
        struct StoredCase<I, O> {
            name: String,
            input: I,
            expected: Option<O>,
        }
        let stored: Stored<I, O> = serde_json::from_str(text)?;
        let cases = stored
            .cases
            .into_iter()
            .map(|case| Case {
                expected: case.expected,
                ..Case::new(case.name, case.input)
            })
            .collect();
        Ok(Self {
            cases,
            ..Self::new(stored.name)
        })
    }

    /// Adds a case.
    #[must_use]
    pub fn case(mut self, case: Case<I, O>) -> Self {
        self.cases.push(case);
        self
    }

    /// Adds an evaluator for all cases.
    #[must_use]
    pub fn evaluator(mut self, evaluator: Evaluator<I, O>) -> Self {
        self.evaluators.push(evaluator);
        self
    }

    /// How many cases run at the same time. Default 8, at least 1.
    #[must_use]
    pub fn concurrency(mut self, cases: usize) -> Self {
        self.concurrency = cases.max(1);
        self
    }

    /// Runs `task` on every case and judges what it gives. A task that fails fails its case, not the evaluation.
    pub async fn run<F, Fut, E>(&self, task: F) -> Report
    where
        I: Clone,
        F: Fn(I) -> Fut,
        Fut: Future<Output = Result<O, E>>,
        E: std::fmt::Display,
    {
        let runs = self.cases.iter().map(|case| self.run_case(case, &task));
        let cases = stream::iter(runs)
            .buffered(self.concurrency)
            .collect()
            .await;
        Report {
            name: self.name.clone(),
            cases,
        }
    }

    async fn run_case<F, Fut, E>(&self, case: &Case<I, O>, task: &F) -> CaseReport
    where
        I: Clone,
        F: Fn(I) -> Fut,
        Fut: Future<Output = Result<O, E>>,
        E: std::fmt::Display,
    {
        let started = Instant::now();
        let outcome = task(case.input.clone()).await;
        let elapsed = started.elapsed();
        let mut report = CaseReport {
            case: case.name.clone(),
            elapsed_ms: elapsed.as_secs_f64() * 1000.0,
            error: None,
            scores: Vec::new(),
        };
        match outcome {
            Err(error) => report.error = Some(error.to_string()),
            Ok(output) => {
                for evaluator in self.evaluators.iter().chain(&case.evaluators) {
                    let evaluation = Evaluation {
                        case: &case.name,
                        input: &case.input,
                        output: &output,
                        expected: case.expected.as_ref(),
                        elapsed,
                    };
                    report.scores.push(evaluator.evaluate(evaluation).await);
                }
            }
        }
        report
    }
}
