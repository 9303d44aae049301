//! What guests start from: the memory images of a pack and of profiles, each with the files that its guests see.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::super::{
    filesystem::BaseTree,
    memory::Image,
    pack::{BASE, DATA, ImageRecipe},
    profile,
};
use crate::{
    runtime::{Pack, RuntimeError, profile::Profile},
    sandbox::{SandboxError, SandboxJob},
};

/// The memory the module starts with, by which its images are told from other memories.
pub(crate) const MODULE_MEMORY_BYTES: u64 = 640 * 65_536;

/// Packages that the `data` image has imported already, or that import those.
const DATA_PACKAGES: &[&str] = &[
    "formulaic",
    "matplotlib",
    "mpl_toolkits",
    "numpy",
    "pandas",
    "patsy",
    "pylab",
    "scikit-learn",
    "scipy",
    "seaborn",
    "sklearn",
    "statsmodels",
];

/// What the images of profiles are called in metadata.
const PROFILE_IMAGE: &str = "profile";

/// Whether code that uses `module` is quicker from the `data` image.
pub(crate) fn needs_data_image(module: &str) -> bool {
    let package = module.split('.').next().unwrap_or_default();
    DATA_PACKAGES.contains(&package)
}

/// What a guest starts from.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) image: Arc<Image>,
    /// The read-only files that the guest sees.
    pub(crate) files: Arc<BaseTree>,
    /// The profile, where it is one's.
    profile: Option<String>,
}

impl Start {
    /// What it is called in the metadata of results, and the profile.
    pub(super) fn metadata<'a>(&'a self, name: &'a str) -> (&'a str, Option<&'a str>) {
        match &self.profile {
            Some(profile) => (PROFILE_IMAGE, Some(profile)),
            None => (name, None),
        }
    }
}

/// The images of a pack and of profiles, by name.
///
/// A profile's image is named by the profile's folder, and so by what it was made of: a session's state fits no other.
#[derive(Debug)]
pub(crate) struct Images(BTreeMap<String, Start>);

impl Images {
    /// Opens the images of `pack` and `profiles`, over the runtime's files `base`.
    ///
    /// # Errors
    /// When one is missing or damaged.
    pub(super) fn open(
        pack: &Pack,
        profiles: &[Profile],
        base: &Arc<BaseTree>,
    ) -> Result<Self, RuntimeError> {
        let mut images = BTreeMap::new();
        for recipe in [&BASE, &DATA] {
            let start = Start {
                image: recipe_image(pack, recipe)?,
                files: Arc::clone(base),
                profile: None,
            };
            images.insert(recipe.name.to_owned(), start);
        }
        for profile in profiles {
            let image = opened(
                &profile.file(Profile::IMAGE),
                &profile.file(Profile::HOT_PAGES),
            )?;
            let archives =
                [Profile::SITE_PACKAGES, Profile::BYTECODE].map(|name| profile.file(name));
            let start = Start {
                image,
                files: Arc::new(profile::tree(base, &archives)?),
                profile: Some(profile.name().to_owned()),
            };
            images.insert(profile_image_name(profile), start);
        }
        Ok(Self(images))
    }

    /// The image named `name`.
    pub(super) fn get(&self, name: &str) -> Option<&Start> {
        self.0.get(name)
    }

    /// The name of the image for a job that runs by itself.
    ///
    /// # Errors
    /// [`SandboxError::UnknownProfile`].
    pub(super) fn name_for(&self, job: &SandboxJob) -> Result<String, SandboxError> {
        let Some(profile) = &job.profile else {
            let needs_data = job
                .imported_modules
                .iter()
                .any(|module| needs_data_image(module));
            let recipe = if needs_data { &DATA } else { &BASE };
            return Ok(recipe.name.to_owned());
        };
        let found = self
            .0
            .iter()
            .find(|(_, start)| start.profile.as_ref() == Some(profile));
        match found {
            Some((name, _)) => Ok(name.clone()),
            None => Err(SandboxError::UnknownProfile {
                name: profile.clone(),
                known: self
                    .0
                    .values()
                    .filter_map(|start| start.profile.clone())
                    .collect(),
            }),
        }
    }

    /// Makes the mappings of ended guests ready for the next ones.
    pub(super) fn refresh_mappings(&self) {
        for start in self.0.values() {
            start.image.refresh_mappings();
        }
    }
}

/// The name of the image that sessions start from: nobody knows yet what they will import.
pub(crate) fn session_image_name(profile: Option<&Profile>) -> String {
    profile.map_or_else(|| DATA.name.to_owned(), profile_image_name)
}

fn profile_image_name(profile: &Profile) -> String {
    let name = profile.folder().file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Opens an image of the pack.
pub(crate) fn recipe_image(pack: &Pack, recipe: &ImageRecipe) -> Result<Arc<Image>, RuntimeError> {
    opened(
        &pack.file(&recipe.file_name()),
        &pack.file(&recipe.hot_pages_file_name()),
    )
}

fn opened(image: &Path, hot_pages: &Path) -> Result<Arc<Image>, RuntimeError> {
    Image::open(image, MODULE_MEMORY_BYTES)
        .and_then(|image| image.with_hot_pages(hot_pages))
        .map(Arc::new)
        .map_err(|error| RuntimeError::io("open", image, error))
}
