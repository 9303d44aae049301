//! The functions that a guest imports, called as no C library calls them: any pointer, length, descriptor, flag and order.
//!
//! The guest is a module that hands every call on, in a store as the interpreter makes it.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "any bits are an argument"
)]

mod module;
mod signatures;

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
    time::Duration,
};

use proptest::{prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner};
use wasmtime::{
    Func, FuncType, InstancePre, Linker, Memory, Module, Store, UpdateDeadline, Val, ValType,
};

use super::{
    super::{
        door::{self, Door, DoorLimits},
        engine::{self, Fuel},
        filesystem::{BaseTree, Errno, FileSystem, Quota},
        host_calls::HostCalls,
        limiter::MemoryLimiter,
        memory::SharedBytes,
    },
    descriptor::{Descriptor, OpenFile},
    *,
};
use crate::sandbox::{InputLog, Inputs, Limits};
use signatures::{
    Argument, BUFFERS_AT, FRAME_AT, MEMORY_BYTES, PAGES, PATH_BYTES, PATHS_AT, SIGNATURES,
    SUBSCRIPTIONS_AT,
};

const QUOTA: Quota = Quota {
    max_bytes: 60_000,
    max_names: 20,
};
/// Less than memory and the quota for files together, so that either may be the first to be reached.
const MAX_MEMORY_BYTES: u64 = MEMORY_BYTES as u64 + 50_000;
const DOOR: DoorLimits = DoorLimits {
    max_artifacts: 3,
    max_artifact_bytes: 4000,
    max_output_bytes: 1000,
};
const MAX_OUTPUT_BYTES: usize = 1000;
const MAX_RECORDING_BYTES: u64 = 10_000;
/// What the host may take for one call: what the limits above allow, copied as it grows, and a backtrace.
const MAX_CALL_BYTES: u64 = 1 << 20;
/// The highest error number of WASI.
const LAST_ERRNO: i32 = 76;

/// The module with its imports, by the functions' names.
struct Setup {
    imports: Vec<(String, String, FuncType)>,
    linked: InstancePre<Guest>,
    base: Arc<BaseTree>,
}

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let engine = engine::engine(Fuel::Uncounted).unwrap();
    let mut linker = Linker::new(&engine);
    add_to_linker(&mut linker).unwrap();
    door::add_to_linker(&mut linker).unwrap();
    let base = Arc::new(base());
    let inputs = GuestInputs::live(0);
    let mut store = Store::new(&engine, guest(&base, inputs, Duration::from_mins(1)));
    let defined: Vec<_> = linker
        .iter(&mut store)
        .map(|(module, name, item)| (module.to_owned(), name.to_owned(), item))
        .collect();
    let mut imports: Vec<_> = defined
        .into_iter()
        .map(|(module, name, item)| (module, name, item.into_func().unwrap().ty(&store)))
        .collect();
    imports.sort_by(|(_, one, _), (_, other, _)| one.cmp(other));
    let module = Module::new(&engine, module::trampolines(&imports, PAGES)).unwrap();
    Setup {
        linked: linker.instantiate_pre(&module).unwrap(),
        imports,
        base,
    }
});

fn base() -> BaseTree {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared");
    std::fs::write(&path, vec![b's'; 5000]).unwrap();
    let bytes = SharedBytes::map(&std::fs::File::open(path).unwrap()).unwrap();
    let mut base = BaseTree::new();
    base.add_file("usr/library.zip", bytes.clone()).unwrap();
    base.add_file("matplotlib-data/style", bytes).unwrap();
    base
}

/// A guest with folders, a link to a file, the file itself open as descriptor 5, and functions of the host that echo.
fn guest(base: &Arc<BaseTree>, inputs: GuestInputs, timeout: Duration) -> Guest {
    let mut files = FileSystem::new(Arc::clone(base), QUOTA, 1);
    files.add_input("file", vec![b'f'; 2000], false, 1).unwrap();
    files
        .add_input("folder/inner", vec![b'i'; 10], false, 1)
        .unwrap();
    let empty = files.place(FileSystem::WORK, "empty").unwrap();
    files.create_directory(&empty, 1).unwrap();
    let link = files.place(FileSystem::WORK, "link").unwrap();
    files
        .create_symbolic_link(&link, "folder/../file", 1)
        .unwrap();
    let node = files.find(FileSystem::WORK, "file", true).unwrap();
    let mut descriptors = Descriptors::new(&files);
    let file = OpenFile {
        node,
        offset: 0,
        readable: true,
        writable: true,
        appends: false,
    };
    assert_eq!(descriptors.open(Descriptor::File(file)), Ok(5));
    files.retain(node);
    let mut limiter = MemoryLimiter::new(MAX_MEMORY_BYTES);
    limiter.set_host_bytes(files.used_bytes());
    Guest {
        memory: None,
        files,
        descriptors,
        stdout: Capture::new(MAX_OUTPUT_BYTES),
        stderr: Capture::new(MAX_OUTPUT_BYTES),
        inputs,
        stop: Arc::new(StopSignal::after(timeout)),
        door: Door::new(b"{\"code\":\"1\"}".to_vec(), DOOR),
        limiter,
        max_fuel: u64::MAX,
        host_calls: Some(Box::new(Echo)),
    }
}

