//! Documentation that is kept true by running it.
#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::tidy::root;

/// Every relative link of every Markdown page leads to a file.
#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in pages(&root()) {
        let text = fs::read_to_string(&page).unwrap();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let path = target.split('#').next().unwrap();
            let is_relative = !path.is_empty()
                && !path.contains("://")
                && !path.starts_with("mailto:")
                && !path.contains(' ');
            if is_relative && path.contains('.') && !page.parent().unwrap().join(path).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Pages of the project's own; rule pages and test cases are tested where they are used.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    for name in ["docs", "examples", "crates"] {
        found.extend(markdown_below(&folder.join(name)));
    }
    found
}

fn markdown_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir()
            && !path.ends_with("target")
            && !path.ends_with("node_modules")
            && !path.ends_with("tests")
        {
            found.extend(markdown_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found
}
