//! What a profile is to be made of.

use std::path::PathBuf;

use super::{ProfileError, requirement};

/// The most characters of a profile's name.
const MAX_NAME_CHARACTERS: usize = 40;

/// What a profile is to be made of. Every part is checked when it is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRecipe {
    pub(super) name: String,
    pub(super) requirements: Vec<String>,
    pub(super) imports: Vec<String>,
    pub(super) sources: Vec<PathBuf>,
}

impl ProfileRecipe {
    /// A recipe for an empty profile named `name`: 1 to 40 of `a-z`, `0-9`, `-` and `_`.
    ///
    /// # Errors
    /// [`ProfileError::Name`].
    pub fn new(name: &str) -> Result<Self, ProfileError> {
        check_name(name)?;
        Ok(Self {
            name: name.to_owned(),
            requirements: Vec::new(),
            imports: Vec::new(),
            sources: Vec::new(),
        })
    }

    /// Adds a package of the index with what it depends on: `name`, `name[extra]`, `name==1.2`, with a marker or without.
    ///
    /// # Errors
    /// [`ProfileError::Requirement`] for options, addresses and paths, among others.
    pub fn package(mut self, requirement: &str) -> Result<Self, ProfileError> {
        let checked =
            requirement::checked(requirement).map_err(|reason| ProfileError::Requirement {
                text: requirement.to_owned(),
                reason,
            })?;
        self.requirements.push(checked);
        Ok(self)
    }

    /// Adds the packages of a text in the manner of `requirements.txt`: one a line, `#` begins a comment.
    ///
    /// # Errors
    /// As [`Self::package`].
    pub fn requirements_text(self, text: &str) -> Result<Self, ProfileError> {
        requirement::of_file(text).try_fold(self, Self::package)
    }

    /// Imports a module before the image is taken: `pandas`, `xml.dom`.
    ///
    /// # Errors
    /// [`ProfileError::Import`] where it is no dotted name of ASCII letters, digits and `_`.
    pub fn import(mut self, module: &str) -> Result<Self, ProfileError> {
        if !module.split('.').all(is_identifier) {
            return Err(ProfileError::Import {
                name: module.to_owned(),
            });
        }
        self.imports.push(module.to_owned());
        Ok(self)
    }

    /// Adds a wheel, or every wheel of a folder.
    #[must_use]
    pub fn source(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(path.into());
        self
    }
}

/// Refuses what is no name of a profile.
pub(super) fn check_name(name: &str) -> Result<(), ProfileError> {
    let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_name = name.len() <= MAX_NAME_CHARACTERS
        && name.bytes().next().is_some_and(fine)
        && name.bytes().all(|byte| fine(byte) || b"-_".contains(&byte));
    if is_name {
        return Ok(());
    }
    Err(ProfileError::Name {
        name: name.to_owned(),
    })
}

/// Whether `name` is an identifier of ASCII.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    let first = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    bytes.next().is_some_and(first) && bytes.all(|byte| first(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_modules_are_checked() {
        for name in ["a", "data-2", "0_x"] {
            assert!(ProfileRecipe::new(name).is_ok(), "{name}");
        }
        for name in ["", "-a", "A", "a/b", "..", "a b", "é", &"a".repeat(41)] {
            assert!(ProfileRecipe::new(name).is_err(), "{name}");
        }
        let recipe = || ProfileRecipe::new("a").unwrap();
        assert!(recipe().import("xml.dom").is_ok());
        for module in ["", "a.", "a;b", "a b", "1a", "é"] {
            assert!(recipe().import(module).is_err(), "{module}");
        }
    }

    #[test]
    fn a_requirements_text_adds_each_line() {
        let recipe = ProfileRecipe::new("a").unwrap();
        let recipe = recipe.requirements_text("# x\na==1\nb\n").unwrap();
        assert_eq!(recipe.requirements, ["a==1", "b"]);
        let error = recipe.requirements_text("-e .").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`-e .` is no requirement that a profile takes: options of package clients are not read"
        );
    }
}