/// Functions of the host that answer with the beginning of the call.
#[derive(Debug)]
struct Echo;

impl HostCalls for Echo {
    fn call(&mut self, frame: &[u8], _: &StopSignal) -> Result<Vec<u8>, Stop> {
        Ok(frame.iter().copied().take(100).collect())
    }
}

/// One call, and what lies in the memory for it.
#[derive(Debug, Clone)]
struct Call {
    function: Index,
    arguments: Vec<Argument>,
    buffers: Vec<(u32, u32)>,
    subscriptions: Vec<[u8; 48]>,
    frame: Vec<u8>,
    allocated: i32,
}

fn call() -> impl Strategy<Value = Call> {
    let address = || {
        prop_oneof![
            0..MEMORY_BYTES,
            signatures::number().prop_map(|number| number as u32)
        ]
    };
    let len = prop_oneof![3 => 0..2000_u32, 1 => address()];
    let parts = (
        any::<Index>(),
        signatures::arguments(),
        prop::collection::vec((address(), len), 0..6),
        prop::collection::vec(subscription(), 0..6),
        frame(),
        address(),
    );
    parts.prop_map(
        |(function, arguments, buffers, subscriptions, frame, allocated)| Call {
            function,
            arguments,
            buffers,
            subscriptions,
            frame,
            allocated: allocated.cast_signed(),
        },
    )
}

fn subscription() -> impl Strategy<Value = [u8; 48]> {
    let wait = prop_oneof![0..3_u64, Just(u64::MAX), any::<u64>()];
    let bytes = prop::array::uniform24(any::<u8>());
    (bytes, 0..4_u8, 0..6_u32, wait, 0..2_u16).prop_map(|(bytes, kind, number, wait, flags)| {
        let mut subscription = [0; 48];
        subscription[..24].copy_from_slice(&bytes);
        subscription[8] = kind;
        subscription[16..20].copy_from_slice(&number.to_le_bytes());
        subscription[24..32].copy_from_slice(&wait.to_le_bytes());
        subscription[40..42].copy_from_slice(&flags.to_le_bytes());
        subscription
    })
}

