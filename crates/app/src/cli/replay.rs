//! `ringfence replay`.

use std::{num::NonZeroUsize, sync::Arc};

use ringfence_code_execution::{
    CodeExecutor,
    recording::{Recording, ReplayReport},
    runtime::{CacheFolder, Pack, profile::Profile},
    sandbox::wasm::{FuelPackBuilder, WasmPackBuilder},
};

use super::{
    Failure, Status, arguments::ReplayArguments, block_on, policy::policy_of_run, printer::Printer,
    profile, recordings, sandbox,
};
use crate::config::Config;

pub(super) fn replay(
    arguments: &ReplayArguments,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let recording = recordings::open(
        &arguments.recording,
        arguments.recordings.as_deref(),
        config,
    )?;
    let policy = policy_of_run(&arguments.policy)?;
    let cache = config.cache_folder()?;
    let pack = pack_of(&recording, &cache)?;
    block_on(async {
        let Some(profiles) = profile::open_named(&cache, recording.profile(), printer).await?
        else {
            return Ok(Status::Interrupted);
        };
        if let Some(installed) = profiles.first() {
            check_profile(&recording, installed)?;
        }
        let slots = Some(NonZeroUsize::MIN);
        let sandbox = Arc::new(sandbox::open(&pack, &profiles, arguments.walls, slots)?);
        let executor = CodeExecutor::builder(sandbox)
            .limits(recording.limits().clone())
            .policy(policy)
            .build()?;
        let report = tokio::select! {
            report = executor.replay(&recording) => report?,
            _ = tokio::signal::ctrl_c() => {
                executor.drain().await;
                printer.note("stopped");
                return Ok(Status::Interrupted);
            }
        };
        show(&report, arguments.json, printer)?;
        Ok(if report.same {
            Status::Success
        } else {
            Status::CodeFailed
        })
    })?
}

/// Refuses a profile that was made of something else since: its modules are not those that the program ran with.
fn check_profile(recording: &Recording, installed: &Profile) -> Result<(), Failure> {
    let installed_folder = installed.folder_name();
    let Some(recorded) = recording
        .profile_folder()
        .filter(|recorded| *recorded != installed_folder)
    else {
        return Ok(());
    };
    let name = installed.name();
    Err(Failure::new(format!(
        "the recording was made with another profile `{name}`: it ran in `{}`, and `{installed_folder}` is installed",
        recorded.escape_debug()
    ))
    .hint("add the profile again with the versions and imports that it had then"))
}

/// The installed pack that the recording was made in.
fn pack_of(recording: &Recording, cache: &CacheFolder) -> Result<Pack, Failure> {
    let packs = [cache.find(&WasmPackBuilder)?, cache.find(&FuelPackBuilder)?];
    packs
        .into_iter()
        .flatten()
        .find(|pack| pack.name() == recording.runtime())
        .ok_or_else(|| {
            Failure::new(format!(
                "the recording was made in the runtime `{}`, which is not installed",
                recording.runtime().escape_debug()
            ))
            .hint("replay it with the version of ringfence that recorded it")
        })
}

fn show(report: &ReplayReport, as_json: bool, printer: Printer) -> Result<(), Failure> {
    if as_json {
        printer.data(&format!("{:#}\n", serde_json::to_value(report)?));
        return Ok(());
    }
    if report.same {
        printer.data("the same: every byte of the output\n");
        return Ok(());
    }
    for difference in &report.differences {
        printer.untrusted_data(&format!(
            "different: {}, byte {} (line {})\n  recorded: {}\n  replayed: {}\n",
            difference.part,
            difference.first_byte,
            difference.line_number,
            difference.recorded,
            difference.replayed
        ));
    }
    Ok(())
}
