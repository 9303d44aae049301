//! Getting the wheels that a profile needs.
//!
//! The package client is asked for named wheels without their dependencies, so it has nothing to build and no word of a
//! package to follow. What the wheels depend on is worked out inside the sandbox, by the markers of the guest's own
//! Python; then the client is asked again, until nothing is missing.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{
    Job, Needed, Pack, Profile, ProfileBuilder, ProfileError, ProfileRecipe, Question, Resolution,
    RuntimeError, requirement,
    site_packages::{self, SitePackages, file_name},
    wheel::{MAX_WHEEL_BYTES, WheelName},
};
use crate::runtime::package_client;

/// The most times the package client is asked: the longest chain of dependencies.
const MAX_ROUNDS: usize = 16;
/// The most wheels of a profile.
const MAX_WHEELS: usize = 200;

/// The wheels of a profile, and their files as one archive.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) site_packages: SitePackages,
    pub(super) runtime_packages: Vec<String>,
}

/// Puts the wheels of `recipe` and of all they depend on into `folder`, and their files into an archive beside them.
pub(super) fn gather(
    recipe: &ProfileRecipe,
    pack: &Pack,
    folder: &Path,
    builder: &dyn ProfileBuilder,
    job: &Job<'_>,
) -> Result<Gathered, RuntimeError> {
    let given = copy_given(&recipe.sources, folder)?;
    let given_names = given
        .iter()
        .map(|path| Ok(WheelName::read(&file_name(path))?.package))
        .collect::<Result<Vec<_>, RuntimeError>>()?;
    let mut requirements = recipe.requirements.clone();
    requirements.extend(given_names.iter().cloned());
    let archive = folder.join(Profile::SITE_PACKAGES);
    let downloads = folder.join("download");
    let mut downloaded: Vec<PathBuf> = Vec::new();
    let mut asked = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let mut wheels: Vec<_> = given.iter().chain(&downloaded).cloned().collect();
        wheels.sort_by_key(|path| file_name(path));
        let site_packages = site_packages::write(&wheels, &archive, job)?;
        let question = Question {
            requirements: &requirements,
            given: &given_names,
            modules: &site_packages.modules,
        };
        let resolution = builder.resolve(pack, &archive, &question, job)?;
        if !resolution.problems.is_empty() {
            let problems = resolution.problems;
            return Err(ProfileError::Unfit { problems }.into());
        }
        let wanted = wanted(&resolution, &given_names)?;
        let nothing_is_missing = resolution.needed.iter().all(|needed| needed.is_there);
        if nothing_is_missing && wanted.len() == downloaded.len() {
            keep(&downloaded, folder)?;
            super::super::remove_folder(&downloads)?;
            return Ok(Gathered {
                site_packages,
                runtime_packages: resolution.runtime_packages,
            });
        }
        if wanted == asked {
            return Err(unmet(&resolution.needed).into());
        }
        if recipe.requirements.is_empty() {
            // Nothing was to come from the index: what a given wheel lacks is the user's to add.
            return Err(unmet(&resolution.needed).into());
        }
        super::super::remove_folder(&downloads)?;
        downloaded = package_client::download_wheels(&downloads, &wanted, job)?;
        if downloaded.len() + given.len() > MAX_WHEELS {
            let problems = vec![format!("they are more than {MAX_WHEELS}")];
            return Err(ProfileError::Unfit { problems }.into());
        }
        asked = wanted;
    }
    let problems = vec![format!(
        "after {MAX_ROUNDS} rounds their dependencies still ask for other versions"
    )];
    Err(ProfileError::Unfit { problems }.into())
}

/// What the package client is to be asked for: whatever is needed and was not given. The words are a guest's.
fn wanted(resolution: &Resolution, given: &[String]) -> Result<Vec<String>, ProfileError> {
    let mut wanted = BTreeSet::new();
    for needed in &resolution.needed {
        if given.contains(&requirement::normalised(&needed.name)) {
            continue;
        }
        let checked = requirement::checked(&needed.requirement).map_err(|reason| {
            ProfileError::Requirement {
                text: needed.requirement.clone(),
                reason,
            }
        })?;
        wanted.insert(checked);
    }
    Ok(wanted.into_iter().collect())
}

fn unmet(needed: &[Needed]) -> ProfileError {
    let missing = needed.iter().filter(|needed| !needed.is_there);
    let problems = missing
        .map(|needed| format!("`{}` is needed and not there", needed.requirement))
        .collect();
    ProfileError::Unfit { problems }
}

/// Copies given wheels into the folder. What is checked is the copy, which nobody else can change.
fn copy_given(sources: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, RuntimeError> {
    let mut wheels = Vec::new();
    for source in sources {
        if source.is_dir() {
            wheels.extend(wheels_of(source)?);
        } else {
            wheels.push(source.clone());
        }
    }
    wheels.truncate(MAX_WHEELS + 1);
    let mut copies = Vec::new();
    for wheel in wheels {
        let name = file_name(&wheel);
        WheelName::read(&name)?;
        let failed = |error| RuntimeError::io("open", &wheel, error);
        let bytes = fs::metadata(&wheel).map_err(failed)?.len();
        if bytes > MAX_WHEEL_BYTES || copies.len() == MAX_WHEELS {
            let reason =
                format!("a wheel may have {MAX_WHEEL_BYTES} bytes, a profile {MAX_WHEELS} wheels");
            return Err(ProfileError::Wheel {
                wheel: name,
                reason,
            }
            .into());
        }
        let copy = folder.join(&name);
        if copies.contains(&copy) {
            let reason = "it is given twice".to_owned();
            return Err(ProfileError::Wheel {
                wheel: name,
                reason,
            }
            .into());
        }
        fs::copy(&wheel, &copy).map_err(failed)?;
        copies.push(copy);
    }
    Ok(copies)
}

/// Every wheel directly in `folder`, in the order of the names.
pub(in crate::runtime) fn wheels_of(folder: &Path) -> Result<Vec<PathBuf>, RuntimeError> {
    let failed = |error| RuntimeError::io("read", folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Moves downloaded wheels beside the archive.
fn keep(downloaded: &[PathBuf], folder: &Path) -> Result<(), RuntimeError> {
    for path in downloaded {
        let kept = folder.join(file_name(path));
        fs::rename(path, &kept).map_err(|error| RuntimeError::io("create", &kept, error))?;
    }
    Ok(())
}
