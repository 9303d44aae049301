//! Open descriptors.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::super::filesystem::{Errno, FileSystem, NodeId};

/// The most descriptors open at once, the standard streams and the opened-ahead directories included.
const MAX_DESCRIPTORS: usize = 256;

/// What a descriptor number stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Descriptor {
    /// Always at its end.
    StandardInput,
    /// Captured.
    StandardOutput,
    /// Captured.
    StandardError,
    /// An open directory; `opened_ahead` is its path where the guest finds it open at its start.
    Directory {
        node: NodeId,
        opened_ahead: Option<Cow<'static, str>>,
    },
    /// An open file.
    File(OpenFile),
}

/// A file, where it is read next, and what the guest may do with it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct OpenFile {
    pub(super) node: NodeId,
    pub(super) offset: u64,
    pub(super) readable: bool,
    pub(super) writable: bool,
    pub(super) appends: bool,
}

/// The table of open descriptors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Descriptors(Vec<Option<Descriptor>>);

/// Where matplotlib looks for its data: below its package, which lies inside the standard library's archive.
pub(crate) const MATPLOTLIB_DATA_PATH: &str = "/usr/local/lib/python315.zip/matplotlib/mpl-data";
/// Where matplotlib's data lies in the shared tree.
pub(crate) const MATPLOTLIB_DATA_NODE: &str = "matplotlib-data";

impl Descriptors {
    /// The standard streams, `/` as descriptor 3 and matplotlib's data as descriptor 4.
    ///
    /// A memory image remembers these numbers, so they are the same in every execution.
    pub(crate) fn new(files: &FileSystem) -> Self {
        let mut table = vec![
            Some(Descriptor::StandardInput),
            Some(Descriptor::StandardOutput),
            Some(Descriptor::StandardError),
            Some(Descriptor::Directory {
                node: FileSystem::ROOT,
                opened_ahead: Some(Cow::Borrowed("/")),
            }),
        ];
        let data = files.base_node(MATPLOTLIB_DATA_NODE);
        table.extend(data.map(|node| {
            Some(Descriptor::Directory {
                node,
                opened_ahead: Some(Cow::Borrowed(MATPLOTLIB_DATA_PATH)),
            })
        }));
        Self(table)
    }

    pub(super) fn get(&self, number: u32) -> Result<&Descriptor, Errno> {
        self.0
            .get(number as usize)
            .and_then(Option::as_ref)
            .ok_or(Errno::BadDescriptor)
    }

    pub(super) fn file_mut(&mut self, number: u32) -> Result<&mut OpenFile, Errno> {
        match self.0.get_mut(number as usize).and_then(Option::as_mut) {
            Some(Descriptor::File(file)) => Ok(file),
            Some(Descriptor::Directory { .. }) => Err(Errno::IsDirectory),
            Some(_) => Err(Errno::NotSeekable),
            None => Err(Errno::BadDescriptor),
        }
    }

    pub(super) fn directory(&self, number: u32) -> Result<NodeId, Errno> {
        match self.get(number)? {
            Descriptor::Directory { node, .. } => Ok(*node),
            _ => Err(Errno::NotDirectory),
        }
    }

    /// Gives a descriptor the lowest free number.
    pub(super) fn open(&mut self, descriptor: Descriptor) -> Result<u32, Errno> {
        let number = match self.0.iter().position(Option::is_none) {
            Some(free) => free,
            None if self.0.len() < MAX_DESCRIPTORS => {
                self.0.push(None);
                self.0.len() - 1
            }
            None => return Err(Errno::TooManyOpenFiles),
        };
        if let Some(slot) = self.0.get_mut(number) {
            *slot = Some(descriptor);
        }
        u32::try_from(number).map_err(|_| Errno::TooManyOpenFiles)
    }

    pub(super) fn close(&mut self, number: u32) -> Result<Descriptor, Errno> {
        self.0
            .get_mut(number as usize)
            .and_then(Option::take)
            .ok_or(Errno::BadDescriptor)
    }

    /// The nodes that descriptors stand for, a node as often as it is open.
    pub(crate) fn open_nodes(&self) -> impl Iterator<Item = NodeId> {
        self.0.iter().flatten().filter_map(|open| match open {
            Descriptor::Directory { node, .. } => Some(*node),
            Descriptor::File(file) => Some(file.node),
            _ => None,
        })
    }

    /// Whether the table is no longer than one that a guest can fill.
    pub(crate) fn is_bounded(&self) -> bool {
        self.0.len() <= MAX_DESCRIPTORS
    }

    /// How many descriptors are open beside those of [`Self::new`].
    pub(crate) fn opened_by_guest(&self) -> usize {
        let ahead = |open: &&Descriptor| {
            !matches!(
                open,
                Descriptor::Directory {
                    opened_ahead: Some(_),
                    ..
                }
            )
        };
        self.0.iter().skip(3).flatten().filter(ahead).count()
    }
}
