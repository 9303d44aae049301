use ringfence_agent::{Agent, FallbackModel, FunctionModel, ModelError, Reply};

fn failing(status: u16) -> FunctionModel {
    FunctionModel::new(move |_, _| ModelError::Status {
        model: "first".to_owned(),
        status,
        body: "no".to_owned(),
        retry_after: None,
        request_id: None,
    })
}

#[tokio::test]
async fn the_next_model_is_asked_when_one_fails() {
    for streamed in [false, true] {
        let model = FallbackModel::new(failing(503))
            .or(failing(429))
            .or(FunctionModel::new(|_, _| Reply::text("second")));
        let run = Agent::builder(model).build().run("go", ());
        let result = if streamed {
            run.stream().finish().await
        } else {
            run.await
        };
        assert_eq!(result.unwrap().output, "second", "streamed: {streamed}");
    }
}

#[tokio::test]
async fn an_error_of_ours_is_not_tried_elsewhere() {
    for streamed in [false, true] {
        let model =
            FallbackModel::new(failing(400)).or(FunctionModel::new(|_, _| Reply::text("second")));
        let run = Agent::builder(model).build().run("go", ());
        let error = if streamed {
            run.stream().finish().await
        } else {
            run.await
        }
        .unwrap_err();
        assert_eq!(error.model_error().unwrap().status(), Some(400));
    }
}

#[tokio::test]
async fn when_all_fail_all_errors_are_given() {
    let model = FallbackModel::new(failing(500)).or(failing(502));
    let error = Agent::builder(model)
        .build()
        .run("go", ())
        .await
        .unwrap_err();
    let ModelError::Fallback { errors } = error.model_error().unwrap() else {
        panic!("{error:?}")
    };
    assert_eq!(
        errors.iter().map(ModelError::status).collect::<Vec<_>>(),
        [Some(500), Some(502)]
    );
    assert!(error.is_retryable());
}

#[tokio::test]
async fn the_condition_can_be_changed() {
    let model = FallbackModel::new(failing(500))
        .or(FunctionModel::new(|_, _| "second"))
        .when(|error| error.status() != Some(500));
    let error = Agent::builder(model)
        .build()
        .run("go", ())
        .await
        .unwrap_err();
    assert_eq!(error.model_error().unwrap().status(), Some(500));
}
