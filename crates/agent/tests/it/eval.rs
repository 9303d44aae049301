use std::time::Duration;

use ringfence_agent::eval::{
    Case, Dataset, contains, custom, equals_expected, judge, matches_schema, within,
};
use ringfence_agent::{Agent, AgentError, FunctionModel, Reply};
use serde_json::json;

fn dataset() -> Dataset<String, String> {
    Dataset::from_json(
        r#"{"name": "capitals", "cases": [
            {"name": "france", "input": "France", "expected": "Paris"},
            {"name": "italy", "input": "Italy", "expected": "Rome"},
            {"name": "atlantis", "input": "Atlantis"}]}"#,
    )
    .unwrap()
}

#[tokio::test]
async fn cases_run_through_an_agent_and_are_judged() {
    let agent = Agent::builder(FunctionModel::new(
        |messages, _| match crate::support::outline(messages)[0].as_str() {
            "user: France" => Reply::text("Paris"),
            "user: Italy" => Reply::text("Milan"),
            _ => Reply::text(""),
        },
    ))
    .build();
    let dataset = dataset()
        .evaluator(equals_expected())
        .evaluator(contains("a"))
        .evaluator(matches_schema(json!({"maxLength": 5})).unwrap())
        .evaluator(within(Duration::from_mins(1)))
        .evaluator(custom("capital", |_: String, output: String| async move {
            output.starts_with(char::is_uppercase)
        }));
    let report = dataset
        .run(|input| {
            let agent = agent.clone();
            async move { Ok::<_, AgentError>(agent.run(input, ()).await?.output) }
        })
        .await;
    assert_eq!(report.passed(), 1);
    assert_eq!(
        (
            report.mean("equals_expected"),
            report.mean("contains"),
            report.mean("x")
        ),
        (Some(0.5), Some(1.0), None)
    );
    let italy = &report.cases[1];
    assert_eq!(italy.scores[0].reason.as_deref(), Some("got \"Milan\""));
    assert!(
        report.cases[2]
            .error
            .as_deref()
            .unwrap()
            .starts_with("the output exceeded its limit of 1 retries")
    );
    let table = report.to_string();
    assert!(
        table.starts_with(
            "capitals: 1 of 3 cases passed\ncase      result         ms  remarks\nfrance    pass  "
        ),
        "{table}"
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json["cases"][1]["scores"][0],
        json!({"evaluator": "equals_expected", "value": 0.0, "passed": false, "reason": "got \"Milan\""})
    );
}

#[tokio::test]
async fn a_model_can_judge() {
    let model = FunctionModel::new(|messages, _| {
        let question = &crate::support::outline(messages)[0];
        assert!(
            question.contains("<rubric>\nis polite\n</rubric>"),
            "{question}"
        );
        let passed = question.contains("please");
        let score = if passed { 0.9 } else { 0.1 };
        Reply::tool_call(
            "final_result",
            json!({"reason": "manners", "passed": passed, "score": score}),
        )
    });
    let dataset = Dataset::<&str, &str>::new("manners")
        .case(Case::new("good", "a").expected("please"))
        .case(Case::new("bad", "b"))
        .evaluator(judge(model, "is polite"));
    let report = dataset
        .run(
            |input| async move { Ok::<_, AgentError>(if input == "a" { "please" } else { "now" }) },
        )
        .await;
    assert_eq!(report.passed(), 1);
    assert_eq!(report.mean("judge"), Some(0.5));
    assert_eq!(report.cases[1].scores[0].reason.as_deref(), Some("manners"));
}

#[tokio::test]
async fn a_judge_that_fails_is_a_failed_case() {
    let dataset = Dataset::<&str, &str>::new("x")
        .case(Case::new("c", "a"))
        .evaluator(judge(FunctionModel::new(|_, _| "no"), "r"));
    let report = dataset.run(|_| async { Ok::<_, AgentError>("y") }).await;
    let reason = report.cases[0].scores[0].reason.clone().unwrap();
    assert!(
        reason.starts_with("the judge failed: the output exceeded its limit"),
        "{reason}"
    );
}
