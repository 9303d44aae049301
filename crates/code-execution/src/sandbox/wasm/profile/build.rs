//! Resolving the packages of a profile and taking its image, in guests.

use std::{
    fs::{self, File},
    io,
    path::Path,
    sync::Arc,
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    super::{
        guests::{MODULE_MEMORY_BYTES, TURN, needs_data_image, recipe_image},
        memory::{HotPages, Image},
        pack::{BASE, DATA, WasmPackBuilder, write_sparse},
    },
    SITE_PACKAGES_PATH,
    guest::{Program, Workshop, broken, end_of},
};
use crate::{
    hexadecimal::hexadecimal,
    runtime::{
        Job, Pack, RuntimeError, Step,
        profile::{
            Imports, Profile, ProfileBuilder, ProfileError, Question, Resolution, check_directory,
        },
    },
};

/// Imports the modules of a profile and brings the interpreter to rest.
const PROFILE_SOURCE: &str = include_str!("../guest/profile.py");
/// Works out what packages need.
const RESOLVE_SOURCE: &str = include_str!("../guest/resolve.py");
/// The most bytes of a sentence about what does not fit: names in it are a wheel's.
const MAX_PROBLEM_BYTES: usize = 1000;
/// Compiles the packages.
const BYTECODE_SOURCE: &str = include_str!("../guest/bytecode.py");
/// The longest that compiling goes on, in seconds; what comes after is compiled by the programs that import it.
const BYTECODE_SECONDS: u64 = 60;
/// The most bytes of bytecode.
const MAX_BYTECODE_BYTES: u64 = 48 << 20;
/// What the imports are called in tracebacks.
const IMPORTS_FILE_NAME: &str = "<imports of the profile>";

impl ProfileBuilder for WasmPackBuilder {
    fn profile_version(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(PROFILE_SOURCE);
        hasher.update(RESOLVE_SOURCE);
        hasher.update(BYTECODE_SOURCE);
        hasher.update(SITE_PACKAGES_PATH);
        hexadecimal(&hasher.finalize())
    }

    fn resolve(
        &self,
        pack: &Pack,
        site_packages: &Path,
        question: &Question<'_>,
        job: &Job<'_>,
    ) -> Result<Resolution, RuntimeError> {
        let workshop = Workshop::open(pack, &[site_packages.to_owned()])?;
        let program = Program {
            turn: TURN,
            code: RESOLVE_SOURCE,
            file_name: "resolve.py",
            context: json!({
                "requirements": question.requirements,
                "given": question.given,
                "modules": question.modules,
                "site_packages": SITE_PACKAGES_PATH,
            }),
        };
        let end = workshop.run(&recipe_image(pack, &BASE)?, &program, job, |_| ())?;
        let unread = |reason: &str| {
            let problems = vec![format!("their metadata cannot be read: {reason}")];
            RuntimeError::from(ProfileError::Unfit { problems })
        };
        if let Some(failure) = end.failure {
            return Err(unread(&failure));
        }
        let value = end.value.and_then(|value| value.json);
        let mut resolution: Resolution = serde_json::from_value(value.unwrap_or_default())
            .map_err(|error| unread(&error.to_string()))?;
        for problem in &mut resolution.problems {
            *problem = end_of(problem, MAX_PROBLEM_BYTES).to_owned();
        }
        Ok(resolution)
    }

