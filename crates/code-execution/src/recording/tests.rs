use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::sandbox::PythonError;

fn recording() -> Recording {
    let outcome = RecordedOutcome {
        image: Some("base".to_owned()),
        ending: Ending::Completed,
        stdout: CapturedText {
            text: "one\ntwo\nthree\n".to_owned(),
            total_bytes: 14,
        },
        stderr: CapturedText::default(),
        value: Some(ReturnValue {
            json: Some(json!({"a": [1, 2.5]})),
            repr: "{'a': [1, 2.5]}".to_owned(),
        }),
        artifacts: vec![Artifact {
            name: "a.bin".to_owned(),
            media_type: "application/octet-stream".to_owned(),
            bytes: vec![0, 255, 10],
        }],
        dropped_artifacts: 0,
        fuel_used: Some(12),
    };
    Recording {
        id: "id-1".to_owned(),
        runtime: "cpython-1".to_owned(),
        request: RecordedRequest {
            code: "print('größe')".to_owned(),
            file_name: "main.py".to_owned(),
            context: json!({"n": 1}).as_object().unwrap().clone(),
            files: vec![InputFile {
                name: "in.bin".to_owned(),
                bytes: vec![7; 100],
            }],
            limits: Limits::default(),
            imported_modules: BTreeSet::from(["time".to_owned()]),
            profile: None,
            profile_folder: None,
        },
        inputs: RecordedInputs::Log(Arc::new(InputLog {
            bytes: vec![0, 1, 2, 3],
            is_complete: true,
            ends_in_wait: false,
        })),
        outcome,
    }
}

fn changed(change: impl FnOnce(&mut RecordedOutcome)) -> RecordedOutcome {
    let mut outcome = recording().outcome;
    change(&mut outcome);
    outcome
}

#[test]
fn what_is_written_is_read_again() {
    let written = recording();
    let read = Recording::from_bytes(&written.to_bytes().unwrap()).unwrap();
    assert_eq!(format!("{written:?}"), format!("{read:?}"));
    assert_eq!(written.outcome, read.outcome);
    assert_eq!(written.log(), read.log());
    assert_eq!(read.request.files[0].bytes, vec![7; 100]);
}

#[test]
fn the_profiles_folder_is_kept_where_it_is_told() {
    let silent = Recording::from_bytes(&recording().to_bytes().unwrap()).unwrap();
    assert_eq!(silent.profile_folder(), None);
    let told = recording().with_profile_folder("profile-text-1234");
    let read = Recording::from_bytes(&told.to_bytes().unwrap()).unwrap();
    assert_eq!(read.profile_folder(), Some("profile-text-1234"));
}

#[test]
fn the_time_of_a_recording_is_that_of_its_id() {
    let mut recording = recording();
    assert_eq!(recording.recorded_at(), None);
    recording.id = "0190b8e4-5a6c-7d3e-8f10-2b4c6d8e0f12".to_owned();
    let told = recording.recorded_at();
    assert_eq!(told.as_deref(), Some("2024-07-16T00:14:51Z"));
}

#[test]
fn a_file_is_private_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.recording");
    recording().write(&path).unwrap();
    assert_eq!(Recording::read(&path).unwrap().id(), "id-1");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = recording().write(&path).unwrap_err();
    assert!(again.to_string().starts_with("cannot write the recording"));
}

#[test]
fn a_change_anywhere_is_noticed() {
    let bytes = recording().to_bytes().unwrap();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert!(Recording::from_bytes(&changed).is_err(), "byte {place}");
        assert!(Recording::from_bytes(&bytes[..place]).is_err(), "{place}");
    }
}

