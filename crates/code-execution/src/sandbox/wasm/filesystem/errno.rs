//! WASI error numbers.

/// The error numbers this host answers with.
///
/// Source: WASI preview 1, `errno`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Errno {
    /// Operation refused.
    AccessDenied = 2,
    /// Not an open descriptor, or not opened for this.
    BadDescriptor = 8,
    /// The name is taken.
    Exists = 20,
    /// An address outside the guest's memory.
    Fault = 21,
    /// A name that is not UTF-8.
    IllegalBytes = 25,
    /// An argument that makes no sense.
    Invalid = 28,
    /// Is a directory.
    IsDirectory = 31,
    /// Too many symbolic links on the way.
    Loop = 32,
    /// Too many open descriptors.
    TooManyOpenFiles = 33,
    /// A path or a name over its limit.
    NameTooLong = 37,
    /// No such file or directory.
    NotFound = 44,
    /// The quota of the in-memory file system is used up.
    NoSpace = 51,
    /// Not provided by this host.
    NotSupported = 58,
    /// Is not a directory.
    NotDirectory = 54,
    /// The directory holds entries.
    NotEmpty = 55,
    /// A number over the range of its type.
    Overflow = 61,
    /// Not permitted.
    NotPermitted = 63,
    /// Part of the read-only tree.
    ReadOnly = 69,
    /// The descriptor cannot seek.
    NotSeekable = 70,
}
