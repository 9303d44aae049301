//! Wheels made here: one that is fine, and one for each rule that a wheel can break.

use std::{
    fs::{self, File},
    io::Write,
    path::PathBuf,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;

const FILE_NAME: &str = "toy-1.0-py3-none-any.whl";
const METADATA: &str = "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n";
const WHEEL: &str = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n";

struct Made {
    folder: tempfile::TempDir,
    files: Vec<(String, Vec<u8>, SimpleFileOptions)>,
    record: String,
}

impl Made {
    fn new() -> Self {
        let made = Self {
            folder: tempfile::tempdir().unwrap(),
            files: Vec::new(),
            record: String::new(),
        };
        made.file("toy/__init__.py", b"answer = 42\n")
            .file("toy-1.0.dist-info/METADATA", METADATA.as_bytes())
            .file("toy-1.0.dist-info/WHEEL", WHEEL.as_bytes())
    }

    fn file(self, name: &str, content: &[u8]) -> Self {
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(content));
        let line = format!("\"{name}\",sha256={digest},{}\n", content.len());
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.recorded(&line, name, content, options)
    }

    fn recorded(
        mut self,
        line: &str,
        name: &str,
        content: &[u8],
        options: SimpleFileOptions,
    ) -> Self {
        self.record.push_str(line);
        self.files
            .push((name.to_owned(), content.to_vec(), options));
        self
    }

    fn write(&self) -> PathBuf {
        let path = self.folder.path().join(FILE_NAME);
        let mut archive = ZipWriter::new(File::create(&path).unwrap());
        for (name, content, options) in &self.files {
            archive.start_file(name.as_str(), *options).unwrap();
            archive.write_all(content).unwrap();
        }
        let options = SimpleFileOptions::default();
        archive
            .start_file("toy-1.0.dist-info/RECORD", options)
            .unwrap();
        let record = format!("{}toy-1.0.dist-info/RECORD,,\n", self.record);
        archive.write_all(record.as_bytes()).unwrap();
        archive.finish().unwrap();
        path
    }

    fn unpacked(&self) -> Result<Vec<String>, String> {
        unpacked(&self.write(), &mut Budget::default())
    }
}

fn unpacked(path: &Path, budget: &mut Budget) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let read = unpack(path, budget, |name, _| {
        found.push(name.to_owned());
        Ok(())
    });
    read.map(|_| found).map_err(|error| error.to_string())
}

fn refused(reason: &str) -> Result<Vec<String>, String> {
    Err(format!("the wheel `{FILE_NAME}` is refused: {reason}"))
}

#[test]
fn a_pure_wheel_is_unpacked_without_what_does_not_belong() {
    let made = Made::new()
        .file("toy.pth", b"import os")
        .file("toy-1.0.data/scripts/toy", b"#!python")
        .file("toy-1.0.data/purelib/more.py", b"");
    let expected = [
        "toy/__init__.py",
        "toy-1.0.dist-info/METADATA",
        "toy-1.0.dist-info/WHEEL",
        "more.py",
        "toy-1.0.dist-info/RECORD",
    ];
    assert_eq!(made.unpacked().unwrap(), expected);
    let path = made.write();
    let (name, sha256) = unpack(&path, &mut Budget::default(), |_, _| Ok(())).unwrap();
    assert_eq!(
        (name.package.as_str(), name.version.as_str()),
        ("toy", "1.0")
    );
    assert_eq!(
        sha256,
        hexadecimal(&Sha256::digest(fs::read(path).unwrap()))
    );
}

#[test]
fn compiled_code_is_refused() {
    let made = Made::new().file("toy/_fast.cpython-315-wasm32-wasi.so", b"\0asm");
    let expected = format!(
        "the wheel `{FILE_NAME}` has compiled code, which the `wasm` sandbox cannot load: it holds \
         `toy/_fast.cpython-315-wasm32-wasi.so`"
    );
    assert_eq!(made.unpacked(), Err(expected));
}

#[test]
fn paths_that_lead_out_are_refused() {
    for path in [
        "../evil.py",
        "/etc/passwd",
        "toy/../../evil.py",
        "C:\\evil.py",
    ] {
        let made = Made::new().file(path, b"x");
        let shown = path.escape_debug();
        assert_eq!(
            made.unpacked(),
            refused(&format!("`{shown}` leads out of it"))
        );
    }
}

