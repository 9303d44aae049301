use std::future::Future;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;

type Make<D> = dyn Fn(RunContext<D>) -> BoxFuture<'static, String> + Send + Sync;

/// Text for the model, fixed or made for each run.
pub(crate) enum Prompt<D> {
    Fixed(String),
    Made(Arc<Make<D>>),
}

impl<D> Prompt<D> {
    pub(crate) fn made<F, Fut>(function: F) -> Self
    where
        F: Fn(RunContext<D>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = String> + Send + 'static,
    {
        Self::Made(Arc::new(move |context| Box::pin(function(context))))
    }

    pub(crate) async fn text(&self, context: &RunContext<D>) -> String {
        match self {
            Self::Fixed(text) => text.clone(),
            Self::Made(make) => make(context.clone()).await,
        }
    }
}

/// All prompts as one text with an empty line between them; `None` when there is none.
pub(crate) async fn join<D>(prompts: &[Prompt<D>], context: &RunContext<D>) -> Option<String> {
    let mut joined: Option<String> = None;
    for prompt in prompts {
        let text = prompt.text(context).await;
        if text.is_empty() {
            continue;
        }
        match &mut joined {
            Some(all) => {
                all.push_str("\n\n");
                all.push_str(&text);
            }
            None => joined = Some(text),
        }
    }
    joined
}