/// Frames of the runner, calls of host functions, and what is neither.
fn frame() -> impl Strategy<Value = Vec<u8>> {
    let header = prop_oneof![
        "\\{\"op\":\"(start|artifact|report|other)\"\\}",
        "\\{\"op\":\"artifact\",\"name\":\"[a-z./\\\\\\\\]{0,12}\",\"media_type\":\"[a-z/]{0,9}\"\\}",
        "\\{\"v\":[0-9]{1,3}",
        "[\\[{\":,a-z0-9]{0,40}",
        Just("[".repeat(5000)),
    ];
    let payload = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        (1..12_000_usize).prop_map(|len| vec![b'p'; len]),
    ];
    prop_oneof![
        4 => (header, prop::sample::select(vec!["\n", "", "\n\n"]), payload)
            .prop_map(|(header, end, payload)| [header.as_bytes(), end.as_bytes(), &payload].concat()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

/// Where time and random bytes come from. None of them waits.
fn inputs() -> impl Strategy<Value = Inputs> {
    let log = prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| {
        Inputs::Replayed(Arc::new(InputLog {
            bytes,
            is_complete: true,
            ends_in_wait: false,
        }))
    });
    prop_oneof![
        4 => any::<u64>().prop_map(|seed| Inputs::Deterministic { seed }),
        1 => Just(Inputs::Recorded),
        1 => log,
    ]
}

/// A guest that makes calls.
struct Instance {
    store: Store<Guest>,
    memory: Memory,
    functions: Vec<Func>,
    allocated: wasmtime::Global,
}

impl Instance {
    fn new(inputs: Inputs) -> Self {
        // What the host's clock would make a guest wait for, its time limit ends at once.
        let timeout = match inputs {
            Inputs::Recorded => Duration::ZERO,
            _ => Duration::from_mins(1),
        };
        let limits = Limits {
            max_recording_bytes: MAX_RECORDING_BYTES,
            ..Limits::default()
        };
        let inputs = GuestInputs::of(inputs, &limits, Fuel::Uncounted);
        let guest = guest(&SETUP.base, inputs, timeout);
        let mut store = Store::new(SETUP.linked.module().engine(), guest);
        store.limiter(|guest| &mut guest.limiter);
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|store| {
            let checked = store.data().stop.check();
            checked
                .map(|()| UpdateDeadline::Continue(1))
                .map_err(wasmtime::Error::new)
        });
        let instance = SETUP.linked.instantiate(&mut store).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        store.data_mut().memory = Some(memory);
        store.data_mut().limiter.start_with(MEMORY_BYTES.into());
        let functions = (0..SETUP.imports.len())
            .map(|number| instance.get_func(&mut store, &number.to_string()).unwrap())
            .collect();
        let allocated = instance.get_global(&mut store, module::ALLOCATED).unwrap();
        Self {
            store,
            memory,
            functions,
            allocated,
        }
    }

    /// Makes a call by name: the error number, or the end of the guest.
    fn answer(&mut self, name: &str, numbers: &[i64]) -> Result<i32, Stop> {
        let position = SETUP
            .imports
            .iter()
            .position(|(_, known, _)| known == name)
            .unwrap();
        let (_, _, ty) = &SETUP.imports[position];
        let arguments: Vec<_> = ty
            .params()
            .zip(numbers)
            .map(|(ty, number)| match ty {
                ValType::I32 => Val::I32(*number as i32),
                _ => Val::I64(*number),
            })
            .collect();
        let mut results = vec![Val::I32(0); ty.results().len()];
        let mut called = Ok(());
        let function = self.functions[position];
        let taken = allocation_counter::measure(|| {
            called = function.call(&mut self.store, &arguments, &mut results);
        });
        assert!(
            taken.bytes_max <= MAX_CALL_BYTES,
            "{name}{numbers:?} took {} bytes of the host",
            taken.bytes_max
        );
        match called {
            Ok(()) => Ok(results.first().map_or(0, Val::unwrap_i32)),
            Err(error) => match error.downcast_ref::<Stop>() {
                Some(stop) => Err(*stop),
                None => panic!("{name}{numbers:?} trapped: {error:?}"),
            },
        }
    }

    fn write(&mut self, at: u32, bytes: &[u8]) {
        self.memory
            .write(&mut self.store, at as usize, bytes)
            .unwrap();
    }

    /// Lays out what a call refers to, makes it, and looks at what it did; the function's name and its answer.
    fn make(&mut self, call: &Call) -> (&'static str, Result<i32, Stop>) {
        for (number, path) in signatures::paths().iter().enumerate() {
            self.write(PATHS_AT + number as u32 * PATH_BYTES, path);
        }
        let buffers = call
            .buffers
            .iter()
            .flat_map(|(address, len)| [*address, *len]);
        let buffers: Vec<_> = buffers.flat_map(u32::to_le_bytes).collect();
        self.write(BUFFERS_AT, &buffers);
        self.write(SUBSCRIPTIONS_AT, call.subscriptions.as_flattened());
        self.write(FRAME_AT, &call.frame);
        self.allocated
            .set(&mut self.store, Val::I32(call.allocated))
            .unwrap();
        let (name, kinds) = SIGNATURES[call.function.index(SIGNATURES.len())];
        let numbers = signatures::numbers(kinds, &call.arguments, &call.frame);
        let mut before = self.memory.data(&self.store).to_vec();
        let mut written = signatures::written(kinds, &numbers, &before);
        let answer = self.answer(name, &numbers);
        if name == "call" {
            assert!(
                matches!(answer, Ok(-2..=0) | Err(_)),
                "{numbers:?}: {answer:?}"
            );
            let allocated = call.allocated.cast_unsigned() as usize;
            written.push(allocated..allocated + 200);
        } else {
            assert!(
                matches!(answer, Ok(0..=LAST_ERRNO) | Err(_)),
                "{name}{numbers:?}: {answer:?}"
            );
        }
        if answer.is_err() {
            let may_end = [
                "call",
                "poll_oneoff",
                "proc_exit",
                "random_get",
                "sched_yield",
            ];
            let diverged = answer == Err(Stop::Diverged);
            assert!(
                diverged || may_end.contains(&name),
                "{name}{numbers:?}: {answer:?}"
            );
        }
        let after = self.memory.data(&self.store);
        for range in written {
            let end = range.end.min(after.len());
            let range = range.start.min(end)..end;
            before[range.clone()].copy_from_slice(&after[range]);
        }
        assert!(before == after, "{name}{numbers:?} wrote elsewhere");
        self.check(name, &numbers);
        (name, answer)
    }

    /// What no call may change: the limits hold, and what is counted is what is there.
    fn check(&self, name: &str, numbers: &[i64]) {
        let guest = self.store.data();
        let files = guest.files.used_bytes();
        assert!(
            files <= QUOTA.max_bytes,
            "{name}{numbers:?}: {files} bytes in files"
        );
        let used = guest.limiter.used_bytes();
        assert!(
            used <= MAX_MEMORY_BYTES,
            "{name}{numbers:?}: {used} bytes in use"
        );
        assert_eq!(
            used,
            u64::from(MEMORY_BYTES) + files,
            "{name}{numbers:?}: bytes in use"
        );
        assert!(guest.descriptors.is_bounded(), "{name}{numbers:?}");
        let artifacts = &guest.door.artifacts;
        let bytes: usize = artifacts.iter().map(|artifact| artifact.bytes.len()).sum();
        assert!(artifacts.len() <= DOOR.max_artifacts && bytes <= DOOR.max_artifact_bytes);
    }

    /// Names below the root, the shared ones left out.
    fn names(&self) -> usize {
        let files = &self.store.data().files;
        let mut found = 0;
        let mut open = vec![
            FileSystem::WORK,
            files.find(FileSystem::ROOT, "tmp", true).unwrap(),
        ];
        while let Some(directory) = open.pop() {
            for node in files.entries(directory).unwrap().values() {
                found += 1;
                open.extend(files.entries(*node).is_ok().then_some(*node));
            }
        }
        found
    }

    /// What is left, as an outcome takes it.
    fn end(self) {
        assert!(self.names() <= QUOTA.max_names as usize);
        let mut guest = self.store.into_data();
        let left = guest.inputs.take_left();
        let recorded = left.recorded.map_or(0, |log| log.len_bytes() as u64);
        assert!(recorded <= MAX_RECORDING_BYTES, "{recorded}");
        for capture in [guest.stdout, guest.stderr] {
            let (text, _) = capture.into_text();
            // A byte that is no text becomes a character of three.
            assert!(text.len() <= 3 * MAX_OUTPUT_BYTES, "{}", text.len());
        }
    }
}

