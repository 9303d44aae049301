//! The backend: a pool of threads, each running one guest after the other.

use std::{
    num::NonZeroUsize,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

use super::{
    door::{Door, DoorLimits},
    filesystem::{BaseTree, Errno, FileSystem, Quota},
    interpreter::{Ending as TurnEnding, Interpreter, TurnEnd},
    limiter::MemoryLimiter,
    media_type,
    memory::Image,
    pack::{BASE, DATA, ImageRecipe},
    pool::{Pool, QueueFull},
    profile::Profiles,
    report,
    wasi::{Capture, Clock, Descriptors, Guest, Stop, StopSignal},
};
use crate::{
    runtime::{Pack, RuntimeError, profile::Profile},
    sandbox::{
        Artifact, Capabilities, CapturedText, Ending, Execution, Outcome, Resource, Sandbox,
        SandboxError, SandboxJob,
    },
};

/// The backend's name on the wire.
const SANDBOX_TYPE: &str = "wasm";
/// The version of Python in the pack.
const PYTHON_VERSION: &str = "3.15.0";
/// Executions that may wait for a thread, for each thread.
const QUEUED_FOR_EACH_THREAD: usize = 64;
/// What a guest runs: the runner asks for its request and reports.
pub(super) const TURN: &str = "__import__('_ringfence').main()";
/// The memory the module starts with, by which its images are told from other memories.
pub(super) const MODULE_MEMORY_BYTES: u64 = 640 * 65_536;

/// Packages that the `data` image has imported already, or that import those.
const DATA_PACKAGES: &[&str] = &[
    "formulaic",
    "matplotlib",
    "mpl_toolkits",
    "numpy",
    "pandas",
    "patsy",
    "pylab",
    "scikit-learn",
    "scipy",
    "seaborn",
    "sklearn",
    "statsmodels",
];

/// What the image of a profile is called in metadata.
const PROFILE_IMAGE: &str = "profile";

/// Whether code that uses `module` is quicker from the `data` image.
pub(super) fn needs_data_image(module: &str) -> bool {
    let package = module.split('.').next().unwrap_or_default();
    DATA_PACKAGES.contains(&package)
}

/// What a guest starts with.
struct Start<'a> {
    image: &'a Arc<Image>,
    image_name: &'static str,
    files: Arc<BaseTree>,
}

/// CPython in WebAssembly, in this process.
///
/// One wall: WebAssembly's. A guest has no descriptor, address, variable or process of the host; it can call some forty
/// functions, all served from memory. Every execution is a fresh instance.
#[derive(Debug)]
pub struct WasmSandbox {
    shared: Arc<Shared>,
    pool: Pool,
}

#[derive(Debug)]
struct Shared {
    interpreter: Interpreter,
    base: Arc<Image>,
    data: Arc<Image>,
    profiles: Profiles,
}

impl WasmSandbox {
    /// Loads an installed pack and starts a thread for each core. Takes some 20 ms.
    ///
    /// # Errors
    /// When a file of the pack is missing or broken, or the system gives no threads.
    pub fn open(pack: &Pack) -> Result<Self, RuntimeError> {
        let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self::with_threads(pack, threads)
    }

    /// As [`Self::open`], with a number of threads: how many guests run at once.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn with_threads(pack: &Pack, threads: NonZeroUsize) -> Result<Self, RuntimeError> {
        Self::with_profiles(pack, threads, &[])
    }

    /// As [`Self::with_threads`], with profiles of the same pack that jobs may name.
    ///
    /// # Errors
    /// As [`Self::open`], for the files of the profiles too.
    pub fn with_profiles(
        pack: &Pack,
        threads: NonZeroUsize,
        profiles: &[Profile],
    ) -> Result<Self, RuntimeError> {
        let broken = |error: wasmtime::Error| RuntimeError::Build {
            reason: format!("{error:#}"),
        };
        let interpreter = Interpreter::load(
            &pack.file(Pack::MODULE),
            &pack.file(Pack::STANDARD_LIBRARY),
            &pack.file(Pack::MATPLOTLIB_DATA),
        )
        .map_err(broken)?;
        let image = |recipe: &ImageRecipe| {
            let path = pack.file(&recipe.file_name());
            let image = Image::open(&path, MODULE_MEMORY_BYTES)
                .and_then(|image| image.with_hot_pages(&pack.file(&recipe.hot_pages_file_name())));
            image
                .map(Arc::new)
                .map_err(|error| RuntimeError::io("open", &path, error))
        };
        let shared = Arc::new(Shared {
            base: image(&BASE)?,
            data: image(&DATA)?,
            profiles: Profiles::open(profiles, &interpreter.base(), MODULE_MEMORY_BYTES)?,
            interpreter,
        });
        let pool = Pool::start(threads, threads.get() * QUEUED_FOR_EACH_THREAD)
            .map_err(|error| RuntimeError::io("start threads for", pack.folder(), error))?;
        Ok(Self { shared, pool })
    }
}

