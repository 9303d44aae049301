use super::preset::{Preset, Wire};
use crate::model::openai_chat::ChatQuirks;
use crate::model::{ModelProfile, SystemRole};

/// Vendors with a JSON Schema mode on chat-completions for all models that can call tools.
const JSON_SCHEMA_VENDORS: [&str; 19] = [
    "azure",
    "gemini",
    "openrouter",
    "mistral",
    "xai",
    "together",
    "fireworks",
    "cerebras",
    "perplexity",
    "moonshotai",
    "nebius",
    "huggingface",
    "vercel",
    "nvidia",
    "deepinfra",
    "ollama",
    "llama.cpp",
    "vllm",
    "lmstudio",
];

/// Beginnings of the names of models that think and refuse sampling settings (OpenAI).
const REASONING_PREFIXES: [&str; 6] = ["gpt-5", "gpt-6", "o1", "o3", "o4", "gpt-oss"];

/// Beginnings of the names of Claude models before the JSON Schema mode.
const CLAUDE_WITHOUT_JSON_SCHEMA: [&str; 9] = [
    "claude-2",
    "claude-3",
    "claude-instant",
    "claude-sonnet-4-0",
    "claude-opus-4-0",
    "claude-sonnet-4-2025",
    "claude-opus-4-2025",
    "claude-4-sonnet",
    "claude-4-opus",
];

/// What a model can do, by its provider and its name. Names that are not known get the provider's common denominator.
pub fn model_profile(preset: &Preset, model: &str) -> ModelProfile {
    let name = model
        .rsplit('/')
        .next()
        .unwrap_or(model)
        .to_ascii_lowercase();
    let mut profile = ModelProfile::default();
    match preset.wire {
        Wire::AnthropicMessages => claude(&name, &mut profile),
        Wire::OpenAiResponses => openai(&name, true, &mut profile),
        Wire::OpenAiChat => chat(preset, &name, &mut profile),
    }
    profile
}

/// The profile together with the vendor's quirks, which both depend on the model for vendors that resell.
pub fn profile_with_quirks(preset: &Preset, model: &str) -> (ModelProfile, ChatQuirks) {
    (model_profile(preset, model), preset.quirks.clone())
}

fn claude(name: &str, profile: &mut ModelProfile) {
    let is_old = CLAUDE_WITHOUT_JSON_SCHEMA
        .iter()
        .any(|prefix| name.starts_with(prefix));
    profile.supports_json_schema = !is_old;
    profile.supports_strict_tools = !is_old;
    profile.supports_thinking =
        !name.starts_with("claude-2") && !name.starts_with("claude-instant");
}

fn chat(preset: &Preset, name: &str, profile: &mut ModelProfile) {
    let is_openai = matches!(preset.name, "openai-chat" | "azure");
    profile.supports_json_object = true;
    profile.supports_json_schema = JSON_SCHEMA_VENDORS.contains(&preset.name);
    profile.supports_thinking = true;
    if is_openai {
        profile.supports_thinking = false;
        openai(name, true, profile);
        profile.uses_max_completion_tokens = true;
        return;
    }
    profile.supports_parallel_tool_calls = preset.name != "gemini";
    profile.thinking_tags = Some(("<think>".to_owned(), "</think>".to_owned()));
    match preset.name {
        "perplexity" => profile.supports_tools = false,
        "deepseek" if name.contains("reasoner") => profile.supports_required_tool_choice = false,
        "groq" => {
            profile.supports_json_schema =
                name.starts_with("gpt-oss") || name.starts_with("llama-4");
        }
        _ => {}
    }
}

fn openai(name: &str, is_openai: bool, profile: &mut ModelProfile) {
    profile.supports_json_object = true;
    let is_chat_variant = name.contains("-chat");
    let thinks = REASONING_PREFIXES
        .iter()
        .any(|prefix| name.starts_with(prefix))
        && !is_chat_variant;
    let is_old = name.starts_with("gpt-3")
        || name == "gpt-4"
        || name.starts_with("gpt-4-")
        || name.starts_with("o1-mini");
    profile.supports_json_schema = !is_old;
    profile.supports_strict_tools = is_openai && !is_old;
    profile.supports_thinking = thinks && !is_old;
    profile.supports_sampling = !thinks;
    profile.uses_max_completion_tokens = true;
    if thinks {
        profile.system_role = SystemRole::Developer;
    }
    if name.starts_with("o1-mini") || name.starts_with("o1-preview") {
        profile.system_role = SystemRole::User;
        profile.supports_parallel_tool_calls = false;
    }
    if thinks && name.starts_with('o') {
        profile.supports_parallel_tool_calls = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::provider::preset;

    fn profile(provider: &str, model: &str) -> ModelProfile {
        model_profile(preset(provider).unwrap(), model)
    }

    #[test]
    fn openai_models_that_think_take_no_temperature() {
        for model in ["gpt-5", "gpt-5-mini", "gpt-5.6-sol", "o3-mini", "o4-mini"] {
            let profile = profile("openai", model);
            assert!(
                !profile.supports_sampling && profile.supports_thinking,
                "{model}"
            );
            assert_eq!(profile.system_role, SystemRole::Developer);
        }
        for model in [
            "gpt-4.1",
            "gpt-4.1-mini",
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-5-chat-latest",
        ] {
            let profile = profile("openai-chat", model);
            assert!(
                profile.supports_sampling && !profile.supports_thinking,
                "{model}"
            );
            assert!(
                profile.supports_strict_tools && profile.uses_max_completion_tokens,
                "{model}"
            );
        }
    }

    #[test]
    fn claude_models_by_age() {
        assert!(!profile("anthropic", "claude-sonnet-4-0").supports_json_schema);
        assert!(profile("anthropic", "claude-sonnet-4-5").supports_json_schema);
        assert!(profile("anthropic", "claude-opus-5").supports_thinking);
    }

    #[test]
    fn vendors_differ() {
        assert!(!profile("deepseek", "deepseek-reasoner").supports_required_tool_choice);
        assert!(!profile("perplexity", "sonar").supports_tools);
        assert!(profile("ollama", "qwen3").thinking_tags.is_some());
        assert!(!profile("ollama", "qwen3").uses_max_completion_tokens);
    }
}
