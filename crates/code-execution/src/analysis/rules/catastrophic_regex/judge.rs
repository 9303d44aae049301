//! Which patterns are dangerous: those that can match one text in very many ways.
//!
//! A repeated part is dangerous when the same text can be cut into its repetitions in several ways: when it holds a
//! repetition that nothing separates from the next round, or branches of which one is made of others. Three repetitions
//! after each other that match the same characters take at least cubic time.

use super::{
    parse::{Node, Repeat},
    symbols::Symbols,
};

/// Repetitions with this many rounds or more count as having no end.
const MANY_ROUNDS: u32 = 20;
/// Branches and branch lengths that are compared.
const MAX_BRANCHES: usize = 24;
/// Parts of a repeated branch that are compared.
const MAX_PARTS: usize = 64;
/// Repetitions after each other that are reported.
const MANY_NEIGHBOURS: usize = 3;

/// What is dangerous about the pattern, as the rest of a sentence.
pub(super) fn danger(node: &Node) -> Option<&'static str> {
    match node {
        Node::One(_) | Node::Closed | Node::BackReference => None,
        Node::Choice(branches) => branches.iter().find_map(danger),
        Node::Sequence(parts) => {
            if has_meeting_neighbours(parts) {
                return Some("repeats the same characters several times in a row");
            }
            parts.iter().find_map(danger)
        }
        Node::Repeat(repeat) if is_open(repeat) => {
            rounds_danger(&repeat.part).or_else(|| danger(&repeat.part))
        }
        Node::Repeat(repeat) => danger(&repeat.part),
    }
}

/// Whether anything in the pattern repeats without an end.
pub(super) fn has_repeat(node: &Node) -> bool {
    match node {
        Node::One(_) | Node::Closed | Node::BackReference => false,
        Node::Choice(parts) | Node::Sequence(parts) => parts.iter().any(has_repeat),
        Node::Repeat(repeat) => is_open(repeat) || has_repeat(&repeat.part),
    }
}

fn is_open(repeat: &Repeat) -> bool {
    repeat.most.is_none_or(|most| most >= MANY_ROUNDS)
}

/// What is dangerous about repeating `part`.
fn rounds_danger(part: &Node) -> Option<&'static str> {
    let branches = match part {
        Node::Choice(branches) => branches.as_slice(),
        one => std::slice::from_ref(one),
    };
    if branches.iter().any(has_loose_repeat) {
        return Some("repeats what is repeated inside");
    }
    is_ambiguous(branches).then_some("repeats a choice of which one part is made of others")
}

/// Whether a branch has an open repetition that nothing certain separates from the next round.
fn has_loose_repeat(branch: &Node) -> bool {
    let mut parts = Vec::new();
    flatten(branch, &mut parts);
    parts.truncate(MAX_PARTS);
    parts.iter().enumerate().any(|(index, part)| {
        let inner = match part {
            Node::Repeat(repeat) if is_open(repeat) => alphabet(&repeat.part),
            Node::Choice(branches) if parts.len() == 1 => {
                return branches.iter().any(has_loose_repeat);
            }
            _ => return false,
        };
        let mut others = parts
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        !others.any(|(_, other)| !is_optional(other) && !alphabet(other).meets(inner))
    })
}

/// The parts of `node` after each other, without the groups around them.
fn flatten<'n>(node: &'n Node, parts: &mut Vec<&'n Node>) {
    match node {
        Node::Sequence(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        other => parts.push(other),
    }
}

