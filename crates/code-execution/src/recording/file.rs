//! A recording as bytes.
//!
//! ```text
//! "RINGFENCE-RECORDING" version(1)  content length(8)  SHA-256(32)  compressed content
//! content: document length(4)  document  files  log  artifacts
//! ```
//!
//! The document is JSON and names the parts that follow it with their lengths. The content is an LZ4 block. The digest
//! covers the length and the compressed bytes, and is checked before these are decompressed: it finds damage, and does not
//! tell who wrote the file.
//!
//! Sources: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>, FIPS 180-4.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read, Write},
    path::Path,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{RecordedInputs, RecordedOutcome, RecordedRequest, Recording, RecordingError};
use crate::sandbox::{Artifact, CapturedText, Ending, InputFile, InputLog, Limits, ReturnValue};

pub(super) const MAGIC: &[u8] = b"RINGFENCE-RECORDING\x01";
const DIGEST_BYTES: usize = 32;
/// The longest content, and the longest file.
const MAX_BYTES: u64 = 512 << 20;
/// Bytes that one byte of an LZ4 block stands for, at most.
const MAX_EXPANSION: u64 = 255;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    id: String,
    runtime: String,
    request: RequestDocument,
    inputs: InputsDocument,
    outcome: OutcomeDocument,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestDocument {
    code: String,
    file_name: String,
    context: Map<String, Value>,
    files: Vec<FileDocument>,
    limits: Limits,
    imported_modules: BTreeSet<String>,
    profile: Option<String>,
    /// Absent where there is none, as in recordings of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile_folder: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDocument {
    name: String,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum InputsDocument {
    Log {
        bytes: u64,
        is_complete: bool,
        ends_in_wait: bool,
    },
    Deterministic {
        seed: u64,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeDocument {
    image: Option<String>,
    ending: Ending,
    stdout: CapturedText,
    stderr: CapturedText,
    value: Option<ReturnValue>,
    artifacts: Vec<ArtifactDocument>,
    dropped_artifacts: u32,
    fuel_used: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArtifactDocument {
    name: String,
    media_type: String,
    bytes: u64,
}

impl Recording {
    /// The recording as bytes.
    ///
    /// # Errors
    /// [`RecordingError::TooLarge`] over 512 MiB.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RecordingError> {
        let unwritable = RecordingError::Damaged {
            reason: "it cannot be written as JSON",
        };
        let document = serde_json::to_vec(&self.document()).map_err(|_| unwritable)?;
        let mut content = Vec::new();
        let document_bytes = u32::try_from(document.len()).unwrap_or(u32::MAX);
        content.extend_from_slice(&document_bytes.to_le_bytes());
        content.extend_from_slice(&document);
        for file in &self.request.files {
            content.extend_from_slice(&file.bytes);
        }
        if let Some(log) = self.log() {
            content.extend_from_slice(&log.bytes);
        }
        for artifact in &self.outcome.artifacts {
            content.extend_from_slice(&artifact.bytes);
        }
        let content_bytes = content.len() as u64;
        check_length(content_bytes)?;
        let content_bytes = content_bytes.to_le_bytes();
        let compressed = lz4_flex::block::compress(&content);
        let digest = digest(content_bytes, &compressed);
        Ok([MAGIC, &content_bytes, &digest, &compressed].concat())
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where the bytes are no recording of this version, were changed, or hold more than 512 MiB.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordingError> {
        let damaged = |reason| RecordingError::Damaged { reason };
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| damaged("it is no recording, or one of another version"))?;
        let cut_short = || damaged("it is cut short");
        let (content_bytes, rest) = rest.split_first_chunk::<8>().ok_or_else(cut_short)?;
        let (expected, compressed) = rest
            .split_first_chunk::<DIGEST_BYTES>()
            .ok_or_else(cut_short)?;
        let length = content_bytes;
        let content_bytes = u64::from_le_bytes(*length);
        check_length(content_bytes)?;
        if content_bytes > (compressed.len() as u64).saturating_mul(MAX_EXPANSION) {
            return Err(damaged("it is longer than its bytes can say"));
        }
        if digest(*length, compressed) != *expected {
            return Err(damaged("its digest does not match: it was changed"));
        }
        let content_len = usize::try_from(content_bytes).map_err(|_| cut_short())?;
        let content = lz4_flex::block::decompress(compressed, content_len)
            .map_err(|_| damaged("its bytes cannot be decompressed"))?;
        if content.len() != content_len {
            return Err(damaged("its length is not what it says"));
        }
        let (document_len, mut rest) = content.split_first_chunk::<4>().ok_or_else(cut_short)?;
        let document = take(&mut rest, u64::from(u32::from_le_bytes(*document_len)))?;
        let document: Document =
            serde_json::from_slice(document).map_err(|_| damaged("its document cannot be read"))?;
        document.into_recording(rest)
    }

    /// Writes it to a new file that only its owner can read (mode 0600).
    ///
    /// # Errors
    /// Where there is such a file already, or it cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), RecordingError> {
        let bytes = self.to_bytes()?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(path)
            .and_then(|mut file| file.write_all(&bytes))
            .map_err(|source| io_error("write", path, source))
    }

    /// Reads a file that [`Self::write`] wrote.
    ///
    /// # Errors
    /// As [`Self::from_bytes`], and where the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, RecordingError> {
        let mut bytes = Vec::new();
        fs::File::open(path)
            .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
            .map_err(|source| io_error("read", path, source))?;
        check_length(bytes.len() as u64)?;
        Self::from_bytes(&bytes)
    }

    fn document(&self) -> Document {
        let (request, outcome) = (&self.request, &self.outcome);
        let files = request.files.iter().map(|file| FileDocument {
            name: file.name.clone(),
            bytes: file.bytes.len() as u64,
        });
        let artifacts = outcome.artifacts.iter().map(|artifact| ArtifactDocument {
            name: artifact.name.clone(),
            media_type: artifact.media_type.clone(),
            bytes: artifact.bytes.len() as u64,
        });
        Document {
            id: self.id.clone(),
            runtime: self.runtime.clone(),
            request: RequestDocument {
                code: request.code.clone(),
                file_name: request.file_name.clone(),
                context: request.context.clone(),
                files: files.collect(),
                limits: request.limits.clone(),
                imported_modules: request.imported_modules.clone(),
                profile: request.profile.clone(),
                profile_folder: request.profile_folder.clone(),
            },
            inputs: match &self.inputs {
                RecordedInputs::Log(log) => InputsDocument::Log {
                    bytes: log.bytes.len() as u64,
                    is_complete: log.is_complete,
                    ends_in_wait: log.ends_in_wait,
                },
                RecordedInputs::Deterministic { seed } => {
                    InputsDocument::Deterministic { seed: *seed }
                }
            },
            outcome: OutcomeDocument {
                image: outcome.image.clone(),
                ending: outcome.ending.clone(),
                stdout: outcome.stdout.clone(),
                stderr: outcome.stderr.clone(),
                value: outcome.value.clone(),
                artifacts: artifacts.collect(),
                dropped_artifacts: outcome.dropped_artifacts,
                fuel_used: outcome.fuel_used,
            },
        }
    }
}

impl Document {
    /// The recording, with the parts in `rest`.
    fn into_recording(self, mut rest: &[u8]) -> Result<Recording, RecordingError> {
        let (request, outcome) = (self.request, self.outcome);
        let files = request.files.into_iter().map(|file| {
            let bytes = take(&mut rest, file.bytes)?.to_vec();
            Ok(InputFile {
                name: file.name,
                bytes,
            })
        });
        let files = files.collect::<Result<_, _>>()?;
        let inputs = match self.inputs {
            InputsDocument::Deterministic { seed } => RecordedInputs::Deterministic { seed },
            InputsDocument::Log {
                bytes,
                is_complete,
                ends_in_wait,
            } => RecordedInputs::Log(Arc::new(InputLog {
                bytes: take(&mut rest, bytes)?.to_vec(),
                is_complete,
                ends_in_wait,
            })),
        };
        let artifacts = outcome.artifacts.into_iter().map(|artifact| {
            let bytes = take(&mut rest, artifact.bytes)?.to_vec();
            Ok(Artifact {
                name: artifact.name,
                media_type: artifact.media_type,
                bytes,
            })
        });
        let artifacts = artifacts.collect::<Result<_, _>>()?;
        if !rest.is_empty() {
            return Err(RecordingError::Damaged {
                reason: "there is more in it than its document says",
            });
        }
        Ok(Recording {
            id: self.id,
            runtime: self.runtime,
            request: RecordedRequest {
                code: request.code,
                file_name: request.file_name,
                context: request.context,
                files,
                limits: request.limits,
                imported_modules: request.imported_modules,
                profile: request.profile,
                profile_folder: request.profile_folder,
            },
            inputs,
            outcome: RecordedOutcome {
                image: outcome.image,
                ending: outcome.ending,
                stdout: outcome.stdout,
                stderr: outcome.stderr,
                value: outcome.value,
                artifacts,
                dropped_artifacts: outcome.dropped_artifacts,
                fuel_used: outcome.fuel_used,
            },
        })
    }
}

/// The SHA-256 of the length and the compressed bytes.
pub(super) fn digest(length: [u8; 8], compressed: &[u8]) -> [u8; DIGEST_BYTES] {
    let mut hasher = Sha256::new();
    hasher.update(length);
    hasher.update(compressed);
    hasher.finalize().into()
}

/// Takes the first `bytes` of `rest`.
fn take<'a>(rest: &mut &'a [u8], bytes: u64) -> Result<&'a [u8], RecordingError> {
    usize::try_from(bytes)
        .ok()
        .and_then(|len| rest.split_off(..len))
        .ok_or(RecordingError::Damaged {
            reason: "a part of it is missing",
        })
}

fn check_length(bytes: u64) -> Result<(), RecordingError> {
    if bytes > MAX_BYTES {
        return Err(RecordingError::TooLarge {
            bytes,
            max_bytes: MAX_BYTES,
        });
    }
    Ok(())
}

fn io_error(attempted: &'static str, path: &Path, source: io::Error) -> RecordingError {
    RecordingError::Io {
        attempted,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn recordings_of_before_folders_of_profiles_were_kept_are_read() {
        let older = json!({
            "code": "1",
            "file_name": "main.py",
            "context": {},
            "files": [],
            "limits": {},
            "imported_modules": [],
            "profile": "text",
        });
        let read: RequestDocument = serde_json::from_value(older).unwrap();
        assert_eq!(read.profile_folder, None);
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written.get("profile_folder"), None);
    }
}
