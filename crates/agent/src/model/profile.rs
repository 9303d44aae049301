/// How a model takes a system prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SystemRole {
    /// Role `system`.
    #[default]
    System,
    /// Role `developer`.
    Developer,
    /// Role `user`, for models without a system role.
    User,
}

/// How a model can be held to a JSON Schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StructuredOutput {
    /// By an output tool that it calls.
    #[default]
    Tool,
    /// By the provider's own JSON Schema mode.
    Native,
    /// By words in the instructions.
    Prompted,
}

/// What a model can do and how it wants to be asked. Independent of the provider's address and key.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent ability of a model"
)]
pub struct ModelProfile {
    /// Can call tools. Default true.
    pub supports_tools: bool,
    /// Can be held to a JSON Schema by the provider. Default false.
    pub supports_json_schema: bool,
    /// Can be held to some JSON object by the provider. Default false.
    pub supports_json_object: bool,
    /// Takes `strict` tool schemas. Default false.
    pub supports_strict_tools: bool,
    /// Takes `tool_choice: required`. Default true.
    pub supports_required_tool_choice: bool,
    /// Takes `parallel_tool_calls`. Default true.
    pub supports_parallel_tool_calls: bool,
    /// Takes images. Default true.
    pub supports_images: bool,
    /// Takes temperature and its like; reasoning models refuse them. Default true.
    pub supports_sampling: bool,
    /// Takes settings of [`super::ThinkingSettings`]. Default false.
    pub supports_thinking: bool,
    /// Role of system prompts. Default `system`.
    pub system_role: SystemRole,
    /// Name of the token limit on chat-completions: `max_completion_tokens` when true, else `max_tokens`.
    pub uses_max_completion_tokens: bool,
    /// Tags around thinking inside text, for example `<think>` and `</think>`; `None` when the model has none.
    pub thinking_tags: Option<(String, String)>,
    /// How structured output is asked for when the agent does not say. Default by tool.
    pub default_structured_output: StructuredOutput,
    /// Tokens to ask for where the wire demands a number (Anthropic). Default 4096.
    pub default_max_tokens: u32,
}

impl Default for ModelProfile {
    fn default() -> Self {
        Self {
            supports_tools: true,
            supports_json_schema: false,
            supports_json_object: false,
            supports_strict_tools: false,
            supports_required_tool_choice: true,
            supports_parallel_tool_calls: true,
            supports_images: true,
            supports_sampling: true,
            supports_thinking: false,
            system_role: SystemRole::System,
            uses_max_completion_tokens: false,
            thinking_tags: None,
            default_structured_output: StructuredOutput::Tool,
            default_max_tokens: 4096,
        }
    }
}
