use std::collections::BTreeMap;
use std::sync::Arc;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::model::{Parts, ProviderModel};
use super::preset::{Auth, Preset, Wire, preset, presets};
use super::profiles::profile_with_quirks;
use crate::error::ModelError;
use crate::model::ModelProfile;
use crate::model::anthropic::ANTHROPIC_VERSION;
use crate::model::http::{HttpClient, HttpOptions, Secret};
use crate::model::openai_chat::ChatQuirks;

/// Finds the value of a variable.
type Lookup = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Settings of a model before it is made; see [`builder`].
pub struct ModelBuilder {
    preset: &'static Preset,
    name: String,
    base_url: Option<String>,
    key: Option<Secret>,
    key_required: bool,
    headers: BTreeMap<String, String>,
    http: HttpOptions,
    profile: ModelProfile,
    quirks: ChatQuirks,
    streaming: bool,
    environment: Lookup,
}

impl std::fmt::Debug for ModelBuilder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ModelBuilder")
            .field("provider", &self.preset.name)
            .field("name", &self.name)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Begins a model from a string `provider:model`, see [`super::model`].
///
/// # Errors
/// [`ModelError::Configuration`] when the provider is not known or the name is empty.
pub fn builder(spec: &str) -> Result<ModelBuilder, ModelError> {
    let (preset, name) = parse(spec)?;
    let (profile, quirks) = profile_with_quirks(preset, &name);
    Ok(ModelBuilder {
        preset,
        name,
        base_url: None,
        key: None,
        key_required: preset.key_required,
        headers: BTreeMap::new(),
        http: HttpOptions::default(),
        profile,
        quirks,
        streaming: true,
        environment: Box::new(variable),
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where this library reads the environment, and only for a model made without a key"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn parse(spec: &str) -> Result<(&'static Preset, String), ModelError> {
    let refuse = |message: String| ModelError::Configuration {
        model: spec.to_owned(),
        message,
    };
    let known = |provider: &str| {
        preset(provider).ok_or_else(|| {
            let names: Vec<&str> = presets().iter().map(|preset| preset.name).collect();
            refuse(format!(
                "unknown provider `{provider}`; known are {}",
                names.join(", ")
            ))
        })
    };
    let (provider, name) = match spec.split_once(':') {
        Some((provider, name)) if preset(provider).is_some() => (known(provider)?, name),
        _ => match provider_of_name(spec) {
            Some(provider) => (known(provider)?, spec),
            None => match spec.split_once(':') {
                Some((provider, _)) => {
                    return Err(known(provider)
                        .err()
                        .unwrap_or_else(|| refuse(String::new())));
                }
                None => {
                    return Err(refuse(
                        "the form is `provider:model`, for example `openai:gpt-4.1`".to_owned(),
                    ));
                }
            },
        },
    };
    let name = name.trim();
    if name.is_empty() {
        return Err(refuse("the name of the model is empty".to_owned()));
    }
    Ok((provider, name.to_owned()))
}

/// The provider that a model's name gives away.
fn provider_of_name(name: &str) -> Option<&'static str> {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    if begins(&["gpt-", "o1", "o3", "o4"]) {
        return Some("openai");
    }
    begins(&["claude-"]).then_some("anthropic")
}

impl ModelBuilder {
    /// The key, instead of the one in the environment.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Whether the model may be made without a key. Default: as the provider wants it.
    #[must_use]
    pub fn key_required(mut self, required: bool) -> Self {
        self.key_required = required;
        self
    }

    /// The base address, for example `http://localhost:8080/v1`, instead of the provider's or the environment's.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// A header for every request, for example `anthropic-beta`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Time limits, proxy and retries.
    #[must_use]
    pub fn http(mut self, options: HttpOptions) -> Self {
        self.http = options;
        self
    }

    /// What the model can do, changed from what its name says.
    #[must_use]
    pub fn profile(mut self, change: impl FnOnce(&mut ModelProfile)) -> Self {
        change(&mut self.profile);
        self
    }

    /// Where the server's chat-completions API differs from OpenAI's, changed from the preset.
    #[must_use]
    pub fn quirks(mut self, change: impl FnOnce(&mut ChatQuirks)) -> Self {
        change(&mut self.quirks);
        self
    }

