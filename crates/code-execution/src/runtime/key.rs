//! A secret of the installation, by which it knows what it wrote itself.

use std::{
    fmt, fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::RuntimeError;

const KEY_BYTES: usize = 32;
const FILE_NAME: &str = "checkpoint.key";

/// 32 random bytes that never leave the cache folder.
#[derive(Clone)]
pub(crate) struct InstallationKey([u8; KEY_BYTES]);

impl fmt::Debug for InstallationKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InstallationKey")
            .finish_non_exhaustive()
    }
}

impl InstallationKey {
    /// Length of what [`Self::sign`] gives.
    pub(crate) const SIGNATURE_BYTES: usize = 32;

    /// The key in `folder`, made where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or made, or others can read it.
    pub(crate) fn open(folder: &Path) -> Result<Self, RuntimeError> {
        let path = folder.join(FILE_NAME);
        match read(&path) {
            Err(RuntimeError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                make(folder, &path)?;
                read(&path)
            }
            read => read,
        }
    }

    /// A key that fuzzing knows.
    #[cfg(fuzzing)]
    pub(crate) fn known() -> Self {
        Self([7; KEY_BYTES])
    }

    /// A code that only this installation can make for `parts`, one after the other (HMAC-SHA-256, RFC 2104).
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> Vec<u8> {
        self.mac(parts)
            .map(|mac| mac.finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }

    /// Whether `signature` is what [`Self::sign`] gives, in time that does not depend on where it differs.
    pub(crate) fn accepts(&self, parts: &[&[u8]], signature: &[u8]) -> bool {
        self.mac(parts)
            .is_some_and(|mac| mac.verify_slice(signature).is_ok())
    }

    fn mac(&self, parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
        // A key of any length is one.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        for part in parts {
            mac.update(part);
        }
        Some(mac)
    }
}

fn read(path: &Path) -> Result<InstallationKey, RuntimeError> {
    let failed = |error| RuntimeError::io("read", path, error);
    let mut file = fs::File::open(path).map_err(failed)?;
    check_private(path, &file)?;
    let mut key = [0; KEY_BYTES];
    file.read_exact(&mut key).map_err(failed)?;
    Ok(InstallationKey(key))
}

#[cfg(unix)]
fn check_private(path: &Path, file: &fs::File) -> Result<(), RuntimeError> {
    use std::os::unix::fs::PermissionsExt;

    /// Permissions of the group and of everyone.
    const OTHERS: u32 = 0o077;

    let metadata = file
        .metadata()
        .map_err(|error| RuntimeError::io("read", path, error))?;
    if metadata.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    Err(RuntimeError::NotPrivate {
        path: path.to_owned(),
        reason: "others may read the key that checkpoints are authenticated with".to_owned(),
    })
}

#[cfg(not(unix))]
fn check_private(_path: &Path, _file: &fs::File) -> Result<(), RuntimeError> {
    Ok(())
}

/// Writes a new key under another name and moves it into place, unless another process was faster.
fn make(folder: &Path, path: &Path) -> Result<(), RuntimeError> {
    let staged: PathBuf = folder.join(format!("{FILE_NAME}.{}", uuid::Uuid::now_v7()));
    let failed = |error| RuntimeError::io("create", path, error);
    let mut key = [0; KEY_BYTES];
    let mut empty: &mut [u8] = &mut key;
    while !empty.is_empty() {
        let flags = rustix::rand::GetRandomFlags::empty();
        let filled = rustix::rand::getrandom(&mut *empty, flags)
            .map_err(|errno| failed(io::Error::from(errno)))?;
        empty = empty.get_mut(filled..).unwrap_or_default();
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let linked = options
        .open(&staged)
        .and_then(|mut file| file.write_all(&key))
        .and_then(|()| fs::hard_link(&staged, path));
    // The staged name has done its work, or is of no use.
    let _ = fs::remove_file(&staged);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_is_found_again_and_tells_its_own_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let key = InstallationKey::open(folder.path()).unwrap();
        let again = InstallationKey::open(folder.path()).unwrap();
        let signature = key.sign(&[b"ab", b"c"]);
        assert_eq!(signature.len(), InstallationKey::SIGNATURE_BYTES);
        assert!(again.accepts(&[b"abc"], &signature));
        assert!(!again.accepts(&[b"abd"], &signature));
        let elsewhere = tempfile::tempdir().unwrap();
        let other = InstallationKey::open(elsewhere.path()).unwrap();
        assert!(!other.accepts(&[b"abc"], &signature));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        InstallationKey::open(folder.path()).unwrap();
        let path = folder.path().join(FILE_NAME);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let error = InstallationKey::open(folder.path()).unwrap_err();
        assert!(matches!(error, RuntimeError::NotPrivate { .. }));
    }
}
