//! The cache folder: where packs lie, who may write there, and how one comes into being at once.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hexadecimal::hexadecimal;

use super::{
    Job, Pack, PackBuilder, RuntimeError, Step,
    artifacts::{MODULE, STANDARD_LIBRARY},
    profile, remove_folder,
};

const LOCK_FILE: &str = "install.lock";
const INVENTORY_FILE: &str = "pack.json";
const STAGING_PREFIX: &str = "staging-";
const PACK_PREFIX: &str = "cpython-";
/// How often a waiting process asks for the lock.
const LOCK_LOOK: Duration = Duration::from_millis(100);

/// The folder that keeps runtime packs. Mode 0700; nothing in it is trusted that others could write.
#[derive(Debug, Clone)]
pub struct CacheFolder {
    path: PathBuf,
}

/// What is installed.
#[derive(Debug, Clone, Serialize)]
pub struct PackStatus {
    /// The cache folder.
    pub folder: PathBuf,
    /// Whether a pack for this version is there and whole.
    pub installed: bool,
    /// Its name: a digest of everything it is made from.
    pub pack: String,
    /// Bytes of all packs, old ones included.
    pub bytes: u64,
    /// Packs of other versions, which `remove` takes along.
    pub other_packs: Vec<String>,
    /// Profiles, stale ones included, which `remove` takes along too.
    pub profiles: usize,
    /// Bytes of all profiles.
    pub profile_bytes: u64,
}

/// The files of a pack, with their lengths and digests.
#[derive(Debug, Serialize, Deserialize)]
struct Inventory {
    version: String,
    module_version: String,
    files: Vec<InventoryFile>,
}

/// A file of a pack or a profile, by its length and content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct InventoryFile {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl InventoryFile {
    /// The file `name` of `folder` as it is now.
    pub(super) fn of(folder: &Path, name: &str) -> Result<Self, RuntimeError> {
        let (bytes, sha256) = file_digest(&folder.join(name))?;
        Ok(Self {
            name: name.to_owned(),
            bytes,
            sha256,
        })
    }
}

impl CacheFolder {
    /// A cache in the folder `path`, which is made when something is installed.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole pack for `builder`'s version, or `None` where there is none.
    ///
    /// Checks owner, mode and the lengths of all files, which takes microseconds; [`Self::verify`] checks content.
    ///
    /// # Errors
    /// [`RuntimeError::NotPrivate`] when others could have written there.
    pub fn find(&self, builder: &dyn PackBuilder) -> Result<Option<Pack>, RuntimeError> {
        let folder = self.path.join(pack_name(builder));
        let Some(inventory) = read_inventory(&folder)? else {
            return Ok(None);
        };
        for private in [self.path.as_path(), folder.as_path()] {
            check_private(private)?;
        }
        for file in &inventory.files {
            let path = folder.join(&file.name);
            let whole = path
                .symlink_metadata()
                .is_ok_and(|found| found.is_file() && found.len() == file.bytes);
            if !whole {
                return Ok(None);
            }
            check_private(&path)?;
        }
        let complete = builder
            .files()
            .iter()
            .all(|name| inventory.files.iter().any(|file| file.name == *name));
        Ok(complete.then_some(Pack { folder }))
    }

    /// Reads every file of an installed pack and names those whose content is not what was installed.
    ///
    /// # Errors
    /// When no pack is installed or a file cannot be read.
    pub fn verify(&self, builder: &dyn PackBuilder) -> Result<Vec<String>, RuntimeError> {
        let Some(pack) = self.find(builder)? else {
            return Err(RuntimeError::NotInstalled {
                folder: self.path.clone(),
            });
        };
        let files = read_inventory(pack.folder())?
            .map(|inventory| inventory.files)
            .unwrap_or_default();
        let mut changed = Vec::new();
        for file in files {
            if file_digest(&pack.file(&file.name))?.1 != file.sha256 {
                changed.push(file.name);
            }
        }
        Ok(changed)
    }

