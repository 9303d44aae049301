//! The memory images of a pack.

use std::{collections::BTreeMap, sync::Arc};

use super::super::{
    memory::Image,
    pack::{BASE, DATA, ImageRecipe},
};
use crate::{
    runtime::{Pack, RuntimeError},
    sandbox::SandboxJob,
};

/// The memory the module starts with, by which its images are told from other memories.
const MODULE_MEMORY_BYTES: u64 = 640 * 65_536;

/// Packages that the `data` image has imported already, or that import those.
const DATA_PACKAGES: &[&str] = &[
    "formulaic",
    "matplotlib",
    "mpl_toolkits",
    "numpy",
    "pandas",
    "patsy",
    "pylab",
    "scipy",
    "seaborn",
    "sklearn",
    "statsmodels",
];

/// The images of a pack, by name.
#[derive(Debug)]
pub(crate) struct Images(BTreeMap<String, Arc<Image>>);

impl Images {
    /// The image that sessions start from: nobody knows yet what they will import.
    pub(crate) const FOR_SESSIONS: &str = DATA.name;

    /// Opens the images of `pack`.
    ///
    /// # Errors
    /// When one is missing or damaged.
    pub(super) fn open(pack: &Pack) -> Result<Self, RuntimeError> {
        let image = |recipe: &ImageRecipe| {
            let path = pack.file(&recipe.file_name());
            Image::open(&path, MODULE_MEMORY_BYTES)
                .and_then(|image| image.with_hot_pages(&pack.file(&recipe.hot_pages_file_name())))
                .map(|image| (recipe.name.to_owned(), Arc::new(image)))
                .map_err(|error| RuntimeError::io("open", &path, error))
        };
        [BASE, DATA]
            .iter()
            .map(image)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The image named `name`.
    pub(super) fn get(&self, name: &str) -> Option<&Arc<Image>> {
        self.0.get(name)
    }

    /// The name of the image for a job that runs by itself.
    pub(super) fn name_for(job: &SandboxJob) -> &'static str {
        let needs_data = job.imported_modules.iter().any(|module| {
            let package = module.split('.').next().unwrap_or_default();
            DATA_PACKAGES.contains(&package)
        });
        if needs_data { DATA.name } else { BASE.name }
    }

    /// Makes the mappings of ended guests ready for the next ones.
    pub(super) fn refresh_mappings(&self) {
        for image in self.0.values() {
            image.refresh_mappings();
        }
    }
}
