//! Taking memory images.

use std::{fs, path::Path, sync::Arc, thread, time::Duration};

use super::{
    super::{
        door::{Door, DoorLimits},
        engine::{self, Fuel},
        filesystem::{FileSystem, Quota},
        guests::TURN,
        interpreter::{Ending, Interpreter, TurnEnd},
        limiter::MemoryLimiter,
        memory::{HotPages, Image},
        wasi::{Capture, Descriptors, Guest, GuestInputs, StopSignal},
    },
    BASE, DATA, INITIAL_IMAGE, ImageRecipe, build_error, write_sparse,
};
use crate::runtime::{Job, Pack, RuntimeError, Step};

const WARM_UP_TIMEOUT: Duration = Duration::from_mins(5);
const WARM_UP_MEMORY_BYTES: u64 = 1 << 30;

/// Takes every image, and the list of pages that programs write in it.
pub(super) fn take_images(
    folder: &Path,
    module: &Path,
    fuel: Fuel,
    minimum_bytes: u64,
    job: &Job<'_>,
) -> Result<(), RuntimeError> {
    let interpreter = Interpreter::load(
        module,
        fuel,
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
        on_guest_thread(|| take_image(&interpreter, &initial, recipe, folder))?;
        job.progress.advance(done as u64 + 1);
    }
    fs::remove_file(&initial_path)
        .map_err(|error| RuntimeError::io("remove", &initial_path, error))?;
    job.progress.end();
    Ok(())
}

fn take_image(
    interpreter: &Interpreter,
    initial: &Arc<Image>,
    recipe: &ImageRecipe,
    folder: &Path,
) -> Result<(), RuntimeError> {
    let (image_path, pages_path) = (
        folder.join(recipe.file_name()),
        folder.join(recipe.hot_pages_file_name()),
    );
    let mut written = Ok(());
    let guest = guest(interpreter, recipe.warm_up);
    let end = interpreter.run(initial, guest, &recipe.source(), |memory| {
        written = write_sparse(&image_path, memory);
    });
    check_rest(end.map_err(build_error)?, recipe)?;
    written?;

    let image = Image::open(&image_path, initial.minimum_bytes())
        .map_err(|error| RuntimeError::io("open", &image_path, error))?;
    let before =
        fs::read(&image_path).map_err(|error| RuntimeError::io("read", &image_path, error))?;
    let mut hot_pages = HotPages::default();
    let guest = self::guest(interpreter, recipe.typical);
    let end = interpreter.run(&Arc::new(image), guest, TURN, |memory| {
        hot_pages = HotPages::of_run(&before, memory);
    });
    check_rest(end.map_err(build_error)?, recipe)?;
    hot_pages
        .write(&pages_path)
        .map_err(|error| RuntimeError::io("write", &pages_path, error))
}

/// Runs `work` on a thread with a guest's stack.
fn on_guest_thread(
    work: impl FnOnce() -> Result<(), RuntimeError> + Send,
) -> Result<(), RuntimeError> {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name("ringfence-image".to_owned())
            .stack_size(engine::GUEST_THREAD_STACK_BYTES);
        let running = thread.spawn_scoped(scope, work).map_err(build_error)?;
        running
            .join()
            .unwrap_or_else(|_| Err(build_error("warming up panicked")))
    })
}

fn guest(interpreter: &Interpreter, code: &str) -> Guest {
    let mut inputs = GuestInputs::for_images();
    let quota = Quota {
        max_bytes: 64 << 20,
        max_names: 4096,
    };
    let files = FileSystem::new(interpreter.base(), quota, inputs.now_ns());
    let request = serde_json::json!({
        "code": code, "file_name": "warm_up.py", "context": {}, "max_repr_characters": 1000,
        "keeps_state": false, "last_expression": null,
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
        inputs,
        stop: Arc::new(StopSignal::after(WARM_UP_TIMEOUT)),
        door: Door::new(request.to_string().into_bytes(), limits),
        limiter: MemoryLimiter::new(WARM_UP_MEMORY_BYTES),
        max_fuel: u64::MAX,
        host_calls: None,
    }
}

/// Refuses an image of a guest that failed, or that remembers an open file.
fn check_rest(end: TurnEnd, recipe: &ImageRecipe) -> Result<(), RuntimeError> {
    let TurnEnd { ending, guest } = end;
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