    fn build_profile(
        &self,
        pack: &Pack,
        folder: &Path,
        imports: &Imports<'_>,
        job: &Job<'_>,
    ) -> Result<String, RuntimeError> {
        let (packages, bytecode) = (
            folder.join(Profile::SITE_PACKAGES),
            folder.join(Profile::BYTECODE),
        );
        job.progress.begin(Step::Bytecode, 0);
        write_bytecode(pack, &packages, &bytecode, job)?;
        job.progress.end();
        job.progress.begin(Step::Images, 1);
        let workshop = Workshop::open(pack, &[packages, bytecode])?;
        let names = imports.modules.iter().chain(imports.runtime_packages);
        let recipe = if names.map(String::as_str).any(needs_data_image) {
            DATA
        } else {
            BASE
        };
        let start = recipe_image(pack, &recipe)?;
        let image_path = folder.join(Profile::IMAGE);
        let site_packages = Value::from(SITE_PACKAGES_PATH);
        let source = imports
            .modules
            .iter()
            .fold(String::new(), |source, module| {
                source + "import " + module + "\n"
            });
        let mut written = Ok(());
        let program = Program {
            turn: &format!("SITE_PACKAGES = {site_packages}\n{PROFILE_SOURCE}"),
            code: &source,
            file_name: IMPORTS_FILE_NAME,
            context: json!({}),
        };
        let end = workshop.run(&start, &program, job, |memory| {
            written = write_sparse(&image_path, memory);
        })?;
        let failed = |reason: String| RuntimeError::from(ProfileError::ImportFailed { reason });
        if let Some(reason) = end.failure {
            return Err(failed(reason));
        }
        if end.open_files > 0 {
            return Err(failed(format!(
                "they leave {} files open, which an image cannot remember",
                end.open_files
            )));
        }
        written?;
        take_hot_pages(&workshop, folder, &image_path, &source, job)?;
        job.progress.end();
        Ok(recipe.name.to_owned())
    }
}

/// Compiles the archive `packages` in a guest and writes the archive `to`; an empty one where the guest gives none that
/// can be read, since bytecode only saves time.
fn write_bytecode(
    pack: &Pack,
    packages: &Path,
    to: &Path,
    job: &Job<'_>,
) -> Result<(), RuntimeError> {
    let failed = |error: io::Error| RuntimeError::io("write", to, error);
    let workshop = Workshop::open(pack, &[packages.to_owned()])?;
    let program = Program {
        turn: TURN,
        code: BYTECODE_SOURCE,
        file_name: "bytecode.py",
        context: json!({
            "site_packages": SITE_PACKAGES_PATH,
            "archive_name": Profile::BYTECODE,
            "seconds": BYTECODE_SECONDS,
            "max_bytes": MAX_BYTECODE_BYTES,
        }),
    };
    let end = workshop.run(&recipe_image(pack, &BASE)?, &program, job, |_| ())?;
    let written = end.files.iter().find(|(name, _)| name == Profile::BYTECODE);
    if let (None, Some((_, content))) = (&end.failure, written) {
        fs::write(to, content).map_err(failed)?;
        let mut file = File::open(to).map_err(failed)?;
        if check_directory(&mut file).is_ok()
            && Workshop::open(pack, &[packages.to_owned(), to.to_owned()]).is_ok()
        {
            return Ok(());
        }
    }
    tracing::warn!(failure = ?end.failure, "the packages of a profile are kept without bytecode");
    let empty = zip::ZipWriter::new(File::create(to).map_err(failed)?);
    empty.finish().map_err(|error| failed(error.into()))?;
    Ok(())
}

/// Runs a small program in the finished image, which also shows that the image works, and lists the pages it touches.
fn take_hot_pages(
    workshop: &Workshop,
    folder: &Path,
    image_path: &Path,
    imports: &str,
    job: &Job<'_>,
) -> Result<(), RuntimeError> {
    let before =
        fs::read(image_path).map_err(|error| RuntimeError::io("read", image_path, error))?;
    let image = Image::open(image_path, MODULE_MEMORY_BYTES)
        .map_err(|error| RuntimeError::io("open", image_path, error))?;
    let program = Program {
        turn: TURN,
        code: &format!("{imports}print('hi')"),
        file_name: IMPORTS_FILE_NAME,
        context: json!({}),
    };
    let mut hot_pages = HotPages::default();
    let end = workshop.run(&Arc::new(image), &program, job, |memory| {
        hot_pages = HotPages::of_run(&before, memory);
    })?;
    if let Some(reason) = end.failure {
        return Err(broken(format!(
            "the profile's image does not work: {reason}"
        )));
    }
    let path = folder.join(Profile::HOT_PAGES);
    hot_pages
        .write(&path)
        .map_err(|error| RuntimeError::io("write", &path, error))
}
