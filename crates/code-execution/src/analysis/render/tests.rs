use super::*;
use crate::analysis::{Policy, check};

const SOURCE: &str = "x = 1\nimport os\nprint(x.__class__)\n";

fn report() -> Report {
    check(SOURCE, &Policy::default())
}

#[test]
fn human_shows_source_caret_and_help() {
    let text = human(
        "a.py",
        "import os\n",
        &check("import os\n", &Policy::default()),
        Colours::Off,
    );
    let expected = "\
refused[RF101] forbidden-import: import of `os` is not allowed
 --> a.py:1:8
1 | import os
  |        ^^
  help: files are in the working folder: name them by a relative path; there is no environment and no shell

";
    assert_eq!(text, expected);
}

#[test]
fn human_shows_the_line_before() {
    let text = human("a.py", SOURCE, &report(), Colours::Off);
    assert!(
        text.contains("2 | import os\n3 | print(x.__class__)\n  |         ^^^^^^^^^\n"),
        "{text}"
    );
}

#[test]
fn colours_only_add_escapes() {
    let coloured = human("a.py", SOURCE, &report(), Colours::On);
    assert!(coloured.contains("\u{1b}[1;31m"));
    let mut plain = coloured;
    for code in ["\u{1b}[1;31m", "\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m"] {
        plain = plain.replace(code, "");
    }
    assert_eq!(plain, human("a.py", SOURCE, &report(), Colours::Off));
}

#[test]
fn source_cannot_control_the_terminal() {
    let source = "import os # \u{1b}[2J \u{202e}\n";
    let text = human(
        "a\u{7}.py",
        source,
        &check(source, &Policy::default()),
        Colours::Off,
    );
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{text:?}");
    assert!(text.contains(r"# \u{1b}[2J \u{202e}"), "{text}");
}

#[test]
fn a_long_line_is_cut_around_the_finding() {
    let source = format!(
        "x = [{}]; import os; y = [{}]\n",
        "1, ".repeat(100_000),
        "2, ".repeat(10_000)
    );
    let text = human(
        "a.py",
        &source,
        &check(&source, &Policy::default()),
        Colours::Off,
    );
    assert!(text.lines().all(|line| line.len() < 140), "{text}");
    let mut lines = text.lines().skip(2);
    let (code, carets) = (lines.next().unwrap(), lines.next().unwrap());
    assert_eq!(carets.find('^'), code.find("os;"), "{text}");
}

#[test]
fn concise_is_one_line_each() {
    let expected = "a.py:2:8: RF101 [forbidden-import] import of `os` is not allowed\n\
        a.py:3:9: RF301 [forbidden-attribute] access to `__class__` is not allowed\n";
    assert_eq!(concise("a.py", SOURCE, &report()), expected);
}

#[test]
fn json_has_the_stable_fields() {
    let value: serde_json::Value = serde_json::from_str(&json("a.py", SOURCE, &report())).unwrap();
    let mut keys: Vec<_> = value[0].as_object().unwrap().keys().cloned().collect();
    keys.sort();
    let expected = [
        "code",
        "column",
        "docs",
        "end_column",
        "end_line",
        "level",
        "line",
        "message",
        "path",
        "rule",
        "severity",
        "suggestion",
    ];
    assert_eq!(keys, expected);
    assert_eq!(
        (
            &value[0]["line"],
            &value[0]["column"],
            &value[0]["end_column"]
        ),
        (&2.into(), &8.into(), &10.into())
    );
}

#[test]
fn a_syntax_error_is_a_finding() {
    let report = check("x = (1\n", &Policy::default());
    let [finding] = findings(&report).try_into().unwrap();
    assert_eq!(
        (finding.code.as_str(), finding.rule.as_str()),
        ("RF001", "syntax-error")
    );
    assert_eq!(finding.message, "SyntaxError: '(' was never closed");
    assert_eq!((finding.line, finding.column), (1, 5));
}

#[test]
fn github_escapes_what_would_end_a_property() {
    let text = github("a,b:c%.py", SOURCE, &report());
    assert!(text.starts_with("::error file=a%2Cb%3Ac%25.py,line=2,endLine=2,col=8,endColumn=10,title=RF101 forbidden-import::"));
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains("%0Ahelp: "));
}

#[test]
fn sarif_names_rules_and_regions() {
    let log: serde_json::Value = serde_json::from_str(&sarif("a b.py", SOURCE, &report())).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][1];
    assert_eq!(result["ruleId"], "RF301");
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "RF301");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.py");
    assert_eq!(place["region"]["startLine"], 3);
}
