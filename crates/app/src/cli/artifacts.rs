//! Writing figures, tables and files that a program made.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Component, Path, PathBuf},
};

use ringfence_code_execution::sandbox::Artifact;

use super::Failure;

/// The most numbers that are tried for a name.
const MAX_NUMBERS: u32 = 100_000;

/// Makes the folder for artifacts where it is missing, and refuses one that no file can be written to, before a program
/// runs for nothing.
pub(super) fn prepare_folder(folder: &Path) -> Result<(), Failure> {
    let attempt = folder.join(format!(".ringfence-{}", std::process::id()));
    let tried = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&attempt, b""))
        .and_then(|()| fs::remove_file(&attempt));
    tried.map_err(|error| unwritable(folder, &error))
}

/// Refuses a folder for artifacts that is there and is none; one that is missing is made when it is needed.
pub(super) fn check_folder(folder: &Path) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        return Err(unwritable(folder, &io::ErrorKind::NotADirectory.into()));
    }
    Ok(())
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(format!(
        "cannot write artifacts to `{}`: {error}",
        folder.display()
    ))
    .hint("give `--artifacts` a folder that you can write to")
}

/// Writes artifacts below `folder`. Their names are the guest's words: only plain relative paths are used.
pub(super) fn write_artifacts(folder: &Path, artifacts: &[Artifact]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    for artifact in artifacts {
        let relative = plain_name(artifact)?;
        let path = folder.join(relative);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, &artifact.bytes));
        written.map_err(|error| {
            Failure::new(format!(
                "cannot write the artifact `{}`: {error}",
                path.display()
            ))
        })?;
    }
    Ok(())
}

/// Writes an artifact below `folder`, made where it is missing, under its name or the next free one: `figure-1.png`,
/// `figure-2.png`. Gives the path; nothing is overwritten.
pub(super) fn add_artifact(folder: &Path, artifact: &Artifact) -> Result<PathBuf, Failure> {
    let relative = plain_name(artifact)?;
    let failed = |path: &Path, error: &io::Error| {
        Failure::new(format!(
            "cannot write the artifact `{}`: {error}",
            path.display()
        ))
    };
    let wanted = folder.join(relative);
    let parent = wanted.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    for name in names(relative) {
        let path = parent.join(name);
        let mut options = OpenOptions::new();
        match options.write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => (),
            Err(error) => return Err(failed(&path, &error)),
            Ok(mut file) => {
                let written = file.write_all(&artifact.bytes);
                return written
                    .map(|()| path.clone())
                    .map_err(|error| failed(&path, &error));
            }
        }
    }
    Err(Failure::new(format!(
        "`{}` has {MAX_NUMBERS} files of the name `{}`",
        parent.display(),
        relative.display()
    )))
}

/// The file name and what to call it where that is taken: the number at its end grows, or it gets one.
fn names(relative: &Path) -> impl Iterator<Item = String> {
    let part = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let own = part(relative.file_name());
    let stem = part(relative.file_stem());
    let extension = relative.extension().map_or_else(String::new, |extension| {
        format!(".{}", extension.to_string_lossy())
    });
    let (base, first) = stem
        .rsplit_once('-')
        .and_then(|(base, number)| Some((base.to_owned(), number.parse::<u32>().ok()?)))
        .unwrap_or((stem, 1));
    let more = (1..MAX_NUMBERS)
        .filter_map(move |n| Some(format!("{base}-{}{extension}", first.checked_add(n)?)));
    std::iter::once(own).chain(more)
}

/// An artifact's name is the guest's word: only plain relative paths are used.
fn plain_name(artifact: &Artifact) -> Result<&Path, Failure> {
    let relative = Path::new(&artifact.name);
    let is_plain = !artifact.name.is_empty()
        && relative
            .components()
            .all(|component| matches!(component, Component::Normal(_)));
    if is_plain {
        return Ok(relative);
    }
    Err(Failure::new(format!(
        "the artifact `{}` has no plain relative name",
        artifact.name.escape_debug()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(name: &str) -> Artifact {
        Artifact {
            name: name.to_owned(),
            media_type: String::new(),
            bytes: name.as_bytes().to_vec(),
        }
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let add = |name| {
            add_artifact(&out, &artifact(name)).map(|path| {
                path.strip_prefix(&out)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
        };
        for (name, expected) in [
            ("figure-1.png", "figure-1.png"),
            ("figure-1.png", "figure-2.png"),
            ("figure-2.png", "figure-3.png"),
            ("a.csv", "a.csv"),
            ("a.csv", "a-2.csv"),
            ("a.csv", "a-3.csv"),
            ("x/y", "x/y"),
            ("x/y", "x/y-2"),
        ] {
            assert_eq!(add(name).ok().unwrap(), expected);
        }
        for bad in ["", "/etc/passwd", "../up", "a/../../b", "."] {
            assert!(add(bad).is_err(), "{bad}");
        }
    }
}
