//! The packages of a profile as one archive, uncompressed, so that its files can be mapped.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    ProfileError, Wheel,
    recipe::is_identifier,
    wheel::{self, Budget},
};
use crate::runtime::{Job, RuntimeError, Step};

/// What the archive was made of.
#[derive(Debug)]
pub(super) struct SitePackages {
    /// The wheels, in order.
    pub(super) wheels: Vec<Wheel>,
    /// The modules and packages that can be imported, without what lies below them.
    pub(super) modules: Vec<String>,
}

/// Checks `wheels` and writes their files to the archive `to`. Its bytes depend on the wheels and their order alone.
pub(super) fn write(
    wheels: &[PathBuf],
    to: &Path,
    job: &Job<'_>,
) -> Result<SitePackages, RuntimeError> {
    let failed = |error| RuntimeError::io("write", to, error);
    let file = File::create(to).map_err(failed)?;
    let mut archive = Archive {
        writer: ZipWriter::new(file),
        files: BTreeMap::new(),
        folders: BTreeSet::new(),
    };
    let mut budget = Budget::default();
    let mut written = Vec::new();
    job.progress.begin(Step::Wheels, wheels.len() as u64);
    for (done, path) in wheels.iter().enumerate() {
        job.check()?;
        let file = file_name(path);
        let (name, sha256) = wheel::unpack(path, &mut budget, |name, content| {
            archive
                .add(name, content)
                .map_err(|reason| ProfileError::Wheel {
                    wheel: file.clone(),
                    reason,
                })
        })?;
        let is_second = |other: &Wheel| other.name == name.package;
        if written.iter().any(is_second) {
            let reason = format!("another wheel of `{}` is there too", name.package);
            return Err(ProfileError::Wheel {
                wheel: file,
                reason,
            }
            .into());
        }
        written.push(Wheel {
            name: name.package,
            version: name.version,
            sha256,
            file,
        });
        job.progress.advance(done as u64 + 1);
    }
    job.progress.end();
    let modules = archive.modules();
    archive
        .writer
        .finish()
        .map_err(|error| failed(error.into()))?;
    Ok(SitePackages {
        wheels: written,
        modules,
    })
}

/// The last part of a path, as text.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

struct Archive {
    writer: ZipWriter<File>,
    files: BTreeMap<String, [u8; 32]>,
    folders: BTreeSet<String>,
}

impl Archive {
    /// Adds a file. The same file of two wheels is there once; two different ones are an error.
    fn add(&mut self, name: &str, content: &[u8]) -> Result<(), String> {
        let digest = Sha256::digest(content).into();
        match self.files.entry(name.to_owned()) {
            Entry::Occupied(other) if *other.get() == digest => return Ok(()),
            Entry::Occupied(_) => return Err(format!("another wheel has a different `{name}`")),
            Entry::Vacant(place) => place.insert(digest),
        };
        let collides = || format!("`{name}` is a file in one wheel and a folder in another");
        if self.folders.contains(name) {
            return Err(collides());
        }
        for (end, _) in name.match_indices('/') {
            let folder = name.get(..end).unwrap_or_default();
            if self.files.contains_key(folder) {
                return Err(collides());
            }
            self.folders.insert(folder.to_owned());
        }
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.writer
            .start_file(name, options)
            .map_err(std::io::Error::from)
            .and_then(|()| self.writer.write_all(content))
            .map_err(|error| error.to_string())
    }

    fn modules(&self) -> Vec<String> {
        let sources = self
            .files
            .keys()
            .filter_map(|name| name.strip_suffix(".py"));
        let tops = sources.map(|name| name.split_once('/').map_or(name, |(top, _)| top));
        tops.filter(|top| is_identifier(top))
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}