    /// What is installed.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn status(&self, builder: &dyn PackBuilder) -> Result<PackStatus, RuntimeError> {
        let pack = pack_name(builder);
        let mut status = PackStatus {
            folder: self.path.clone(),
            installed: self.find(builder)?.is_some(),
            pack: pack.clone(),
            bytes: 0,
            other_packs: Vec::new(),
            profiles: 0,
            profile_bytes: 0,
        };
        for (_, path) in self.entries(profile::FOLDER_PREFIX)? {
            status.profiles += 1;
            status.profile_bytes += folder_bytes(&path)?;
        }
        for (name, path) in self.entries(PACK_PREFIX)? {
            status.bytes += folder_bytes(&path)?;
            if name != pack {
                status.other_packs.push(name);
            }
        }
        status.other_packs.sort();
        Ok(status)
    }

    /// Removes the staging folder of this process: for a program that ends while it installs.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn abandon_staging(&self) -> Result<(), RuntimeError> {
        remove_folder(&self.own_staging())
    }

    fn own_staging(&self) -> PathBuf {
        self.path
            .join(format!("{STAGING_PREFIX}{}", std::process::id()))
    }

    /// Waits until no other process installs, and keeps others from it until the answer is dropped.
    pub(super) fn lock(&self, job: &Job<'_>) -> Result<LockedCache<'_>, RuntimeError> {
        private_builder()
            .recursive(true)
            .create(&self.path)
            .map_err(|error| RuntimeError::io("create", &self.path, error))?;
        check_private(&self.path)?;
        let path = self.path.join(LOCK_FILE);
        let failed = |error| RuntimeError::io("lock", &path, error);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        let mut waiting = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(fs::TryLockError::WouldBlock) => job.check()?,
                Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
            if !waiting {
                job.progress.begin(Step::Wait, 0);
                waiting = true;
            }
            thread::sleep(LOCK_LOOK);
        }
        if waiting {
            job.progress.end();
        }
        Ok(LockedCache {
            cache: self,
            _lock: file,
        })
    }

    pub(super) fn entries(&self, prefix: &str) -> Result<Vec<(String, PathBuf)>, RuntimeError> {
        let failed = |error| RuntimeError::io("read", &self.path, error);
        let listing = match fs::read_dir(&self.path) {
            Ok(listing) => listing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut found = Vec::new();
        for entry in listing {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(prefix) {
                found.push((name, entry.path()));
            }
        }
        Ok(found)
    }
}

/// The cache folder while this process alone installs.
pub(super) struct LockedCache<'a> {
    cache: &'a CacheFolder,
    _lock: File,
}

impl LockedCache<'_> {
    /// Removes what an installation that was killed left behind.
    pub(super) fn remove_abandoned_staging(&self) {
        for (_, path) in self.cache.entries(STAGING_PREFIX).unwrap_or_default() {
            if let Err(error) = remove_folder(&path) {
                tracing::warn!(folder = %path.display(), %error, "an abandoned staging folder cannot be removed");
            }
        }
    }

    /// Links the compiled module of another pack into `staging`, where one has the same and its content is whole.
    pub(super) fn reuse_module(
        &self,
        builder: &dyn PackBuilder,
        staging: &Path,
    ) -> Result<(), RuntimeError> {
        for (_, folder) in self.cache.entries(PACK_PREFIX)? {
            let Some(inventory) = read_inventory(&folder)? else {
                continue;
            };
            let module = inventory
                .files
                .iter()
                .find(|file| file.name == builder.module_file());
            let Some(module) =
                module.filter(|_| inventory.module_version == builder.module_version())
            else {
                continue;
            };
            let path = folder.join(builder.module_file());
            if check_private(&path).is_err() || file_digest(&path)?.1 != module.sha256 {
                continue;
            }
            // Where the file system has no hard links, the module is compiled again.
            if fs::hard_link(&path, staging.join(builder.module_file())).is_ok() {
                return Ok(());
            }
        }
        Ok(())
    }

    pub(super) fn check_space(&self, needed_bytes: u64) -> Result<(), RuntimeError> {
        let folder = self.cache.path.as_path();
        let Ok(statistics) = rustix::fs::statvfs(folder) else {
            return Ok(());
        };
        let available_bytes = statistics.f_bavail.saturating_mul(statistics.f_frsize);
        if available_bytes >= needed_bytes {
            return Ok(());
        }
        Err(RuntimeError::DiskFull {
            folder: folder.to_owned(),
            available_bytes,
            needed_bytes,
        })
    }

    pub(super) fn staging(&self) -> Result<Staging<'_>, RuntimeError> {
        let path = self.cache.own_staging();
        private_builder()
            .create(&path)
            .map_err(|error| RuntimeError::io("create", &path, error))?;
        Ok(Staging { cache: self, path })
    }

    pub(super) fn cache(&self) -> &CacheFolder {
        self.cache
    }

    /// Removes all packs and profiles.
    pub(super) fn remove_all(&self) -> Result<u64, RuntimeError> {
        let mut freed = 0;
        for prefix in [profile::FOLDER_PREFIX, PACK_PREFIX] {
            for (_, path) in self.cache.entries(prefix)? {
                freed += folder_bytes(&path)?;
                remove_folder(&path)?;
            }
        }
        Ok(freed)
    }
}

