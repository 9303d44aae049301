//! Reading a corpus.
#![cfg(test)]

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use base64::Engine as _;
use serde_json::Value;

/// Why nothing is tried where [`folder`] gives none.
pub(crate) const ABSENT: &str = "there is no folder `../shared/corpora` beside the project";

/// The corpora, where they are.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    folder.is_dir().then_some(folder)
}

/// The records of one corpus.
pub(crate) fn records(name: &str) -> Vec<Value> {
    let path = folder().unwrap().join(format!("{name}.jsonl.xz"));
    let mut text = Vec::new();
    lzma_rs::xz_decompress(&mut BufReader::new(File::open(path).unwrap()), &mut text).unwrap();
    String::from_utf8(text)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A record's program, in whichever form it stands.
pub(crate) fn code(record: &Value) -> String {
    if let Some(code) = record["code"].as_str() {
        return code.to_owned();
    }
    let packed = base64::engine::general_purpose::STANDARD
        .decode(record["code_gz_b64"].as_str().unwrap())
        .unwrap();
    let mut code = String::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_string(&mut code)
        .unwrap();
    code
}

/// A record's name.
pub(crate) fn id(record: &Value) -> String {
    record["id"]
        .as_str()
        .map_or_else(|| record["source"].to_string(), str::to_owned)
}
