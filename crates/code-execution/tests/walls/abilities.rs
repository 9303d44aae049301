//! What a locked-down worker can still do.
#![cfg(test)]

use std::{
    collections::HashMap,
    hint::black_box,
    io::{Read, Write},
    os::{fd::AsRawFd, unix::fs::FileExt, unix::net::UnixStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use ringfence_code_execution::process::worker::WorkerEnd;

use crate::{
    host,
    system::{call, memory},
    worker::{Opened, WRITABLE_MEMORY_BYTES},
};

/// An ability, and how the worker must end after it.
struct Ability {
    name: &'static str,
    ends: fn(WorkerEnd) -> bool,
    use_it: fn(&mut UnixStream, &Opened),
}

const ABILITIES: &[Ability] = &[
    works("threads", |_, _| {
        let workers: Vec<_> = (0..16)
            .map(|number| {
                let name = format!("guest {number}");
                let body = move || black_box(vec![number; 1 << 20]).len();
                thread::Builder::new().name(name).spawn(body).unwrap()
            })
            .collect();
        for worker in workers {
            assert_eq!(worker.join().unwrap(), 1 << 20);
        }
        assert!(thread::available_parallelism().unwrap().get() > 0);
    }),
    works("memory grows and shrinks", |_, _| {
        let mut bytes = Vec::new();
        for step in 1..64 {
            bytes.resize(step << 20, 1_u8);
        }
        bytes.truncate(1000);
        bytes.shrink_to_fit();
        assert_eq!(black_box(bytes).len(), 1000);
    }),
    works("a reservation opens", |_, _| {
        let reserve = (libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE).into();
        let base = call(libc::SYS_mmap, &[0, 6 << 30, 0, reserve, -1, 0]).unwrap();
        let access = (libc::PROT_READ | libc::PROT_WRITE).into();
        call(libc::SYS_mprotect, &[base, 1 << 20, access]).unwrap();
        for advice in [libc::MADV_POPULATE_WRITE, libc::MADV_DONTNEED] {
            call(libc::SYS_madvise, &[base, 1 << 20, advice.into()]).unwrap();
        }
        call(libc::SYS_munmap, &[base, 6 << 30]).unwrap();
    }),
    works("memory ends at its limit", |_, _| {
        let mut bytes = Vec::<u8>::new();
        let limit = usize::try_from(WRITABLE_MEMORY_BYTES).unwrap();
        assert!(bytes.try_reserve_exact(limit).is_err());
        bytes.try_reserve_exact(limit / 2).unwrap();
    }),
    works("threads end at their limit", |_, _| {
        let hold = Arc::new(Mutex::new(()));
        let held = hold.lock().unwrap();
        let started: Vec<_> = (0..200)
            .map_while(|_| {
                let hold = Arc::clone(&hold);
                let body = move || drop(hold.lock());
                let thread = thread::Builder::new().stack_size(64 << 10);
                thread.spawn(body).ok()
            })
            .collect();
        drop(held);
        // Without a user namespace of its own there is no such limit.
        let count = started.len();
        assert!((50..=64).contains(&count) || count == 200, "{count}");
    }),
    works("locks and waits", |_, _| {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let other = thread::spawn(move || {
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_all();
        });
        let guard = shared.0.lock().unwrap();
        drop(shared.1.wait_while(guard, |ready| !*ready).unwrap());
        other.join().unwrap();
        let (lock, never) = (Mutex::new(()), Condvar::new());
        let waited = never.wait_timeout(lock.lock().unwrap(), Duration::from_millis(5));
        assert!(waited.unwrap().1.timed_out());
    }),
    works("time and randomness", |_, _| {
        let start = Instant::now();
        thread::sleep(Duration::from_millis(5));
        assert!(start.elapsed() >= Duration::from_millis(5));
        let mut numbers = HashMap::new();
        numbers.insert(1, 2);
        assert_eq!(call(libc::SYS_getrandom, &[memory(), 64, 0]), Ok(64));
    }),
    works("both directions of the channel", |channel, _| {
        // The host closes its direction at once.
        let mut rest = Vec::new();
        channel.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"");
        channel.write_all(&vec![b'x'; 3 << 20]).unwrap();
        for vector in [libc::SYS_readv, libc::SYS_recvmsg] {
            assert_eq!(
                call(vector, &[channel.as_raw_fd().into(), memory(), 0]),
                Ok(0)
            );
        }
        let poll = libc::SYS_ppoll;
        assert_eq!(call(poll, &[0, 0, memory(), 0, 8]), Ok(0));
    }),
    works("files that were opened before", |_, opened| {
        let mut start = [0; 4];
        opened.program.read_exact_at(&mut start, 0).unwrap();
        assert_eq!(&start, b"\x7fELF");
        let file = opened.program.as_raw_fd().into();
        call(libc::SYS_fstat, &[file, memory()]).unwrap();
        let access = (libc::PROT_READ | libc::PROT_WRITE).into();
        let base = call(
            libc::SYS_mmap,
            &[0, 4096, access, libc::MAP_PRIVATE.into(), file, 0],
        );
        call(libc::SYS_munmap, &[base.unwrap(), 4096]).unwrap();
    }),
    works("which pages were written", |_, opened| {
        let request = 0xc060_6610;
        let answer = call(
            libc::SYS_ioctl,
            &[opened.pagemap.as_raw_fd().into(), request, memory()],
        );
        // The structure is empty: the kernel reads it and says so, or is older than the request.
        assert!(
            matches!(answer, Err(libc::EINVAL | libc::ENOTTY)),
            "{answer:?}"
        );
    }),
    works("a panic is caught", |_, _| {
        let panic = std::panic::catch_unwind(|| panic!("on purpose"));
        assert!(panic.is_err());
    }),
    ends(
        "abort",
        |end| {
            // The kernel withholds SIGABRT from process 1; the C library then makes it fault.
            matches!(end, WorkerEnd::Killed(libc::SIGABRT | libc::SIGSEGV))
        },
        |_, _| std::process::abort(),
    ),
    ends(
        "a stack overflow",
        |end| matches!(end, WorkerEnd::Killed(libc::SIGABRT | libc::SIGSEGV)),
        |_, _| {
            fn deeper(depth: u64) -> u64 {
                if depth == u64::MAX {
                    return 0;
                }
                black_box([depth; 64]).iter().sum::<u64>() + deeper(black_box(depth + 1))
            }
            let thread = thread::spawn(|| deeper(0));
            black_box(thread.join().unwrap());
        },
    ),
];

const fn works(name: &'static str, use_it: fn(&mut UnixStream, &Opened)) -> Ability {
    ends(name, |end| matches!(end, WorkerEnd::Exited(0)), use_it)
}

const fn ends(
    name: &'static str,
    ends: fn(WorkerEnd) -> bool,
    use_it: fn(&mut UnixStream, &Opened),
) -> Ability {
    Ability { name, ends, use_it }
}

pub(crate) fn trials() -> Vec<Trial> {
    ABILITIES
        .iter()
        .map(|ability| Trial::test(format!("ability::{}", ability.name), || check(ability)))
        .collect()
}

/// The worker's part.
pub(crate) fn run(name: &str, channel: &mut UnixStream, opened: &Opened) {
    let ability = ABILITIES.iter().find(|ability| ability.name == name);
    (ability.unwrap().use_it)(channel, opened);
}

fn check(ability: &Ability) -> Result<(), Failed> {
    let mut worker = host::start(&format!("ability:{}", ability.name));
    host::close_writing(&worker);
    let mut said = Vec::new();
    worker.channel().read_to_end(&mut said)?;
    let end = worker.wait()?;
    let done = said.ends_with(b"done") || !matches!(end, WorkerEnd::Exited(_));
    if !done || !(ability.ends)(end) {
        return Err(format!("said {} bytes, ended by {end:?}", said.len()).into());
    }
    Ok(())
}
