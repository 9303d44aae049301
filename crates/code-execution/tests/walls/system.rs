//! Raw system calls for the probes.
#![expect(
    unsafe_code,
    reason = "attacks make calls that no library makes for them"
)]
#![cfg(test)]

use std::{
    ffi::{CStr, c_long},
    os::fd::{FromRawFd, OwnedFd},
};

/// Makes a call; the number of its error where it fails.
pub(crate) fn call(number: c_long, arguments: &[c_long]) -> Result<c_long, i32> {
    let mut all = [0; 6];
    all[..arguments.len()].copy_from_slice(arguments);
    let [first, second, third, fourth, fifth, sixth] = all;
    // SAFETY: the process makes this call to be refused, and ends after it.
    let result = unsafe { libc::syscall(number, first, second, third, fourth, fifth, sixth) };
    if result == -1 {
        return Err(std::io::Error::last_os_error().raw_os_error().unwrap());
    }
    Ok(result)
}

/// A text as an argument.
pub(crate) fn text(text: &'static CStr) -> c_long {
    text.as_ptr().expose_provenance().cast_signed() as c_long
}

/// Some memory as an argument, long enough and aligned for every structure here, all zeroes.
pub(crate) fn memory() -> c_long {
    let memory: &'static mut [u64; 512] = Box::leak(Box::new([0; 512]));
    memory.as_mut_ptr().expose_provenance().cast_signed() as c_long
}

/// A descriptor that programs started from here on inherit.
pub(crate) fn leak_descriptor() -> OwnedFd {
    // SAFETY: the copy is a new descriptor, which belongs to the value alone.
    unsafe {
        let descriptor = libc::dup(0);
        assert!(descriptor >= 0);
        OwnedFd::from_raw_fd(descriptor)
    }
}

/// Kills a process.
pub(crate) fn kill(process: u32) {
    let process = libc::pid_t::try_from(process).unwrap();
    // SAFETY: touches no memory of this process.
    assert_eq!(unsafe { libc::kill(process, libc::SIGKILL) }, 0);
}

/// `getpid` as 32-bit programs call it.
#[cfg(target_arch = "x86_64")]
pub(crate) fn call_of_32_bits() -> Result<c_long, i32> {
    let result: i32;
    // SAFETY: the call touches no memory; the kernel keeps the other registers but those named.
    unsafe {
        std::arch::asm!(
            "int 0x80",
            inout("eax") 20 => result,
            out("r8") _, out("r9") _, out("r10") _, out("r11") _,
        );
    }
    if result < 0 {
        Err(-result)
    } else {
        Ok(result.into())
    }
}
