//! Making profiles, and making them again.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use super::{
    Imports, Job, Pack, Profile, ProfileBuilder, ProfileError, ProfileRecipe, ProfileState,
    RuntimeError,
    manifest::{self, Manifest},
    packages::{self, Gathered},
    store::{self, Stored, remove_others, stored},
};
use crate::runtime::{
    CacheFolder,
    cache::{InventoryFile, LockedCache, pack_name},
};

/// Bytes that a profile needs on the disk of the cache folder, beside its wheels.
const NEEDED_DISK_BYTES: u64 = 400 << 20;

/// Makes the profile of `recipe`, in place of one that has its name.
///
/// The pack has to be installed. Holds the lock of the cache folder; everything is made in a staging folder that is
/// renamed at the end and removed on every failure, so that there is the whole profile, or the one that was there before.
///
/// # Errors
/// [`RuntimeError::NotInstalled`] without a pack; [`ProfileError`] for packages that cannot be had or taken and for
/// imports that fail; when a file cannot be written; when `job` was cancelled.
pub fn add(
    cache: &CacheFolder,
    recipe: &ProfileRecipe,
    builder: &dyn ProfileBuilder,
    job: &Job<'_>,
) -> Result<Profile, RuntimeError> {
    let pack = installed(cache, builder)?;
    let locked = cache.lock(job)?;
    locked.remove_abandoned_staging();
    make(&locked, recipe, &pack, builder, job)
}

/// The profile `name`; makes it again from its wheels where it is stale or broken.
///
/// # Errors
/// [`ProfileError::Unknown`], which lists the known ones; otherwise as [`add`].
pub fn open(
    cache: &CacheFolder,
    name: &str,
    builder: &dyn ProfileBuilder,
    job: &Job<'_>,
) -> Result<Profile, RuntimeError> {
    let found = find(cache, name, builder)?;
    if found.state == ProfileState::Ready {
        return Ok(found.into_profile());
    }
    let pack = installed(cache, builder)?;
    let locked = cache.lock(job)?;
    let found = find(cache, name, builder)?;
    if found.state == ProfileState::Ready {
        return Ok(found.into_profile());
    }
    let recipe = recipe_of(&found)?;
    locked.remove_abandoned_staging();
    make(&locked, &recipe, &pack, builder, job)
}

fn make(
    locked: &LockedCache<'_>,
    recipe: &ProfileRecipe,
    pack: &Pack,
    builder: &dyn ProfileBuilder,
    job: &Job<'_>,
) -> Result<Profile, RuntimeError> {
    locked.check_space(NEEDED_DISK_BYTES)?;
    let staging = locked.staging()?;
    let folder = staging.path();
    let Gathered {
        site_packages,
        runtime_packages,
    } = packages::gather(recipe, pack, folder, builder, job)?;
    let imports = Imports {
        modules: &recipe.imports,
        runtime_packages: &runtime_packages,
    };
    job.check()?;
    let image = builder.build_profile(pack, folder, &imports, job)?;
    let wheels = site_packages.wheels;
    let made = [
        Profile::IMAGE,
        Profile::HOT_PAGES,
        Profile::SITE_PACKAGES,
        Profile::BYTECODE,
    ];
    let names = made
        .into_iter()
        .chain(wheels.iter().map(|wheel| wheel.file.as_str()));
    let files = names
        .map(|name| InventoryFile::of(folder, name))
        .collect::<Result<Vec<_>, RuntimeError>>()?;
    let manifest = Manifest {
        name: recipe.name.clone(),
        requirements: recipe.requirements.clone(),
        imports: recipe.imports.clone(),
        wheels,
        modules: site_packages.modules,
        image,
        files,
    };
    manifest.write(folder)?;
    make_private(&manifest, folder)?;
    job.check()?;
    let folder_name = manifest.folder_name(&pack_name(builder), &builder.profile_version());
    let folder = staging.move_to(&folder_name)?;
    remove_others(locked.cache(), &manifest.name, &folder)?;
    Ok(Profile {
        folder,
        name: manifest.name,
        modules: manifest.modules,
    })
}

/// Takes what others may do with the files away, whatever the wheels' own modes and the process's mask say.
fn make_private(manifest: &Manifest, folder: &Path) -> Result<(), RuntimeError> {
    let files = manifest.files.iter().map(|file| file.name.as_str());
    for name in files.chain([manifest::FILE]) {
        let path = folder.join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))
            .map_err(|error| RuntimeError::io("create", &path, error))?;
    }
    Ok(())
}

fn installed(cache: &CacheFolder, builder: &dyn ProfileBuilder) -> Result<Pack, RuntimeError> {
    cache
        .find(builder)?
        .ok_or_else(|| RuntimeError::NotInstalled {
            folder: cache.path().to_owned(),
        })
}

fn find(
    cache: &CacheFolder,
    name: &str,
    builder: &dyn ProfileBuilder,
) -> Result<Stored, RuntimeError> {
    super::recipe::check_name(name)?;
    let mut all = stored(cache, builder)?;
    match all.iter().position(|stored| stored.manifest.name == name) {
        Some(index) => Ok(all.swap_remove(index)),
        None => Err(store::unknown(
            name,
            all.into_iter().map(|stored| stored.manifest.name),
        )),
    }
}

/// The recipe that makes a profile again from the wheels that it kept; their digests are compared first.
fn recipe_of(stored: &Stored) -> Result<ProfileRecipe, RuntimeError> {
    let manifest = &stored.manifest;
    for wheel in &manifest.wheels {
        let found = InventoryFile::of(&stored.folder, &wheel.file);
        if !found.is_ok_and(|found| found.sha256 == wheel.sha256) {
            return Err(ProfileError::NotRebuildable {
                name: manifest.name.clone(),
                reason: format!("its wheel `{}` is missing or was changed", wheel.file),
            }
            .into());
        }
    }
    let mut recipe = ProfileRecipe::new(&manifest.name)?;
    for module in &manifest.imports {
        recipe = recipe.import(module)?;
    }
    recipe.requirements.clone_from(&manifest.requirements);
    recipe.sources = manifest.wheel_paths(&stored.folder);
    Ok(recipe)
}
