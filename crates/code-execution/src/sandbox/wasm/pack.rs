//! Building a runtime pack: the module compiled for this machine, and its memory images.

use std::{
    borrow::Cow,
    fs::{self, File},
    io::{self, Cursor, Read, Seek, SeekFrom, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use sha2::{Digest, Sha256};
use wasmtime::{CacheStore, Engine};

use super::{
    door::{Door, DoorLimits},
    engine,
    filesystem::{FileSystem, Quota},
    interpreter::{Ending, Interpreter},
    limiter::MemoryLimiter,
    memory::{Image, WASM_PAGE_BYTES},
    module_file,
    wasi::{Capture, Clock, Descriptors, Guest, StopSignal},
};
use crate::runtime::{
    Job, Pack, PackBuilder, RuntimeError, Step,
    artifacts::{MODULE, STANDARD_LIBRARY},
};

/// The memory that the module starts with; needed only to take the other images.
const INITIAL_IMAGE: &str = "initial.img";
/// The archive inside the standard library's archive that holds matplotlib's data.
const MATPLOTLIB_DATA_MEMBER: &str = "matplotlib/mpl-data.zip";
/// The longest matplotlib archive that is read into memory.
const MAX_MATPLOTLIB_DATA_BYTES: u64 = 256 << 20;
/// The functions of the module; progress counts to it.
const MODULE_FUNCTIONS: u64 = 46_000;
const WARM_UP_TIMEOUT: Duration = Duration::from_mins(5);
const WARM_UP_MEMORY_BYTES: u64 = 1 << 30;

const RUNNER_SOURCE: &str = include_str!("guest/runner.py");
const INSTALL_SOURCE: &str = include_str!("guest/install.py");

/// A memory image: which modules are imported in it, and what is run to warm it up.
#[derive(Debug)]
pub(crate) struct ImageRecipe {
    /// The image's name.
    pub(crate) name: &'static str,
    modules: &'static [&'static str],
    warm_up: &'static str,
}

impl ImageRecipe {
    /// The image's file in the pack.
    pub(crate) fn file_name(&self) -> String {
        format!("{}.img", self.name)
    }
}

/// The image for code that needs the standard library alone.
pub(crate) const BASE: ImageRecipe = ImageRecipe {
    name: "base",
    modules: STANDARD_MODULES,
    warm_up: include_str!("guest/warm_up_base.py"),
};

/// The image for code that works with data.
pub(crate) const DATA: ImageRecipe = ImageRecipe {
    name: "data",
    modules: DATA_MODULES,
    warm_up: include_str!("guest/warm_up_data.py"),
};

#[rustfmt::skip]
const STANDARD_MODULES: &[&str] = &[
    "__future__", "abc", "argparse", "array", "ast", "asyncio", "base64", "binascii", "bisect", "calendar", "cmath",
    "collections", "collections.abc", "colorsys", "configparser", "contextlib", "contextvars", "copy", "csv",
    "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools", "glob", "graphlib", "gzip",
    "hashlib", "heapq", "hmac", "html", "html.parser", "inspect", "io", "ipaddress", "itertools", "json", "keyword",
    "linecache", "locale", "logging", "math", "numbers", "operator", "os", "pathlib", "pickle", "platform", "pprint",
    "queue", "random", "re", "sched", "secrets", "shlex", "shutil", "sqlite3", "statistics", "string",
    "string.templatelib", "struct", "sys", "tempfile", "textwrap", "threading", "time", "timeit", "tomllib",
    "traceback", "types", "typing", "unicodedata", "unittest", "urllib.parse", "uuid", "warnings", "weakref", "xml.etree.ElementTree",
    "zipfile", "zlib", "zoneinfo",
];

const DATA_MODULES: &[&str] = &[
    "asyncio",
    "collections",
    "csv",
    "dataclasses",
    "datetime",
    "io",
    "itertools",
    "json",
    "math",
    "os",
    "pathlib",
    "random",
    "re",
    "statistics",
    "time",
    "traceback",
    "typing",
    "numpy",
    "pandas",
    "matplotlib",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.dates",
];

/// Compiles and warms up; the only thing in the runtime that knows Wasmtime.
#[derive(Debug, Clone, Copy, Default)]
pub struct WasmPackBuilder;

impl PackBuilder for WasmPackBuilder {
    fn version(&self) -> String {
        let mut hasher = Sha256::new();
        for part in [RUNNER_SOURCE, INSTALL_SOURCE] {
            hasher.update(part);
        }
        for recipe in [BASE, DATA] {
            hasher.update(format!("{recipe:?}"));
        }
        let digest = hasher.finalize();
        let short = digest
            .iter()
            .take(8)
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{}/images-{short:016x}", engine::SETTINGS_VERSION)
    }

    fn module_version(&self) -> String {
        engine::SETTINGS_VERSION.to_owned()
    }

    fn files(&self) -> Vec<String> {
        let mut files = [Pack::MODULE, Pack::STANDARD_LIBRARY, Pack::MATPLOTLIB_DATA]
            .map(str::to_owned)
            .to_vec();
        files.extend([BASE, DATA].iter().map(ImageRecipe::file_name));
        files
    }

    fn build(&self, folder: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
        let (module_path, library) = (
            folder.join(MODULE.name),
            folder.join(Pack::STANDARD_LIBRARY),
        );
        move_file(&folder.join(STANDARD_LIBRARY.name), &library)?;
        unpack_matplotlib_data(&library, &folder.join(Pack::MATPLOTLIB_DATA))?;

        let module = fs::read(&module_path)
            .map_err(|error| RuntimeError::io("read", &module_path, error))?;
        let minimum_bytes = module_file::minimum_memory_bytes(&module).map_err(build_error)?;
        let initial = module_file::initial_memory(&module).map_err(build_error)?;
        write_sparse(&folder.join(INITIAL_IMAGE), &initial)?;
        let stripped = module_file::without_data(&module).map_err(build_error)?;
        drop((module, initial));
        fs::remove_file(&module_path)
            .map_err(|error| RuntimeError::io("remove", &module_path, error))?;

        let compiled = folder.join(Pack::MODULE);
        if !compiled.exists() {
            compile(&stripped, &compiled, job)?;
        }
        take_images(folder, minimum_bytes, job)
    }
}

/// Compiles on all cores, counting functions as they are taken up.
fn compile(stripped: &[u8], to: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
    let counted = Arc::new(Counter::default());
    let mut config = engine::config();
    config
        .enable_incremental_compilation(counted.clone())
        .map_err(build_error)?;
    let engine = Engine::new(&config).map_err(build_error)?;
    job.progress.begin(Step::Compile, MODULE_FUNCTIONS);
    let compiled = thread::scope(|scope| {
        let compiling = scope.spawn(|| engine.precompile_module(stripped));
        while !compiling.is_finished() {
            thread::sleep(Duration::from_millis(50));
            job.progress
                .advance(counted.0.load(Ordering::Relaxed).min(MODULE_FUNCTIONS));
        }
        compiling.join()
    });
    let compiled = compiled.map_err(|_| RuntimeError::Build {
        reason: "the compiler panicked".to_owned(),
    })?;
    let compiled = compiled.map_err(build_error)?;
    job.check()?;
    fs::write(to, compiled).map_err(|error| RuntimeError::io("write", to, error))?;
    job.progress.end();
    Ok(())
}

/// A cache that keeps nothing and counts how often it is asked: once for each function.
#[derive(Debug, Default)]
struct Counter(AtomicU64);

impl CacheStore for Counter {
    fn get(&self, _key: &[u8]) -> Option<Cow<'_, [u8]>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        None
    }

    fn insert(&self, _key: &[u8], _value: Vec<u8>) -> bool {
        true
    }
}

