//! Exact verdicts: type, message, line and column as CPython gives them.

use ringfence_code_execution::analysis::{SyntaxReport, SyntaxValidator};

fn verdict(source: &str) -> SyntaxReport {
    SyntaxValidator::new().validate(source)
}

/// Sources with the exception that CPython 3.13 raises for them: type, message, line, column.
const INVALID: &[(&str, &str, &str, usize, usize)] = &[
    ("x = (1\n", "SyntaxError", "'(' was never closed", 1, 5),
    (
        "print('a'\nx = 1\n",
        "SyntaxError",
        "'(' was never closed",
        1,
        6,
    ),
    (
        "x = [1, 2)\n",
        "SyntaxError",
        "closing parenthesis ')' does not match opening parenthesis '['",
        1,
        10,
    ),
    ("x = 1)\n", "SyntaxError", "unmatched ')'", 1, 6),
    (
        "x = 'abc\n",
        "SyntaxError",
        "unterminated string literal (detected at line 1)",
        1,
        5,
    ),
    (
        "x = '''abc\n\n",
        "SyntaxError",
        "unterminated triple-quoted string literal (detected at line 2)",
        1,
        5,
    ),
    ("if True\n    x = 1\n", "SyntaxError", "expected ':'", 1, 8),
    ("def f(x)\n    pass\n", "SyntaxError", "expected ':'", 1, 9),
    (
        "if True:\nx = 1\n",
        "IndentationError",
        "expected an indented block after 'if' statement on line 1",
        2,
        1,
    ),
    (
        "def f():\nx = 1\n",
        "IndentationError",
        "expected an indented block after function definition on line 1",
        2,
        1,
    ),
    (
        "return 1\n",
        "SyntaxError",
        "'return' outside function",
        1,
        1,
    ),
    ("break\n", "SyntaxError", "'break' outside loop", 1, 1),
    (
        "x = yield\n",
        "SyntaxError",
        "'yield' outside function",
        1,
        5,
    ),
    ("await x\n", "SyntaxError", "'await' outside function", 1, 1),
    (
        "def f(a, a): pass\n",
        "SyntaxError",
        "duplicate argument 'a' in function definition",
        1,
        10,
    ),
    (
        "f(a=1, a=2)\n",
        "SyntaxError",
        "keyword argument repeated: a",
        1,
        8,
    ),
    (
        "nonlocal x\n",
        "SyntaxError",
        "nonlocal declaration not allowed at module level",
        1,
        1,
    ),
    (
        "f() = 1\n",
        "SyntaxError",
        "cannot assign to function call here. Maybe you meant '==' instead of '='?",
        1,
        1,
    ),
    ("None = 1\n", "SyntaxError", "cannot assign to None", 1, 1),
    (
        "x + 1 += 1\n",
        "SyntaxError",
        "'expression' is an illegal expression for augmented assignment",
        1,
        1,
    ),
    (
        "del f()\n",
        "SyntaxError",
        "cannot delete function call",
        1,
        5,
    ),
    (
        "x = [1 2]\n",
        "SyntaxError",
        "invalid syntax. Perhaps you forgot a comma?",
        1,
        6,
    ),
    (
        "print 'a'\n",
        "SyntaxError",
        "Missing parentheses in call to 'print'. Did you mean print(...)?",
        1,
        1,
    ),
    ("x = 1 +\n", "SyntaxError", "invalid syntax", 1, 8),
    (
        "try:\n    pass\nx = 1\n",
        "SyntaxError",
        "expected 'except' or 'finally' block",
        3,
        1,
    ),
    ("f'{x'\n", "SyntaxError", "f-string: expecting '}'", 1, 5),
    (
        "x = 0777\n",
        "SyntaxError",
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        1,
        5,
    ),
    (
        "x = “a”\n",
        "SyntaxError",
        "invalid character '“' (U+201C)",
        1,
        5,
    ),
    (
        "def f(a=1, b): pass\n",
        "SyntaxError",
        "parameter without a default follows parameter with a default",
        1,
        12,
    ),
    (
        "class A:\n    x = 1\n  y = 2\n",
        "IndentationError",
        "unindent does not match any outer indentation level",
        3,
        8,
    ),
    (
        "x = 1 \\ 2\n",
        "SyntaxError",
        "unexpected character after line continuation character",
        1,
        8,
    ),
    (
        "for x in range(3):\n    pass\n   else:\n    pass\n",
        "IndentationError",
        "unindent does not match any outer indentation level",
        3,
        9,
    ),
];

