//! The profiles of a cache folder.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{
    FOLDER_PREFIX, ProfileBuilder, ProfileError, Wheel, manifest::Manifest, recipe::check_name,
};
use crate::runtime::{
    CacheFolder, Job, RuntimeError,
    cache::{check_private, folder_bytes, pack_name},
    remove_folder,
};

/// A profile that fits the installed pack.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(super) folder: PathBuf,
    pub(super) name: String,
    pub(super) modules: Vec<String>,
}

impl Profile {
    /// The memory image.
    pub const IMAGE: &str = "profile.img";
    /// The pages of the image that programs touch.
    pub const HOT_PAGES: &str = "profile.pages";
    /// The packages' files, as one uncompressed archive.
    pub const SITE_PACKAGES: &str = "site-packages.zip";
    /// The bytecode of the packages, as another such archive; it may lack some of them.
    pub const BYTECODE: &str = "bytecode.zip";

    /// The profile in `folder`, which the caller got from the store before, in its parent process. What its wheels bring
    /// is not known.
    pub(crate) fn in_folder(name: String, folder: PathBuf) -> Self {
        Self {
            folder,
            name,
            modules: Vec::new(),
        }
    }

    /// The profile's folder: named by what the profile was made of.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The name of the profile's folder: `profile-NAME-DIGEST`, the digest over all that the profile was made of. Two
    /// profiles of one name with different packages differ in it.
    #[must_use]
    pub fn folder_name(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The profile's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The modules that its wheels bring, without what lies below them.
    #[must_use]
    pub fn modules(&self) -> &[String] {
        &self.modules
    }

    /// The path of one of its files.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Whether a profile can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ProfileState {
    /// It fits the pack and is whole.
    Ready,
    /// It was made with another version of the runtime, and is made again when it is used.
    Stale,
    /// A file of it is missing or cut; it is made again when it is used and its wheels are whole.
    Broken,
}

/// What a profile is made of, and whether it can be used.
#[derive(Debug, Clone, Serialize)]
pub struct ProfileStatus {
    /// Its name.
    pub name: String,
    /// Whether it can be used.
    pub state: ProfileState,
    /// The packages that were asked for.
    pub requirements: Vec<String>,
    /// The modules that its image has imported.
    pub imports: Vec<String>,
    /// The wheels that it is made of.
    pub wheels: Vec<Wheel>,
    /// The modules that the wheels bring.
    pub modules: Vec<String>,
    /// The pack's image that it began with: `base` or `data`.
    pub image: String,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Its folder.
    pub folder: PathBuf,
}

/// A profile as it lies in the cache.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) state: ProfileState,
}

impl Stored {
    pub(super) fn into_profile(self) -> Profile {
        Profile {
            folder: self.folder,
            name: self.manifest.name,
            modules: self.manifest.modules,
        }
    }
}

/// Every profile, in the order of the names.
///
/// # Errors
/// When the cache cannot be read, or a profile could have been written by someone else.
pub fn list(
    cache: &CacheFolder,
    builder: &dyn ProfileBuilder,
) -> Result<Vec<ProfileStatus>, RuntimeError> {
    stored(cache, builder)?
        .into_iter()
        .map(|stored| {
            Ok(ProfileStatus {
                bytes: folder_bytes(&stored.folder)?,
                name: stored.manifest.name,
                state: stored.state,
                requirements: stored.manifest.requirements,
                imports: stored.manifest.imports,
                wheels: stored.manifest.wheels,
                modules: stored.manifest.modules,
                image: stored.manifest.image,
                folder: stored.folder,
            })
        })
        .collect()
}

/// The profile `name`.
///
/// # Errors
/// [`ProfileError::Unknown`], which lists the known ones; as [`list`].
pub fn find(
    cache: &CacheFolder,
    name: &str,
    builder: &dyn ProfileBuilder,
) -> Result<ProfileStatus, RuntimeError> {
    check_name(name)?;
    let mut all = list(cache, builder)?;
    match all.iter().position(|profile| profile.name == name) {
        Some(index) => Ok(all.swap_remove(index)),
        None => Err(unknown(name, all.into_iter().map(|profile| profile.name))),
    }
}

/// Removes the profile `name` and tells how many bytes came free.
///
/// # Errors
/// [`ProfileError::Unknown`], which lists the known ones; when its folder cannot be removed.
pub fn remove(
    cache: &CacheFolder,
    name: &str,
    builder: &dyn ProfileBuilder,
    job: &Job<'_>,
) -> Result<u64, RuntimeError> {
    let found = find(cache, name, builder)?;
    let _locked = cache.lock(job)?;
    remove_folder(&found.folder)?;
    Ok(found.bytes)
}

/// Every profile with its manifest. Of two folders of one name, which a killed process can leave, the ready one.
pub(super) fn stored(
    cache: &CacheFolder,
    builder: &dyn ProfileBuilder,
) -> Result<Vec<Stored>, RuntimeError> {
    if cache.path().exists() {
        check_private(cache.path())?;
    }
    let (pack, version) = (pack_name(builder), builder.profile_version());
    let mut found: Vec<Stored> = Vec::new();
    for (folder_name, folder) in cache.entries(FOLDER_PREFIX)? {
        let Some(manifest) = Manifest::read(&folder)? else {
            continue;
        };
        let state = if manifest.folder_name(&pack, &version) != folder_name {
            ProfileState::Stale
        } else if manifest.is_whole(&folder)? {
            ProfileState::Ready
        } else {
            ProfileState::Broken
        };
        found.push(Stored {
            folder,
            manifest,
            state,
        });
    }
    let rank = |stored: &Stored| stored.state as u8;
    found.sort_by(|a, b| {
        (&a.manifest.name, rank(a), &a.folder).cmp(&(&b.manifest.name, rank(b), &b.folder))
    });
    found.dedup_by(|later, first| later.manifest.name == first.manifest.name);
    Ok(found)
}

/// Removes every folder of the profile `name` but `kept`.
pub(super) fn remove_others(
    cache: &CacheFolder,
    name: &str,
    kept: &Path,
) -> Result<(), RuntimeError> {
    for (_, folder) in cache.entries(&format!("{FOLDER_PREFIX}{name}-"))? {
        let is_own = Manifest::read(&folder)?.is_some_and(|manifest| manifest.name == name);
        if is_own && folder != kept {
            remove_folder(&folder)?;
        }
    }
    Ok(())
}

pub(super) fn unknown(name: &str, known: impl Iterator<Item = String>) -> RuntimeError {
    ProfileError::Unknown {
        name: name.to_owned(),
        known: known.collect(),
    }
    .into()
}
