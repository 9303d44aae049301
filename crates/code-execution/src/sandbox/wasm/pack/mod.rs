//! Building a runtime pack: the module compiled for this machine, and its memory images.

mod compile;
mod files;
mod images;
mod recipe;

use std::{fs, path::Path};

use sha2::{Digest, Sha256};

use super::{
    engine::{self, Fuel},
    module_file,
};
use crate::runtime::{
    Job, Pack, PackBuilder, RuntimeError,
    artifacts::{MODULE, STANDARD_LIBRARY},
};
use files::unpack_matplotlib_data;
pub(crate) use files::write_sparse;
pub(crate) use recipe::{BASE, DATA, ImageRecipe};

/// The memory that the module starts with; needed only to take the other images.
const INITIAL_IMAGE: &str = "initial.img";

/// Compiles and warms up; the only thing in the runtime that knows Wasmtime.
#[derive(Debug, Clone, Copy, Default)]
pub struct WasmPackBuilder;

/// As [`WasmPackBuilder`], for a pack whose guests count fuel: a second compiled module, about a fifth slower, with the
/// same memory images.
#[derive(Debug, Clone, Copy, Default)]
pub struct FuelPackBuilder;

impl PackBuilder for WasmPackBuilder {
    fn version(&self) -> String {
        version(Fuel::Uncounted)
    }

    fn module_version(&self) -> String {
        Fuel::Uncounted.settings_version()
    }

    fn files(&self) -> Vec<String> {
        files(self.module_file())
    }

    fn build(&self, folder: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
        build(Fuel::Uncounted, folder, job)
    }
}

impl PackBuilder for FuelPackBuilder {
    fn version(&self) -> String {
        version(Fuel::Counted)
    }

    fn module_version(&self) -> String {
        Fuel::Counted.settings_version()
    }

    fn module_file(&self) -> &'static str {
        Pack::FUEL_MODULE
    }

    fn files(&self) -> Vec<String> {
        files(self.module_file())
    }

    fn build(&self, folder: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
        build(Fuel::Counted, folder, job)
    }
}

fn version(fuel: Fuel) -> String {
    let mut hasher = Sha256::new();
    hasher.update(recipe::RUNNER_SOURCE);
    hasher.update(recipe::INSTALL_SOURCE);
    for recipe in [BASE, DATA] {
        hasher.update(format!("{recipe:?}"));
    }
    let digest = hasher.finalize();
    let short = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{}/images-3-{short:016x}", fuel.settings_version())
}

fn files(module: &str) -> Vec<String> {
    let mut files = [module, Pack::STANDARD_LIBRARY, Pack::MATPLOTLIB_DATA]
        .map(str::to_owned)
        .to_vec();
    for recipe in [BASE, DATA] {
        files.extend([recipe.file_name(), recipe.hot_pages_file_name()]);
    }
    files
}

fn build(fuel: Fuel, folder: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
    let (module_path, library) = (
        folder.join(MODULE.name),
        folder.join(Pack::STANDARD_LIBRARY),
    );
    fs::rename(folder.join(STANDARD_LIBRARY.name), &library)
        .map_err(|error| RuntimeError::io("create", &library, error))?;
    unpack_matplotlib_data(&library, &folder.join(Pack::MATPLOTLIB_DATA))?;

    let module =
        fs::read(&module_path).map_err(|error| RuntimeError::io("read", &module_path, error))?;
    let minimum_bytes = module_file::minimum_memory_bytes(&module).map_err(build_error)?;
    let initial = module_file::initial_memory(&module).map_err(build_error)?;
    write_sparse(&folder.join(INITIAL_IMAGE), &initial)?;
    let stripped = module_file::without_data(&module).map_err(build_error)?;
    drop((module, initial));
    fs::remove_file(&module_path)
        .map_err(|error| RuntimeError::io("remove", &module_path, error))?;

    let compiled = folder.join(match fuel {
        Fuel::Uncounted => Pack::MODULE,
        Fuel::Counted => Pack::FUEL_MODULE,
    });
    if !compiled.exists() {
        compile::compile(&stripped, fuel, &compiled, job)?;
    }
    images::take_images(folder, &compiled, fuel, minimum_bytes, job)
}

fn build_error(error: impl std::fmt::Display) -> RuntimeError {
    RuntimeError::Build {
        reason: error.to_string(),
    }
}