proptest! {
    #[test]
    fn whatever_a_guest_calls_it_gets_an_answer_and_no_more(
        inputs in inputs(),
        calls in prop::collection::vec(call(), 1..60),
    ) {
        let mut instance = Instance::new(inputs);
        for call in &calls {
            let _answered = instance.make(call);
        }
        instance.end();
    }
}

/// The calls above are no row of refusals: every function that can do something does it now and then.
#[test]
fn calls_get_far() {
    let strategy = prop::collection::vec(call(), 60);
    let mut runner = TestRunner::deterministic();
    let mut served = BTreeSet::new();
    for seed in 0..500 {
        let calls = strategy.new_tree(&mut runner).unwrap().current();
        let mut instance = Instance::new(Inputs::Deterministic { seed });
        let answered = calls.iter().map(|call| instance.make(call));
        served.extend(answered.filter_map(|(name, answer)| (answer == Ok(0)).then_some(name)));
    }
    let refused: Vec<_> = SIGNATURES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !served.contains(name))
        .collect();
    let none = [
        "proc_exit",
        "sock_accept",
        "sock_recv",
        "sock_send",
        "sock_shutdown",
    ];
    assert_eq!(refused, none);
}

#[test]
fn every_function_is_called_with_all_of_its_parameters() {
    let defined: Vec<_> = SETUP
        .imports
        .iter()
        .map(|(_, name, ty)| (name.as_str(), ty.params().len()))
        .collect();
    let listed: Vec<_> = SIGNATURES
        .iter()
        .map(|(name, kinds)| (*name, kinds.len()))
        .collect();
    assert_eq!(defined, listed);
    let most = SIGNATURES.iter().map(|(_, kinds)| kinds.len()).max();
    assert_eq!(most, Some(signatures::MOST_PARAMETERS));
}