#[test]
fn a_link_is_refused() {
    let link = SimpleFileOptions::default();
    let made = Made::new();
    let path = made.folder.path().join(FILE_NAME);
    made.write();
    let mut archive =
        ZipWriter::new_append(File::options().read(true).write(true).open(&path).unwrap()).unwrap();
    archive
        .add_symlink("toy/link", "/etc/passwd", link)
        .unwrap();
    archive.finish().unwrap();
    let found = unpacked(&path, &mut Budget::default());
    assert_eq!(found, refused("`toy/link` is a link or a device"));
}

#[test]
fn a_wrong_record_is_refused() {
    let options = SimpleFileOptions::default();
    let digest = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    let changed = Made::new().recorded(&format!("a.py,{digest},1\n"), "a.py", b"x", options);
    assert_eq!(
        changed.unpacked(),
        refused("`a.py` is not what its RECORD says")
    );
    let unnamed = Made::new().recorded("", "a.py", b"x", options);
    assert_eq!(
        unnamed.unpacked(),
        refused("its RECORD does not name `a.py`")
    );
    let without = Made::new().recorded("a.py,,\n", "a.py", b"x", options);
    assert_eq!(
        without.unpacked(),
        refused("its RECORD has no digest for `a.py`")
    );
    let mut missing = Made::new();
    missing.record.push_str("b.py,sha256=AA,0\n");
    let reason = "its RECORD names `b.py`, which is not there";
    assert_eq!(missing.unpacked(), refused(reason));
}

#[test]
fn limits_on_files_and_bytes_hold_across_wheels() {
    let made = Made::new().file("toy/zeros.bin", &vec![0; 1 << 20]);
    let path = made.write();
    let mut budget = Budget {
        files: 5,
        bytes: 1 << 20,
    };
    let left = (1 << 20) - b"answer = 42\n".len() - METADATA.len() - WHEEL.len();
    let reason = format!("`toy/zeros.bin`: it unpacks to more than {left} bytes");
    assert_eq!(unpacked(&path, &mut budget), refused(&reason));
    let mut budget = Budget {
        files: 6,
        bytes: 2 << 20,
    };
    assert_eq!(unpacked(&path, &mut budget).unwrap().len(), 5);
    let reason = "there are too many files";
    assert_eq!(unpacked(&path, &mut budget), refused(reason));
}

#[test]
fn archives_that_are_none_are_refused() {
    let made = Made::new();
    let path = made.write();
    let whole = fs::read(&path).unwrap();
    let no_archive = "it is no archive, or has more after its end";
    for (content, reason) in [
        (Vec::new(), "it is no archive"),
        (vec![0; 4096], no_archive),
        ([&whole[..], b"more"].concat(), no_archive),
        (
            [b"more", &whole[..]].concat(),
            "its directory does not lie before its end",
        ),
    ] {
        fs::write(&path, content).unwrap();
        let found = unpacked(&path, &mut Budget::default());
        assert_eq!(found, refused(reason));
    }
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        assert!(unpacked(&path, &mut Budget::default()).is_err());
    }
}

/// Every byte of a wheel changed in turn: refused or read, never a panic, and never other content than was recorded.
#[test]
fn a_changed_byte_never_changes_content() {
    let made = Made::new();
    let path = made.write();
    let whole = fs::read(&path).unwrap();
    for index in 0..whole.len() {
        let mut changed = whole.clone();
        changed[index] ^= 0x41;
        fs::write(&path, changed).unwrap();
        let read = unpack(&path, &mut Budget::default(), |name, content| {
            assert!(name != "toy/__init__.py" || content == b"answer = 42\n");
            Ok(())
        });
        drop(read);
    }
}

#[test]
fn metadata_of_another_package_is_refused() {
    let made = Made::new();
    let path = made.write();
    let other = path.with_file_name("tool-1.0-py3-none-any.whl");
    fs::rename(path, &other).unwrap();
    let error = unpacked(&other, &mut Budget::default()).unwrap_err();
    assert!(
        error.ends_with("its metadata `toy-1.0.dist-info` is another package's"),
        "{error}"
    );
    let two = Made::new().file("other-1.dist-info/METADATA", b"");
    assert_eq!(
        two.unpacked(),
        refused("it has the metadata of several packages")
    );
}