impl Sandbox for WasmSandbox {
    fn sandbox_type(&self) -> &'static str {
        SANDBOX_TYPE
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            network: false,
            walls: &["wasm"],
        }
    }

    fn profile_modules(&self, profile: &str) -> Result<&[String], SandboxError> {
        Ok(&self.shared.profiles.get(profile)?.modules)
    }

    fn execute(&self, job: SandboxJob) -> Execution<'_> {
        Box::pin(async move {
            let timeout =
                Duration::try_from_secs_f64(job.limits.timeout_seconds).unwrap_or(Duration::MAX);
            let stop = Arc::new(StopSignal::after(timeout));
            let on_drop = CancelOnDrop(Arc::clone(&stop));
            let shared = Arc::clone(&self.shared);
            let (answer, answered) = oneshot::channel();
            let task = move || {
                // Nobody waits for the answer any more where the caller has cancelled.
                let _ = answer.send(shared.execute(job, timeout, &stop));
                shared.base.refresh_mappings();
                shared.data.refresh_mappings();
                shared.profiles.refresh_mappings();
            };
            self.pool
                .submit(Box::new(task))
                .map_err(|QueueFull(queued)| SandboxError::Busy { queued })?;
            let outcome = answered.await;
            drop(on_drop);
            outcome.unwrap_or_else(|_| Err(failed("its thread ended without an answer")))
        })
    }
}

/// Stops the guest when the caller no longer waits for it.
struct CancelOnDrop(Arc<StopSignal>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Shared {
    fn execute(
        &self,
        job: SandboxJob,
        timeout: Duration,
        queued: &Arc<StopSignal>,
    ) -> Result<Outcome, SandboxError> {
        queued.restart(timeout);
        let start = self.start_of(&job)?;
        let image = start.image;
        let given_bytes: usize = job.files.iter().map(|file| file.bytes.len()).sum();
        let needed_bytes = image.mapped_bytes() as u64 + given_bytes as u64;
        let limit_bytes = job.limits.max_memory_mb << 20;
        if limit_bytes < needed_bytes {
            let needed_mb = (needed_bytes >> 20) + 1;
            return Err(SandboxError::MemoryLimitTooLow {
                limit_mb: job.limits.max_memory_mb,
                needed_mb,
            });
        }
        let started = Instant::now();
        let profile = job.profile.clone();
        let guest = Self::guest(job, start.files, limit_bytes, Arc::clone(queued))?;
        let end = self
            .interpreter
            .run(image, guest, TURN, |_| ())
            .map_err(|error| failed(&format!("{error:#}")))?;
        let metadata = metadata(start.image_name, profile.as_deref());
        Ok(outcome(end, started.elapsed(), metadata))
    }

    fn start_of(&self, job: &SandboxJob) -> Result<Start<'_>, SandboxError> {
        if let Some(name) = &job.profile {
            let profile = self.profiles.get(name)?;
            return Ok(Start {
                image: &profile.image,
                image_name: PROFILE_IMAGE,
                files: Arc::clone(&profile.files),
            });
        }
        let needs_data = job
            .imported_modules
            .iter()
            .any(|module| needs_data_image(module));
        let (image, image_name) = if needs_data {
            (&self.data, DATA.name)
        } else {
            (&self.base, BASE.name)
        };
        Ok(Start {
            image,
            image_name,
            files: self.interpreter.base(),
        })
    }

    fn guest(
        job: SandboxJob,
        base: Arc<BaseTree>,
        limit_bytes: u64,
        stop: Arc<StopSignal>,
    ) -> Result<Guest, SandboxError> {
        let limits = &job.limits;
        let clock = Clock::start();
        let quota = Quota {
            max_bytes: limits.max_file_bytes,
            max_names: limits.max_files,
        };
        let mut files = FileSystem::new(base, quota, clock.now_ns());
        for file in job.files {
            files
                .add_input(&file.name, file.bytes, clock.now_ns())
                .map_err(|errno| SandboxError::InputFile {
                    name: file.name,
                    reason: match errno {
                        Errno::NoSpace => "it is over the quota for files",
                        Errno::Exists => "another file has its name",
                        _ => "its name is not a relative path without `.` and `..`",
                    },
                })?;
        }
        let request = json!({
            "code": job.code,
            "file_name": job.file_name,
            "context": job.context,
            "max_repr_characters": limits.max_output_bytes,
        });
        let door = DoorLimits {
            max_artifacts: limits.max_artifacts,
            max_artifact_bytes: limits.max_artifact_bytes,
            max_output_bytes: limits.max_output_bytes,
        };
        let mut limiter = MemoryLimiter::new(limit_bytes);
        limiter.set_host_bytes(files.used_bytes());
        Ok(Guest {
            memory: None,
            descriptors: Descriptors::new(&files),
            files,
            stdout: Capture::new(limits.max_output_bytes),
            stderr: Capture::new(limits.max_output_bytes),
            clock,
            stop,
            door: Door::new(request.to_string().into_bytes(), door),
            limiter,
        })
    }
}

