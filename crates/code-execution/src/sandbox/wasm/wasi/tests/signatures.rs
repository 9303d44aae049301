//! What the functions take, and which bytes of the guest's memory each may write.

use std::ops::Range;

use proptest::{prelude::*, sample::Index};

/// The guest's memory, in WebAssembly pages.
pub(super) const PAGES: u8 = 2;
/// The same in bytes.
pub(super) const MEMORY_BYTES: u32 = PAGES as u32 * 65_536;

/// Where a call finds what it may be given: buffers, subscriptions, a frame and [`PATHS`].
pub(super) const BUFFERS_AT: u32 = 0x1000;
pub(super) const SUBSCRIPTIONS_AT: u32 = 0x2000;
pub(super) const FRAME_AT: u32 = 0x4000;
pub(super) const PATHS_AT: u32 = 0x8000;
/// Bytes between the beginnings of two paths.
pub(super) const PATH_BYTES: u32 = 0x1100;

/// Paths that lead somewhere, nowhere, in circles, and those that are none.
pub(super) fn paths() -> Vec<Vec<u8>> {
    [
        &b"work"[..],
        b"work/file",
        b"work/folder",
        b"work/folder/new",
        b"work/empty",
        b"work/link",
        b"tmp/new",
        b"tmp/new/",
        b"new",
        b"usr/library.zip",
        b"usr/new",
        b"..",
        b"../../../work/./file",
        b"/work/folder/../file",
        b"",
        b"/",
        b"a\0b",
        b"\xff\xfe",
    ]
    .into_iter()
    .map(<[u8]>::to_vec)
    .chain([vec![b'x'; 300], b"../".repeat(1400)])
    .collect()
}

/// Of any function.
pub(super) const MOST_PARAMETERS: usize = 9;

/// What a parameter means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Descriptor,
    /// Flags, clocks, and what else is a small number.
    Number,
    /// Offsets, sizes, moments, rights.
    Long,
    /// Where so many bytes are written.
    Out(u32),
    /// Where as many bytes are written as the next parameter says.
    Into,
    Length,
    /// A list of buffers to be read from the guest.
    Gathered,
    /// A list of buffers to be written to.
    Scattered,
    Count,
    Path,
    PathLength,
    Subscriptions,
    /// Where 32 bytes are written for each of as many events as the next parameter says.
    Events,
    Frame,
    FrameLength,
}

use Kind::{
    Count, Descriptor, Events, Frame, FrameLength, Gathered, Into, Length, Long, Number, Out, Path,
    PathLength, Scattered, Subscriptions,
};

/// Every function and its parameters.
pub(super) const SIGNATURES: &[(&str, &[Kind])] = &[
    ("args_get", &[Out(4), Out(27)]),
    ("args_sizes_get", &[Out(4), Out(4)]),
    ("call", &[Frame, FrameLength, Out(4), Out(4)]),
    ("clock_res_get", &[Number, Out(8)]),
    ("clock_time_get", &[Number, Long, Out(8)]),
    ("environ_get", &[Out(0), Out(0)]),
    ("environ_sizes_get", &[Out(4), Out(4)]),
    ("fd_advise", &[Descriptor, Long, Long, Number]),
    ("fd_close", &[Descriptor]),
    ("fd_datasync", &[Descriptor]),
    ("fd_fdstat_get", &[Descriptor, Out(24)]),
    ("fd_fdstat_set_flags", &[Descriptor, Number]),
    ("fd_filestat_get", &[Descriptor, Out(64)]),
    ("fd_filestat_set_size", &[Descriptor, Long]),
    ("fd_filestat_set_times", &[Descriptor, Long, Long, Number]),
    ("fd_pread", &[Descriptor, Scattered, Count, Long, Out(4)]),
    ("fd_prestat_dir_name", &[Descriptor, Into, Length]),
    ("fd_prestat_get", &[Descriptor, Out(8)]),
    ("fd_pwrite", &[Descriptor, Gathered, Count, Long, Out(4)]),
    ("fd_read", &[Descriptor, Scattered, Count, Out(4)]),
    ("fd_readdir", &[Descriptor, Into, Length, Long, Out(4)]),
    ("fd_seek", &[Descriptor, Long, Number, Out(8)]),
    ("fd_sync", &[Descriptor]),
    ("fd_tell", &[Descriptor, Out(8)]),
    ("fd_write", &[Descriptor, Gathered, Count, Out(4)]),
    ("path_create_directory", &[Descriptor, Path, PathLength]),
    (
        "path_filestat_get",
        &[Descriptor, Number, Path, PathLength, Out(64)],
    ),
    (
        "path_filestat_set_times",
        &[Descriptor, Number, Path, PathLength, Long, Long, Number],
    ),
    (
        "path_link",
        &[
            Descriptor, Number, Path, PathLength, Descriptor, Path, PathLength,
        ],
    ),
    (
        "path_open",
        &[
            Descriptor,
            Number,
            Path,
            PathLength,
            Number,
            Long,
            Long,
            Number,
            Out(4),
        ],
    ),
    (
        "path_readlink",
        &[Descriptor, Path, PathLength, Into, Length, Out(4)],
    ),
    ("path_remove_directory", &[Descriptor, Path, PathLength]),
    (
        "path_rename",
        &[Descriptor, Path, PathLength, Descriptor, Path, PathLength],
    ),
    (
        "path_symlink",
        &[Path, PathLength, Descriptor, Path, PathLength],
    ),
    ("path_unlink_file", &[Descriptor, Path, PathLength]),
    ("poll_oneoff", &[Subscriptions, Events, Count, Out(4)]),
    ("proc_exit", &[Number]),
    ("random_get", &[Into, Length]),
    ("sched_yield", &[]),
    ("sock_accept", &[Descriptor, Number, Out(0)]),
    (
        "sock_recv",
        &[Descriptor, Gathered, Count, Number, Out(0), Out(0)],
    ),
    ("sock_send", &[Descriptor, Gathered, Count, Number, Out(0)]),
    ("sock_shutdown", &[Descriptor, Number]),
];

