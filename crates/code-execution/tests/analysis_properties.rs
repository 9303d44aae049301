//! What holds for every source: no panic, places inside the source, the same answer twice, output that can be shown.

use proptest::prelude::*;
use ringfence_code_execution::analysis::{
    Policy, Preset, SyntaxValidator, check,
    render::{Colours, concise, findings, github, human, json, sarif},
};

/// Pieces that programs and near-programs are made of.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "f'",
    "f\"{",
    "rb'",
    "t'{",
    "}'",
    "\\",
    "\\\n",
    "\n",
    "\n    ",
    "\n\t",
    "\n  ",
    "\r\n",
    "\r",
    "\u{c}",
    "#",
    "# ringfence: allow[forbidden-import] x",
    ":",
    ";",
    ",",
    ".",
    "...",
    "=",
    "==",
    ":=",
    "->",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "@",
    "%",
    "~",
    "!",
    "!r",
    "<",
    ">",
    " ",
    "  ",
    "\t",
    "0",
    "1",
    "10**10",
    "0x",
    "0b2",
    "1_",
    "1e",
    "0777",
    "1j",
    "x",
    "os",
    "self",
    "é",
    "名",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "“",
    "€",
    "if ",
    "elif ",
    "else",
    "for ",
    "while True:",
    "in ",
    "not ",
    "is ",
    "and ",
    "or ",
    "lambda ",
    "lambda: ",
    "def f(",
    "class C",
    "async ",
    "await ",
    "yield ",
    "yield from ",
    "return ",
    "raise ",
    "try:",
    "except ",
    "except* ",
    "finally:",
    "with ",
    "as ",
    "match x:",
    "case ",
    "_",
    "import ",
    "from ",
    "import os",
    "from os import *",
    "global x",
    "nonlocal x",
    "del ",
    "pass",
    "break",
    "continue",
    "assert ",
    "type X = ",
    "print(",
    "eval",
    "getattr(x, ",
    "'__cl' + 'ass__'",
    ".__class__",
    "__import__('o' + 's')",
    "''.join(",
    "chr(",
    "[::-1]",
    ".format(",
    "'{0.__class__}'",
    "range(10**6)",
    "lazy ",
    "*a",
    "**k",
    "[*x for x in y]",
];

fn source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => ".{0,8}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn holds(source: &str) -> Result<(), TestCaseError> {
    let lines = source.split(['\n', '\r']).count();
    for preset in Preset::ALL {
        let policy = Policy::preset(preset);
        let report = check(source, &policy);
        prop_assert_eq!(&report, &check(source, &policy));
        prop_assert_eq!(&report.syntax, &SyntaxValidator::new().validate(source));
        for finding in findings(&report) {
            prop_assert!((1..=lines + 1).contains(&finding.line), "{finding:?}");
            prop_assert!(
                finding.column >= 1 && finding.end_line >= finding.line,
                "{finding:?}"
            );
        }
        let shown = human("a.py", source, &report, Colours::Off);
        prop_assert!(
            !shown.contains(['\u{1b}', '\u{0}', '\u{202e}']),
            "{shown:?}"
        );
        prop_assert_eq!(
            concise("a.py", source, &report).lines().count(),
            findings(&report).len()
        );
        prop_assert_eq!(
            github("a.py", source, &report).lines().count(),
            findings(&report).len()
        );
        prop_assert!(
            serde_json::from_str::<serde_json::Value>(&json("a.py", source, &report)).is_ok()
        );
        prop_assert!(
            serde_json::from_str::<serde_json::Value>(&sarif("a.py", source, &report)).is_ok()
        );
        if preset == Preset::None {
            prop_assert!(report.violations.is_empty(), "{:?}", report.violations);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_program_is_judged(source in source()) {
        holds(&source)?;
    }

    #[test]
    fn any_text_is_judged(source in "\\PC{0,200}") {
        holds(&source)?;
    }
}