fn outcome(end: TurnEnd, execution_time: Duration, metadata: Map<String, Value>) -> Outcome {
    let TurnEnd { ending, mut guest } = end;
    let memory_used_bytes = guest.limiter.used_bytes();
    let mut dropped_artifacts = guest.door.dropped_artifacts;
    let artifacts = artifacts(&mut guest, &mut dropped_artifacts);
    let (ending, value) = read_ending(&ending, &guest);
    let captured = |capture: Capture| {
        let (text, total_bytes) = capture.into_text();
        CapturedText { text, total_bytes }
    };
    Outcome {
        ending,
        stdout: captured(guest.stdout),
        stderr: captured(guest.stderr),
        value,
        artifacts,
        dropped_artifacts,
        memory_used_bytes,
        execution_time,
        metadata,
    }
}

fn read_ending(
    ending: &TurnEnding,
    guest: &Guest,
) -> (Ending, Option<crate::sandbox::ReturnValue>) {
    let memory_refused = guest.limiter.was_refused();
    let end = match ending {
        TurnEnding::Stopped(Stop::Timeout) => Ending::TimedOut,
        TurnEnding::Stopped(Stop::Cancelled) => Ending::Cancelled,
        TurnEnding::Stopped(Stop::Exit(status)) => Ending::Exited {
            code: i32::try_from(status & 0xff).unwrap_or(1),
        },
        TurnEnding::Trapped {
            stack_overflow: true,
            ..
        } => Ending::OutOf(Resource::Stack),
        TurnEnding::Trapped { .. } if memory_refused => Ending::OutOf(Resource::Memory),
        TurnEnding::Trapped { message, .. } => Ending::Broke(message.clone()),
        TurnEnding::Returned(_) => {
            let report = guest.door.report.as_deref().and_then(report::read);
            return report.unwrap_or_else(|| {
                if memory_refused {
                    return (Ending::OutOf(Resource::Memory), None);
                }
                (Ending::Broke("it ended without a report".to_owned()), None)
            });
        }
    };
    (end, None)
}

/// The guest's figures and tables, then the files it made or changed.
fn artifacts(guest: &mut Guest, dropped: &mut u32) -> Vec<Artifact> {
    let limits = guest.door.limits();
    let frames = std::mem::take(&mut guest.door.artifacts).into_iter();
    let mut artifacts: Vec<_> = frames
        .map(|frame| Artifact {
            name: frame.name,
            media_type: frame.media_type,
            bytes: frame.bytes,
        })
        .collect();
    let mut bytes: usize = artifacts.iter().map(|artifact| artifact.bytes.len()).sum();
    for (name, content) in guest.files.changed_files() {
        bytes = bytes.saturating_add(content.len());
        if artifacts.len() >= limits.max_artifacts || bytes > limits.max_artifact_bytes {
            bytes -= content.len();
            *dropped += 1;
            continue;
        }
        let media_type = media_type::of_file_name(&name).to_owned();
        artifacts.push(Artifact {
            name,
            media_type,
            bytes: content.to_vec(),
        });
    }
    artifacts
}

fn metadata(image: &str, profile: Option<&str>) -> Map<String, Value> {
    [("image", image), ("python_version", PYTHON_VERSION)]
        .into_iter()
        .chain(profile.map(|name| ("profile", name)))
        .map(|(key, value)| (key.to_owned(), Value::from(value)))
        .collect()
}

fn failed(reason: &str) -> SandboxError {
    SandboxError::Backend {
        backend: SANDBOX_TYPE,
        reason: reason.to_owned(),
    }
}
