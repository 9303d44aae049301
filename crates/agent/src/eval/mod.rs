//! Evaluation: run a task over cases and judge what it gives.
//!
//! ```
//! use ringfence_agent::eval::{Case, Dataset, contains, equals_expected};
//! let dataset = Dataset::new("capitals")
//!     .case(Case::new("france", "capital of France").expected("Paris"))
//!     .case(Case::new("italy", "capital of Italy").expected("Rome").evaluator(contains("o")))
//!     .evaluator(equals_expected());
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let report = dataset
//!     .run(|question: &str| async move {
//!         Ok::<_, std::io::Error>(if question.ends_with("Italy") { "Rome" } else { "Lyon" })
//!     })
//!     .await;
//! assert_eq!(report.passed(), 1);
//! # });
//! ```

mod dataset;
mod evaluator;
mod judge;
mod report;

pub use self::dataset::{Case, Dataset};
pub use self::evaluator::{
    Evaluation, Evaluator, Score, contains, custom, equals_expected, matches_schema, within,
};
pub use self::judge::{Verdict, judge};
pub use self::report::{CaseReport, Report};