fn take_images(folder: &Path, minimum_bytes: u64, job: &Job<'_>) -> Result<(), RuntimeError> {
    let interpreter = Interpreter::load(
        &folder.join(Pack::MODULE),
        &folder.join(Pack::STANDARD_LIBRARY),
        &folder.join(Pack::MATPLOTLIB_DATA),
    )
    .map_err(build_error)?;
    let initial_path = folder.join(INITIAL_IMAGE);
    let initial = Image::open(&initial_path, minimum_bytes)
        .map_err(|error| RuntimeError::io("open", &initial_path, error))?;
    let initial = Arc::new(initial);
    let recipes = [BASE, DATA];
    job.progress.begin(Step::Images, recipes.len() as u64);
    for (done, recipe) in recipes.iter().enumerate() {
        job.check()?;
        take_image(&interpreter, &initial, recipe, folder)?;
        job.progress.advance(done as u64 + 1);
    }
    fs::remove_file(&initial_path)
        .map_err(|error| RuntimeError::io("remove", &initial_path, error))?;
    job.progress.end();
    Ok(())
}

/// Runs the recipe in a guest and writes its memory; on a thread with a guest's stack.
fn take_image(
    interpreter: &Interpreter,
    initial: &Arc<Image>,
    recipe: &ImageRecipe,
    folder: &Path,
) -> Result<(), RuntimeError> {
    let path = folder.join(recipe.file_name());
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name("ringfence-image".to_owned())
            .stack_size(engine::GUEST_THREAD_STACK_BYTES);
        let taken = thread.spawn_scoped(scope, || {
            let mut written = Ok(());
            let guest = warm_up_guest(interpreter, recipe);
            let end = interpreter.run(initial, guest, &warm_up_source(recipe), |memory| {
                written = write_sparse(&path, memory);
            });
            let end = end.map_err(build_error)?;
            check_rest(&end.ending, end.guest, recipe)?;
            written
        });
        let taken = taken.map_err(|error| RuntimeError::io("start a thread for", &path, error))?;
        taken.join().unwrap_or_else(|_| {
            Err(RuntimeError::Build {
                reason: "warming up panicked".to_owned(),
            })
        })
    })
}

