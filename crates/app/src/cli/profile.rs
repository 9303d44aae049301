//! `ringfence runtime profile`.

use std::{fs, path::Path, sync::atomic::AtomicBool};

use ringfence_code_execution::{
    runtime::{
        CacheFolder, Job, NoProgress, RuntimeError, Source,
        profile::{self, Profile, ProfileError, ProfileRecipe, ProfileState, ProfileStatus},
    },
    sandbox::wasm::WasmPackBuilder,
};

use super::{
    Failure, Status,
    arguments::{ProfileAddArguments, ProfileCommand},
    block_on,
    install::{self, check_source},
    printer::{Printer, counted},
    runtime::megabytes,
};

/// The most bytes of a file of requirements.
const MAX_REQUIREMENTS_BYTES: u64 = 1 << 20;

pub(super) fn profile(
    command: ProfileCommand,
    cache: &CacheFolder,
    printer: Printer,
) -> Result<Status, Failure> {
    match command {
        ProfileCommand::Add(arguments) => add(&arguments, cache, printer),
        ProfileCommand::List { json } => list(cache, json, printer),
        ProfileCommand::Show { name, json } => {
            let found = profile::find(cache, &name, &WasmPackBuilder)?;
            printer.data(&if json {
                format!("{:#}\n", serde_json::to_value(&found)?)
            } else {
                described(&found)
            });
            Ok(Status::Success)
        }
        ProfileCommand::Remove { name } => {
            let job = Job {
                progress: &NoProgress,
                cancelled: &AtomicBool::new(false),
            };
            let freed_bytes = profile::remove(cache, &name, &WasmPackBuilder, &job)?;
            printer.note(&format!(
                "removed the profile `{name}` ({:.1} MB)",
                megabytes(freed_bytes)
            ));
            Ok(Status::Success)
        }
    }
}

/// The profile that is named, if one is, for a sandbox; `None` where Ctrl-C stopped its making.
pub(super) async fn open_named(
    cache: &CacheFolder,
    name: Option<&str>,
    printer: Printer,
) -> Result<Option<Vec<Profile>>, Failure> {
    match name {
        Some(name) => Ok(open(cache, name, printer)
            .await?
            .map(|profile| vec![profile])),
        None => Ok(Some(Vec::new())),
    }
}

/// The profile `name`, made again where it does not fit the runtime. `None` where Ctrl-C stopped that.
pub(super) async fn open(
    cache: &CacheFolder,
    name: &str,
    printer: Printer,
) -> Result<Option<Profile>, Failure> {
    let found = profile::find(cache, name, &WasmPackBuilder)?;
    if found.state != ProfileState::Ready {
        printer.note(&format!(
            "making the profile `{name}` again: it is {}",
            state(&found)
        ));
    }
    let (owned, name) = (cache.clone(), name.to_owned());
    install::in_background(cache, printer, move |job| {
        profile::open(&owned, &name, &WasmPackBuilder, job)
    })
    .await
}

fn add(
    arguments: &ProfileAddArguments,
    cache: &CacheFolder,
    printer: Printer,
) -> Result<Status, Failure> {
    let text = arguments.requirements.as_deref().map(requirements);
    let recipe = recipe(arguments, text.transpose()?).map_err(RuntimeError::from)?;
    let has_something = !arguments.packages.is_empty()
        || !arguments.imports.is_empty()
        || !arguments.from.is_empty()
        || arguments.requirements.is_some();
    if !has_something {
        let name = arguments.name.escape_debug();
        return Err(Failure::new(format!(
            "the profile `{name}` would be the runtime itself: neither packages nor imports are given"
        ))
        .hint("give `--packages`, `--requirements`, `--from` or `--import`"));
    }
    arguments
        .from
        .iter()
        .try_for_each(|path| check_source(path))?;
    let made = block_on(async {
        let pack = install::ensure(cache, Source::PackageIndex, printer).await?;
        if pack.is_none() {
            return Ok::<_, Failure>(None);
        }
        let owned = cache.clone();
        install::in_background(cache, printer, move |job| {
            profile::add(&owned, &recipe, &WasmPackBuilder, job)
        })
        .await
    })??;
    let Some(made) = made else {
        return Ok(Status::Interrupted);
    };
    let name = made.name();
    printer.note(&format!(
        "the profile `{name}` is ready: `ringfence run --profile {name}`"
    ));
    Ok(Status::Success)
}

fn recipe(
    arguments: &ProfileAddArguments,
    requirements: Option<String>,
) -> Result<ProfileRecipe, ProfileError> {
    let mut recipe = ProfileRecipe::new(&arguments.name)?;
    for package in &arguments.packages {
        recipe = recipe.package(package)?;
    }
    if let Some(text) = requirements {
        recipe = recipe.requirements_text(&text)?;
    }
    for module in &arguments.imports {
        recipe = recipe.import(module)?;
    }
    for path in &arguments.from {
        recipe = recipe.source(path);
    }
    Ok(recipe)
}

fn requirements(path: &Path) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(format!(
            "cannot read the requirements `{}`: {error}",
            path.display()
        ))
    };
    let bytes = fs::metadata(path).map_err(|error| failed(&error))?.len();
    if bytes > MAX_REQUIREMENTS_BYTES {
        return Err(failed(&format!(
            "it has {bytes} bytes, and {MAX_REQUIREMENTS_BYTES} are allowed"
        )));
    }
    fs::read_to_string(path).map_err(|error| failed(&error))
}

fn list(cache: &CacheFolder, json: bool, printer: Printer) -> Result<Status, Failure> {
    let profiles = profile::list(cache, &WasmPackBuilder)?;
    if json {
        printer.data(&format!("{:#}\n", serde_json::to_value(&profiles)?));
        return Ok(Status::Success);
    }
    if profiles.is_empty() {
        printer.note("no profiles; `ringfence runtime profile add` makes one");
    }
    for profile in &profiles {
        printer.data(&format!(
            "{:20} {:7} {:>10} {:8.1} MB  imports {}\n",
            profile.name,
            state(profile),
            counted(profile.wheels.len() as u64, "wheel"),
            megabytes(profile.bytes),
            listed(&profile.imports)
        ));
    }
    Ok(Status::Success)
}

fn described(profile: &ProfileStatus) -> String {
    let mut lines = vec![
        format!("profile    {}", profile.name),
        format!("state      {}", state(profile)),
        format!("asked for  {}", listed(&profile.requirements)),
        format!("imports    {}", listed(&profile.imports)),
        format!("modules    {}", listed(&profile.modules)),
        format!("image      began with `{}`", profile.image),
        format!("size       {:.1} MB", megabytes(profile.bytes)),
        format!("folder     {}", profile.folder.display()),
    ];
    let wheels = profile.wheels.iter();
    lines.extend(wheels.map(|wheel| {
        format!(
            "wheel      {} {} sha256:{}",
            wheel.name, wheel.version, wheel.sha256
        )
    }));
    lines.join("\n") + "\n"
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(", ")
    }
}

fn state(profile: &ProfileStatus) -> &'static str {
    match profile.state {
        ProfileState::Ready => "ready",
        ProfileState::Stale => "stale",
        _ => "broken",
    }
}
