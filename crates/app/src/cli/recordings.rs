//! `ringfence recordings`, and where recordings lie.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ringfence_code_execution::{
    ExecutionResult, recording::Recording, runtime::profile::Profile, sandbox::InputLog,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Failure, Status, arguments::RecordingsCommand, printer::Printer};
use crate::config::Config;

/// What the files of recordings are called, after their id.
const EXTENSION: &str = "recording";

pub(super) fn recordings(
    command: RecordingsCommand,
    config: &Config,
    printer: Printer,
) -> Result<Status, Failure> {
    match command {
        RecordingsCommand::List { place, json } => {
            let folder = folder(place.recordings.as_deref(), config)?;
            list(&folder, json, printer)?;
        }
        RecordingsCommand::Show {
            recording,
            place,
            json,
        } => {
            let recording = open(&recording, place.recordings.as_deref(), config)?;
            show(&recording, json, printer);
        }
        RecordingsCommand::Remove { ids, place } => {
            let folder = folder(place.recordings.as_deref(), config)?;
            for id in ids {
                let path = existing_file_of(&folder, &id)?;
                fs::remove_file(&path).map_err(|error| failed("remove", &path, &error))?;
            }
        }
    }
    Ok(Status::Success)
}

/// The folder of recordings: the given one, or the user's own.
pub(super) fn folder(given: Option<&Path>, config: &Config) -> Result<PathBuf, Failure> {
    given
        .map(Path::to_owned)
        .or_else(|| Some(config.state_folder()?.join("recordings")))
        .ok_or_else(|| {
            Failure::new("there is no folder for recordings")
                .hint("set `XDG_STATE_HOME` or `HOME`, or give `--recordings DIR`")
        })
}

/// Writes the recording of a result, if it has one, and which profile it ran in; its id.
pub(super) fn keep(
    folder: &Path,
    result: &ExecutionResult,
    profile: Option<&Profile>,
) -> Result<Option<String>, Failure> {
    let Some(recording) = &result.recording else {
        return Ok(None);
    };
    create_private(folder).map_err(|error| failed("create", folder, &error))?;
    let path = file_of(folder, recording.id())?;
    match profile {
        Some(profile) => Recording::clone(recording)
            .with_profile_folder(profile.folder_name())
            .write(&path)?,
        None => recording.write(&path)?,
    }
    Ok(Some(recording.id().to_owned()))
}

/// Reads a recording by its file, or by its id.
pub(super) fn open(
    id_or_file: &str,
    given: Option<&Path>,
    config: &Config,
) -> Result<Recording, Failure> {
    let path = Path::new(id_or_file);
    if path.is_file() {
        return Ok(Recording::read(path)?);
    }
    let folder = folder(given, config)?;
    Ok(Recording::read(&existing_file_of(&folder, id_or_file)?)?)
}

/// The file of a recording that is there.
fn existing_file_of(folder: &Path, id: &str) -> Result<PathBuf, Failure> {
    let path = file_of(folder, id)?;
    if path.exists() {
        return Ok(path);
    }
    Err(Failure::new(format!(
        "there is no recording `{}` in `{}`",
        id.escape_debug(),
        folder.display()
    ))
    .hint("`ringfence recordings list` names them"))
}

/// The file of a recording; an id is one plain name.
fn file_of(folder: &Path, id: &str) -> Result<PathBuf, Failure> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if id.is_empty() || !id.bytes().all(is_plain) {
        return Err(Failure::new(format!(
            "`{}` is neither a file nor the id of a recording",
            id.escape_debug()
        )));
    }
    Ok(folder.join(format!("{id}.{EXTENSION}")))
}

fn list(folder: &Path, as_json: bool, printer: Printer) -> Result<(), Failure> {
    let mut found = Vec::new();
    if folder.exists() {
        let entries = fs::read_dir(folder).map_err(|error| failed("read", folder, &error))?;
        for entry in entries {
            let path = entry
                .map_err(|error| failed("read", folder, &error))?
                .path();
            let is_recording = path
                .extension()
                .is_some_and(|extension| extension == EXTENSION);
            if is_recording {
                found.extend(Listed::of(&path));
            }
        }
    }
    // Ids begin with their time.
    found.sort_by(|one, other| one.id.cmp(&other.id));
    if as_json {
        printer.data(&format!("{:#}\n", serde_json::to_value(&found)?));
        return Ok(());
    }
    for listed in found {
        printer.untrusted_data(&listed.line());
    }
    Ok(())
}

/// A recording in a list. What is inside is absent where the file is damaged.
#[derive(Debug, Serialize)]
struct Listed {
    id: String,
    bytes: u64,
    recorded_at: Option<String>,
    file_name: Option<String>,
    /// The program's first line that has something on it.
    first_line: Option<String>,
}

impl Listed {
    fn of(path: &Path) -> Option<Self> {
        let id = path.file_stem()?.to_string_lossy().into_owned();
        let recording = Recording::read(path).ok();
        let first_line = |recording: &Recording| {
            let mut lines = recording.code().lines();
            let line = lines.find(|line| !line.trim().is_empty())?;
            Some(line.chars().take(MAX_LINE_CHARACTERS).collect())
        };
        Some(Self {
            id,
            bytes: path.metadata().map_or(0, |metadata| metadata.len()),
            recorded_at: recording.as_ref().and_then(Recording::recorded_at),
            file_name: recording
                .as_ref()
                .map(|recording| recording.file_name().to_owned()),
            first_line: recording.as_ref().and_then(first_line),
        })
    }

    fn line(&self) -> String {
        let time = self.recorded_at.as_deref().unwrap_or("-");
        let program = match (&self.file_name, &self.first_line) {
            (None, _) => "damaged: it cannot be read".to_owned(),
            (Some(name), line) => format!("{name}: {}", line.as_deref().unwrap_or_default()),
        };
        let Self { id, bytes, .. } = self;
        format!("{id}  {time:20}  {bytes:>10} bytes  {program}\n")
    }
}

/// Characters that are shown of a program's first line.
const MAX_LINE_CHARACTERS: usize = 60;

fn show(recording: &Recording, as_json: bool, printer: Printer) {
    let log = recording.log();
    let digests: Map<_, _> = recording
        .digests()
        .into_iter()
        .map(|(part, digest)| (part, Value::from(digest)))
        .collect();
    let shown = json!({
        "id": recording.id(),
        "runtime": recording.runtime(),
        "recorded_at": recording.recorded_at(),
        "profile": recording.profile(),
        "profile_folder": recording.profile_folder(),
        "file_name": recording.file_name(),
        "code": recording.code(),
        "limits": recording.limits(),
        "seed": recording.seed(),
        "input_bytes": log.map(InputLog::len_bytes),
        "is_complete": log.is_none_or(InputLog::is_complete),
        "ending": recording.ending(),
        "sha256": digests,
    });
    if as_json {
        printer.data(&format!("{shown:#}\n"));
        return;
    }
    for name in [
        "id",
        "recorded_at",
        "runtime",
        "profile",
        "profile_folder",
        "file_name",
        "seed",
        "input_bytes",
        "is_complete",
        "ending",
    ] {
        let value = shown.get(name).unwrap_or(&Value::Null);
        printer.untrusted_data(&format!("{name:14} {value}\n"));
    }
    for (part, digest) in &digests {
        printer.untrusted_data(&format!(
            "{part:14} {}\n",
            digest.as_str().unwrap_or_default()
        ));
    }
    printer.untrusted_data(&format!("\n{}\n", recording.code()));
}

/// A folder that only its owner can look into, where it is made here.
fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn failed(attempted: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot {attempted} `{}`: {error}", path.display()))
}
