use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Proxy, Response, redirect};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use crate::error::{MAX_ERROR_BODY_BYTES, ModelError};

use super::retry::server_delay;
use super::tls::tls_config;
use super::{RetryPolicy, Secret};

/// Time limits, proxy and retries.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpOptions {
    /// How long a connection may take to be made. Default: 10 s.
    pub connect_timeout: Duration,
    /// How long the server may send nothing. Default: 300 s, as some models think in silence.
    pub read_timeout: Duration,
    /// Address of a proxy, for example `http://proxy:3128`. Default: none, and then the environment's `HTTPS_PROXY`,
    /// `HTTP_PROXY` and `NO_PROXY` count.
    pub proxy: Option<String>,
    /// When a request is sent again.
    pub retry: RetryPolicy,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_mins(5),
            proxy: None,
            retry: RetryPolicy::default(),
        }
    }
}

/// Sends requests of one model.
#[derive(Clone, Debug)]
pub(crate) struct HttpClient {
    client: Client,
    options: HttpOptions,
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Post<'a> {
    /// The model asked, for errors.
    pub(crate) model: &'a str,
    pub(crate) url: &'a str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: &'a Value,
    /// Replaced in error texts.
    pub(crate) key: Option<&'a Secret>,
    /// The end of all tries together, with the limit that it comes from.
    pub(crate) deadline: Option<(Instant, Duration)>,
}

/// A response with a good status, whose body is read piece by piece.
#[derive(Debug)]
pub(crate) struct Answer {
    response: Response,
    model: String,
    deadline: Option<(Instant, Duration)>,
    read_timeout: Duration,
}

impl HttpClient {
    /// A client for `base_url`.
    ///
    /// # Errors
    /// A sentence, when TLS cannot be set up or the proxy's address is wrong.
    pub(crate) fn new(base_url: &str, options: HttpOptions) -> Result<Self, String> {
        let needs_tls = !base_url.starts_with("http://");
        // A redirect could carry the key to another host, so none is followed.
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls_config(needs_tls)?)
            .user_agent(concat!("ringfence-agent/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(options.connect_timeout)
            .read_timeout(options.read_timeout)
            .redirect(redirect::Policy::none());
        if let Some(proxy) = &options.proxy {
            let proxy =
                Proxy::all(proxy).map_err(|error| format!("wrong proxy address: {error}"))?;
            builder = builder.proxy(proxy);
        }
        let client = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { client, options })
    }

    /// Sends a request, again where the policy says so, until a response with a good status begins.
    /// `retries_done` counts over several calls.
    pub(crate) async fn post(
        &self,
        post: &Post<'_>,
        retries_done: &mut u32,
    ) -> Result<Answer, ModelError> {
        loop {
            let delay = match self.try_once(post).await? {
                Attempt::Answered(response) if response.status().is_success() => {
                    return Ok(self.answer(post, response));
                }
                Attempt::Answered(response) => {
                    let policy = &self.options.retry;
                    let (status, headers) = (response.status(), response.headers());
                    let delay =
                        policy.delay_after_response(*retries_done, status, headers, jitter());
                    match delay {
                        Some(delay) => delay,
                        None => return Err(refused(post, response).await),
                    }
                }
                // A server that was silent for so long is not asked to be silent again.
                Attempt::Failed(error @ ModelError::Timeout { .. }) => return Err(error),
                Attempt::Failed(error) => {
                    let policy = &self.options.retry;
                    match policy.delay_after_connection_error(*retries_done, jitter()) {
                        Some(delay) => delay,
                        None => return Err(error),
                    }
                }
            };
            *retries_done += 1;
            pause(post, delay).await?;
        }
    }

    /// Waits before the next try after a connection that broke before the first token; `false`: no try is left.
    pub(crate) async fn wait_after_break(
        &self,
        post: &Post<'_>,
        retries_done: &mut u32,
    ) -> Result<bool, ModelError> {
        let policy = &self.options.retry;
        let Some(delay) = policy.delay_after_connection_error(*retries_done, jitter()) else {
            return Ok(false);
        };
        *retries_done += 1;
        pause(post, delay).await?;
        Ok(true)
    }

