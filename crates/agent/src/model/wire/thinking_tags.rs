use std::borrow::Cow;

/// White space before an opening tag that is held back; after more of it the answer has no thinking.
const MAX_WHITE_SPACE_BYTES: usize = 256;

/// Splits thinking in tags, for example `<think>...</think>`, from the text after it, as the text arrives.
///
/// Only tags at the beginning of an answer count (white space before them is dropped), so that an answer which speaks
/// of the tag is left alone. White space after the closing tag is dropped.
#[derive(Debug)]
pub(crate) struct ThinkingTags {
    open: String,
    close: String,
    state: State,
    held: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Beginning,
    /// After the opening tag: line breaks that follow it are dropped.
    ThinkingBegins,
    Thinking,
    AfterThinking,
    Text,
}

/// A piece of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TagPiece<'a> {
    Thinking(Cow<'a, str>),
    Text(Cow<'a, str>),
}

impl ThinkingTags {
    pub(crate) fn new(open: impl Into<String>, close: impl Into<String>) -> Self {
        Self {
            open: open.into(),
            close: close.into(),
            state: State::Beginning,
            held: String::new(),
        }
    }

    /// Takes the next text and returns what can be told of it; the rest is held back.
    pub(crate) fn push<'a>(&mut self, text: &'a str) -> Vec<TagPiece<'a>> {
        if self.state == State::Text {
            return vec![TagPiece::Text(Cow::Borrowed(text))];
        }
        self.held.push_str(text);
        let mut pieces = Vec::new();
        while self.step(&mut pieces) {}
        pieces
    }

    /// The text has ended; what was held back is what it looks like.
    pub(crate) fn finish(&mut self) -> Vec<TagPiece<'static>> {
        let rest = std::mem::take(&mut self.held);
        if rest.is_empty() {
            return Vec::new();
        }
        match self.state {
            State::ThinkingBegins | State::Thinking => vec![TagPiece::Thinking(Cow::Owned(rest))],
            State::Beginning | State::AfterThinking | State::Text => {
                vec![TagPiece::Text(Cow::Owned(rest))]
            }
        }
    }

    /// Returns whether there is more to tell.
    fn step(&mut self, pieces: &mut Vec<TagPiece<'_>>) -> bool {
        match self.state {
            State::Beginning => {
                let start = self.held.trim_start();
                if let Some(rest) = start.strip_prefix(self.open.as_str()) {
                    self.held = rest.to_owned();
                    self.state = State::ThinkingBegins;
                    return true;
                }
                if self.open.starts_with(start) && self.held.len() <= MAX_WHITE_SPACE_BYTES {
                    return false;
                }
                self.state = State::Text;
                true
            }
            State::ThinkingBegins => {
                let rest = self.held.trim_start_matches('\n');
                if rest.is_empty() {
                    self.held.clear();
                    return false;
                }
                self.held = rest.to_owned();
                self.state = State::Thinking;
                true
            }
            State::Thinking => {
                if let Some((thinking, rest)) = self.held.split_once(self.close.as_str()) {
                    if !thinking.is_empty() {
                        pieces.push(TagPiece::Thinking(Cow::Owned(thinking.to_owned())));
                    }
                    self.held = rest.to_owned();
                    self.state = State::AfterThinking;
                    return true;
                }
                let keep = partial_tag_length(&self.held, &self.close);
                let rest = self.held.split_off(self.held.len() - keep);
                let told = std::mem::replace(&mut self.held, rest);
                if !told.is_empty() {
                    pieces.push(TagPiece::Thinking(Cow::Owned(told)));
                }
                false
            }
            State::AfterThinking => {
                let rest = self.held.trim_start();
                if rest.is_empty() {
                    self.held.clear();
                    return false;
                }
                self.held = rest.to_owned();
                self.state = State::Text;
                true
            }
            State::Text => {
                let told = std::mem::take(&mut self.held);
                if !told.is_empty() {
                    pieces.push(TagPiece::Text(Cow::Owned(told)));
                }
                false
            }
        }
    }
}

/// How many bytes at the end of `text` may be the beginning of `tag`.
fn partial_tag_length(text: &str, tag: &str) -> usize {
    (1..tag.len())
        .rev()
        .filter(|length| tag.is_char_boundary(*length))
        .find(|length| {
            tag.get(..*length)
                .is_some_and(|start| text.ends_with(start))
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(chunks: &[&str]) -> (String, String) {
        let mut tags = ThinkingTags::new("<think>", "</think>");
        let (mut thinking, mut text) = (String::new(), String::new());
        let mut take = |piece: TagPiece<'_>| match piece {
            TagPiece::Thinking(piece) => thinking.push_str(&piece),
            TagPiece::Text(piece) => text.push_str(&piece),
        };
        for chunk in chunks {
            tags.push(chunk).into_iter().for_each(&mut take);
        }
        tags.finish().into_iter().for_each(&mut take);
        (thinking, text)
    }

    #[test]
    fn every_cut_gives_the_same() {
        let whole = "\n<think>\nIs 1 < 2? </thin yes</think>\n\nIt <think> is.";
        let expected = (
            "Is 1 < 2? </thin yes".to_owned(),
            "It <think> is.".to_owned(),
        );
        assert_eq!(split(&[whole]), expected);
        for cut in 1..whole.len() {
            let (left, right) = whole.split_at(cut);
            assert_eq!(split(&[left, right]), expected, "cut at {cut}");
        }
        let letters: Vec<String> = whole.chars().map(String::from).collect();
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        assert_eq!(split(&letters), expected);
    }

    #[test]
    fn text_without_tags_is_left_alone() {
        assert_eq!(
            split(&["  <b>", "hi"]),
            (String::new(), "  <b>hi".to_owned())
        );
        assert_eq!(split(&["<th"]), (String::new(), "<th".to_owned()));
        assert_eq!(
            split(&["a <think>b</think>"]),
            (String::new(), "a <think>b</think>".to_owned())
        );
    }

    #[test]
    fn thinking_without_end_is_thinking() {
        assert_eq!(
            split(&["<think>a", "b</thi"]),
            ("ab</thi".to_owned(), String::new())
        );
    }
}
