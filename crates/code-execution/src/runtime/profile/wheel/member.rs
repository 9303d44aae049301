//! Where a file of a wheel goes.

/// What becomes of a file of a wheel.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It goes to this path below `site-packages`.
    At(String),
    /// It is checked and left out: scripts, headers, data for other folders, `.pth` files, bytecode.
    LeftOut,
}

/// Why a file is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Its path leads elsewhere, or is no path.
    Path,
    /// It is compiled code.
    Binary,
}

/// The longest path, in bytes.
const MAX_PATH_BYTES: usize = 400;
/// The most folders on the way to a file.
const MAX_DEPTH: usize = 30;
/// What shared libraries are called.
const BINARY_ENDINGS: [&str; 4] = ["so", "pyd", "dll", "dylib"];

/// Where the file `path` of a wheel goes.
///
/// Source: `PyPA`, "Binary distribution format", "Installing a wheel".
pub(super) fn place(path: &str) -> Result<Place, Refusal> {
    let components: Vec<_> = path.split('/').collect();
    let is_plain =
        |part: &&str| !matches!(*part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if path.len() > MAX_PATH_BYTES
        || components.len() > MAX_DEPTH
        || !components.iter().all(is_plain)
        || path.chars().any(char::is_control)
    {
        return Err(Refusal::Path);
    }
    let file = components.last().copied().unwrap_or_default();
    let lower = file.to_ascii_lowercase();
    let is_binary =
        |ending: &&str| has_ending(&lower, ending) || lower.contains(&format!(".{ending}."));
    let (top, below) = path.split_once('/').unwrap_or((path, ""));
    let inside = match below.split_once('/') {
        Some((folder, inside)) if has_ending(top, "data") => match folder {
            "purelib" | "platlib" => inside,
            _ => return Ok(Place::LeftOut),
        },
        _ if has_ending(top, "data") => return Ok(Place::LeftOut),
        _ => path,
    };
    if BINARY_ENDINGS.iter().any(is_binary) {
        return Err(Refusal::Binary);
    }
    if inside.split('/').any(|part| part == "__pycache__") || has_ending(&lower, "pth") {
        return Ok(Place::LeftOut);
    }
    Ok(Place::At(inside.to_owned()))
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_goes_to_site_packages_and_the_rest_is_left_out() {
        let at = |path: &str| Ok(Place::At(path.to_owned()));
        assert_eq!(place("a/b.py"), at("a/b.py"));
        assert_eq!(place("a.data/purelib/a/b.py"), at("a/b.py"));
        assert_eq!(
            place("a-1.dist-info/METADATA"),
            at("a-1.dist-info/METADATA")
        );
        for path in [
            "a.pth",
            "a.data/scripts/x",
            "a.data/scripts/x.exe",
            "a.data/data/etc/x",
            "a.data/headers/x.h",
            "a/__pycache__/b.cpython-315.pyc",
        ] {
            assert_eq!(place(path), Ok(Place::LeftOut), "{path}");
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_and_compiled_code_are_refused() {
        let long = "a".repeat(401);
        let deep = "a/".repeat(30) + "a";
        for path in [
            "", "/a", "a/../b", "../a", "./a", "a//b", "a/", "C:/a", "a\\b", "a\0", "a\nb", &long,
            &deep,
        ] {
            assert_eq!(place(path), Err(Refusal::Path), "{path}");
        }
        for path in ["a/b.so", "a/b.cpython-315.SO", "a/b.so.1", "b.pyd", "x.dll"] {
            assert_eq!(place(path), Err(Refusal::Binary), "{path}");
        }
    }
}
