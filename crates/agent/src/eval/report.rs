use std::fmt;

use serde::Serialize;

use super::Score;

/// How one case went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseReport {
    /// Name of the case.
    pub case: String,
    /// How long the task took, in milliseconds.
    pub elapsed_ms: f64,
    /// Why the task failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the evaluators said, in their order.
    pub scores: Vec<Score>,
}

impl CaseReport {
    /// The task gave an output and every evaluator passed it.
    pub fn passed(&self) -> bool {
        self.error.is_none() && self.scores.iter().all(|score| score.passed)
    }
}

/// How an evaluation went. `Display` is a table; serialised it is JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Name of the dataset.
    pub name: String,
    /// The cases, in the order of the dataset.
    pub cases: Vec<CaseReport>,
}

impl Report {
    /// How many cases passed.
    pub fn passed(&self) -> usize {
        self.cases.iter().filter(|case| case.passed()).count()
    }

    /// Mean of an evaluator's values; `None` when it judged nothing.
    pub fn mean(&self, evaluator: &str) -> Option<f64> {
        let scores = self
            .cases
            .iter()
            .flat_map(|case| &case.scores)
            .filter(|score| score.evaluator == evaluator);
        let (count, sum) = scores.fold((0_u32, 0.0), |(count, sum), score| {
            (count + 1, sum + score.value)
        });
        (count > 0).then(|| sum / f64::from(count))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .cases
            .iter()
            .map(|case| case.case.chars().count())
            .max()
            .unwrap_or(0)
            .max(4);
        writeln!(
            formatter,
            "{}: {} of {} cases passed",
            self.name,
            self.passed(),
            self.cases.len()
        )?;
        writeln!(
            formatter,
            "{:width$}  {:6}  {:>9}  remarks",
            "case", "result", "ms"
        )?;
        for case in &self.cases {
            let result = if case.passed() { "pass" } else { "FAIL" };
            write!(
                formatter,
                "{:width$}  {result:6}  {:>9.1}",
                case.case, case.elapsed_ms
            )?;
            if let Some(error) = &case.error {
                write!(formatter, "  error: {error}")?;
            }
            for score in &case.scores {
                write!(formatter, "  {}={:.2}", score.evaluator, score.value)?;
                if let Some(reason) = &score.reason {
                    write!(formatter, " ({reason})")?;
                }
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}
