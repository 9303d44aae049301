//! The allow-list: every system call that a locked-down worker may make, under which condition, and why.
//!
//! `docs/reference/walls.md` is written from this table.

/// A call that is allowed.
#[derive(Clone, Copy, Debug)]
pub(super) struct AllowedCall {
    #[cfg_attr(not(test), expect(dead_code, reason = "for the page"))]
    pub(super) name: &'static str,
    /// Its number; `None` on architectures that do not have it.
    pub(super) number: Option<i64>,
    pub(super) condition: Condition,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the page"))]
    pub(super) reason: &'static str,
}

/// When a call is allowed. What a pointer points at cannot be looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Condition {
    Always,
    /// The argument, counted from 0, and `mask` give one of `values`.
    OneOf {
        argument: u8,
        width: Width,
        mask: u64,
        values: &'static [u64],
        #[cfg_attr(not(test), expect(dead_code, reason = "for the page"))]
        words: &'static str,
    },
    /// The argument is the worker's own process number.
    OwnProcess {
        argument: u8,
    },
}

/// How much of an argument the kernel reads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Width {
    Int,
    Long,
}

#[cfg(target_arch = "x86_64")]
const POLL: Option<i64> = Some(libc::SYS_poll);
#[cfg(not(target_arch = "x86_64"))]
const POLL: Option<i64> = None;

/// `ioctl` request of Linux 6.7 that tells which pages of a memory were written: `_IOWR('f', 16, struct pm_scan_arg)`.
/// Source: the Linux kernel's documentation, `admin-guide/mm/pagemap`.
const PAGEMAP_SCAN: u64 = 0xc060_6610;
/// `ioctl` request that watches a memory for writes: `_IOWR(0xAA, 0x00, struct uffdio_register)`. Source: the Linux kernel's
/// documentation, `admin-guide/mm/userfaultfd`.
const UFFDIO_REGISTER: u64 = 0xc020_aa00;
/// Advice to `madvise` of Linux 6.13, younger than what `libc` knows.
const MADV_GUARD_INSTALL: u64 = 102;
const MADV_GUARD_REMOVE: u64 = 103;
/// What `pthread_create` of glibc and musl asks of `clone`, but `CLONE_DETACHED`, which musl adds and the kernel ignores.
const THREAD_FLAGS: u64 = (libc::CLONE_VM
    | libc::CLONE_FS
    | libc::CLONE_FILES
    | libc::CLONE_SIGHAND
    | libc::CLONE_THREAD
    | libc::CLONE_SYSVSEM
    | libc::CLONE_SETTLS
    | libc::CLONE_PARENT_SETTID
    | libc::CLONE_CHILD_CLEARTID) as u64;
const CLONE_DETACHED: u64 = libc::CLONE_DETACHED as u64;
/// The part of a futex operation that is not a flag.
const FUTEX_COMMAND: u64 = 0x7f;
const FUTEX_COMMANDS: &[u64] = &[
    libc::FUTEX_WAIT as u64,
    libc::FUTEX_WAKE as u64,
    libc::FUTEX_REQUEUE as u64,
    libc::FUTEX_CMP_REQUEUE as u64,
    libc::FUTEX_WAIT_BITSET as u64,
    libc::FUTEX_WAKE_BITSET as u64,
];
const ADVICE: &[u64] = &[
    libc::MADV_DONTNEED as u64,
    libc::MADV_FREE as u64,
    libc::MADV_POPULATE_READ as u64,
    libc::MADV_POPULATE_WRITE as u64,
    MADV_GUARD_INSTALL,
    MADV_GUARD_REMOVE,
];
const NOT_EXECUTABLE: Condition = Condition::OneOf {
    argument: 2,
    width: Width::Long,
    mask: libc::PROT_EXEC as u64,
    values: &[0],
    words: "without `PROT_EXEC`",
};

const fn always(name: &'static str, number: i64, reason: &'static str) -> AllowedCall {
    when(name, number, Condition::Always, reason)
}

const fn when(
    name: &'static str,
    number: i64,
    condition: Condition,
    reason: &'static str,
) -> AllowedCall {
    AllowedCall {
        name,
        number: Some(number),
        condition,
        reason,
    }
}

