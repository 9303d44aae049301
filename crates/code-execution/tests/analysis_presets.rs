//! What the presets let through, and the form of what they say.

use ringfence_code_execution::analysis::{AstValidator, Policy, Preset, Report, check};

fn under(preset: Preset, source: &str) -> Report {
    check(source, &Policy::preset(preset))
}

/// Programs, and whether strict, standard, contained and none accept them.
const PROGRAMS: &[(&str, [bool; 4])] = &[
    ("print('hi')", [true, true, true, true]),
    (
        "import pandas as pd\npd.DataFrame({'a': [1]}).groupby('a').sum()",
        [true, true, true, true],
    ),
    ("import os\nprint(os.environ)", [false, false, true, true]),
    ("import io, pathlib, asyncio", [false, true, true, true]),
    ("open('a.csv').read()", [false, true, true, true]),
    ("eval('1 + 1')", [false, false, true, true]),
    (
        "().__class__.__base__.__subclasses__()",
        [false, false, true, true],
    ),
    ("import pickle", [false, false, true, true]),
    ("import subprocess", [false, false, false, true]),
    ("import requests", [false, false, false, true]),
    ("import torch", [false, false, false, true]),
    ("name = input()", [false, false, false, true]),
    ("while True: pass", [false, true, true, true]),
    ("x = 'a' * 10**10", [false, true, true, true]),
    ("9 ** 9 ** 9", [false, true, true, true]),
    ("import time\ntime.sleep(100)", [false, true, true, true]),
    (
        "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
        [false, true, true, true],
    ),
    (
        "print(context['name'])\nfrom host import tools",
        [true, true, true, true],
    ),
    ("x = (", [false, false, false, false]),
];

#[test]
fn presets_accept_what_they_say() {
    for (source, accepted) in PROGRAMS {
        let found = Preset::ALL.map(|preset| under(preset, source).is_accepted());
        assert_eq!(found, *accepted, "{source}");
    }
}

#[test]
fn the_hostile_sources_of_the_limits_are_violations() {
    for source in [
        "(".repeat(100_000),
        vec!["1"; 100_000].join("+"),
        "x = 1\n".repeat(9_000_000),
    ] {
        let report = check(&source, &Policy::default());
        assert!(
            !report.violations.is_empty() && report.syntax.is_valid,
            "{:?}",
            report.syntax
        );
    }
}

#[test]
fn imported_modules_are_named_in_full() {
    let source = "import pandas as pd, os.path\nfrom sklearn.linear_model import Ridge\nfrom . import x\n__import__('json')";
    let modules: Vec<String> = under(Preset::None, source)
        .imported_modules
        .into_iter()
        .collect();
    assert_eq!(
        modules,
        ["json", "os.path", "pandas", "sklearn.linear_model"]
    );
}

#[test]
fn the_wire_format_is_stable() {
    let report = under(Preset::Standard, "import math\nimport os.path as p\n");
    let expected = serde_json::json!({
        "syntax": {
            "is_valid": true, "error_type": null, "error_message": null, "line_number": null, "offset": null,
            "end_line_number": null, "end_offset": null, "suggestion": null,
        },
        "violations": [{
            "code": "RF101",
            "rule": "forbidden-import",
            "violation_type": "forbidden_import",
            "severity": "high",
            "message": "import of `os.path` is not allowed",
            "line_number": 2,
            "column": 8,
            "end_line_number": 2,
            "end_column": 20,
            "suggestion": "files are in the working folder: name them by a relative path; there is no environment and no shell",
            "docs": "reference/rules.md#forbidden-import",
        }],
        "notes": [],
        "imported_modules": ["math", "os.path"],
        "operations": 2,
    });
    let written = serde_json::to_value(&report).unwrap();
    assert_eq!(written, expected);
    assert_eq!(serde_json::from_value::<Report>(written).unwrap(), report);
}

#[test]
fn violations_are_in_source_order() {
    let violations =
        AstValidator::new(Policy::default()).validate("f(exec, eval)\nimport os\nx.__class__\n");
    let places: Vec<_> = violations
        .iter()
        .map(|violation| (violation.line_number, violation.column))
        .collect();
    assert_eq!(places, [(1, 3), (1, 9), (2, 8), (3, 3)]);
}

#[test]
fn columns_count_characters() {
    let violations = AstValidator::new(Policy::default()).validate("é = '名'; eval\n");
    assert_eq!((violations[0].column, violations[0].end_column), (10, 14));
}

#[test]
fn many_findings_are_bounded() {
    let report = under(Preset::Standard, &"eval\n".repeat(10_000));
    assert_eq!(report.violations.len(), 1000);
}
