//! What a locked-down worker tries, and what must come of it.
#![cfg(test)]
#![expect(
    clippy::cast_lossless,
    clippy::cast_possible_wrap,
    reason = "arguments of every width become words of the machine"
)]

use std::ffi::c_long;

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::process::worker::WorkerEnd;

use crate::{
    host,
    system::{call, memory, text},
};

/// What must come of a probe.
#[derive(Clone, Copy)]
enum Expected {
    /// The worker ends by `SIGSYS`.
    Ends,
    /// The worker ends by `SIGSYS`, or by a fault where the kernel serves no such programs.
    EndsOrFaults,
    /// The call fails with this error.
    Refused(i32),
}

use Expected::{Ends, EndsOrFaults, Refused};

struct Probe {
    name: &'static str,
    expected: Expected,
    call: fn() -> Result<c_long, i32>,
}

const NOT_PERMITTED: Expected = Refused(libc::EPERM);
const HERE: c_long = libc::AT_FDCWD as c_long;
const PAGE: c_long = 4096;
const ANONYMOUS: c_long = (libc::MAP_PRIVATE | libc::MAP_ANONYMOUS) as c_long;

/// Numbers that the kernel gives to no call.
mod unknown {
    use std::ffi::c_long;

    pub(super) const SYS_ABSENT: c_long = 4000;
    #[cfg(target_arch = "x86_64")]
    pub(super) const SYS_GETPID_OF_X32: c_long = 0x4000_0000 + libc::SYS_getpid;
}

macro_rules! probes {
    ($($name:literal, $expected:expr, $($number:ident)::+($($argument:expr),*);)+) => {
        &[$(Probe {
            name: $name,
            expected: $expected,
            call: || call($($number)::+, &[$($argument as c_long),*]),
        },)+]
    };
}

