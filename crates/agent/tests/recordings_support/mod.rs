//! Reads the recorded provider traffic beside the workspace, when it is there.

use std::io::Read;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

/// One recorded exchange.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) file: String,
    pub(crate) step: usize,
    pub(crate) wire: String,
    pub(crate) vendor: String,
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) request: Value,
    pub(crate) sse: Option<String>,
    pub(crate) response: Option<Value>,
    pub(crate) expected_message: Option<Value>,
}

impl Exchange {
    /// `file#step`, without the folders that all files share.
    pub(crate) fn name(&self) -> String {
        let file = self.file.trim_end_matches(".yaml");
        let file = file
            .rsplit_once("cassettes/")
            .map_or(file, |(_, rest)| rest);
        format!("{file}#{}", self.step)
    }
}

/// The recordings, or `None` with a printed message where they are not.
pub(crate) fn recordings() -> Option<Vec<Exchange>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/recordings/llm-http.jsonl.xz");
    let Ok(packed) = std::fs::read(&path) else {
        println!("skipped: no recordings at ../shared/recordings beside the workspace");
        return None;
    };
    let mut text = String::new();
    lzma_rust2::XzReader::new(packed.as_slice(), true)
        .read_to_string(&mut text)
        .expect("recordings are an xz file of UTF-8 text");
    let exchanges = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is one exchange"));
    Some(exchanges.collect())
}
