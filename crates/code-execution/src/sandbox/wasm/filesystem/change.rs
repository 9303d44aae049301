//! What changes the tree: every change is checked against the quota before memory is taken for it.

use super::{
    FileSystem,
    errno::Errno,
    node::{Content, Entries, Kind, Node, NodeId, Times},
    path::Place,
};

impl FileSystem {
    /// Puts a file given by the caller at `path` below the working folder, with the directories on the way.
    ///
    /// With `replaces`, a file that has the path already gets the bytes; that is how a session's file is given anew.
    ///
    /// # Errors
    /// [`Errno::NoSpace`] over the quota, [`Errno::Exists`] where the path is taken, [`Errno::Invalid`] where a
    /// component is `.` or `..` or has a NUL in it.
    pub(crate) fn add_input(
        &mut self,
        path: &str,
        bytes: Vec<u8>,
        replaces: bool,
        now_ns: u64,
    ) -> Result<(), Errno> {
        if path.contains('\0') {
            return Err(Errno::Invalid);
        }
        let (directories, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut directory = Self::WORK;
        for component in directories.split('/') {
            directory = match component {
                "" => directory,
                "." | ".." => return Err(Errno::Invalid),
                name => match self.entries(directory)?.get(name) {
                    Some(&existing) => existing,
                    None => self.create_directory(&place(directory, name), now_ns)?,
                },
            };
        }
        if matches!(name, "" | "." | "..") {
            return Err(Errno::Invalid);
        }
        let existing = self.entries(directory)?.get(name).copied();
        if let Some(existing) = existing.filter(|_| replaces) {
            self.resize(existing, 0, now_ns)?;
            self.write(existing, 0, &bytes, now_ns)?;
            self.node_mut(existing)?.changed = false;
            return Ok(());
        }
        let place = place(directory, name);
        self.check_name(&place)?;
        self.take_bytes(bytes.len() as u64)?;
        let node = Node::new(Kind::File(Content::Owned(bytes)), now_ns);
        self.insert(&place, node).map(|_| ())
    }

    /// Makes an empty file.
    pub(crate) fn create_file(&mut self, place: &Place, now_ns: u64) -> Result<NodeId, Errno> {
        if place.must_be_directory {
            return Err(Errno::IsDirectory);
        }
        let mut node = Node::new(Kind::File(Content::Owned(Vec::new())), now_ns);
        node.changed = true;
        self.insert(place, node)
    }

    /// Makes an empty directory.
    pub(crate) fn create_directory(&mut self, place: &Place, now_ns: u64) -> Result<NodeId, Errno> {
        let kind = Kind::Directory {
            entries: Entries::new(),
            parent: place.directory,
        };
        self.insert(place, Node::new(kind, now_ns))
    }

    /// Makes a symbolic link; its target is not looked up.
    pub(crate) fn create_symbolic_link(
        &mut self,
        place: &Place,
        target: &str,
        now_ns: u64,
    ) -> Result<NodeId, Errno> {
        if target.len() > super::path::MAX_PATH_BYTES {
            return Err(Errno::NameTooLong);
        }
        self.insert(
            place,
            Node::new(Kind::SymbolicLink(target.to_owned()), now_ns),
        )
    }

    /// Gives a file a second name.
    pub(crate) fn create_hard_link(
        &mut self,
        existing: NodeId,
        place: &Place,
    ) -> Result<(), Errno> {
        if self.is_directory(existing) {
            return Err(Errno::NotPermitted);
        }
        self.check_name(place)?;
        self.node_mut(existing)?.links += 1;
        self.entries_mut(place.directory)?
            .insert(place.name.clone(), existing);
        self.used_names += 1;
        Ok(())
    }

    /// Takes a name from a file or a link; the node ends with its last name and its last descriptor.
    pub(crate) fn unlink(&mut self, place: &Place) -> Result<(), Errno> {
        let id = *self
            .entries(place.directory)?
            .get(&place.name)
            .ok_or(Errno::NotFound)?;
        if self.is_directory(id) {
            return Err(Errno::IsDirectory);
        }
        if place.must_be_directory {
            return Err(Errno::NotDirectory);
        }
        self.remove_name(place, id)
    }

    /// Removes an empty directory.
    pub(crate) fn remove_directory(&mut self, place: &Place) -> Result<(), Errno> {
        let id = *self
            .entries(place.directory)?
            .get(&place.name)
            .ok_or(Errno::NotFound)?;
        if !self.entries(id)?.is_empty() {
            return Err(Errno::NotEmpty);
        }
        if id == Self::WORK || id == Self::TMP {
            return Err(Errno::AccessDenied);
        }
        if let Kind::Directory { parent, .. } = &mut self.node_mut(id)?.kind {
            // It may stay open for longer than its parent is there.
            *parent = Self::ROOT;
        }
        self.remove_name(place, id)
    }

    /// Moves a node to another name, as POSIX `rename`: what has that name is replaced where the kinds allow.
    pub(crate) fn rename(&mut self, from: &Place, to: &Place) -> Result<(), Errno> {
        let moved = *self
            .entries(from.directory)?
            .get(&from.name)
            .ok_or(Errno::NotFound)?;
        let moves_directory = self.is_directory(moved);
        if moved == Self::WORK || moved == Self::TMP {
            return Err(Errno::AccessDenied);
        }
        if (from.must_be_directory || to.must_be_directory) && !moves_directory {
            return Err(Errno::NotDirectory);
        }
        self.node_mut(moved)?;
        self.entries_mut(from.directory)?;
        self.entries_mut(to.directory)?;
        if moves_directory && self.is_inside(to.directory, moved) {
            return Err(Errno::Invalid);
        }
        match self.entries(to.directory)?.get(&to.name).copied() {
            Some(replaced) if replaced == moved => return Ok(()),
            Some(replaced) => match (moves_directory, self.is_directory(replaced)) {
                (true, true) => self.remove_directory(to)?,
                (false, false) => self.unlink(to)?,
                (true, false) => return Err(Errno::NotDirectory),
                (false, true) => return Err(Errno::IsDirectory),
            },
            None => (),
        }
        self.entries_mut(from.directory)?.remove(&from.name);
        self.entries_mut(to.directory)?
            .insert(to.name.clone(), moved);
        let node = self.node_mut(moved)?;
        node.changed = true;
        if let Kind::Directory { parent, .. } = &mut node.kind {
            *parent = to.directory;
        }
        Ok(())
    }

    /// Writes `bytes` at `offset`; a gap before it reads as zeroes.
    pub(crate) fn write(
        &mut self,
        id: NodeId,
        offset: u64,
        bytes: &[u8],
        now_ns: u64,
    ) -> Result<(), Errno> {
        let end = offset
            .checked_add(bytes.len() as u64)
            .ok_or(Errno::NoSpace)?;
        let size = self.stat(id)?.size_bytes;
        if end > size {
            self.resize(id, end, now_ns)?;
        }
        let content = self.owned(id)?;
        let start = usize::try_from(offset).map_err(|_| Errno::NoSpace)?;
        let target = content
            .get_mut(start..start + bytes.len())
            .ok_or(Errno::NoSpace)?;
        target.copy_from_slice(bytes);
        self.touch(id, now_ns)
    }

    /// Cuts a file, or lengthens it with zeroes.
    pub(crate) fn resize(&mut self, id: NodeId, size_bytes: u64, now_ns: u64) -> Result<(), Errno> {
        let old = self.content(id)?.len() as u64;
        if !Self::is_writable(id) {
            return Err(Errno::ReadOnly);
        }
        self.take_bytes(size_bytes.saturating_sub(old))?;
        let size = usize::try_from(size_bytes).map_err(|_| Errno::NoSpace)?;
        let content = self.owned(id)?;
        if size > content.capacity() {
            // A quarter ahead: appending stays linear, and the host keeps little that the quota does not count.
            content.reserve_exact(size + size / 4 - content.len());
        }
        content.resize(size, 0);
        if size < content.capacity() / 2 {
            content.shrink_to_fit();
        }
        self.used_bytes -= old.saturating_sub(size_bytes);
        self.touch(id, now_ns)
    }

    /// Sets a node's times.
    pub(crate) fn set_times(&mut self, id: NodeId, times: Times) -> Result<(), Errno> {
        self.node_mut(id)?.times = times;
        Ok(())
    }

    /// Counts a descriptor of the node, so that unlinking keeps its bytes while one is open.
    pub(crate) fn retain(&mut self, id: NodeId) {
        if let Ok(node) = self.node_mut(id) {
            node.open_descriptors += 1;
        }
    }

    /// Counts a descriptor as closed.
    pub(crate) fn release(&mut self, id: NodeId) {
        if let Ok(node) = self.node_mut(id) {
            node.open_descriptors = node.open_descriptors.saturating_sub(1);
        }
        self.drop_unreachable(id);
    }

    fn touch(&mut self, id: NodeId, now_ns: u64) -> Result<(), Errno> {
        let node = self.node_mut(id)?;
        node.times.modified_ns = now_ns;
        node.changed = true;
        Ok(())
    }

    /// The file's bytes as the execution's own; a shared content is copied first, within the quota.
    fn owned(&mut self, id: NodeId) -> Result<&mut Vec<u8>, Errno> {
        match &mut self.node_mut(id)?.kind {
            Kind::File(Content::Owned(bytes)) => Ok(bytes),
            Kind::File(Content::Shared(_)) => Err(Errno::ReadOnly),
            Kind::Directory { .. } => Err(Errno::IsDirectory),
            Kind::SymbolicLink(_) => Err(Errno::Invalid),
        }
    }

    fn insert(&mut self, place: &Place, node: Node) -> Result<NodeId, Errno> {
        self.check_name(place)?;
        let index = if let Some(index) = self.free.pop() {
            index
        } else {
            self.nodes.push(None);
            u32::try_from(self.nodes.len() - 1).map_err(|_| Errno::NoSpace)?
        };
        if let Some(slot) = self.nodes.get_mut(index as usize) {
            *slot = Some(node);
            self.touched.insert(index);
        }
        self.used_names += 1;
        self.entries_mut(place.directory)?
            .insert(place.name.clone(), NodeId(index));
        Ok(NodeId(index))
    }

    /// Whether a new name fits: free, in a directory that can be changed, within the quota.
    fn check_name(&mut self, place: &Place) -> Result<(), Errno> {
        if self.entries(place.directory)?.contains_key(&place.name) {
            return Err(Errno::Exists);
        }
        self.entries_mut(place.directory)?;
        if self.used_names >= self.quota.max_names {
            return Err(Errno::NoSpace);
        }
        Ok(())
    }

    fn entries_mut(&mut self, directory: NodeId) -> Result<&mut Entries, Errno> {
        let node = self.node_mut(directory)?;
        match &mut node.kind {
            // Removed and still open: nobody would find what is put there.
            Kind::Directory { .. } if node.links == 0 => Err(Errno::NotFound),
            Kind::Directory { entries, .. } => Ok(entries),
            _ => Err(Errno::NotDirectory),
        }
    }

    fn is_inside(&self, mut directory: NodeId, ancestor: NodeId) -> bool {
        loop {
            if directory == ancestor {
                return true;
            }
            match self.parent(directory) {
                Ok(parent) if parent != directory => directory = parent,
                _ => return false,
            }
        }
    }

    fn take_bytes(&mut self, bytes: u64) -> Result<(), Errno> {
        let used = self
            .used_bytes
            .checked_add(bytes)
            .filter(|used| *used <= self.quota.max_bytes);
        self.used_bytes = used.ok_or(Errno::NoSpace)?;
        Ok(())
    }

    fn remove_name(&mut self, place: &Place, id: NodeId) -> Result<(), Errno> {
        self.entries_mut(place.directory)?.remove(&place.name);
        self.used_names -= 1;
        if let Ok(node) = self.node_mut(id) {
            node.links = node.links.saturating_sub(1);
        }
        self.drop_unreachable(id);
        Ok(())
    }

    fn drop_unreachable(&mut self, id: NodeId) {
        let Ok(node) = self.node_mut(id) else { return };
        if node.links > 0 || node.open_descriptors > 0 {
            return;
        }
        let file_bytes = if matches!(node.kind, Kind::File(_)) {
            node.size_bytes()
        } else {
            0
        };
        if let Some(slot) = self.nodes.get_mut(id.0 as usize) {
            *slot = None;
        }
        self.free.push(id.0);
        self.used_bytes -= file_bytes;
    }
}

pub(super) fn place(directory: NodeId, name: &str) -> Place {
    Place {
        directory,
        name: name.to_owned(),
        must_be_directory: false,
    }
}
