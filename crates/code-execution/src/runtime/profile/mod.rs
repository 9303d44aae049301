//! Profiles: images with packages of the user's choice, some of them imported already.
//!
//! A profile is a folder of the cache, beside the pack it was made with: the wheels it was made of, their files as one
//! archive, a memory image and a manifest. The folder's name has a digest of the pack, the wheels, the imports and the
//! guest's programs, so that a profile of another pack is told from one that fits, and can be made again from its wheels.
//!
//! Only pure-Python wheels are taken. They are archives from strangers, and their code runs in the sandbox
//! alone: which packages they depend on is worked out there, and so is every import.

mod build;
mod error;
mod manifest;
mod packages;
mod recipe;
mod requirement;
mod site_packages;
mod store;
mod wheel;

use std::path::Path;

use serde::Deserialize;

use super::{Job, Pack, PackBuilder, RuntimeError};
pub use build::{add, open};
pub use error::ProfileError;
pub(super) use manifest::FOLDER_PREFIX;
pub use manifest::Wheel;
pub(super) use packages::wheels_of;
pub use recipe::ProfileRecipe;
pub use requirement::RequirementError;
pub use store::{Profile, ProfileState, ProfileStatus, find, list, remove};
pub(crate) use wheel::check_directory;

/// Makes the machine's part of a profile: the sandbox that runs it knows how.
pub trait ProfileBuilder: PackBuilder {
    /// Names everything, beside pack, wheels and imports, that an image depends on.
    fn profile_version(&self) -> String;

    /// Works out, inside the sandbox, what the packages in the archive `site_packages` and `question` need.
    ///
    /// # Errors
    /// When the guest cannot be run, reaches a limit, or `job` was cancelled.
    fn resolve(
        &self,
        pack: &Pack,
        site_packages: &Path,
        question: &Question<'_>,
        job: &Job<'_>,
    ) -> Result<Resolution, RuntimeError>;

    /// Compiles the packages and imports modules, inside the sandbox, and takes an image: writes [`Profile::BYTECODE`],
    /// [`Profile::IMAGE`] and [`Profile::HOT_PAGES`] into `folder`, which holds [`Profile::SITE_PACKAGES`]. Gives the
    /// name of the pack's image it began with.
    ///
    /// # Errors
    /// [`ProfileError::ImportFailed`] with the guest's traceback; when a file cannot be written; when `job` was
    /// cancelled.
    fn build_profile(
        &self,
        pack: &Pack,
        folder: &Path,
        imports: &Imports<'_>,
        job: &Job<'_>,
    ) -> Result<String, RuntimeError>;
}

/// What is asked of a resolution.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The requirements of the profile itself.
    pub requirements: &'a [String],
    /// Packages whose wheels were given: no other version can be had.
    pub given: &'a [String],
    /// Modules that the wheels bring.
    pub modules: &'a [String],
}

/// What an image imports.
#[derive(Debug, Clone, Copy)]
pub struct Imports<'a> {
    /// The modules, in order.
    pub modules: &'a [String],
    /// Packages of the runtime that the wheels depend on.
    pub runtime_packages: &'a [String],
}

/// What the packages need. It comes from a guest and is believed no further than a requirement's syntax goes.
#[derive(Debug, Default, Deserialize)]
pub struct Resolution {
    /// Every package that has to come from a wheel.
    pub needed: Vec<Needed>,
    /// What does not fit, a sentence each.
    pub problems: Vec<String>,
    /// Packages of the runtime that are depended on.
    pub runtime_packages: Vec<String>,
}

/// A package that has to come from a wheel.
#[derive(Debug, Deserialize)]
pub struct Needed {
    /// Its name.
    pub name: String,
    /// Its name with every version that was asked for.
    pub requirement: String,
    /// Whether a wheel is there that fits.
    pub is_there: bool,
}