    async fn try_once(&self, post: &Post<'_>) -> Result<Attempt, ModelError> {
        let request = self
            .client
            .post(post.url)
            .headers(post.headers.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(post.body.to_string());
        match before(post.deadline, post.model, request.send()).await? {
            Ok(response) => Ok(Attempt::Answered(response)),
            Err(error) => {
                let error = connection_error(post.model, self.options.read_timeout, error);
                Ok(Attempt::Failed(error))
            }
        }
    }

    fn answer(&self, post: &Post<'_>, response: Response) -> Answer {
        Answer {
            response,
            model: post.model.to_owned(),
            deadline: post.deadline,
            read_timeout: self.options.read_timeout,
        }
    }
}

impl Answer {
    /// Whether the body is one JSON document and no stream.
    pub(crate) fn is_json(&self) -> bool {
        let kind = self.response.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        kind.trim_start()
            .to_ascii_lowercase()
            .starts_with("application/json")
    }

    /// The next bytes of the body, `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, ModelError> {
        let next = before(self.deadline, &self.model, self.response.chunk()).await?;
        next.map_err(|error| connection_error(&self.model, self.read_timeout, error))
    }

    /// The whole body.
    ///
    /// # Errors
    /// [`ModelError::Protocol`] when it has more than `limit` bytes.
    pub(crate) async fn body(&mut self, limit: usize) -> Result<Vec<u8>, ModelError> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if body.len().saturating_add(chunk.as_ref().len()) > limit {
                return Err(ModelError::Protocol {
                    model: self.model.clone(),
                    message: format!("response is larger than {limit} bytes"),
                });
            }
            body.extend_from_slice(chunk.as_ref());
        }
        Ok(body)
    }
}

enum Attempt {
    Answered(Response),
    Failed(ModelError),
}

/// A number in 0..1 that differs from call to call; not for secrets.
#[expect(clippy::cast_precision_loss, reason = "any number in 0..1 will do")]
fn jitter() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    (random >> 11) as f64 / (1_u64 << 53) as f64
}

async fn before<F: Future>(
    deadline: Option<(Instant, Duration)>,
    model: &str,
    future: F,
) -> Result<F::Output, ModelError> {
    let Some((end, limit)) = deadline else {
        return Ok(future.await);
    };
    timeout_at(end, future)
        .await
        .map_err(|_| ModelError::Timeout {
            model: model.to_owned(),
            limit,
        })
}

async fn pause(post: &Post<'_>, delay: Duration) -> Result<(), ModelError> {
    tracing::debug!(
        model = post.model,
        delay_ms = delay.as_millis(),
        "model request is sent again"
    );
    before(post.deadline, post.model, sleep(delay)).await
}

fn connection_error(model: &str, read_timeout: Duration, error: reqwest::Error) -> ModelError {
    let model = model.to_owned();
    if error.is_timeout() && !error.is_connect() {
        return ModelError::Timeout {
            model,
            limit: read_timeout,
        };
    }
    ModelError::Connection {
        model,
        source: Box::new(error.without_url()),
    }
}

/// The error of a response with a bad status, with the beginning of its body.
async fn refused(post: &Post<'_>, mut response: Response) -> ModelError {
    let status = response.status().as_u16();
    let retry_after = server_delay(response.headers());
    let request_id = ["x-request-id", "request-id"].iter().find_map(|name| {
        let value = response.headers().get(*name)?.to_str().ok()?;
        Some(value.to_owned())
    });
    let mut body = Vec::new();
    while body.len() < MAX_ERROR_BODY_BYTES {
        match before(post.deadline, post.model, response.chunk()).await {
            Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
            _ => break,
        }
    }
    body.truncate(MAX_ERROR_BODY_BYTES);
    let body = String::from_utf8_lossy(&body).into_owned();
    ModelError::Status {
        model: post.model.to_owned(),
        status,
        body: post.key.map_or(body.clone(), |key| key.redact(&body)),
        retry_after,
        request_id,
    }
}
