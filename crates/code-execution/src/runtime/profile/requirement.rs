//! Requirements: what of PEP 508 a profile takes.
//!
//! A requirement names a package of the index. Addresses, paths and options are refused: each could make a package
//! client run code of a package on the host.

use std::fmt;

/// The longest requirement, in bytes.
const MAX_BYTES: usize = 1000;

/// Why a text is no requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequirementError {
    /// It is an option of a package client.
    Option,
    /// It is an address or a path.
    Place,
    /// It does not begin with a package's name.
    Name,
    /// What follows the name is neither extras nor versions.
    Versions,
    /// It is longer than 1000 bytes.
    TooLong,
}

impl fmt::Display for RequirementError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Option => "options of package clients are not read",
            Self::Place => "addresses and paths are not taken",
            Self::Name => "it does not begin with a package's name",
            Self::Versions => "what follows the name is neither extras nor versions",
            Self::TooLong => "it is longer than 1000 bytes",
        })
    }
}

/// Checks `name[extras]versions; marker`, and gives it without blanks at its ends. The guest judges versions and marker.
pub(super) fn checked(text: &str) -> Result<String, RequirementError> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return Err(RequirementError::TooLong);
    }
    if text.starts_with('-') {
        return Err(RequirementError::Option);
    }
    let (package, marker) = match text.split_once(';') {
        Some((package, marker)) => (package, Some(marker)),
        None => (text, None),
    };
    if package.contains(['@', '/', '\\']) || package.trim_end().strip_suffix(".whl").is_some() {
        return Err(RequirementError::Place);
    }
    let name_bytes = package
        .find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)))
        .unwrap_or(package.len());
    let (name, rest) = package.split_at(name_bytes);
    if !is_package_name(name) {
        return Err(RequirementError::Name);
    }
    let rest = without_extras(rest.trim_start())?;
    if !is_versions(rest.trim()) {
        return Err(RequirementError::Versions);
    }
    let is_marker = |marker: &str| marker.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if !marker.is_none_or(is_marker) || marker.is_some_and(|marker| marker.contains("--")) {
        return Err(RequirementError::Option);
    }
    Ok(text.to_owned())
}

/// The requirements of a file in the manner of `requirements.txt`: one a line, with comments.
pub(super) fn of_file(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| match line.split_once('#') {
            Some((before, _)) if before.is_empty() || before.ends_with([' ', '\t']) => before,
            _ => line,
        })
        .map(str::trim)
        .filter(|line| !line.is_empty())
}

/// The name as indexes compare it: lower case, `-` for each run of `-`, `_` and `.`.
///
/// Source: `PyPA`, "Names and normalization".
pub(super) fn normalised(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        if !"-_.".contains(c) {
            normal.push(c.to_ascii_lowercase());
        } else if !normal.ends_with('-') {
            normal.push('-');
        }
    }
    normal
}

fn is_package_name(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric();
    name.bytes().next().is_some_and(inner) && name.bytes().last().is_some_and(inner)
}

fn without_extras(rest: &str) -> Result<&str, RequirementError> {
    let Some(inside) = rest.strip_prefix('[') else {
        return Ok(rest);
    };
    let (extras, rest) = inside.split_once(']').ok_or(RequirementError::Versions)?;
    let fine = extras.split(',').all(|extra| {
        let extra = extra.trim();
        is_package_name(extra)
            && extra
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    });
    if fine {
        Ok(rest)
    } else {
        Err(RequirementError::Versions)
    }
}

fn is_versions(text: &str) -> bool {
    let text = match text.strip_prefix('(') {
        Some(inside) => match inside.strip_suffix(')') {
            Some(inside) => inside,
            None => return false,
        },
        None => text,
    };
    text.is_empty() || text.split(',').all(|clause| is_clause(clause.trim()))
}

fn is_clause(clause: &str) -> bool {
    let operator_bytes = clause
        .find(|c: char| !"=<>!~".contains(c))
        .unwrap_or(clause.len());
    let (operator, version) = clause.split_at(operator_bytes);
    let version = version.trim_start();
    matches!(
        operator,
        "==" | "!=" | "<" | "<=" | ">" | ">=" | "~=" | "==="
    ) && version.starts_with(|c: char| c.is_ascii_alphanumeric())
        && version
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ".*+!_-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_names_extras_versions_and_markers() {
        for text in [
            "tabulate",
            "tabulate==0.9",
            "python-slugify[unidecode] >= 1, <9 ",
            "a~=1.0",
            "zope.interface (>=5)",
            "x==1.0.*; python_version < '3.11'",
            "x===1.0+local",
        ] {
            assert_eq!(checked(text).as_deref(), Ok(text.trim()), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        use RequirementError::{Name, Option, Place, TooLong, Versions};
        for (text, reason) in [
            ("-r other.txt", Option),
            ("--index-url=https://index.example", Option),
            ("x==1 --hash=sha256:0", Versions),
            ("x; python_version>'3' --hash=sha256:0", Option),
            ("x @ https://index.example/x.tar.gz", Place),
            ("git+https://index.example/x", Place),
            ("./x", Place),
            ("x-1.0-py3-none-any.whl", Place),
            ("", Name),
            ("_x", Name),
            ("é", Name),
            ("x-", Name),
            ("x y", Versions),
            ("x=1", Versions),
            ("x==", Versions),
            ("x[a", Versions),
            ("x[$]", Versions),
            ("x==$(id)", Versions),
            ("x\n-r y", Versions),
            (&"x".repeat(1001), TooLong),
        ] {
            assert_eq!(checked(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn reads_files_and_compares_names() {
        let text = "# all\ntabulate==0.9  # via x\n\n  humanize\nx#y\n";
        let expected = ["tabulate==0.9", "humanize", "x#y"];
        assert_eq!(of_file(text).collect::<Vec<_>>(), expected);
        assert_eq!(normalised("Zope__Interface.-X"), "zope-interface-x");
    }
}
