//! The examples print what they promise, without a key and without a network.
#![expect(dead_code, reason = "the `main` of each example is not called here")]

#[path = "../../examples/bank_support.rs"]
mod bank_support;
#[path = "../../examples/evals.rs"]
mod evals;
#[path = "../../examples/extraction.rs"]
mod extraction;
#[path = "../../examples/sql_assistant.rs"]
mod sql_assistant;
#[path = "../../examples/streaming_chat.rs"]
mod streaming_chat;
#[path = "../../examples/two_agents.rs"]
mod two_agents;

#[tokio::test]
async fn bank_support() {
    assert_eq!(
        self::bank_support::demo().await.unwrap(),
        "> What is my balance, with pending transactions?\n\
         Hello John, your balance is $123.45.\n\
         [block card: false, risk: 1]\n\
         > I just lost my card!\n\
         I am sorry, John. We block your card now.\n\
         [block card: true, risk: 8]\n"
    );
}

#[tokio::test]
async fn sql_assistant() {
    assert_eq!(
        self::sql_assistant::demo().await.unwrap(),
        "> show me errors of today\n\
         SELECT message FROM records WHERE level = 'error' AND created_at >= current_date\n\
         -- Messages of errors since midnight.\n\
         [2 requests]\n\
         > who are you?\n\
         I write SQL for you.\n\
         [1 requests]\n"
    );
}

#[tokio::test]
async fn streaming_chat() {
    assert_eq!(
        self::streaming_chat::demo().await.unwrap(),
        "> hello\nSay roll and I roll the dice.\n\
         > please roll\nLet me roll.\n  roll {\"dice\":2}\n  ... \"1 of 2\"\n  ... \"2 of 2\"\n  = [6,5]\n\
         The dice have spoken.\n"
    );
}

#[tokio::test]
async fn extraction() {
    let printed = self::extraction::demo().await.unwrap();
    assert!(
        printed.starts_with("{\n  \"seller\": \"Velo Ltd.\",\n"),
        "{printed}"
    );
    assert!(
        printed.ends_with("\"total_cents\": 50950\n}\n[2 requests]\n"),
        "{printed}"
    );
}

#[tokio::test]
async fn two_agents() {
    assert_eq!(
        self::two_agents::demo().await.unwrap(),
        "My code had no bugs, so the borrow checker invented one.\n[3 requests, 1 tool calls]\n"
    );
}

#[tokio::test]
async fn evals() {
    let printed = self::evals::demo().await.unwrap();
    assert!(
        printed.starts_with("mail topics: 3 of 4 cases passed\ncase"),
        "{printed}"
    );
    assert!(
        printed.contains("equals_expected=0.00 (got Billing)"),
        "{printed}"
    );
    let report: serde_json::Value = serde_json::from_str(printed.lines().last().unwrap()).unwrap();
    assert_eq!(report["cases"][3]["case"], "both");
}
