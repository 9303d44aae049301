/// In which member of a message a vendor puts what the model thought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReasoningField {
    /// The vendor takes none back; thinking is not sent.
    #[default]
    NotSent,
    /// `reasoning_content`: `DeepSeek`, Z.AI, Moonshot, llama.cpp, vLLM.
    ReasoningContent,
    /// `reasoning`: Groq, Ollama, Cerebras.
    Reasoning,
    /// `reasoning_details`, a list that holds signatures: `OpenRouter`.
    ReasoningDetails,
}

/// How a vendor is told how much to think.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThinkingRequest {
    /// `"reasoning_effort": "low"`.
    #[default]
    ReasoningEffort,
    /// `"thinking": {"type": "enabled"}` or `disabled`.
    ThinkingType,
    /// `"reasoning": {"effort": "low"}` or `{"max_tokens": 1000}`.
    ReasoningObject,
    /// `"enable_thinking": true` and `"thinking_budget": 1000`.
    EnableThinking,
    /// It cannot be told.
    NotSent,
}

/// Where a vendor's chat-completions API differs from OpenAI's. All members are data; the default is OpenAI itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent difference of a vendor"
)]
pub struct ChatQuirks {
    /// Takes `stream_options: {"include_usage": true}`. Without it the vendor sends usage unasked, or none.
    pub stream_options: bool,
    /// Where thinking is sent back to the provider that made it.
    pub reasoning_field: ReasoningField,
    /// How [`crate::model::ThinkingSettings`] are expressed.
    pub thinking_request: ThinkingRequest,
    /// The word for "must call a tool": `required`, for Mistral `any`.
    pub required_tool_choice: &'static str,
    /// `content` of an assistant message that only calls tools: `null` when true, else an empty string.
    pub null_content: bool,
    /// Tool call ids must be nine letters or digits (Mistral): other ids are replaced by a digest of themselves.
    pub short_tool_call_ids: bool,
    /// Takes the member `user`.
    pub user: bool,
    /// Takes the member `seed`, and under this name.
    pub seed_field: Option<&'static str>,
    /// Takes `cache_control` marks on text (`OpenRouter` for Anthropic models).
    pub cache_control: bool,
    /// Takes the address of a document: as `file.file_data` (`OpenRouter`); else such a prompt is refused.
    pub document_urls: bool,
    /// Takes files (`type: file`) at all; else a document is refused.
    pub files: bool,
}

impl ChatQuirks {
    /// OpenAI itself.
    pub const OPENAI: Self = Self {
        stream_options: true,
        reasoning_field: ReasoningField::NotSent,
        thinking_request: ThinkingRequest::ReasoningEffort,
        required_tool_choice: "required",
        null_content: true,
        short_tool_call_ids: false,
        user: true,
        seed_field: Some("seed"),
        cache_control: false,
        document_urls: false,
        files: true,
    };

    /// A vendor that follows OpenAI but takes no files and no `user`: the starting point of most presets.
    pub const COMPATIBLE: Self = Self {
        files: false,
        user: false,
        ..Self::OPENAI
    };
}

impl Default for ChatQuirks {
    fn default() -> Self {
        Self::OPENAI
    }
}