const PROBES: &[Probe] = probes! {
    // files
    "open a file of the host", NOT_PERMITTED, libc::SYS_openat(HERE, text(c"/etc/passwd"), libc::O_RDONLY);
    "open the root folder", NOT_PERMITTED, libc::SYS_openat(HERE, text(c"/"), libc::O_DIRECTORY);
    "open the root folder as a path", NOT_PERMITTED, libc::SYS_openat(HERE, text(c"/"), libc::O_PATH);
    "read proc", NOT_PERMITTED, libc::SYS_openat(HERE, text(c"/proc/self/maps"), libc::O_RDONLY);
    "openat2", NOT_PERMITTED, libc::SYS_openat2(HERE, text(c"/"), memory(), 24);
    "create a file", NOT_PERMITTED, libc::SYS_openat(HERE, text(c"/x"), libc::O_CREAT | libc::O_WRONLY, 0o600);
    "create a folder", NOT_PERMITTED, libc::SYS_mkdirat(HERE, text(c"/x"), 0o700);
    "delete a file", NOT_PERMITTED, libc::SYS_unlinkat(HERE, text(c"/x"), 0);
    "link a file", NOT_PERMITTED, libc::SYS_symlinkat(text(c"/etc"), HERE, text(c"/x"));
    "rename a file", NOT_PERMITTED, libc::SYS_renameat2(HERE, text(c"/x"), HERE, text(c"/y"), 0);
    "look at a file", NOT_PERMITTED, libc::SYS_newfstatat(HERE, text(c"/"), memory(), 0);
    "statx", NOT_PERMITTED, libc::SYS_statx(HERE, text(c"/"), 0, 0x7ff, memory());
    "read a link", NOT_PERMITTED, libc::SYS_readlinkat(HERE, text(c"/proc/self/exe"), memory(), 100);
    "change folder", NOT_PERMITTED, libc::SYS_chdir(text(c"/"));
    "list a folder", NOT_PERMITTED, libc::SYS_getdents64(0, memory(), 1024);
    "make a device", Ends, libc::SYS_mknodat(HERE, text(c"/x"), libc::S_IFCHR | 0o600, 0x101);
    "open by handle", Ends, libc::SYS_open_by_handle_at(HERE, memory(), 0);
    "a file in memory", NOT_PERMITTED, libc::SYS_memfd_create(text(c"x"), 0);
    "secret memory", NOT_PERMITTED, libc::SYS_memfd_secret(0);
    "watch files", NOT_PERMITTED, libc::SYS_inotify_init1(0);
    "fanotify", NOT_PERMITTED, libc::SYS_fanotify_init(0, 0);
    "copy a descriptor", NOT_PERMITTED, libc::SYS_dup(0);
    "fcntl", NOT_PERMITTED, libc::SYS_fcntl(0, libc::F_DUPFD, 100);
    "a pipe", NOT_PERMITTED, libc::SYS_pipe2(memory(), 0);
    "splice", NOT_PERMITTED, libc::SYS_splice(0, 0, 0, 0, 1, 0);
    "type into the terminal", NOT_PERMITTED, libc::SYS_ioctl(2, libc::TIOCSTI, text(c"x"));
    "ask for a terminal's size", NOT_PERMITTED, libc::SYS_ioctl(2, libc::TIOCGWINSZ, memory());
    // sockets
    "socket AF_INET", Ends, libc::SYS_socket(libc::AF_INET, libc::SOCK_STREAM, 0);
    "socket AF_INET6", Ends, libc::SYS_socket(libc::AF_INET6, libc::SOCK_DGRAM, 0);
    "socket AF_UNIX", Ends, libc::SYS_socket(libc::AF_UNIX, libc::SOCK_STREAM, 0);
    "socket AF_NETLINK", Ends, libc::SYS_socket(libc::AF_NETLINK, libc::SOCK_RAW, 0);
    "socket AF_PACKET", Ends, libc::SYS_socket(libc::AF_PACKET, libc::SOCK_RAW, 0);
    "socket AF_VSOCK", Ends, libc::SYS_socket(libc::AF_VSOCK, libc::SOCK_STREAM, 0);
    "socket AF_ALG", Ends, libc::SYS_socket(libc::AF_ALG, libc::SOCK_SEQPACKET, 0);
    "socketpair", NOT_PERMITTED, libc::SYS_socketpair(libc::AF_UNIX, libc::SOCK_STREAM, 0, memory());
    "connect", Ends, libc::SYS_connect(0, memory(), 16);
    "bind", Ends, libc::SYS_bind(0, memory(), 16);
    "send to an address", NOT_PERMITTED, libc::SYS_sendto(0, memory(), 1, 0, memory(), 16);
    "send descriptors", NOT_PERMITTED, libc::SYS_sendmsg(0, memory(), 0);
    // processes
    "execve", Ends, libc::SYS_execve(text(c"/bin/sh"), memory(), memory());
    "execveat", Ends, libc::SYS_execveat(HERE, text(c"/bin/sh"), memory(), memory(), 0);
    "clone a process", NOT_PERMITTED, libc::SYS_clone(libc::SIGCHLD, 0, 0, 0, 0);
    "clone into a user namespace", NOT_PERMITTED, libc::SYS_clone(libc::CLONE_NEWUSER | libc::SIGCHLD, 0, 0, 0, 0);
    "clone a thread with other flags", NOT_PERMITTED, libc::SYS_clone(libc::CLONE_THREAD | libc::CLONE_VM | libc::CLONE_SIGHAND, 0, 0, 0, 0);
    "clone3", Refused(libc::ENOSYS), libc::SYS_clone3(memory(), 88);
    "ptrace", Ends, libc::SYS_ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
    "read another process", Ends, libc::SYS_process_vm_readv(1, memory(), 1, memory(), 1, 0);
    "write another process", Ends, libc::SYS_process_vm_writev(1, memory(), 1, memory(), 1, 0);
    "compare processes", Ends, libc::SYS_kcmp(1, 1, 0, 0, 0);
    "a descriptor of a process", Ends, libc::SYS_pidfd_open(1, 0);
    "a descriptor out of a process", Ends, libc::SYS_pidfd_getfd(0, 0, 0);
    "kill the parent", Ends, libc::SYS_kill(0, libc::SIGKILL);
    "kill everyone", Ends, libc::SYS_kill(-1, libc::SIGKILL);
    "signal a thread of another process", NOT_PERMITTED, libc::SYS_tgkill(7, 7, libc::SIGTERM);
    "signal any thread", NOT_PERMITTED, libc::SYS_tkill(7, libc::SIGTERM);
    "queue a signal", Ends, libc::SYS_rt_sigqueueinfo(7, libc::SIGTERM, memory());
    "wait for a process", NOT_PERMITTED, libc::SYS_wait4(-1, 0, 0, 0);
    "its parent's number", NOT_PERMITTED, libc::SYS_getppid();
    "another session", NOT_PERMITTED, libc::SYS_setsid();
    "another process group", NOT_PERMITTED, libc::SYS_setpgid(0, 0);
    "a higher priority", NOT_PERMITTED, libc::SYS_setpriority(0, 0, -20);
    "another scheduler", NOT_PERMITTED, libc::SYS_sched_setscheduler(0, libc::SCHED_FIFO, memory());
    "other cores", NOT_PERMITTED, libc::SYS_sched_setaffinity(0, 8, memory());
    "raise a limit", NOT_PERMITTED, libc::SYS_prlimit64(0, libc::RLIMIT_NOFILE, memory(), 0);
    "a dump again", NOT_PERMITTED, libc::SYS_prctl(libc::PR_SET_DUMPABLE, 1);
    "no death signal", NOT_PERMITTED, libc::SYS_prctl(libc::PR_SET_PDEATHSIG, 0);
    "another filter", NOT_PERMITTED, libc::SYS_seccomp(libc::SECCOMP_GET_ACTION_AVAIL, 0, memory());
    "landlock", NOT_PERMITTED, libc::SYS_landlock_create_ruleset(0, 0, 1);
    // memory
    "executable memory", NOT_PERMITTED, libc::SYS_mmap(0, PAGE, libc::PROT_READ | libc::PROT_EXEC, ANONYMOUS, -1, 0);
    "memory made executable", NOT_PERMITTED, libc::SYS_mprotect(0x10000, PAGE, libc::PROT_EXEC);
    "executable by key", NOT_PERMITTED, libc::SYS_pkey_mprotect(0x10000, PAGE, libc::PROT_EXEC, -1);
    "lock memory", NOT_PERMITTED, libc::SYS_mlockall(libc::MCL_CURRENT);
    "poison memory", NOT_PERMITTED, libc::SYS_madvise(0x10000, PAGE, libc::MADV_HWPOISON);
    "remap pages of a file", NOT_PERMITTED, libc::SYS_remap_file_pages(0x10000, PAGE, 0, 0, 0);
    "shared memory", NOT_PERMITTED, libc::SYS_shmget(0, PAGE, 0o600);
    "a message queue", NOT_PERMITTED, libc::SYS_mq_open(text(c"x"), libc::O_CREAT, 0o600, 0);
    "a futex with priorities", NOT_PERMITTED, libc::SYS_futex(memory(), libc::FUTEX_LOCK_PI, 0, 0);
    // kernel
    "keyctl", Ends, libc::SYS_keyctl(0, -3, 1);
    "add_key", Ends, libc::SYS_add_key(text(c"user"), text(c"x"), text(c"x"), 1, -3);
    "request_key", Ends, libc::SYS_request_key(text(c"user"), text(c"x"), 0, -3);
    "bpf", Ends, libc::SYS_bpf(0, memory(), 72);
    "perf_event_open", Ends, libc::SYS_perf_event_open(memory(), 0, -1, -1, 0);
    "io_uring_setup", Ends, libc::SYS_io_uring_setup(8, memory());
    "io_uring_enter", Ends, libc::SYS_io_uring_enter(0, 1, 0, 0, 0);
    "userfaultfd", Ends, libc::SYS_userfaultfd(0);
    "personality", Ends, libc::SYS_personality(0x0400_0000);
    "unshare", Ends, libc::SYS_unshare(libc::CLONE_NEWUSER);
    "setns", Ends, libc::SYS_setns(0, 0);
    "mount", Ends, libc::SYS_mount(text(c"none"), text(c"/"), text(c"tmpfs"), 0, 0);
    "umount", Ends, libc::SYS_umount2(text(c"/"), libc::MNT_DETACH);
    "pivot_root", Ends, libc::SYS_pivot_root(text(c"/"), text(c"/"));
    "chroot", Ends, libc::SYS_chroot(text(c"/"));
    "fsopen", Ends, libc::SYS_fsopen(text(c"tmpfs"), 0);
    "open_tree", Ends, libc::SYS_open_tree(HERE, text(c"/"), 1);
    "setuid", Ends, libc::SYS_setuid(0);
    "setresuid", Ends, libc::SYS_setresuid(0, 0, 0);
    "setgroups", Ends, libc::SYS_setgroups(0, 0);
    "capset", Ends, libc::SYS_capset(memory(), memory());
    "load a module", Ends, libc::SYS_init_module(memory(), 8, text(c""));
    "kexec", Ends, libc::SYS_kexec_load(0, 0, 0, 0);
    "reboot", Ends, libc::SYS_reboot(0, 0, 0);
    "swapon", Ends, libc::SYS_swapon(text(c"/x"), 0);
    "syslog", Ends, libc::SYS_syslog(10, 0, 0);
    "set the clock", Ends, libc::SYS_clock_settime(0, memory());
    "set the host name", Ends, libc::SYS_sethostname(text(c"x"), 1);
    "the host's name", NOT_PERMITTED, libc::SYS_uname(memory());
    "the machine's load", NOT_PERMITTED, libc::SYS_sysinfo(memory());
    "a timer", NOT_PERMITTED, libc::SYS_timer_create(0, 0, memory());
    "an event loop", NOT_PERMITTED, libc::SYS_epoll_create1(0);
    "a call that does not exist", NOT_PERMITTED, unknown::SYS_ABSENT();
};