/// Whether a branch can be cut into other branches: `a|aa`, `\w|\d`.
fn is_ambiguous(branches: &[Node]) -> bool {
    if branches.len() < 2 || branches.len() > MAX_BRANCHES {
        return false;
    }
    let words: Vec<Vec<Symbols>> = branches.iter().filter_map(word).collect();
    words.iter().enumerate().any(|(index, word)| {
        // how far the word can be covered by others: a place is reached, or not
        let mut reached = vec![false; word.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for start in 0..word.len() {
            if reached.get(start) != Some(&true) {
                continue;
            }
            for (other, tile) in words.iter().enumerate() {
                let is_itself = other == index && start == 0;
                let end = start + tile.len();
                let place = word.get(start..end);
                let fits = place
                    .is_some_and(|place| place.iter().zip(tile).all(|(one, two)| one.meets(*two)));
                if fits
                    && !is_itself
                    && let Some(reached) = reached.get_mut(end)
                {
                    *reached = true;
                }
            }
        }
        reached.last() == Some(&true)
    })
}

/// A branch that always matches the same number of characters, at most a few.
fn word(branch: &Node) -> Option<Vec<Symbols>> {
    let parts = match branch {
        Node::Sequence(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    if parts.is_empty() || parts.len() > MAX_BRANCHES {
        return None;
    }
    parts
        .iter()
        .map(|part| match part {
            Node::One(symbols) => Some(*symbols),
            _ => None,
        })
        .collect()
}

/// Three open repetitions, with nothing certain between them, that share characters.
fn has_meeting_neighbours(parts: &[Node]) -> bool {
    let mut row: Vec<Symbols> = Vec::new();
    for part in parts {
        match part {
            Node::Repeat(repeat) if is_open(repeat) => {
                let symbols = alphabet(&repeat.part);
                if row.iter().any(|one| !one.meets(symbols)) {
                    row.clear();
                }
                row.push(symbols);
                if row.len() >= MANY_NEIGHBOURS {
                    return true;
                }
            }
            part if is_optional(part) => (),
            _ => row.clear(),
        }
    }
    false
}

fn is_optional(node: &Node) -> bool {
    match node {
        Node::One(_) => false,
        Node::Closed | Node::BackReference => true,
        Node::Sequence(parts) => parts.iter().all(is_optional),
        Node::Choice(branches) => branches.iter().any(is_optional),
        Node::Repeat(repeat) => repeat.least == 0 || is_optional(&repeat.part),
    }
}

/// Every character that `node` can match somewhere.
fn alphabet(node: &Node) -> Symbols {
    match node {
        Node::One(symbols) => *symbols,
        Node::Closed => Symbols::NONE,
        Node::BackReference => Symbols::ANY,
        Node::Sequence(parts) | Node::Choice(parts) => parts
            .iter()
            .fold(Symbols::NONE, |all, part| all.or(alphabet(part))),
        Node::Repeat(repeat) => alphabet(&repeat.part),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::parse::pattern, danger};

    #[test]
    fn patterns_that_match_in_many_ways_are_dangerous() {
        for text in [
            r"(a+)+$",
            r"(a*)*\1b",
            r"(a|aa)+$",
            r"(\w|\d)*x",
            r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}$",
            r"\s*\s*\s*\s*\s*x",
            r"((ab+)*)*",
            r"(?:[a-z]+\s?)+!",
            r"(.*,)*x",
            r"(\w+\s*){30}",
        ] {
            assert!(danger(&pattern(text).unwrap()).is_some(), "{text}");
        }
    }

    #[test]
    fn ordinary_patterns_are_not() {
        for text in [
            r"^[\w.+-]+@[\w-]+\.[\w.-]+$",
            r"(\d+\.)*\d+",
            r"(?:\w+,)*\w+",
            r"(\w+\s)+x",
            r"\s*(\w+)\s*=\s*(.*?)\s*$",
            r"(?:cat|car|dog)+",
            r"(a|b)*",
            r"(\d{3}-){2}\d{4}",
            r"https?://\S+",
            r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)",
            r"(?>a+)+",
            r"'(?:[^'\\]|\\.)*'",
            r"\d{4}-\d{2}-\d{2}",
        ] {
            assert!(danger(&pattern(text).unwrap()).is_none(), "{text}");
        }
    }
}