#[test]
fn errors_are_those_of_cpython() {
    let mut differences = Vec::new();
    for (source, kind, message, line, column) in INVALID {
        let report = verdict(source);
        let found = (
            report.error_type.as_deref(),
            report.error_message.as_deref(),
            report.line_number,
            report.offset,
        );
        if found != (Some(*kind), Some(*message), Some(*line), Some(*column)) {
            differences.push(format!(
                "{source:?}\n  expected {:?}\n  found    {found:?}",
                (kind, message, line, column)
            ));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn valid_sources_have_no_error() {
    for source in [
        "",
        "\n",
        "# comment",
        "x = 1",
        "async def f():\n    await g()\n",
        "lazy import json\n",
        "[*x for x in y]\n",
    ] {
        let report = verdict(source);
        assert!(
            report.is_valid && report.error_message.is_none() && report.line_number.is_none(),
            "{source:?}: {report:?}"
        );
    }
}

#[test]
fn syntax_is_judged_by_the_target_version() {
    let source = "match x:\n    case 1:\n        pass\n";
    assert!(
        SyntaxValidator::new()
            .target_version(10)
            .validate(source)
            .is_valid
    );
    let report = SyntaxValidator::new().target_version(9).validate(source);
    assert!(
        report
            .error_message
            .unwrap()
            .contains("`match` statement on Python 3.9")
    );
}

#[test]
fn limits_of_the_tokenizer_are_kept() {
    let brackets = |count: usize| format!("x = {}1{}\n", "(".repeat(count), ")".repeat(count));
    assert!(verdict(&brackets(200)).is_valid);
    assert_eq!(
        verdict(&brackets(201)).error_message.unwrap(),
        "too many nested parentheses"
    );
    let blocks = |count: usize| {
        let lines: Vec<String> = (0..count)
            .map(|depth| format!("{}if x:", " ".repeat(depth)))
            .collect();
        format!("{}\n{}x\n", lines.join("\n"), " ".repeat(count))
    };
    assert!(verdict(&blocks(99)).is_valid);
    let report = verdict(&blocks(100));
    assert_eq!(
        report.error_message.as_deref(),
        Some("too many levels of indentation")
    );
    assert_eq!(
        (report.error_type.as_deref(), report.line_number),
        (Some("IndentationError"), Some(101))
    );
    assert!(verdict(&format!("x = {}\n", "1".repeat(4300))).is_valid);
    assert!(
        verdict(&format!("x = {}\n", "1".repeat(4301)))
            .error_message
            .unwrap()
            .contains("value has 4301 digits")
    );
    assert!(verdict(&format!("x = 0x{}\n", "1".repeat(5000))).is_valid);
    assert_eq!(
        verdict("x = 'a\0b'").error_message.unwrap(),
        "source code string cannot contain null bytes"
    );
}

#[test]
fn mixed_tabs_and_spaces_are_a_tab_error() {
    let report = verdict("if x:\n        y = 1\n\tz = 2\n");
    assert_eq!(report.error_type.as_deref(), Some("TabError"));
    assert_eq!(
        report.error_message.as_deref(),
        Some("inconsistent use of tabs and spaces in indentation")
    );
    assert_eq!(report.line_number, Some(3));
}

#[test]
fn known_mistakes_get_advice() {
    let advice = |source: &str| verdict(source).suggestion.unwrap_or_default();
    assert!(advice("```python\nx = 1\n```\n").contains("Markdown"));
    assert!(advice("!pip install numpy\nimport numpy\n").contains("packages"));
    assert!(advice("%matplotlib inline\n").contains("notebook"));
    assert!(advice("print 'a'\n").contains("print(...)"));
    assert_eq!(advice("x = = 1\n"), "");
}
