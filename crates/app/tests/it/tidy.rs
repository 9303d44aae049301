//! The rules of ARCHITECTURE.md that the compiler does not check.
#![cfg(test)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Which of our packages may depend on which. A new arrow is a change of the architecture.
const PACKAGES: &[(&str, &[&str])] = &[
    (
        "ringfence",
        &["ringfence-agent", "ringfence-code-execution"],
    ),
    ("ringfence-agent", &[]),
    ("ringfence-code-execution", &[]),
];

/// A word that may stand only in the folders and files named: where, the word, and who may.
const WORDS: &[(&str, &str, &[&str])] = &[
    ("crates/code-execution/src", "wasmtime::", &["sandbox/wasm"]),
    (
        "crates/code-execution/src",
        "std::process",
        &[
            "process/mod.rs",
            "process/worker/host.rs",
            "sandbox/wasm/wasi/inputs",
            "sandbox/wasm/worker",
            "runtime/cache.rs",
        ],
    ),
    (
        "crates/code-execution/src",
        "process::Command",
        &["process/mod.rs", "process/worker/host.rs"],
    ),
    (
        "crates/code-execution/src",
        "crate::sandbox",
        &["sandbox", "executor", "audit.rs", "recording", "fuzzing"],
    ),
    (
        "crates/code-execution/src",
        "crate::executor",
        &["executor"],
    ),
    (
        "crates/code-execution/src",
        "crate::runtime",
        &["runtime", "sandbox/wasm"],
    ),
    (
        "crates/code-execution/src",
        "crate::analysis",
        &["analysis", "executor"],
    ),
    (
        "crates/code-execution/src",
        "crate::host_functions",
        &["host_functions", "sandbox", "executor"],
    ),
    (
        "crates/code-execution/src",
        "crate::output",
        &["output", "executor"],
    ),
    ("crates/code-execution/src/analysis", "std::fs", &[]),
    ("crates/code-execution/src/analysis", "std::net", &[]),
    ("crates/code-execution/src/analysis", "std::env", &[]),
    ("crates/code-execution/src/analysis", "std::time", &[]),
    ("crates/code-execution/src/analysis", "tokio", &[]),
    ("crates/code-execution/src/output", "std::fs", &[]),
    ("crates/code-execution/src/output", "std::env", &[]),
    ("crates/code-execution/src/output", "tokio", &[]),
    (
        "crates/app/src",
        "std::process::Command",
        &["cli/bench/process.rs"],
    ),
    ("crates/app/src", "std::env::var", &["config/mod.rs"]),
    ("crates/app/src", "io::stdout", &["cli/printer.rs"]),
];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

#[test]
fn packages_depend_only_as_allowed() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<_> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    assert_eq!(ours, PACKAGES.iter().map(|(name, _)| *name).collect());
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let allowed = PACKAGES
            .iter()
            .find(|(package, _)| *package == name)
            .unwrap()
            .1;
        for dependency in package["dependencies"].as_array().unwrap() {
            let dependency = dependency["name"].as_str().unwrap();
            assert!(
                !ours.contains(dependency) || allowed.contains(&dependency),
                "{name} must not depend on {dependency}"
            );
        }
    }
}

#[test]
fn modules_use_only_what_is_theirs() {
    let mut problems = Vec::new();
    for (folder, word, allowed) in WORDS {
        let folder = root().join(folder);
        for path in rust_files(&folder) {
            let relative = path.strip_prefix(&folder).unwrap();
            if allowed.iter().any(|allowed| relative.starts_with(allowed)) {
                continue;
            }
            for (index, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
                let code = line.split("//").next().unwrap();
                if code.contains(word) {
                    problems.push(format!(
                        "{}:{}: `{word}` belongs to {allowed:?}",
                        path.display(),
                        index + 1
                    ));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn only_the_named_modules_say_unsafe() {
    let allowed = [
        "crates/code-execution/src/process/worker/inside/system.rs",
        "crates/code-execution/src/sandbox/wasm/memory",
        "crates/code-execution/src/sandbox/wasm/interpreter",
        "crates/code-execution/tests/walls/system.rs",
    ];
    for path in rust_files(&root().join("crates")) {
        let relative = path.strip_prefix(root()).unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let says = text
            .lines()
            .any(|line| line.split("//").next().unwrap().contains("unsafe {"));
        assert!(
            !says || allowed.iter().any(|allowed| relative.starts_with(allowed)),
            "{}",
            relative.display()
        );
    }
}

#[test]
fn the_names_of_attack_folders_are_in_the_documentation() {
    let listed = fs::read_to_string(root().join("docs/security/known-attacks.md")).unwrap();
    for entry in fs::read_dir(root().join("crates/code-execution/tests/attacks")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            listed.contains(&format!("`{name}`")),
            "docs/security/known-attacks.md does not list `{name}`"
        );
    }
}

pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
