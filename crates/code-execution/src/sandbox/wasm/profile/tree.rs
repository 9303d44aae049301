//! The files that guests of a profile see.

use std::{fs::File, path::PathBuf};

use super::{
    super::{
        filesystem::{BaseTree, add_archive},
        memory::SharedBytes,
    },
    SITE_PACKAGES_NODE,
};
use crate::runtime::RuntimeError;

/// The runtime's files with those of a profile's archives.
pub(in crate::sandbox::wasm) fn tree(
    base: &BaseTree,
    archives: &[PathBuf],
) -> Result<BaseTree, RuntimeError> {
    let mut tree = base.clone();
    for path in archives {
        File::open(path)
            .and_then(|file| SharedBytes::map(&file))
            .and_then(|bytes| add_archive(&mut tree, SITE_PACKAGES_NODE, &bytes))
            .map_err(|error| RuntimeError::io("open", path, error))?;
    }
    Ok(tree)
}