    /// Whether answers are streamed. Default: true. Without it, the events of an answer come all at once.
    #[must_use]
    pub fn streaming(mut self, streaming: bool) -> Self {
        self.streaming = streaming;
        self
    }

    /// Where variables are looked up, instead of the process's environment.
    #[must_use]
    pub fn environment(
        mut self,
        lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.environment = Box::new(lookup);
        self
    }

    /// Makes the model. No request is sent.
    ///
    /// # Errors
    /// [`ModelError::Configuration`] when the key or the address is missing, or a header, the proxy or TLS is wrong.
    pub fn build(self) -> Result<ProviderModel, ModelError> {
        let key = self.find_key()?;
        let base_url = self.find_base_url()?;
        let headers = self.headers(key.as_ref())?;
        let http = HttpClient::new(&base_url, self.http.clone())
            .map_err(|message| self.refuse(message))?;
        Ok(ProviderModel(Arc::new(Parts {
            wire: self.preset.wire,
            system: self.preset.system,
            name: self.name,
            url: format!("{base_url}{}", self.preset.wire.path()),
            base_url,
            key,
            headers,
            http,
            profile: self.profile,
            quirks: self.quirks,
            streaming: self.streaming,
        })))
    }

    fn refuse(&self, message: String) -> ModelError {
        ModelError::Configuration {
            model: format!("{}:{}", self.preset.name, self.name),
            message,
        }
    }

    fn find_key(&self) -> Result<Option<Secret>, ModelError> {
        if let Some(key) = self.key.clone().filter(|key| !key.is_empty()) {
            return Ok(Some(key));
        }
        // A key from the environment belongs to the provider, not to another server that a caller named.
        let own_server = self.base_url.is_none() || self.preset.key_required == self.key_required;
        let variables = self.preset.key_variables.iter();
        let found = variables
            .filter_map(|name| (self.environment)(name))
            .map(Secret::new);
        if let Some(key) = found
            .into_iter()
            .find(|key| !key.is_empty())
            .filter(|_| own_server)
        {
            return Ok(Some(key));
        }
        if !self.key_required {
            return Ok(None);
        }
        let names = self.preset.key_variables.join("` or `");
        Err(self.refuse(format!("no key; set `{names}` or give one")))
    }

    fn find_base_url(&self) -> Result<String, ModelError> {
        let variable = self.preset.base_url_variable;
        let from_environment = || {
            variable
                .and_then(|name| (self.environment)(name))
                .filter(|url| !url.is_empty())
        };
        let url = self
            .base_url
            .clone()
            .or_else(from_environment)
            .or_else(|| self.preset.base_url.map(str::to_owned))
            .ok_or_else(|| {
                let name = variable.unwrap_or_default();
                self.refuse(format!("no base address; set `{name}` or give one"))
            })?;
        let url = url.trim().trim_end_matches('/').to_owned();
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(self.refuse(format!("base address `{url}` is not http or https")));
        }
        Ok(url)
    }

    fn headers(&self, key: Option<&Secret>) -> Result<HeaderMap, ModelError> {
        let mut headers = HeaderMap::new();
        if self.preset.wire == Wire::AnthropicMessages {
            headers.insert(
                "anthropic-version",
                HeaderValue::from_static(ANTHROPIC_VERSION),
            );
        }
        if let Some(key) = key {
            let (name, prefix) = match self.preset.auth {
                Auth::Bearer => ("authorization", "Bearer "),
                Auth::Header(name) => (name, ""),
            };
            let value = key.header_value(prefix);
            let value = value.map_err(|_| {
                self.refuse("the key has characters that no header may have".to_owned())
            })?;
            headers.insert(name, value);
        }
        add_headers(&mut headers, &self.headers).map_err(|message| self.refuse(message))?;
        Ok(headers)
    }
}

/// Adds headers given as text.
pub(super) fn add_headers(
    headers: &mut HeaderMap,
    more: &BTreeMap<String, String>,
) -> Result<(), String> {
    for (name, value) in more {
        let wrong = |_| format!("header `{name}` is wrong");
        let header =
            HeaderName::try_from(name.as_str()).map_err(|_| format!("header `{name}` is wrong"))?;
        headers.insert(
            header,
            HeaderValue::try_from(value.as_str()).map_err(wrong)?,
        );
    }
    Ok(())
}
