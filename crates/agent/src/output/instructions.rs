use crate::model::OutputSchema;

/// Tells a model in words to answer with JSON of this schema.
pub(crate) fn prompted_instructions(output: &OutputSchema) -> String {
    let mut text =
        String::from("Answer with one JSON object and nothing else: no prose, no code fence.");
    if !output.description.is_empty() {
        text.push_str("\nThe object is: ");
        text.push_str(&output.description);
    }
    text.push_str("\nIt must be valid under this JSON Schema:\n");
    text.push_str(&output.schema.to_string());
    text
}

/// The JSON inside a code fence, or the text itself. Models put fences around JSON even when told not to.
pub(crate) fn strip_fence(text: &str) -> &str {
    let text = text.trim();
    let Some((_, after)) = text.split_once("```") else {
        return text;
    };
    let Some((inside, _)) = after.rsplit_once("```") else {
        return text;
    };
    if text.starts_with('{') {
        return text;
    }
    let inside = inside.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric());
    inside.trim()
}

#[cfg(test)]
mod tests {
    use super::strip_fence;

    #[test]
    fn fences_are_removed_and_other_text_is_kept() {
        for (text, expected) in [
            (r#"{"a": "```x```"}"#, r#"{"a": "```x```"}"#),
            ("```json\n{\"a\": 1}\n```", "{\"a\": 1}"),
            ("Here it is:\n```\n{\"a\": 1}\n```\nDone.", "{\"a\": 1}"),
            (" plain ", "plain"),
            ("``` open", "``` open"),
        ] {
            assert_eq!(strip_fence(text), expected);
        }
    }
}
