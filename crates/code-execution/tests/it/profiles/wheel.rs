//! Pure-Python wheels made for one test.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A wheel to be written.
pub(super) struct Wheel {
    name: &'static str,
    version: &'static str,
    requires: Vec<&'static str>,
    files: Vec<(&'static str, &'static str)>,
}

impl Wheel {
    pub(super) fn new(name: &'static str, version: &'static str) -> Self {
        Self {
            name,
            version,
            requires: Vec::new(),
            files: Vec::new(),
        }
    }

    pub(super) fn file(mut self, name: &'static str, content: &'static str) -> Self {
        self.files.push((name, content));
        self
    }

    pub(super) fn requires(mut self, requirement: &'static str) -> Self {
        self.requires.push(requirement);
        self
    }

    /// Writes `NAME-VERSION-py3-none-any.whl` into `folder`.
    pub(super) fn write(&self, folder: &Path) -> PathBuf {
        let Self { name, version, .. } = self;
        let path = folder.join(format!("{name}-{version}-py3-none-any.whl"));
        let metadata_folder = format!("{name}-{version}.dist-info");
        let mut metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n");
        for requirement in &self.requires {
            metadata.extend(["Requires-Dist: ", requirement, "\n"]);
        }
        let wheel = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
        let mut files: Vec<_> = self
            .files
            .iter()
            .map(|(name, content)| ((*name).to_owned(), (*content).to_owned()))
            .collect();
        files.push((format!("{metadata_folder}/METADATA"), metadata));
        files.push((format!("{metadata_folder}/WHEEL"), wheel.to_owned()));
        let mut record = Vec::new();
        for (name, content) in &files {
            let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(content));
            record.push(format!("{name},sha256={digest},{}\n", content.len()));
        }
        record.push(format!("{metadata_folder}/RECORD,,\n"));
        files.push((format!("{metadata_folder}/RECORD"), record.concat()));
        let mut archive = ZipWriter::new(File::create(&path).unwrap());
        for (name, content) in files {
            archive
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
        path
    }
}
