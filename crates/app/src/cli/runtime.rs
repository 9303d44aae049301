//! `ringfence runtime`.

use std::path::PathBuf;

use ringfence_code_execution::{
    runtime::{CacheFolder, PackStatus, Source},
    sandbox::wasm::{FuelPackBuilder, WasmPackBuilder},
};
use serde_json::json;

use super::{
    Failure, Status, arguments::RuntimeCommand, block_on, install, printer::Printer, profile,
};
use crate::config::Config;

pub(super) fn runtime(
    command: RuntimeCommand,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let cache = config.cache_folder()?;
    match command {
        RuntimeCommand::Install { from } => install(&cache, from, printer),
        RuntimeCommand::Status { json, verify } => status(&cache, json, verify, printer),
        RuntimeCommand::Profile(command) => profile::profile(command, &cache, printer),
        RuntimeCommand::Remove => {
            let freed_bytes = install::remove(&cache)?;
            printer.note(&format!("removed {:.1} MB", megabytes(freed_bytes)));
            Ok(Status::Success)
        }
    }
}

fn install(
    cache: &CacheFolder,
    from: Option<PathBuf>,
    printer: Printer,
) -> Result<Status, Failure> {
    from.as_deref().map(install::check_source).transpose()?;
    let source = from.map_or(Source::PackageIndex, Source::Path);
    let Some(pack) = block_on(install::ensure(cache, source, printer))?? else {
        return Ok(Status::Interrupted);
    };
    printer.note(&format!(
        "the Python runtime is installed in `{}`",
        pack.folder().display()
    ));
    Ok(Status::Success)
}

fn status(
    cache: &CacheFolder,
    json: bool,
    verify: bool,
    printer: Printer,
) -> Result<Status, Failure> {
    let mut status = cache.status(&WasmPackBuilder)?;
    // The pack that counts instructions belongs to this version too.
    let with_fuel = cache.status(&FuelPackBuilder)?;
    status.other_packs.retain(|pack| *pack != with_fuel.pack);
    let fuel_pack = with_fuel.installed.then_some(with_fuel.pack);
    let changed = if verify && status.installed {
        Some(cache.verify(&WasmPackBuilder)?)
    } else {
        None
    };
    if json {
        printer.data(&format!(
            "{:#}\n",
            json!({ "status": status, "fuel_pack": fuel_pack, "changed_files": changed })
        ));
    } else {
        printer.data(&described(
            &status,
            fuel_pack.as_deref(),
            changed.as_deref(),
        ));
    }
    let is_whole = changed.is_none_or(|changed| changed.is_empty());
    Ok(if status.installed && is_whole {
        Status::Success
    } else {
        Status::CodeFailed
    })
}

fn described(status: &PackStatus, fuel_pack: Option<&str>, changed: Option<&[String]>) -> String {
    let state = if status.installed {
        "installed"
    } else {
        "not installed"
    };
    let mut lines = vec![
        format!("runtime    {state}"),
        format!("folder     {}", status.folder.display()),
        format!("pack       {}", status.pack),
        format!("size       {:.1} MB", megabytes(status.bytes)),
    ];
    if let Some(pack) = fuel_pack {
        lines.push(format!("fuel pack  {pack}"));
    }
    if !status.other_packs.is_empty() {
        lines.push(format!("old packs  {}", status.other_packs.join(", ")));
    }
    if status.profiles > 0 {
        lines.push(format!(
            "profiles   {} ({:.1} MB)",
            status.profiles,
            megabytes(status.profile_bytes)
        ));
    }
    match changed {
        Some([]) => lines.push("verified   all digests match".to_owned()),
        Some(changed) => lines.push(format!("CHANGED    {}", changed.join(", "))),
        None => (),
    }
    lines.join("\n") + "\n"
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
pub(super) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