/// The allow-list, in the order of its page.
pub(super) const ALLOWED: &[AllowedCall] = &[
    // The channel, and what was opened before.
    always("read", libc::SYS_read, "reads the channel"),
    always("readv", libc::SYS_readv, "reads the channel"),
    always("write", libc::SYS_write, "writes to the channel"),
    always("writev", libc::SYS_writev, "writes to the channel"),
    always(
        "recvfrom",
        libc::SYS_recvfrom,
        "reads the channel; the standard library's form of `read` for sockets",
    ),
    when(
        "sendto",
        libc::SYS_sendto,
        Condition::OneOf {
            argument: 4,
            width: Width::Long,
            mask: u64::MAX,
            values: &[0],
            words: "without an address",
        },
        "writes to the channel; the standard library's form of `write` for sockets",
    ),
    always(
        "recvmsg",
        libc::SYS_recvmsg,
        "reads the channel, with descriptors that the host sends along",
    ),
    AllowedCall {
        name: "poll",
        number: POLL,
        condition: Condition::Always,
        reason: "waits for the channel",
    },
    always("ppoll", libc::SYS_ppoll, "waits for the channel"),
    always(
        "pread64",
        libc::SYS_pread64,
        "reads a file that was opened before, or that the host sent",
    ),
    always("fstat", libc::SYS_fstat, "the size of such a file"),
    always("close", libc::SYS_close, "gives a descriptor back"),
    when(
        "ioctl",
        libc::SYS_ioctl,
        Condition::OneOf {
            argument: 1,
            width: Width::Int,
            mask: u64::MAX,
            values: &[PAGEMAP_SCAN, UFFDIO_REGISTER],
            words: "`PAGEMAP_SCAN`, `UFFDIO_REGISTER`",
        },
        "which pages of its own memory a guest wrote, through descriptors opened before",
    ),
    // Memory.
    when(
        "mmap",
        libc::SYS_mmap,
        NOT_EXECUTABLE,
        "memories of guests, stacks, the heap",
    ),
    when(
        "mprotect",
        libc::SYS_mprotect,
        NOT_EXECUTABLE,
        "a memory grows into its reservation; guard pages",
    ),
    always("munmap", libc::SYS_munmap, "gives memory back"),
    always("mremap", libc::SYS_mremap, "grows large blocks of the heap"),
    always("brk", libc::SYS_brk, "grows the heap"),
    when(
        "madvise",
        libc::SYS_madvise,
        Condition::OneOf {
            argument: 2,
            width: Width::Int,
            mask: u64::MAX,
            values: ADVICE,
            words: "`MADV_DONTNEED`, `MADV_FREE`, `MADV_POPULATE_READ`, `MADV_POPULATE_WRITE`, `MADV_GUARD_INSTALL`, `MADV_GUARD_REMOVE`",
        },
        "empties a memory for the next guest, maps pages ahead, guards of stacks",
    ),
    // Threads.
    when(
        "clone",
        libc::SYS_clone,
        Condition::OneOf {
            argument: 0,
            width: Width::Long,
            mask: !CLONE_DETACHED,
            values: &[THREAD_FLAGS],
            words: "with the flags of `pthread_create`: a thread, no process",
        },
        "starts a thread",
    ),
    always(
        "set_robust_list",
        libc::SYS_set_robust_list,
        "a thread starts",
    ),
    always("rseq", libc::SYS_rseq, "a thread starts"),
    always(
        "sched_getaffinity",
        libc::SYS_sched_getaffinity,
        "a thread finds its stack; how many cores there are",
    ),
    always(
        "sched_yield",
        libc::SYS_sched_yield,
        "a lock that spins lets others run",
    ),
    when(
        "prctl",
        libc::SYS_prctl,
        Condition::OneOf {
            argument: 0,
            width: Width::Int,
            mask: u64::MAX,
            values: &[libc::PR_SET_NAME as u64],
            words: "`PR_SET_NAME`",
        },
        "names a thread",
    ),
    when(
        "futex",
        libc::SYS_futex,
        Condition::OneOf {
            argument: 1,
            width: Width::Int,
            mask: FUTEX_COMMAND,
            values: FUTEX_COMMANDS,
            words: "waiting, waking and requeueing, without priorities",
        },
        "locks and condition variables",
    ),
    always("gettid", libc::SYS_gettid, "`abort`"),
    always("getpid", libc::SYS_getpid, "`abort`"),
    when(
        "tgkill",
        libc::SYS_tgkill,
        Condition::OwnProcess { argument: 0 },
        "`abort`",
    ),
    always("exit", libc::SYS_exit, "a thread ends"),
    always("exit_group", libc::SYS_exit_group, "the worker ends"),
    // Signals: traps of WebAssembly arrive as SIGSEGV, SIGILL, SIGFPE.
    always(
        "rt_sigaction",
        libc::SYS_rt_sigaction,
        "a fault that is no trap gets its default action, and so ends the worker",
    ),
    always(
        "rt_sigprocmask",
        libc::SYS_rt_sigprocmask,
        "a thread starts; `abort`",
    ),
    always(
        "rt_sigreturn",
        libc::SYS_rt_sigreturn,
        "returns from a trap",
    ),
    always(
        "sigaltstack",
        libc::SYS_sigaltstack,
        "each thread's stack for traps",
    ),
    always(
        "restart_syscall",
        libc::SYS_restart_syscall,
        "a wait goes on after the process was stopped",
    ),
    // Time and randomness.
    always(
        "clock_gettime",
        libc::SYS_clock_gettime,
        "clocks, where the kernel serves them by a call",
    ),
    always("clock_nanosleep", libc::SYS_clock_nanosleep, "sleeps"),
    always(
        "getrandom",
        libc::SYS_getrandom,
        "seeds of guests and of hash tables",
    ),
];