/// An argument: one that fits its parameter, picked by the index, or any number.
#[derive(Debug, Clone)]
pub(super) struct Argument {
    any: Option<i64>,
    fitting: Index,
}

/// Arguments for any function: of half of the calls all fit, so that these get far; of the others most do.
pub(super) fn arguments() -> impl Strategy<Value = Vec<Argument>> {
    let fitting = any::<Index>().prop_map(|fitting| Argument { any: None, fitting });
    let argument = (prop::option::weighted(0.3, number()), any::<Index>())
        .prop_map(|(any, fitting)| Argument { any, fitting });
    prop_oneof![
        prop::collection::vec(fitting, MOST_PARAMETERS),
        prop::collection::vec(argument, MOST_PARAMETERS),
    ]
}

/// Numbers at the edges of what fits, and any.
pub(super) fn number() -> impl Strategy<Value = i64> {
    const END: i64 = MEMORY_BYTES as i64;
    prop_oneof![
        3 => END - 8..=END + 8,
        3 => prop::sample::select(vec![
            0, 1, -1, 1023, 1024, 1025, 4096, 65_536, 65_537, 1 << 28, 1 << 29, i64::from(i32::MAX), 1 << 31, u32::MAX.into(), 1 << 32,
            i64::MAX, i64::MIN, i64::MAX - 1,
        ]),
        2 => 0..9_i64,
        1 => any::<i32>().prop_map(i64::from),
        1 => any::<i64>(),
    ]
}

/// The numbers for a function's parameters.
pub(super) fn numbers(kinds: &[Kind], arguments: &[Argument], frame: &[u8]) -> Vec<i64> {
    let paths = paths();
    let place = |index: &Index| index.index(paths.len());
    let path_of = |position: usize| {
        let pointer = position
            .checked_sub(1)
            .and_then(|before| arguments.get(before));
        paths[pointer.map_or(0, |pointer| place(&pointer.fitting))].len()
    };
    let number = |position: usize, kind: &Kind, argument: &Argument| {
        let Argument { any, fitting } = argument;
        any.unwrap_or_else(|| match kind {
            // The root, from which the paths lead somewhere, and an open file; then any other.
            Descriptor => match fitting.index(20) as i64 {
                number @ 0..10 => number,
                10..17 => 3,
                _ => 5,
            },
            Number => fitting.index(16) as i64,
            Long => *fitting.get(&[
                0,
                1,
                2,
                64,
                66,
                100,
                -1,
                -100,
                4096,
                30_000,
                70_000,
                i64::MAX,
            ]),
            Out(_) | Into | Events => fitting.index(MEMORY_BYTES as usize - 64) as i64,
            Length => fitting.index(300) as i64,
            Count => fitting.index(6) as i64,
            Gathered | Scattered => BUFFERS_AT.into(),
            Subscriptions => SUBSCRIPTIONS_AT.into(),
            Path => (PATHS_AT + place(fitting) as u32 * PATH_BYTES).into(),
            PathLength => path_of(position) as i64,
            Frame => FRAME_AT.into(),
            FrameLength => frame.len() as i64,
        })
    };
    kinds
        .iter()
        .zip(arguments)
        .enumerate()
        .map(|(position, (kind, argument))| number(position, kind, argument))
        .collect()
}

/// The bytes that a call may write, of a memory that was `before`.
pub(super) fn written(kinds: &[Kind], numbers: &[i64], before: &[u8]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let at = |position: usize| {
        numbers
            .get(position)
            .map_or(0, |number| *number as u32 as usize)
    };
    for (position, kind) in kinds.iter().enumerate() {
        let (here, next) = (at(position), at(position + 1));
        let mut range = |start: usize, len: usize| ranges.push(start..start + len);
        match kind {
            Out(len) => range(here, *len as usize),
            Into => range(here, next),
            Events if next <= 1024 => range(here, next * 32),
            Scattered if next <= 1024 => {
                let buffers = before.get(here..here + next * 8).unwrap_or_default();
                for buffer in buffers.chunks_exact(8) {
                    let [address, len] =
                        [0, 4].map(|at| u32::from_le_bytes(buffer[at..at + 4].try_into().unwrap()));
                    range(address as usize, len as usize);
                }
            }
            _ => (),
        }
    }
    ranges
}
