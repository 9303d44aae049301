//! `RECORD`: the digest of every file of a wheel.
//!
//! Source: `PyPA`, "Recording installed projects", "The RECORD file".

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// What `RECORD` says of a wheel's files.
#[derive(Debug)]
pub(super) struct Record(BTreeMap<String, Option<Checksum>>);

#[derive(Debug, PartialEq, Eq)]
struct Checksum {
    algorithm: Algorithm,
    digest: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Record {
    /// Reads the file.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut entries = BTreeMap::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let fields = fields(line).ok_or_else(|| format!("its RECORD has the line `{line}`"))?;
            let [path, checksum, _bytes] = fields.as_slice() else {
                return Err(format!("its RECORD has the line `{line}`"));
            };
            let checksum = match checksum.as_str() {
                "" => None,
                text => Some(Checksum::read(text).ok_or_else(|| {
                    format!("its RECORD has a digest for `{path}` that is no SHA-2")
                })?),
            };
            if entries.insert(path.clone(), checksum).is_some() {
                return Err(format!("its RECORD names `{path}` twice"));
            }
        }
        Ok(Self(entries))
    }

    /// Takes the entry for `path` out, and compares it with the file's content.
    pub(super) fn check(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        match self.0.remove(path) {
            None => Err(format!("its RECORD does not name `{path}`")),
            Some(None) => Err(format!("its RECORD has no digest for `{path}`")),
            Some(Some(checksum)) if checksum.is_of(content) => Ok(()),
            Some(Some(_)) => Err(format!("`{path}` is not what its RECORD says")),
        }
    }

    /// Takes out the entry of a file that cannot hold its own digest.
    pub(super) fn pass(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// A file that `RECORD` names and that was not there.
    pub(super) fn missing(&self) -> Option<&str> {
        self.0.keys().next().map(String::as_str)
    }
}

impl Checksum {
    fn read(text: &str) -> Option<Self> {
        let (name, digest) = text.split_once('=')?;
        let algorithm = match name {
            "sha256" => Algorithm::Sha256,
            "sha384" => Algorithm::Sha384,
            "sha512" => Algorithm::Sha512,
            _ => return None,
        };
        let digest = URL_SAFE_NO_PAD.decode(digest.trim_end_matches('=')).ok()?;
        Some(Self { algorithm, digest })
    }

    fn is_of(&self, content: &[u8]) -> bool {
        match self.algorithm {
            Algorithm::Sha256 => Sha256::digest(content).as_slice() == self.digest,
            Algorithm::Sha384 => Sha384::digest(content).as_slice() == self.digest,
            Algorithm::Sha512 => Sha512::digest(content).as_slice() == self.digest,
        }
    }
}

/// The fields of a line of comma-separated values, where a field may be in quotes.
fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = if let Some(inside) = rest.strip_prefix('"') {
            quoted(inside)?
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (field, after) = rest.split_at(end);
            (field.to_owned(), after)
        };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return after.is_empty().then_some(fields),
        }
    }
}

fn quoted(inside: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = inside;
    loop {
        let (before, after) = rest.split_once('"')?;
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Some((field, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_digests_and_tells_what_is_missing() {
        // The digest of no bytes, as FIPS 180-4 test vectors have it.
        let empty = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
        let text = format!("a.py,{empty},0\r\n\"b,\"\"c\",{empty},0\nx/RECORD,,\n");
        let mut record = Record::read(&text).unwrap();
        assert_eq!(record.check("a.py", b""), Ok(()));
        let twice = record.check("a.py", b"").unwrap_err();
        assert_eq!(twice, "its RECORD does not name `a.py`");
        let changed = record.check("b,\"c", b"x").unwrap_err();
        assert_eq!(changed, "`b,\"c` is not what its RECORD says");
        assert_eq!(record.missing(), Some("x/RECORD"));
        record.pass("x/RECORD");
        assert_eq!(record.missing(), None);
    }

    #[test]
    fn refuses_lines_that_say_something_else() {
        for text in [
            "a.py\n",
            "a,b,c,d\n",
            "\"a,,\n",
            "\"a\"b,,\n",
            "a,md5=AA,1\n",
            "a,sha256=!,1\n",
            "a,,\na,,\n",
        ] {
            assert!(Record::read(text).is_err(), "{text}");
        }
    }
}
