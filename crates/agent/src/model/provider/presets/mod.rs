use super::preset::{Auth, Preset, Wire};
use crate::model::openai_chat::{ChatQuirks, ReasoningField, ThinkingRequest};

/// A vendor with OpenAI's chat-completions API at `base_url` and a key in `variable`.
const fn compatible(
    name: &'static str,
    base_url: &'static str,
    key_variables: &'static [&'static str],
) -> Preset {
    Preset {
        name,
        aliases: &[],
        system: name,
        wire: Wire::OpenAiChat,
        base_url: Some(base_url),
        base_url_variable: None,
        key_variables,
        key_required: true,
        auth: Auth::Bearer,
        quirks: ChatQuirks::COMPATIBLE,
        note: "",
    }
}

/// A server on this machine that needs no key.
const fn local(
    name: &'static str,
    base_url: &'static str,
    base_url_variable: &'static str,
    key_variables: &'static [&'static str],
) -> Preset {
    Preset {
        base_url_variable: Some(base_url_variable),
        key_required: false,
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::ReasoningContent,
            ..ChatQuirks::COMPATIBLE
        },
        ..compatible(name, base_url, key_variables)
    }
}

const REASONING_CONTENT: ChatQuirks = ChatQuirks {
    reasoning_field: ReasoningField::ReasoningContent,
    thinking_request: ThinkingRequest::ThinkingType,
    ..ChatQuirks::COMPATIBLE
};

const REASONING: ChatQuirks = ChatQuirks {
    reasoning_field: ReasoningField::Reasoning,
    ..ChatQuirks::COMPATIBLE
};