/// Lengths that nothing has: each is refused before memory is taken for it, which [`Instance::answer`] looks at.
#[test]
fn lengths_of_four_gigabytes_are_refused_at_once() {
    const MOST: i64 = u32::MAX as i64;
    const FAULT: i32 = Errno::Fault as i32;
    const INVALID: i32 = Errno::Invalid as i32;
    const TOO_LONG: i32 = Errno::NameTooLong as i32;
    let mut instance = Instance::new(Inputs::Deterministic { seed: 1 });
    for (name, numbers, expected) in [
        ("random_get", &[0, MOST][..], FAULT),
        ("random_get", &[MEMORY_BYTES.into(), 1], FAULT),
        ("fd_readdir", &[3, 0, MOST, 0, 0], FAULT),
        ("fd_read", &[5, 0, MOST, 0], INVALID),
        ("fd_read", &[5, 0, 1 << 29, 0], INVALID),
        ("fd_pwrite", &[5, 0, MOST, 0, 0], INVALID),
        ("poll_oneoff", &[0, 0, MOST, 0], INVALID),
        ("poll_oneoff", &[0, 0, 0, 0], INVALID),
        ("path_open", &[3, 0, 0, MOST, 0, 0, 0, 0, 0], TOO_LONG),
        (
            "path_symlink",
            &[0, MOST, 3, PATHS_AT.into(), 4, 0],
            TOO_LONG,
        ),
        ("path_readlink", &[3, 0, MOST, 0, MOST, 0], TOO_LONG),
        (
            "fd_filestat_set_size",
            &[5, i64::MAX],
            Errno::NoSpace as i32,
        ),
        ("fd_filestat_set_size", &[5, -1], Errno::NoSpace as i32),
        ("call", &[0, MOST, 0, 0], -2),
    ] {
        instance.write(PATHS_AT, b"link");
        assert_eq!(
            instance.answer(name, numbers),
            Ok(expected),
            "{name}{numbers:?}"
        );
        instance.check(name, numbers);
    }
    // Two buffers over each other and past the end of the file: what is there is read, once into each.
    let buffers = [100, 1500, 600, u32::MAX - 600]
        .map(u32::to_le_bytes)
        .concat();
    instance.write(BUFFERS_AT, &buffers);
    let read = instance.answer("fd_read", &[5, BUFFERS_AT.into(), 2, 0]);
    assert_eq!(read, Ok(0));
    let mut count = [0; 4];
    instance
        .memory
        .read(&instance.store, 0, &mut count)
        .unwrap();
    assert_eq!(u32::from_le_bytes(count), 2000);
}

/// Nothing that is too large is counted as if it were there.
#[test]
fn what_is_refused_is_not_counted() {
    let mut instance = Instance::new(Inputs::Deterministic { seed: 1 });
    let over_the_quota = i64::try_from(QUOTA.max_bytes).unwrap() + 1;
    for (name, numbers) in [
        ("fd_filestat_set_size", &[5, 55_000][..]),
        ("fd_filestat_set_size", &[5, over_the_quota]),
        ("fd_filestat_set_size", &[5, 40_000]),
        ("fd_filestat_set_size", &[5, 10]),
        ("fd_pwrite", &[5, BUFFERS_AT.into(), 1, 45_000, 0]),
        ("fd_pwrite", &[5, BUFFERS_AT.into(), 1, 0, 0]),
    ] {
        let outside = [MEMORY_BYTES - 1, 100].map(u32::to_le_bytes).concat();
        instance.write(BUFFERS_AT, &outside);
        instance.answer(name, numbers).unwrap();
        instance.check(name, numbers);
    }
}