#[test]
fn a_length_beyond_what_the_bytes_can_say_takes_no_memory() {
    let mut bytes = recording().to_bytes().unwrap();
    let place = b"RINGFENCE-RECORDING\x01".len();
    for (claimed, message) in [
        (
            u64::MAX,
            "the recording has 18446744073709551615 bytes, and 536870912 are allowed",
        ),
        (
            512 << 20,
            "the recording cannot be used: it is longer than its bytes can say",
        ),
    ] {
        bytes[place..place + 8].copy_from_slice(&claimed.to_le_bytes());
        let error = Recording::from_bytes(&bytes).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_recording_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let marked = [b"RINGFENCE-RECORDING\x01", &bytes[..]].concat();
        prop_assert!(Recording::from_bytes(&bytes).is_err());
        prop_assert!(Recording::from_bytes(&marked).is_err());
    }
}

/// A difference: where it is, and what is there in both runs.
type Seen = (&'static str, u64, u64, &'static str, &'static str);

#[test]
fn differences_are_told_with_their_places() {
    let recording = recording();
    let same = ReplayReport::of(&recording, &changed(|_| ()), 0);
    assert!(same.same && same.differences.is_empty());
    let cases: [(RecordedOutcome, u64, &[Seen]); 6] = [
        (
            changed(|outcome| outcome.stdout.text = "one\ntwx\nthree\n".to_owned()),
            0,
            &[("stdout", 6, 2, "two", "twx")],
        ),
        (
            changed(|outcome| outcome.artifacts[0].bytes = vec![0, 255, 10, 65]),
            0,
            &[("artifact 1", 3, 2, "", "A")],
        ),
        (
            changed(|outcome| outcome.value = None),
            0,
            &[
                ("return_value", 0, 1, "{\"a\":[1,2.5]}", ""),
                ("return_value_repr", 0, 1, "{'a': [1, 2.5]}", ""),
            ],
        ),
        (
            changed(|outcome| outcome.fuel_used = Some(13)),
            0,
            &[("fuel_used", 1, 1, "12", "13")],
        ),
        (
            changed(|_| ()),
            9,
            &[(
                "inputs",
                0,
                1,
                "9 bytes of inputs that the replay did not ask for",
                "",
            )],
        ),
        (
            changed(|outcome| {
                outcome.ending = Ending::Raised(PythonError {
                    error_type: "KeyError".to_owned(),
                    message: "k".to_owned(),
                    traceback: "t".to_owned(),
                    line_number: None,
                    is_memory_error: false,
                });
            }),
            0,
            &[
                ("ending", 0, 1, "\"completed\"", "raised KeyError"),
                ("error", 0, 1, "", "k"),
            ],
        ),
    ];
    for (replayed, unread, expected) in cases {
        let report = ReplayReport::of(&recording, &replayed, unread);
        let found: Vec<_> = report
            .differences
            .iter()
            .map(|difference| {
                (
                    difference.part.as_str(),
                    difference.first_byte,
                    difference.line_number,
                    difference.recorded.as_str(),
                    difference.replayed.as_str(),
                )
            })
            .collect();
        assert_eq!(found, expected);
        assert!(!report.same);
    }
}

#[test]
fn what_no_replay_can_repeat_is_refused() {
    let with = |ending: Ending, is_complete, ends_in_wait| {
        let mut recording = recording();
        recording.outcome.ending = ending;
        recording.inputs = RecordedInputs::Log(Arc::new(InputLog {
            bytes: Vec::new(),
            is_complete,
            ends_in_wait,
        }));
        recording
            .inputs()
            .map(drop)
            .map_err(|error| error.to_string())
    };
    assert_eq!(with(Ending::Completed, true, false), Ok(()));
    assert_eq!(with(Ending::TimedOut, true, true), Ok(()));
    for (ending, is_complete, reason) in [
        (
            Ending::TimedOut,
            true,
            "the time limit ended the run while it worked, at a place that no replay finds again",
        ),
        (Ending::Cancelled, true, "the run was cancelled"),
        (
            Ending::Completed,
            false,
            "it is incomplete: the run was given more than `max_recording_bytes`",
        ),
    ] {
        let message = format!("the recording cannot be replayed: {reason}");
        assert_eq!(with(ending, is_complete, false), Err(message));
    }
}
