//! The profiles of a sandbox, ready for guests.

use std::{collections::BTreeMap, fs::File, path::PathBuf, sync::Arc};

use super::{
    super::{
        filesystem::{BaseTree, add_archive},
        memory::{Image, SharedBytes},
    },
    SITE_PACKAGES_NODE,
};
use crate::{
    runtime::{RuntimeError, profile::Profile},
    sandbox::SandboxError,
};

/// Profiles by their names.
#[derive(Debug, Default)]
pub(in crate::sandbox::wasm) struct Profiles(BTreeMap<String, Loaded>);

/// A profile that guests can start from.
#[derive(Debug)]
pub(in crate::sandbox::wasm) struct Loaded {
    /// The memory that guests start with.
    pub(in crate::sandbox::wasm) image: Arc<Image>,
    /// The read-only files that they see: the runtime's and the profile's.
    pub(in crate::sandbox::wasm) files: Arc<BaseTree>,
    /// The modules that the profile's wheels bring.
    pub(in crate::sandbox::wasm) modules: Vec<String>,
}

impl Profiles {
    /// Opens `profiles` over the runtime's files `base`, for a module whose memory starts with `minimum_bytes`.
    ///
    /// # Errors
    /// When a file of a profile is missing or broken.
    pub(in crate::sandbox::wasm) fn open(
        profiles: &[Profile],
        base: &BaseTree,
        minimum_bytes: u64,
    ) -> Result<Self, RuntimeError> {
        let load = |profile: &Profile| {
            let path = profile.file(Profile::IMAGE);
            let image = Image::open(&path, minimum_bytes)
                .and_then(|image| image.with_hot_pages(&profile.file(Profile::HOT_PAGES)))
                .map_err(|error| RuntimeError::io("open", &path, error))?;
            let loaded = Loaded {
                image: Arc::new(image),
                files: Arc::new(tree(
                    base,
                    &[
                        profile.file(Profile::SITE_PACKAGES),
                        profile.file(Profile::BYTECODE),
                    ],
                )?),
                modules: profile.modules().to_vec(),
            };
            Ok((profile.name().to_owned(), loaded))
        };
        profiles
            .iter()
            .map(load)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The profile `name`.
    ///
    /// # Errors
    /// [`SandboxError::UnknownProfile`], which lists the known ones.
    pub(in crate::sandbox::wasm) fn get(&self, name: &str) -> Result<&Loaded, SandboxError> {
        self.0
            .get(name)
            .ok_or_else(|| SandboxError::UnknownProfile {
                name: name.to_owned(),
                known: self.0.keys().cloned().collect(),
            })
    }

    /// Makes the mappings of ended guests ready for the next ones.
    pub(in crate::sandbox::wasm) fn refresh_mappings(&self) {
        self.0
            .values()
            .for_each(|loaded| loaded.image.refresh_mappings());
    }
}

/// The runtime's files with those of a profile's archives.
pub(super) fn tree(base: &BaseTree, archives: &[PathBuf]) -> Result<BaseTree, RuntimeError> {
    let mut tree = base.clone();
    for path in archives {
        File::open(path)
            .and_then(|file| SharedBytes::map(&file))
            .and_then(|bytes| add_archive(&mut tree, SITE_PACKAGES_NODE, &bytes))
            .map_err(|error| RuntimeError::io("open", path, error))?;
    }
    Ok(tree)
}
