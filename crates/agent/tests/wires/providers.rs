//! `provider:model` strings, keys and addresses.

use ringfence_agent::model::Model;
use ringfence_agent::model::provider::{self, Wire, preset, presets};

fn built(
    spec: &str,
    variables: &'static [(&'static str, &'static str)],
) -> Result<provider::ProviderModel, String> {
    let lookup = move |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let builder = provider::builder(spec).map_err(|error| error.to_string())?;
    builder
        .environment(lookup)
        .build()
        .map_err(|error| error.to_string())
}

#[test]
fn strings_name_provider_and_model() {
    let keys: &[(&str, &str)] = &[
        ("OPENAI_API_KEY", "k"),
        ("ANTHROPIC_API_KEY", "k"),
        ("OPENROUTER_API_KEY", "k"),
    ];
    for (spec, wire, system, name) in [
        ("openai:gpt-4.1", Wire::OpenAiResponses, "openai", "gpt-4.1"),
        ("openai-chat:gpt-4o", Wire::OpenAiChat, "openai", "gpt-4o"),
        (
            "OpenAI:gpt-4o-mini",
            Wire::OpenAiResponses,
            "openai",
            "gpt-4o-mini",
        ),
        (
            "gpt-4.1-mini",
            Wire::OpenAiResponses,
            "openai",
            "gpt-4.1-mini",
        ),
        (
            "claude-sonnet-5",
            Wire::AnthropicMessages,
            "anthropic",
            "claude-sonnet-5",
        ),
        (
            "openrouter:anthropic/claude-sonnet-5:beta",
            Wire::OpenAiChat,
            "openrouter",
            "anthropic/claude-sonnet-5:beta",
        ),
        (
            "ollama:qwen3:0.6b",
            Wire::OpenAiChat,
            "ollama",
            "qwen3:0.6b",
        ),
    ] {
        let model = built(spec, keys).unwrap();
        assert_eq!(
            (model.wire(), model.system(), model.name()),
            (wire, system, name),
            "{spec}"
        );
    }
}

#[test]
fn what_is_missing_is_named() {
    for (spec, message) in [
        (
            "openai:gpt-4.1",
            "cannot use model `openai:gpt-4.1`: no key; set `OPENAI_API_KEY` or give one",
        ),
        (
            "moonshotai:k",
            "cannot use model `moonshotai:k`: no key; set `MOONSHOTAI_API_KEY` or `MOONSHOT_API_KEY` or give one",
        ),
        (
            "llama3",
            "cannot use model `llama3`: the form is `provider:model`, for example `openai:gpt-4.1`",
        ),
        (
            "ollama: ",
            "cannot use model `ollama: `: the name of the model is empty",
        ),
    ] {
        assert_eq!(built(spec, &[]).unwrap_err(), message);
    }
    let error = built("azure:gpt-4.1", &[("AZURE_OPENAI_API_KEY", "k")]).unwrap_err();
    assert_eq!(
        error,
        "cannot use model `azure:gpt-4.1`: no base address; set `AZURE_OPENAI_BASE_URL` or give one"
    );
    assert!(
        built("nobody:x", &[]).unwrap_err().starts_with(
            "cannot use model `nobody:x`: unknown provider `nobody`; known are openai, "
        )
    );
}

#[test]
fn addresses_come_from_the_caller_then_the_environment_then_the_preset() {
    let variables: &[(&str, &str)] = &[
        ("OPENAI_API_KEY", "k"),
        ("OPENAI_BASE_URL", "http://localhost:9/v1/"),
    ];
    assert_eq!(
        built("openai:x", variables).unwrap().base_url(),
        "http://localhost:9/v1"
    );
    assert_eq!(
        built("openai:x", &[("OPENAI_API_KEY", "k")])
            .unwrap()
            .base_url(),
        "https://api.openai.com/v1"
    );
    let given = provider::openai::compatible("http://10.0.0.1:1/v1/", "m")
        .unwrap()
        .environment(|_| None)
        .build()
        .unwrap();
    assert_eq!(given.base_url(), "http://10.0.0.1:1/v1");
    let error = provider::builder("ollama:x")
        .unwrap()
        .base_url("file:///etc")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot use model `ollama:x`: base address `file:///etc` is not http or https"
    );
}

#[test]
fn presets_are_well_formed() {
    let mut names: Vec<&str> = presets()
        .iter()
        .flat_map(|preset| preset.aliases.iter().chain([&preset.name]))
        .copied()
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name is used twice");
    assert!(presets().len() >= 25);
    for known in presets() {
        assert_eq!(preset(known.name).map(|found| found.name), Some(known.name));
        assert!(
            known.base_url.is_some() || known.base_url_variable.is_some(),
            "{}",
            known.name
        );
        assert!(
            known
                .base_url
                .is_none_or(|url| url.starts_with("http") && !url.ends_with('/')),
            "{}",
            known.name
        );
        assert_eq!(
            known.key_required,
            !known.base_url.unwrap_or_default().contains("localhost"),
            "{}",
            known.name
        );
    }
}

/// The table of `docs/reference/providers.md` is made of the presets. `UPDATE=1` writes it.
#[test]
fn the_reference_lists_every_preset() {
    let quoted = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut table =
        String::from("| name | API | base address | key | remarks |\n|---|---|---|---|---|\n");
    for preset in presets() {
        let mut names = vec![preset.name];
        names.extend(preset.aliases);
        let wire = match preset.wire {
            Wire::OpenAiChat => "chat-completions",
            Wire::OpenAiResponses => "responses",
            Wire::AnthropicMessages => "messages",
        };
        let address: Vec<&str> = preset
            .base_url
            .into_iter()
            .chain(preset.base_url_variable)
            .collect();
        let key = if preset.key_required {
            ""
        } else {
            " (not needed)"
        };
        let keys = quoted(preset.key_variables);
        let row = format!(
            "| {} | {wire} | {} | {keys}{key} | {} |\n",
            quoted(&names),
            quoted(&address),
            preset.note
        );
        table.push_str(&row);
    }
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/providers.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("<!-- presets -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of presets -->\n").unwrap();
    let expected = format!("{before}<!-- presets -->\n{table}<!-- end of presets -->\n{after}");
    if crate::wire::update() {
        std::fs::write(&path, &expected).unwrap();
    }
    assert!(
        page == expected || crate::wire::update(),
        "the reference is not that of the presets; run with UPDATE=1"
    );
}
