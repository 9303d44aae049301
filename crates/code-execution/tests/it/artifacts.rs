use ringfence_code_execution::ExecutionRequest;

use crate::support::executor;

const PNG_HEADER: &[u8] = b"\x89PNG\r\n\x1a\n";

#[tokio::test]
async fn figures_come_back_without_being_saved() {
    let executor = executor().build().unwrap();
    let code = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.figure()\nplt.bar([1, 2], [2, 1])\nplt.show()";
    let result = executor.execute(code).await.unwrap();
    assert!(
        result.success,
        "{:?} {:?}",
        result.error_message, result.traceback
    );
    let names: Vec<_> = result
        .artifacts
        .iter()
        .map(|artifact| artifact.name.as_str())
        .collect();
    assert_eq!(names, ["figure-1.png", "figure-2.png"]);
    assert!(
        result
            .artifacts
            .iter()
            .all(|artifact| artifact.bytes.starts_with(PNG_HEADER))
    );
    assert_eq!(result.stderr, "");
}

#[tokio::test]
async fn a_figure_that_was_saved_is_a_file_and_not_handed_over_twice() {
    let executor = executor().build().unwrap();
    let code = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('plots/../mine.png')\nimport pathlib\npathlib.Path('plots').mkdir()";
    let fails = executor.execute(code).await.unwrap();
    assert_eq!(fails.error_type.as_deref(), Some("FileNotFoundError"));
    let result = executor
        .execute("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('mine.png')")
        .await
        .unwrap();
    let names: Vec<_> = result
        .artifacts
        .iter()
        .map(|artifact| artifact.name.as_str())
        .collect();
    assert_eq!(names, ["mine.png"]);
    assert_eq!(result.artifacts[0].media_type, "image/png");
}

#[tokio::test]
async fn a_data_frame_is_shown_as_a_table() {
    let executor = executor().build().unwrap();
    let result = executor
        .execute("import pandas as pd\npd.DataFrame({'a': [1, 2]})")
        .await
        .unwrap();
    assert_eq!(
        result.return_value_repr.as_deref(),
        Some("   a\n0  1\n1  2")
    );
    assert_eq!(
        (
            result.artifacts[0].name.as_str(),
            result.artifacts[0].media_type.as_str()
        ),
        ("table-1.html", "text/html")
    );
    assert!(
        result.artifacts[0]
            .bytes
            .windows(6)
            .any(|window| window == b"<table")
    );
}

#[tokio::test]
async fn given_files_are_there_and_only_new_and_changed_ones_come_back() {
    let executor = executor().build().unwrap();
    let request = ExecutionRequest::new(
        "text = open('in/data.txt').read()\nopen('in/data.txt')\nopen('upper.txt', 'w').write(text.upper())\nopen('other.txt', 'a').write('!')",
    )
    .file("in/data.txt", "abc")
    .file("other.txt", "x");
    let result = executor.execute(request).await.unwrap();
    let files: Vec<_> = result
        .artifacts
        .iter()
        .map(|artifact| (artifact.name.as_str(), artifact.bytes.as_slice()))
        .collect();
    assert_eq!(
        files,
        [("other.txt", &b"x!"[..]), ("upper.txt", b"ABC")],
        "{:?}",
        result.traceback
    );
}

#[tokio::test]
async fn a_file_with_a_bad_name_is_our_error() {
    let executor = executor().build().unwrap();
    for name in ["../x", "a/../../x", ".", "", "a//"] {
        let error = executor
            .execute(ExecutionRequest::new("1").file(name, "x"))
            .await
            .unwrap_err();
        assert!(
            error
                .message()
                .starts_with(&format!("the file `{name}` cannot be given")),
            "{name}: {error}"
        );
    }
}

#[tokio::test]
async fn artifacts_over_the_limit_are_dropped_and_counted() {
    let mut limits = ringfence_code_execution::sandbox::Limits::default();
    limits.max_artifacts = 2;
    let executor = executor().limits(limits).build().unwrap();
    let result = executor
        .execute("for n in range(5):\n    open(f'{n}.txt', 'w').write('x')")
        .await
        .unwrap();
    assert_eq!(result.artifacts.len(), 2);
    assert_eq!(result.truncated, ["artifacts"]);
}
