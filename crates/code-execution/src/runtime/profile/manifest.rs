//! `profile.json`: what a profile was made of, and the files it has.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::recipe::check_name;
use crate::{
    hexadecimal::hexadecimal,
    runtime::{
        RuntimeError,
        cache::{InventoryFile, check_private},
    },
};

/// The manifest's file in a profile's folder.
pub(super) const FILE: &str = "profile.json";
/// The most bytes of a manifest.
const MAX_BYTES: u64 = 4 << 20;
/// What the names of all profiles' folders begin with.
pub(in crate::runtime) const FOLDER_PREFIX: &str = "profile-";
/// Raised when the meaning of a profile's files changes.
const FORMAT: u32 = 1;

/// A wheel of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wheel {
    /// The package, as indexes compare names.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of the wheel's file, in lower-case hexadecimal.
    pub sha256: String,
    /// The file in the profile's folder.
    pub file: String,
}

/// What a profile was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) requirements: Vec<String>,
    pub(super) imports: Vec<String>,
    pub(super) wheels: Vec<Wheel>,
    pub(super) modules: Vec<String>,
    pub(super) image: String,
    pub(super) files: Vec<InventoryFile>,
}

impl Manifest {
    /// The name of the folder of a profile made of this, with the pack and the guest programs that `version` names.
    pub(super) fn folder_name(&self, pack: &str, version: &str) -> String {
        let mut hasher = Sha256::new();
        let mut part = |text: &str| {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        };
        part(&FORMAT.to_string());
        part(pack);
        part(version);
        part(&self.wheels.len().to_string());
        self.wheels.iter().for_each(|wheel| part(&wheel.sha256));
        self.imports.iter().for_each(|module| part(module));
        let digest = hexadecimal(&hasher.finalize());
        format!(
            "{FOLDER_PREFIX}{}-{}",
            self.name,
            digest.get(..16).unwrap_or_default()
        )
    }

    /// Writes the manifest into `folder`.
    pub(super) fn write(&self, folder: &Path) -> Result<(), RuntimeError> {
        let path = folder.join(FILE);
        let text = serde_json::to_vec_pretty(self).map_err(|error| RuntimeError::Build {
            reason: error.to_string(),
        })?;
        std::fs::write(&path, text).map_err(|error| RuntimeError::io("write", &path, error))
    }

    /// The manifest in `folder`, or `None` where there is none that can be read.
    ///
    /// # Errors
    /// When others could have written it.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, RuntimeError> {
        let path = folder.join(FILE);
        let Ok(file) = File::open(&path) else {
            return Ok(None);
        };
        check_private(folder)?;
        check_private(&path)?;
        let mut text = Vec::new();
        file.take(MAX_BYTES)
            .read_to_end(&mut text)
            .map_err(|error| RuntimeError::io("read", &path, error))?;
        let manifest: Option<Self> = serde_json::from_slice(&text).ok();
        Ok(manifest.filter(|manifest| manifest.is_plain(folder)))
    }

    /// Whether every file the manifest names is in the folder as it was written; lengths are compared, not content.
    pub(super) fn is_whole(&self, folder: &Path) -> Result<bool, RuntimeError> {
        for file in &self.files {
            let path = folder.join(&file.name);
            let whole = path
                .symlink_metadata()
                .is_ok_and(|found| found.is_file() && found.len() == file.bytes);
            if !whole {
                return Ok(false);
            }
            check_private(&path)?;
        }
        Ok(true)
    }

    /// The wheels' files in `folder`.
    pub(super) fn wheel_paths(&self, folder: &Path) -> Vec<PathBuf> {
        self.wheels
            .iter()
            .map(|wheel| folder.join(&wheel.file))
            .collect()
    }

    /// Whether all names in it are names of files in its folder, and it is the folder's own.
    fn is_plain(&self, folder: &Path) -> bool {
        let is_file_name = |name: &str| !name.contains(['/', '\0']) && name != "..";
        let own = format!("{FOLDER_PREFIX}{}-", self.name);
        let folder = folder.file_name().and_then(|name| name.to_str());
        check_name(&self.name).is_ok()
            && folder.is_some_and(|folder| folder.starts_with(&own))
            && self.wheels.iter().all(|wheel| is_file_name(&wheel.file))
            && self.files.iter().all(|file| is_file_name(&file.name))
    }
}