/// The door's answer is written where the guest says; where that is nowhere, the guest is told.
#[test]
fn an_answer_that_has_no_place_is_a_fault() {
    let outside = i64::from(MEMORY_BYTES) - 3;
    let mut instance = Instance::new(Inputs::Deterministic { seed: 1 });
    let frame = b"{\"op\":\"report\"}\n{}";
    instance.write(FRAME_AT, frame);
    let mut answer = |allocated: i32, out: i64, len_out: i64| {
        let allocated = Val::I32(allocated);
        instance
            .allocated
            .set(&mut instance.store, allocated)
            .unwrap();
        instance.answer("call", &[FRAME_AT.into(), frame.len() as i64, out, len_out])
    };
    assert_eq!(answer(64, 0, 4), Ok(0));
    for (allocated, out, len_out) in [
        (0, 0, 4),
        (-1, 0, 4),
        (MEMORY_BYTES.cast_signed() - 1, 0, 4),
        (64, outside, 4),
        (64, 0, outside),
        (64, -1, -1),
    ] {
        assert_eq!(
            answer(allocated, out, len_out),
            Ok(-2),
            "{allocated} {out} {len_out}"
        );
    }
}

/// A clock or a flag that does not exist is refused, whichever bits it has.
#[test]
fn numbers_that_mean_nothing_are_refused() {
    let mut instance = Instance::new(Inputs::Deterministic { seed: 1 });
    for clock in [4, 5, -1, i64::from(i32::MAX), i64::from(i32::MIN)] {
        for numbers in [&[clock, 0][..], &[clock, 0, 0]] {
            let name = ["clock_res_get", "clock_time_get"][numbers.len() - 2];
            assert_eq!(instance.answer(name, numbers), Ok(Errno::Invalid as i32));
        }
    }
    for whence in [3, -1, 256] {
        assert_eq!(
            instance.answer("fd_seek", &[5, 0, whence, 0]),
            Ok(Errno::Invalid as i32)
        );
    }
    let refused: BTreeSet<_> = ["sock_accept", "sock_recv", "sock_send", "sock_shutdown"]
        .into_iter()
        .map(|name| instance.answer(name, &[3, -1, -1, -1, -1, -1]))
        .map(|answer| answer.unwrap())
        .collect();
    assert_eq!(refused, BTreeSet::from([Errno::NotSupported as i32]));
}

/// A folder that was removed while it was open holds nothing, takes nothing, and is no other folder that is made later; the
/// files can still be put to rest and taken up again.
#[test]
fn a_removed_folder_that_is_open_is_empty_and_is_no_other() {
    /// Stands for the path's address and length.
    const PATH: i64 = -7;
    let mut instance = Instance::new(Inputs::Deterministic { seed: 1 });
    let mut with_path = |name: &str, path: &str, numbers: &[i64]| {
        instance.write(PATHS_AT, path.as_bytes());
        let path = [PATHS_AT.into(), path.len() as i64];
        let numbers: Vec<_> = numbers
            .iter()
            .flat_map(|number| match *number {
                PATH => path.to_vec(),
                number => vec![number],
            })
            .collect();
        instance.answer(name, &numbers).unwrap()
    };
    let missing = i32::from(Errno::NotFound as u16);
    assert_eq!(
        with_path("path_create_directory", "work/gone", &[3, PATH]),
        0
    );
    let opened = with_path("path_open", "work/gone", &[3, 0, PATH, 2, 0, 0, 0, 0]);
    assert_eq!(opened, 0);
    assert_eq!(
        with_path("path_remove_directory", "work/gone", &[3, PATH]),
        0
    );
    assert_eq!(
        with_path("path_create_directory", "work/other", &[3, PATH]),
        0
    );
    assert_eq!(
        with_path("path_create_directory", "work/other/inner", &[3, PATH]),
        0
    );
    assert_eq!(
        with_path("path_create_directory", "inner", &[6, PATH]),
        missing
    );
    assert_eq!(
        with_path("path_filestat_get", "inner", &[6, 0, PATH, 0]),
        missing
    );
    assert_eq!(
        with_path("path_filestat_get", "..", &[6, 0, PATH, 0]),
        missing
    );
    assert_eq!(instance.answer("fd_readdir", &[6, 64, 1000, 2, 0]), Ok(0));
    let mut written = [0; 4];
    instance
        .memory
        .read(&instance.store, 0, &mut written)
        .unwrap();
    assert_eq!(written, [0; 4], "no entries but its own and its parent's");

    let guest = instance.store.data_mut();
    let changes = guest.files.take_changes();
    let open = guest.descriptors.open_nodes();
    let rested = FileSystem::at_rest(Arc::clone(&SETUP.base), QUOTA, 1, &changes, open);
    assert!(rested.is_ok(), "{rested:?}");
    assert_eq!(instance.answer("fd_close", &[6]), Ok(0));
    instance.end();
}
