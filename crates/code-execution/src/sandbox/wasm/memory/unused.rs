//! Memory that was freed, and that the allocator keeps.

/// Gives memory that the allocator holds for nobody back to the system; takes some milliseconds for a large heap.
///
/// Pages of sessions are small pieces to glibc's `malloc`, which gives back by itself only what lies at the heap's end.
/// Other allocators are left alone: they give back by themselves.
///
/// Source: `malloc_trim(3)`.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn give_back_unused() {
    // SAFETY: it takes a number, may be called on any thread at any time, and frees nothing that is in use.
    #[expect(unsafe_code, reason = "glibc has no safe form of it")]
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Does nothing: other allocators give back by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn give_back_unused() {}
