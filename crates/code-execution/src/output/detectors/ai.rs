//! Providers of models and of tools around them.

use super::super::Severity::{Critical, High};
use super::super::checks::is_varied;
use super::{Detector, context, is_key, token};

pub(super) const ROWS: &[Detector] = &[
    token(
        "openai_api_key",
        "an OpenAI API key",
        Critical,
        "`sk-` and 20 or more letters and digits, or `sk-proj-`, `sk-svcacct-`, `sk-admin-` and 20 or more of `A-Z a-z 0-9 _ -`",
        &["sk-"],
        r"sk-(?:proj|svcacct|admin|service|None)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{20,}",
        is_key,
    ),
    token(
        "anthropic_api_key",
        "an Anthropic API key",
        Critical,
        "`sk-ant-api03-` (or another kind and number) and 40 or more of `A-Z a-z 0-9 _ -`",
        &["sk-ant-"],
        r"sk-ant-[a-z]{2,10}[0-9]{2}-[A-Za-z0-9_-]{40,}",
        is_key,
    ),
    token(
        "openrouter_api_key",
        "an OpenRouter API key",
        High,
        "`sk-or-v1-` and 64 hexadecimal digits",
        &["sk-or-v1-"],
        r"sk-or-v1-[0-9a-f]{40,}",
        is_varied,
    ),
    token(
        "langfuse_secret_key",
        "a Langfuse secret key",
        High,
        "`sk-lf-` and a UUID",
        &["sk-lf-"],
        r"sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        is_varied,
    ),
    token(
        "huggingface_token",
        "a Hugging Face token",
        High,
        "`hf_` or `api_org_` and 34 letters and digits",
        &["hf_", "api_org_"],
        r"(?:hf|api_org)_[A-Za-z0-9]{34,40}",
        is_mixed_case,
    ),
    token(
        "groq_api_key",
        "a Groq API key",
        High,
        "`gsk_` and 52 letters and digits",
        &["gsk_"],
        r"gsk_[A-Za-z0-9]{40,}",
        is_key,
    ),
    token(
        "perplexity_api_key",
        "a Perplexity API key",
        High,
        "`pplx-` and 48 letters and digits",
        &["pplx-"],
        r"pplx-[A-Za-z0-9]{40,}",
        is_key,
    ),
    token(
        "xai_api_key",
        "an xAI API key",
        High,
        "`xai-` and 80 letters and digits",
        &["xai-"],
        r"xai-[A-Za-z0-9_]{60,}",
        is_key,
    ),
    token(
        "replicate_api_token",
        "a Replicate API token",
        High,
        "`r8_` and 37 letters and digits",
        &["r8_"],
        r"r8_[A-Za-z0-9]{37,40}",
        is_key,
    ),
    token(
        "nvidia_api_key",
        "an NVIDIA API key",
        High,
        "`nvapi-` and 60 or more of `A-Z a-z 0-9 _ -`",
        &["nvapi-"],
        r"nvapi-[A-Za-z0-9_-]{50,}",
        is_key,
    ),
    token(
        "cerebras_api_key",
        "a Cerebras API key",
        High,
        "`csk-` and 48 letters and digits",
        &["csk-"],
        r"csk-[a-z0-9]{40,}",
        is_key,
    ),
    token(
        "pinecone_api_key",
        "a Pinecone API key",
        High,
        "`pcsk_` and 60 or more letters, digits and `_`",
        &["pcsk_"],
        r"pcsk_[A-Za-z0-9_]{50,}",
        is_key,
    ),
    token(
        "langsmith_api_key",
        "a LangSmith API key",
        High,
        "`lsv2_pt_` or `lsv2_sk_`, 32 hexadecimal digits, `_`, 10 more",
        &["lsv2_"],
        r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}",
        is_varied,
    ),
    token(
        "tavily_api_key",
        "a Tavily API key",
        High,
        "`tvly-` and 32 letters and digits",
        &["tvly-"],
        r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{30,}",
        is_key,
    ),
    token(
        "fireworks_api_key",
        "a Fireworks AI API key",
        High,
        "`fw_` and 24 letters and digits",
        &["fw_"],
        r"fw_[A-Za-z0-9]{24,32}",
        is_key,
    ),
    token(
        "elevenlabs_api_key",
        "an ElevenLabs API key",
        High,
        "`sk_` and 48 hexadecimal digits",
        &["sk_"],
        r"sk_[0-9a-f]{48}(?-u:\b)",
        is_varied,
    ),
    token(
        "voyage_api_key",
        "a Voyage AI API key",
        High,
        "`pa-` and 43 of `A-Z a-z 0-9 _ -`",
        &["pa-"],
        r"pa-[A-Za-z0-9_-]{43}(?-u:\b)",
        is_key,
    ),
    context(
        "cohere_api_key",
        "a Cohere API key",
        High,
        "40 letters and digits behind `cohere` or `CO_API_KEY`",
        &["cohere", "co_api_key"],
        r#"(?i)(?:cohere|co_api_key)[a-z_.-]{0,20}["']?[ ]{0,3}[=:][ ]{0,3}["']?([a-z0-9]{40})(?-u:\b)"#,
        is_key,
    ),
];

/// Hugging Face tokens are letters; the variety of their case tells them from words.
fn is_mixed_case(token: &str) -> bool {
    let body = token.rsplit('_').next().unwrap_or_default();
    let turns = body
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && !b.is_ascii_lowercase()))
        .count();
    is_varied(token) && turns >= 5
}
