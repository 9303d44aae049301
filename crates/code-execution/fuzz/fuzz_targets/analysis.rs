//! Any text as a program: no panic, no time without a bound (`-timeout`), places inside the text, output that can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_code_execution::analysis::{
    HostFunctionSignature, Policy, Preset, TypeChecks, check, check_with_types,
    render::{Colours, findings, human, json, sarif},
};

fuzz_target!(|data: &[u8]| {
    let source = String::from_utf8_lossy(data);
    let lines = source.split(['\n', '\r']).count();
    let types = TypeChecks {
        host_functions: Some(vec![HostFunctionSignature {
            name: "lookup".to_owned(),
            input_schema: serde_json::json!({"properties": {"name": {"type": "string"}}, "required": ["name"]}),
        }]),
        ..TypeChecks::default()
    };
    for preset in Preset::ALL {
        let policy = Policy::preset(preset);
        let report = check_with_types(&source, &policy, &types);
        let alone = check(&source, &policy);
        assert!(alone.violations.iter().all(|violation| report.violations.contains(violation)));
        // a bug inside is caught and reported like this
        assert!(report.violations.iter().all(|violation| violation.rule != "analysis-failed"));
        for finding in findings(&report) {
            assert!((1..=lines + 1).contains(&finding.line) && finding.end_line >= finding.line);
        }
        assert!(!human("a.py", &source, &report, Colours::Off).contains(['\u{1b}', '\u{0}']));
        for text in [json("a.py", &source, &report), sarif("a.py", &source, &report)] {
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
    }
});