/// Customers have an address of their own.
const fn own_address(preset: Preset, base_url_variable: &'static str) -> Preset {
    Preset {
        base_url: None,
        base_url_variable: Some(base_url_variable),
        ..preset
    }
}

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        aliases: &["openai-responses"],
        wire: Wire::OpenAiResponses,
        base_url_variable: Some("OPENAI_BASE_URL"),
        quirks: ChatQuirks::OPENAI,
        note: "The responses API; `openai-chat` is the older one.",
        ..compatible("openai", "https://api.openai.com/v1", &["OPENAI_API_KEY"])
    },
    Preset {
        system: "openai",
        base_url_variable: Some("OPENAI_BASE_URL"),
        quirks: ChatQuirks::OPENAI,
        note: "Also for any other server with this API: give its base address.",
        ..compatible(
            "openai-chat",
            "https://api.openai.com/v1",
            &["OPENAI_API_KEY"],
        )
    },
    Preset {
        aliases: &["claude"],
        wire: Wire::AnthropicMessages,
        base_url_variable: Some("ANTHROPIC_BASE_URL"),
        auth: Auth::Header("x-api-key"),
        ..compatible(
            "anthropic",
            "https://api.anthropic.com/v1",
            &["ANTHROPIC_API_KEY"],
        )
    },
    Preset {
        system: "azure.ai.openai",
        auth: Auth::Header("api-key"),
        quirks: ChatQuirks::OPENAI,
        note: "The address ends with `/openai/v1`; the model is the name of your deployment.",
        ..own_address(
            compatible("azure", "", &["AZURE_OPENAI_API_KEY"]),
            "AZURE_OPENAI_BASE_URL",
        )
    },
    Preset {
        aliases: &["google", "google-gla"],
        system: "gcp.gemini",
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::NotSent,
            seed_field: None,
            ..ChatQuirks::COMPATIBLE
        },
        note: "Google's API in the form of OpenAI's; signatures of thoughts are kept with the tool calls.",
        ..compatible(
            "gemini",
            "https://generativelanguage.googleapis.com/v1beta/openai",
            &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        )
    },
    Preset {
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::ReasoningDetails,
            thinking_request: ThinkingRequest::ReasoningObject,
            cache_control: true,
            document_urls: true,
            ..ChatQuirks::OPENAI
        },
        note: "Hundreds of models under `vendor/model`; thinking is kept with its signatures.",
        ..compatible(
            "openrouter",
            "https://openrouter.ai/api/v1",
            &["OPENROUTER_API_KEY"],
        )
    },
    Preset {
        base_url_variable: Some("GROQ_BASE_URL"),
        quirks: REASONING,
        ..compatible("groq", "https://api.groq.com/openai/v1", &["GROQ_API_KEY"])
    },
    Preset {
        system: "mistral_ai",
        quirks: ChatQuirks {
            required_tool_choice: "any",
            short_tool_call_ids: true,
            seed_field: Some("random_seed"),
            stream_options: false,
            null_content: false,
            ..ChatQuirks::COMPATIBLE
        },
        note: "Tool call ids of other providers are shortened to nine characters.",
        ..compatible("mistral", "https://api.mistral.ai/v1", &["MISTRAL_API_KEY"])
    },
    Preset {
        quirks: REASONING_CONTENT,
        ..compatible(
            "deepseek",
            "https://api.deepseek.com",
            &["DEEPSEEK_API_KEY"],
        )
    },
    Preset {
        aliases: &["grok"],
        system: "x_ai",
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::ReasoningContent,
            ..ChatQuirks::COMPATIBLE
        },
        ..compatible("xai", "https://api.x.ai/v1", &["XAI_API_KEY"])
    },
    compatible(
        "together",
        "https://api.together.xyz/v1",
        &["TOGETHER_API_KEY"],
    ),
    Preset {
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::ReasoningContent,
            ..ChatQuirks::COMPATIBLE
        },
        ..compatible(
            "fireworks",
            "https://api.fireworks.ai/inference/v1",
            &["FIREWORKS_API_KEY"],
        )
    },
    Preset {
        quirks: REASONING,
        ..compatible(
            "cerebras",
            "https://api.cerebras.ai/v1",
            &["CEREBRAS_API_KEY"],
        )
    },
    Preset {
        quirks: ChatQuirks {
            stream_options: false,
            ..ChatQuirks::COMPATIBLE
        },
        note: "Takes no tools.",
        ..compatible(
            "perplexity",
            "https://api.perplexity.ai",
            &["PERPLEXITY_API_KEY"],
        )
    },
    Preset {
        aliases: &["moonshot"],
        quirks: REASONING_CONTENT,
        ..compatible(
            "moonshotai",
            "https://api.moonshot.ai/v1",
            &["MOONSHOTAI_API_KEY", "MOONSHOT_API_KEY"],
        )
    },
    Preset {
        aliases: &["zhipu"],
        quirks: REASONING_CONTENT,
        ..compatible("zai", "https://api.z.ai/api/paas/v4", &["ZAI_API_KEY"])
    },
    Preset {
        aliases: &["qwen", "dashscope"],
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::ReasoningContent,
            thinking_request: ThinkingRequest::EnableThinking,
            ..ChatQuirks::COMPATIBLE
        },
        ..compatible(
            "alibaba",
            "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
            &["ALIBABA_API_KEY", "DASHSCOPE_API_KEY"],
        )
    },
    compatible(
        "nebius",
        "https://api.studio.nebius.com/v1",
        &["NEBIUS_API_KEY"],
    ),
    compatible(
        "huggingface",
        "https://router.huggingface.co/v1",
        &["HF_TOKEN"],
    ),
    Preset {
        note: "A GitHub token with the permission to read models.",
        ..compatible(
            "github",
            "https://models.github.ai/inference",
            &["GITHUB_API_KEY"],
        )
    },
    Preset {
        base_url_variable: Some("HEROKU_INFERENCE_URL"),
        ..compatible(
            "heroku",
            "https://us.inference.heroku.com/v1",
            &["HEROKU_INFERENCE_KEY"],
        )
    },
    compatible(
        "vercel",
        "https://ai-gateway.vercel.sh/v1",
        &["VERCEL_AI_GATEWAY_API_KEY", "VERCEL_OIDC_TOKEN"],
    ),
    compatible(
        "ovhcloud",
        "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1",
        &["OVHCLOUD_API_KEY"],
    ),
    Preset {
        base_url_variable: Some("SAMBANOVA_BASE_URL"),
        ..compatible(
            "sambanova",
            "https://api.sambanova.ai/v1",
            &["SAMBANOVA_API_KEY"],
        )
    },
    Preset {
        quirks: REASONING,
        ..compatible(
            "crusoe",
            "https://api.inference.crusoecloud.com/v1",
            &["CRUSOE_API_KEY"],
        )
    },
    compatible(
        "nvidia",
        "https://integrate.api.nvidia.com/v1",
        &["NVIDIA_API_KEY"],
    ),
    compatible(
        "deepinfra",
        "https://api.deepinfra.com/v1/openai",
        &["DEEPINFRA_API_KEY", "DEEPINFRA_TOKEN"],
    ),
    Preset {
        quirks: ChatQuirks {
            reasoning_field: ReasoningField::ReasoningDetails,
            thinking_request: ThinkingRequest::ReasoningObject,
            ..ChatQuirks::COMPATIBLE
        },
        note: "The address ends with `/api/v2/cortex/v1`.",
        ..own_address(
            compatible("snowflake", "", &["SNOWFLAKE_TOKEN"]),
            "SNOWFLAKE_BASE_URL",
        )
    },
    Preset {
        note: "A LiteLLM proxy; the key is that of the proxy, if it has one.",
        ..local(
            "litellm",
            "http://localhost:4000/v1",
            "LITELLM_BASE_URL",
            &["LITELLM_API_KEY"],
        )
    },
    Preset {
        quirks: REASONING,
        note: "On this machine; for the vendor's cloud set the base address to `https://ollama.com/v1` and a key.",
        ..local(
            "ollama",
            "http://localhost:11434/v1",
            "OLLAMA_BASE_URL",
            &["OLLAMA_API_KEY"],
        )
    },
    Preset {
        aliases: &["llama-cpp", "llamacpp"],
        note: "The server has one model; any name will do.",
        ..local(
            "llama.cpp",
            "http://localhost:8080/v1",
            "LLAMA_CPP_BASE_URL",
            &["LLAMA_CPP_API_KEY"],
        )
    },
    local(
        "vllm",
        "http://localhost:8000/v1",
        "VLLM_BASE_URL",
        &["VLLM_API_KEY"],
    ),
    Preset {
        aliases: &["lm-studio"],
        ..local(
            "lmstudio",
            "http://localhost:1234/v1",
            "LMSTUDIO_BASE_URL",
            &["LMSTUDIO_API_KEY"],
        )
    },
];