/// A folder in which a pack is built; removed again unless it is finished.
pub(super) struct Staging<'a> {
    cache: &'a LockedCache<'a>,
    path: PathBuf,
}

impl Staging<'_> {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the inventory and moves the folder to its place, replacing a broken pack of the same name.
    pub(super) fn finish(&self, builder: &dyn PackBuilder) -> Result<Pack, RuntimeError> {
        let mut files = Vec::new();
        for name in builder.files() {
            files.push(InventoryFile::of(&self.path, &name)?);
        }
        let inventory = Inventory {
            version: builder.version(),
            module_version: builder.module_version(),
            files,
        };
        let path = self.path.join(INVENTORY_FILE);
        let text = serde_json::to_vec_pretty(&inventory).map_err(|error| RuntimeError::Build {
            reason: error.to_string(),
        })?;
        fs::write(&path, text).map_err(|error| RuntimeError::io("write", &path, error))?;
        let folder = self.move_to(&pack_name(builder))?;
        Ok(Pack { folder })
    }

    /// Moves the folder to its place in the cache, replacing one of the same name.
    pub(super) fn move_to(&self, name: &str) -> Result<PathBuf, RuntimeError> {
        let folder = self.cache.cache.path.join(name);
        remove_folder(&folder)?;
        fs::rename(&self.path, &folder)
            .map_err(|error| RuntimeError::io("create", &folder, error))?;
        Ok(folder)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // After `finish` there is nothing left here; a failure leaves it to the next installation.
        let _ = remove_folder(&self.path);
    }
}

fn private_builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

pub(super) fn pack_name(builder: &dyn PackBuilder) -> String {
    let mut hasher = Sha256::new();
    for part in [
        MODULE.sha256,
        STANDARD_LIBRARY.sha256,
        std::env::consts::ARCH,
        std::env::consts::OS,
        &builder.version(),
    ] {
        hasher.update(part);
        hasher.update([0]);
    }
    let digest = hexadecimal(&hasher.finalize());
    format!("{PACK_PREFIX}{}", digest.get(..16).unwrap_or_default())
}

fn read_inventory(folder: &Path) -> Result<Option<Inventory>, RuntimeError> {
    let path = folder.join(INVENTORY_FILE);
    match fs::read(&path) {
        Ok(text) => Ok(serde_json::from_slice(&text).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RuntimeError::io("read", &path, error)),
    }
}

/// Refuses a folder or file that belongs to someone else or that others may write.
pub(super) fn check_private(path: &Path) -> Result<(), RuntimeError> {
    let metadata = path
        .symlink_metadata()
        .map_err(|error| RuntimeError::io("read", path, error))?;
    let not_private = |reason: String| RuntimeError::NotPrivate {
        path: path.to_owned(),
        reason,
    };
    let own_user = rustix::process::geteuid().as_raw();
    if metadata.uid() != own_user {
        return Err(not_private(format!(
            "it belongs to user {}, not to user {own_user}",
            metadata.uid()
        )));
    }
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o022 != 0 {
        return Err(not_private(format!("its mode {mode:o} lets others write")));
    }
    Ok(())
}

fn file_digest(path: &Path) -> Result<(u64, String), RuntimeError> {
    let failed = |error| RuntimeError::io("read", path, error);
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = DigestWriter(Sha256::new());
    let bytes = io::copy(&mut file, &mut hasher).map_err(failed)?;
    Ok((bytes, hexadecimal(&hasher.0.finalize())))
}

struct DigestWriter(Sha256);

impl io::Write for DigestWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn folder_bytes(folder: &Path) -> Result<u64, RuntimeError> {
    let failed = |error| RuntimeError::io("read", folder, error);
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let metadata = entry.map_err(failed)?.metadata().map_err(failed)?;
        // Images are sparse files: what they take on the disk is what counts. A compiled module may be in several packs.
        bytes += metadata.blocks() * 512 / metadata.nlink().max(1);
    }
    Ok(bytes)
}
