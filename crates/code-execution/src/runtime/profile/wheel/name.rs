//! A wheel's file name.
//!
//! Source: `PyPA`, "Binary distribution format", "File name convention".

use super::super::{ProfileError, requirement::normalised};

/// What a wheel's file name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::runtime::profile) struct WheelName {
    /// The package, as indexes compare names.
    pub(in crate::runtime::profile) package: String,
    /// Its version.
    pub(in crate::runtime::profile) version: String,
}

/// The longest file name, in bytes.
const MAX_BYTES: usize = 250;

impl WheelName {
    /// Reads a file name, and refuses one whose tags ask for compiled code or for Python 2 alone.
    pub(in crate::runtime::profile) fn read(file_name: &str) -> Result<Self, ProfileError> {
        let refused = |reason: &str| ProfileError::Wheel {
            wheel: file_name.to_owned(),
            reason: reason.to_owned(),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || "._+!-".contains(c);
        let Some(stem) = file_name
            .strip_suffix(".whl")
            .filter(|stem| stem.len() <= MAX_BYTES && stem.chars().all(plain))
        else {
            return Err(refused("it has no wheel's file name"));
        };
        let parts: Vec<_> = stem.split('-').collect();
        let (package, version, tags) = match parts.as_slice() {
            [package, version, tags @ ..] if tags.len() == 3 => (package, version, tags),
            [package, version, _build, tags @ ..] if tags.len() == 3 => (package, version, tags),
            _ => return Err(refused("it has no wheel's file name")),
        };
        let [python, abi, platform] = tags else {
            return Err(refused("it has no wheel's file name"));
        };
        if package.is_empty() || version.is_empty() {
            return Err(refused("it has no wheel's file name"));
        }
        if !abi.split('.').any(|abi| abi == "none") || !platform.split('.').any(|p| p == "any") {
            return Err(ProfileError::BinaryWheel {
                wheel: file_name.to_owned(),
                reason: format!("its tags are `{python}-{abi}-{platform}`, not `py3-none-any`"),
            });
        }
        let python_3 = |tag: &str| tag.starts_with("py3") || tag.starts_with("cp3");
        if !python.split('.').any(python_3) {
            return Err(refused("it is not for Python 3"));
        }
        Ok(Self {
            package: normalised(package),
            version: (*version).to_owned(),
        })
    }

    /// Whether `folder` is this wheel's folder of metadata.
    pub(super) fn has_metadata_in(&self, folder: &str) -> bool {
        let Some((package, version)) = folder
            .strip_suffix(".dist-info")
            .and_then(|stem| stem.split_once('-'))
        else {
            return false;
        };
        normalised(package) == self.package && normalised(version) == normalised(&self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_tells_binary_wheels() {
        let name = WheelName::read("Python_Slugify-9.2.0-1-py2.py3-none-any.whl").unwrap();
        assert_eq!(name.package, "python-slugify");
        assert_eq!(name.version, "9.2.0");
        assert!(name.has_metadata_in("python_slugify-9.2.0.dist-info"));
        assert!(!name.has_metadata_in("python_slugify-9.3.0.dist-info"));
        for binary in [
            "orjson-3.9-cp315-cp315-manylinux_2_17_x86_64.whl",
            "x-1-py3-none-win_amd64.whl",
            "x-1-cp39-abi3-any.whl",
        ] {
            let error = WheelName::read(binary).unwrap_err();
            assert!(matches!(error, ProfileError::BinaryWheel { .. }), "{error}");
        }
        for wrong in [
            "x.whl",
            "x-1-py2-none-any.whl",
            "x-1-py3-none-any.zip",
            "../x-1-py3-none-any.whl",
            "-1-py3-none-any.whl",
            "x-1-2-3-py3-none-any.whl",
        ] {
            let error = WheelName::read(wrong).unwrap_err();
            assert!(matches!(error, ProfileError::Wheel { .. }), "{error}");
        }
    }
}
