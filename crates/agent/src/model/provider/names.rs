use super::build::{ModelBuilder, builder};
use super::model::ProviderModel;
use crate::error::ModelError;

/// The model of a string `provider:model`, with the key from the environment.
///
/// A name without a provider gets one when its beginning tells: `gpt-`, `o1`, `o3`, `o4` are OpenAI's, `claude-`
/// Anthropic's.
///
/// ```
/// use ringfence_agent::model::Model;
///
/// let model = ringfence_agent::model::provider::model("ollama:qwen3")?;
/// assert_eq!((model.system(), model.name()), ("ollama", "qwen3"));
/// # Ok::<(), ringfence_agent::error::ModelError>(())
/// ```
///
/// # Errors
/// [`ModelError::Configuration`] when the provider is not known, or its key or address is not in the environment.
pub fn model(spec: &str) -> Result<ProviderModel, ModelError> {
    builder(spec)?.build()
}

/// `gpt-4.1` of OpenAI: best for tools and agents; the default of this product.
///
/// # Errors
/// [`ModelError::Configuration`] when `OPENAI_API_KEY` is not set.
pub fn gpt_4_1() -> Result<ProviderModel, ModelError> {
    model("openai:gpt-4.1")
}

/// `gpt-4o` of OpenAI: between price and ability.
///
/// # Errors
/// As [`gpt_4_1`].
pub fn gpt_4o() -> Result<ProviderModel, ModelError> {
    model("openai:gpt-4o")
}

/// `gpt-4o-mini` of OpenAI: cheap, for simple tasks.
///
/// # Errors
/// As [`gpt_4_1`].
pub fn gpt_4o_mini() -> Result<ProviderModel, ModelError> {
    model("openai:gpt-4o-mini")
}

/// OpenAI's models, and any server with the same API by [`ModelBuilder::base_url`].
pub mod openai {
    use super::{ModelBuilder, ModelError, ProviderModel, builder, model};

    /// A model over the responses API.
    ///
    /// # Errors
    /// [`ModelError::Configuration`] when `OPENAI_API_KEY` is not set.
    pub fn responses(name: &str) -> Result<ProviderModel, ModelError> {
        model(&format!("openai:{name}"))
    }

    /// A model over the chat-completions API.
    ///
    /// # Errors
    /// As [`responses`].
    pub fn chat(name: &str) -> Result<ProviderModel, ModelError> {
        model(&format!("openai-chat:{name}"))
    }

    /// A model of a server with the chat-completions API at `base_url`, without a key unless one is given.
    ///
    /// # Errors
    /// [`ModelError::Configuration`] when the name is empty.
    pub fn compatible(base_url: &str, name: &str) -> Result<ModelBuilder, ModelError> {
        let builder = builder(&format!("openai-chat:{name}"))?;
        Ok(builder.base_url(base_url).key_required(false))
    }
}

/// Anthropic's models.
pub mod anthropic {
    use super::{ModelError, ProviderModel, model};

    /// A model over the messages API.
    ///
    /// # Errors
    /// [`ModelError::Configuration`] when `ANTHROPIC_API_KEY` is not set.
    pub fn messages(name: &str) -> Result<ProviderModel, ModelError> {
        model(&format!("anthropic:{name}"))
    }
}

/// Models of an Ollama server, on this machine unless `OLLAMA_BASE_URL` says otherwise.
pub mod ollama {
    use super::{ModelError, ProviderModel, model};

    /// A model over the server's chat-completions API.
    ///
    /// # Errors
    /// [`ModelError::Configuration`] when the name is empty.
    pub fn chat(name: &str) -> Result<ProviderModel, ModelError> {
        model(&format!("ollama:{name}"))
    }
}
