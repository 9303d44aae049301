//! Finding and reading cases.
#![cfg(test)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// A program and its header.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    pub(crate) code: String,
    header: BTreeMap<String, Value>,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let code = fs::read_to_string(&path).unwrap();
        let lines = code
            .lines()
            .skip_while(|line| *line != "# /// case")
            .skip(1);
        let header = lines
            .take_while(|line| *line != "# ///")
            .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='))
            .map(|(name, value)| {
                let value = value.split(" #").next().unwrap_or_default().trim();
                let value = serde_json::from_str(value)
                    .unwrap_or_else(|error| panic!("{}: {value}: {error}", path.display()));
                (name.trim().to_owned(), value)
            })
            .collect();
        Self { path, code, header }
    }

    /// A header's text, empty where it is absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.header
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A header's list of texts.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let items = self.header.get(name).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// The case's name: folder and file.
    pub(crate) fn name(&self, root: &Path) -> String {
        self.path
            .strip_prefix(root)
            .unwrap()
            .with_extension("")
            .display()
            .to_string()
    }
}

/// Every case below `folder`, in the order of their paths.
pub(crate) fn below(folder: &Path) -> Vec<Case> {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

/// A folder of this package's tests.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            paths.push(path);
        }
    }
}
