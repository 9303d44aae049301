//! What is no profile: nothing of it stays.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use super::*;

fn refused(place: &Place, recipe: &ProfileRecipe) -> String {
    let error = place.add(recipe).unwrap_err();
    assert_eq!(place.left_behind(), [""; 0], "{error}");
    error.to_string()
}

/// Adds `wheels` without imports.
fn added(wheels: &[Wheel]) -> String {
    let place = Place::new();
    let recipe = wheels.iter().fold(recipe("x"), |recipe, wheel| {
        recipe.source(wheel.write(place.path()))
    });
    refused(&place, &recipe)
}

/// Imports a module whose code is `code`.
fn imported(code: &'static str) -> String {
    let place = Place::new();
    let wheel = Wheel::new("bad", "1").file("bad.py", code);
    let recipe = recipe("x").source(wheel.write(place.path()));
    refused(&place, &recipe.import("bad").unwrap())
}

#[test]
fn a_binary_wheel_is_refused_with_a_word_about_where_it_could_run() {
    let place = Place::new();
    let path = place
        .path()
        .join("fast-1.0-cp315-cp315-manylinux_2_28_x86_64.whl");
    fs::write(&path, b"PK").unwrap();
    let error = place.add(&recipe("x").source(&path)).unwrap_err();
    assert!(
        matches!(
            error,
            RuntimeError::Profile(ProfileError::BinaryWheel { .. })
        ),
        "{error}"
    );
    let hint = error.hint().unwrap();
    assert!(hint.contains("`process` is planned") && hint.contains("not part of this version"));
    assert_eq!(place.left_behind(), [""; 0]);
}

#[test]
fn packages_that_do_not_fit_are_refused_with_what_does_not_fit() {
    let says = |wheels: &[Wheel], problem: &str| {
        let expected = format!("the packages do not fit together: {problem}");
        assert_eq!(added(wheels), expected);
    };
    let needs = |requirement| toy().requires(requirement);
    says(&[needs("other>=2")], "`other>=2` is needed and not there");
    says(
        &[needs("other>=2"), Wheel::new("other", "1.5")],
        "`toy` needs `other>=2`, and the given wheel has 1.5",
    );
    says(
        &[needs("tabulate==0.9")],
        "`toy` needs `tabulate==0.9`, and the runtime has 0.10.0",
    );
    says(
        &[needs("other @ https://index.example/other.tar.gz")],
        "`toy` needs `other` from an address, which is not taken",
    );
    says(
        &[needs("===")],
        "`toy` has metadata that cannot be read: Expected package name at the start of dependency specifier",
    );
    says(
        &[Wheel::new("tabulate", "0.9")],
        "`tabulate` 0.10.0 is part of the runtime and cannot be replaced",
    );
    says(
        &[Wheel::new("evil", "1").file("json/__init__.py", "")],
        "the wheels bring a module `json`, and the runtime has one of that name",
    );
    says(
        &[Wheel::new("evil", "1").file("_host.py", "")],
        "the wheels bring a module `_host`, and the runtime has one of that name",
    );
}

#[test]
fn markers_are_those_of_the_guest_and_the_runtime_counts() {
    let place = Place::new();
    let wheel = toy()
        .requires("numpy>=2")
        .requires("absent; sys_platform == 'linux'")
        .requires("absent; python_version < '3.15'")
        .requires("absent; extra == 'more'")
        .requires("other; sys_platform == 'wasi'");
    let other = Wheel::new("other", "1").file("other.py", "");
    let recipe = recipe("x")
        .source(wheel.write(place.path()))
        .source(other.write(place.path()));
    place.add(&recipe).unwrap();
    let status = profile::find(&place.cache, "x", &WasmPackBuilder).unwrap();
    assert_eq!((status.image.as_str(), status.wheels.len()), ("data", 2));
}

#[test]
fn an_import_that_fails_gives_the_guests_traceback() {
    assert_eq!(
        imported("1/0\n"),
        "the profile's imports failed: Traceback (most recent call last):\n  \
         File \"<imports of the profile>\", line 1, in <module>\n    import bad\n  \
         File \"/usr/local/lib/profile/site-packages/bad.py\", line 1, in <module>\n    1/0\n    ~^~\n\
         ZeroDivisionError: division by zero"
    );
    assert_eq!(
        imported("import os\nos._exit(3)\n"),
        "the profile's imports failed: it ended the interpreter with status 3"
    );
    assert_eq!(
        imported("kept = open('/tmp/kept', 'w')\n"),
        "the profile's imports failed: they leave 1 files open, which an image cannot remember"
    );
    let memory = imported("blocks = [bytearray(1 << 28) for _ in range(8)]\n");
    assert!(memory.ends_with("MemoryError"), "{memory}");
}

#[test]
fn stopping_ends_an_endless_import_and_keeps_what_was_there() {
    let place = Place::new();
    let wheel = Wheel::new("bad", "1").file(
        "bad.py",
        "while True:\n    try:\n        pass\n    except BaseException:\n        pass\n",
    );
    place.add(&recipe("x")).unwrap();
    let before = place.left_behind();
    let recipe = recipe("x")
        .source(wheel.write(place.path()))
        .import("bad")
        .unwrap();
    let cancelled = AtomicBool::new(false);
    let job = Job {
        progress: &NoProgress,
        cancelled: &cancelled,
    };
    let error = thread::scope(|scope| {
        let adding = scope.spawn(|| profile::add(&place.cache, &recipe, &WasmPackBuilder, &job));
        thread::sleep(Duration::from_millis(500));
        cancelled.store(true, Ordering::Relaxed);
        adding.join().unwrap().unwrap_err()
    });
    assert!(matches!(error, RuntimeError::Cancelled), "{error}");
    assert_eq!(place.left_behind(), before);
}

#[test]
fn without_a_pack_there_is_no_profile() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CacheFolder::new(folder.path().join("runtime"));
    let error =
        with_job(|job| profile::add(&cache, &recipe("x"), &WasmPackBuilder, job)).unwrap_err();
    assert!(
        matches!(error, RuntimeError::NotInstalled { .. }),
        "{error}"
    );
    assert!(profile::list(&cache, &WasmPackBuilder).unwrap().is_empty());
}