fn warm_up_guest(interpreter: &Interpreter, recipe: &ImageRecipe) -> Guest {
    let clock = Clock::start();
    let quota = Quota {
        max_bytes: 64 << 20,
        max_names: 4096,
    };
    let files = FileSystem::new(interpreter.base(), quota, clock.now_ns());
    let request = serde_json::json!({
        "code": recipe.warm_up, "file_name": "warm_up.py", "context": {}, "max_repr_characters": 1000,
    });
    let limits = DoorLimits {
        max_artifacts: 100,
        max_artifact_bytes: 64 << 20,
        max_output_bytes: 1 << 20,
    };
    Guest {
        memory: None,
        descriptors: Descriptors::new(&files),
        files,
        stdout: Capture::new(1 << 20),
        stderr: Capture::new(1 << 20),
        clock,
        stop: Arc::new(StopSignal::after(WARM_UP_TIMEOUT)),
        door: Door::new(request.to_string().into_bytes(), limits),
        limiter: MemoryLimiter::new(WARM_UP_MEMORY_BYTES),
    }
}

fn warm_up_source(recipe: &ImageRecipe) -> String {
    // A JSON string is a Python string literal, and a JSON list of strings a Python list.
    let runner = serde_json::Value::from(RUNNER_SOURCE);
    let modules = serde_json::Value::from(recipe.modules);
    format!("RUNNER_SOURCE = {runner}\nMODULES = {modules}\n{INSTALL_SOURCE}")
}

/// Refuses an image of a guest that failed, or that remembers an open file.
fn check_rest(ending: &Ending, guest: Guest, recipe: &ImageRecipe) -> Result<(), RuntimeError> {
    let open = guest.descriptors.opened_by_guest();
    let report = guest
        .door
        .report
        .map(|report| String::from_utf8_lossy(&report).into_owned())
        .unwrap_or_default();
    let (stderr, _) = guest.stderr.into_text();
    if matches!(ending, Ending::Returned(0))
        && open == 0
        && report.contains("\"completed\"")
        && stderr.is_empty()
    {
        return Ok(());
    }
    let reason = format!(
        "the image `{}`: {ending:?}, {open} open files, report {report}, {stderr}",
        recipe.name
    );
    Err(RuntimeError::Build { reason })
}

/// matplotlib reads its fonts as files: its archive is stored again without compression, so that they can be mapped.
fn unpack_matplotlib_data(library: &Path, to: &Path) -> Result<(), RuntimeError> {
    let copy = || -> io::Result<()> {
        let mut outer = zip::ZipArchive::new(File::open(library)?)?;
        let mut inner = Vec::new();
        outer
            .by_name(MATPLOTLIB_DATA_MEMBER)?
            .take(MAX_MATPLOTLIB_DATA_BYTES)
            .read_to_end(&mut inner)?;
        let mut inner = zip::ZipArchive::new(Cursor::new(inner))?;
        let mut stored = zip::ZipWriter::new(File::create_new(to)?);
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        for index in 0..inner.len() {
            let mut member = inner.by_index(index)?;
            if member.is_dir() {
                continue;
            }
            let name = member.name()?.into_owned();
            stored.start_file(name, options)?;
            io::copy(
                &mut (&mut member).take(MAX_MATPLOTLIB_DATA_BYTES),
                &mut stored,
            )?;
        }
        stored.finish()?;
        Ok(())
    };
    copy().map_err(|error| RuntimeError::io("write", to, error))
}

/// Writes a memory as a file whose zero pages take no space.
fn write_sparse(path: &Path, memory: &[u8]) -> Result<(), RuntimeError> {
    const BLOCK_BYTES: usize = 4096;
    let write = || -> io::Result<()> {
        let mut file = File::create_new(path)?;
        let mut position = 0;
        for block in memory.chunks(BLOCK_BYTES) {
            if block.iter().any(|byte| *byte != 0) {
                file.seek(SeekFrom::Start(position))?;
                file.write_all(block)?;
            }
            position += block.len() as u64;
        }
        debug_assert_eq!(
            position % WASM_PAGE_BYTES,
            0,
            "a memory is a whole number of pages"
        );
        file.set_len(position)
    };
    write().map_err(|error| RuntimeError::io("write", path, error))
}

fn move_file(from: &Path, to: &Path) -> Result<(), RuntimeError> {
    fs::rename(from, to).map_err(|error| RuntimeError::io("create", to, error))
}

fn build_error(error: impl std::fmt::Display) -> RuntimeError {
    RuntimeError::Build {
        reason: error.to_string(),
    }
}
