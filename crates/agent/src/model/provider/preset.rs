use super::presets::PRESETS;
use crate::model::openai_chat::ChatQuirks;

/// Which API a provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// OpenAI chat-completions.
    OpenAiChat,
    /// OpenAI responses.
    OpenAiResponses,
    /// Anthropic messages.
    AnthropicMessages,
}

impl Wire {
    /// What is appended to the base address.
    pub fn path(self) -> &'static str {
        match self {
            Self::OpenAiChat => "/chat/completions",
            Self::OpenAiResponses => "/responses",
            Self::AnthropicMessages => "/messages",
        }
    }
}

/// How the key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// `Authorization: Bearer <key>`.
    Bearer,
    /// The key alone in this header.
    Header(&'static str),
}

/// A vendor, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// What stands before the colon.
    pub name: &'static str,
    /// Other names for the same.
    pub aliases: &'static [&'static str],
    /// `system` of the model, the provider's name in messages and in OpenTelemetry.
    pub system: &'static str,
    /// Which API.
    pub wire: Wire,
    /// Base address without a slash at the end; `None` when each customer has an own one, which must be given.
    pub base_url: Option<&'static str>,
    /// Environment variable that overrides the base address.
    pub base_url_variable: Option<&'static str>,
    /// Environment variables that may hold the key, the first that is set counts. Empty: no key is needed.
    pub key_variables: &'static [&'static str],
    /// False for servers that take a key but need none.
    pub key_required: bool,
    /// How the key is sent.
    pub auth: Auth,
    /// Where its chat-completions API differs; not used by other wires.
    pub quirks: ChatQuirks,
    /// What is worth knowing, in one sentence; may be empty.
    pub note: &'static str,
}

/// The preset with this name or alias, in any case of letters.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| {
        let mut names = std::iter::once(&preset.name).chain(preset.aliases);
        names.any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// All presets, in the order of the reference.
pub fn presets() -> &'static [Preset] {
    PRESETS
}
