//! Watching memory for writes, which the kernel notes by itself.
//!
//! A page that is protected makes its first write fault; the kernel takes the protection away, which is the note, and the
//! write goes on. Nobody handles the fault.
//!
//! Source: the Linux kernel's documentation, `admin-guide/mm/userfaultfd`, on asynchronous write protection (Linux 6.7),
//! and its header `uapi/linux/userfaultfd.h`.
#![cfg_attr(
    target_os = "linux",
    expect(
        unsafe_code,
        reason = "asks the kernel to watch memory; each block says why it is sound"
    )
)]

use std::{ffi::c_void, io};

/// The descriptor that watched memories are registered with.
#[derive(Debug)]
pub(crate) struct WriteFaults {
    #[cfg(target_os = "linux")]
    descriptor: std::os::fd::OwnedFd,
}

#[cfg(target_os = "linux")]
mod linux {
    use rustix::{
        ioctl::{Updater, ioctl, opcode},
        mm::{UserfaultfdFlags, userfaultfd},
    };

    use super::{WriteFaults, c_void, io};

    /// `UFFD_USER_MODE_ONLY`: no fault inside the kernel is ever held up, so the descriptor is of no use in attacking it.
    const USER_MODE_ONLY: u32 = 1;
    /// `UFFD_API`.
    const API_VERSION: u64 = 0xaa;
    /// `UFFD_FEATURE_WP_UNPOPULATED`: pages that were never touched can be protected.
    const UNPOPULATED: u64 = 1 << 13;
    /// `UFFD_FEATURE_WP_ASYNC`: the kernel resolves the faults.
    const ASYNCHRONOUS: u64 = 1 << 15;
    /// `UFFDIO_REGISTER_MODE_WP`.
    const WRITES: u64 = 1 << 1;

    /// `struct uffdio_api`.
    #[derive(Debug)]
    #[repr(C)]
    struct Handshake {
        version: u64,
        features: u64,
        operations: u64,
    }

    /// `struct uffdio_register`.
    #[derive(Debug)]
    #[repr(C)]
    struct Registration {
        start: u64,
        bytes: u64,
        mode: u64,
        operations: u64,
    }

    const HANDSHAKE: u32 = opcode::read_write::<Handshake>(0xaa, 0x3f);
    const REGISTER: u32 = opcode::read_write::<Registration>(0xaa, 0x00);

    impl WriteFaults {
        /// Opens the descriptor.
        ///
        /// # Errors
        /// When the kernel is older than 6.7, or does not allow it.
        pub(in super::super) fn open() -> io::Result<Self> {
            let flags =
                UserfaultfdFlags::CLOEXEC | UserfaultfdFlags::from_bits_retain(USER_MODE_ONLY);
            let mut handshake = Handshake {
                version: API_VERSION,
                features: UNPOPULATED | ASYNCHRONOUS,
                operations: 0,
            };
            // SAFETY: the descriptor stays in this type, which watches memories without holding any access up. The
            // opcode is that of `UFFDIO_API` with a `uffdio_api`, which the type is laid out as.
            unsafe {
                let descriptor = userfaultfd(flags)?;
                ioctl(&descriptor, Updater::<HANDSHAKE, _>::new(&mut handshake))?;
                Ok(Self { descriptor })
            }
        }

        /// Watches a memory until it is unmapped. Every page counts as written that is not protected afterwards.
        ///
        /// # Errors
        /// When the kernel has no room for it.
        pub(in super::super) fn watch(
            &self,
            memory: *const c_void,
            bytes: usize,
        ) -> io::Result<()> {
            let mut registration = Registration {
                start: memory.addr() as u64,
                bytes: bytes as u64,
                mode: WRITES,
                operations: 0,
            };
            // SAFETY: the opcode is that of `UFFDIO_REGISTER` with a `uffdio_register`, which the type is laid out as;
            // watching changes no byte, and no access waits.
            unsafe {
                let register = Updater::<REGISTER, _>::new(&mut registration);
                ioctl(&self.descriptor, register)?;
            }
            Ok(())
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl WriteFaults {
    /// There is none.
    ///
    /// # Errors
    /// Always.
    pub(super) fn open() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Never called: there is no value to call it on.
    ///
    /// # Errors
    /// Always.
    pub(super) fn watch(&self, _memory: *const c_void, _bytes: usize) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