/// Calls that only x86-64 has.
#[cfg(target_arch = "x86_64")]
const MORE_PROBES: &[Probe] = probes! {
    "fork", Ends, libc::SYS_fork();
    "vfork", Ends, libc::SYS_vfork();
    "open without a folder", NOT_PERMITTED, libc::SYS_open(text(c"/etc/passwd"), 0);
    "modify_ldt", Ends, libc::SYS_modify_ldt(0, memory(), 16);
    "iopl", Ends, libc::SYS_iopl(3);
    "ioperm", Ends, libc::SYS_ioperm(0, 1, 1);
    "another base of thread storage", NOT_PERMITTED, libc::SYS_arch_prctl(0x1003, memory());
    "a call of the x32 kind", NOT_PERMITTED, unknown::SYS_GETPID_OF_X32();
};
#[cfg(not(target_arch = "x86_64"))]
const MORE_PROBES: &[Probe] = &[];

pub(crate) fn trials() -> Vec<Trial> {
    all()
        .map(|probe| Trial::test(format!("probe::{}", probe.name), || check(probe)))
        .collect()
}

/// The worker's part.
pub(crate) fn run(name: &str) -> Result<c_long, i32> {
    let mut probes = all();
    let probe = probes.find(|probe| probe.name == name).unwrap();
    (probe.call)()
}

#[cfg(target_arch = "x86_64")]
const CALL_OF_32_BITS: &[Probe] = &[Probe {
    name: "a call of 32 bits",
    expected: EndsOrFaults,
    call: crate::system::call_of_32_bits,
}];
#[cfg(not(target_arch = "x86_64"))]
const CALL_OF_32_BITS: &[Probe] = &[];

fn all() -> impl Iterator<Item = &'static Probe> {
    PROBES.iter().chain(MORE_PROBES).chain(CALL_OF_32_BITS)
}

fn check(probe: &Probe) -> Result<(), Failed> {
    let got = host::run(&format!("probe:{}", probe.name));
    let faulted = (String::new(), WorkerEnd::Killed(libc::SIGSEGV));
    let expected = match probe.expected {
        EndsOrFaults if got == faulted => faulted,
        Ends | EndsOrFaults => (String::new(), WorkerEnd::Killed(libc::SIGSYS)),
        Refused(errno) => (format!("refused: {errno}"), WorkerEnd::Exited(0)),
    };
    if got != expected {
        return Err(format!("got {got:?}, expected {expected:?}").into());
    }
    Ok(())
}
