//! The pages of `tests/rules/`: every Python block is checked, and its findings are compared with its comments.
//!
//! A block opens with `py` and, after it, the name of a preset or a policy in JSON; without one the policy is `standard`.
//! The word `types` instead switches type checks on, under `standard`; what they know may follow in JSON.
//! `# error: [rule] "text"` expects a refusal on its line whose message contains the text, `# note: [rule] "text"` a
//! note. Every refusal must be expected. Notes must be expected in a block that expects at least one.
#![expect(clippy::unwrap_used, reason = "a malformed page fails the test")]

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::{Arguments, Failed, Trial};
use ringfence_code_execution::analysis::{
    Policy, Preset, Report, TypeChecks, check, check_with_types,
    render::{Finding, Level, findings},
    rules,
};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for rule in rules::ALL {
        let path = pages().join(format!("{}.md", rule.name));
        let text = fs::read_to_string(&path).unwrap_or_default();
        trials.push(Trial::test(format!("{}::page", rule.name), {
            let text = text.clone();
            move || check_page(rule, &text)
        }));
        for block in python_blocks(&text) {
            let file = path.display().to_string();
            trials.push(Trial::test(
                format!("{}::line_{}", rule.name, block.line),
                move || check_block(&file, &block),
            ));
        }
    }
    trials.push(Trial::test("every_page_has_a_rule", every_page_has_a_rule));
    trials.push(Trial::test(
        "codes_and_names_are_unique",
        codes_and_names_are_unique,
    ));
    trials.push(Trial::test("reference_is_current", reference_is_current));
    libtest_mimic::run(&arguments, trials).exit();
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

/// One fenced block of a page.
struct Block {
    /// Line of the page that holds the block's first line, from 1.
    line: usize,
    policy: String,
    code: String,
}

fn python_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line) {
            (None, line) if line.starts_with("```py") => {
                let policy = line.trim_start_matches("```py").trim().to_owned();
                open = Some(Block {
                    line: index + 2,
                    policy,
                    code: String::new(),
                });
            }
            (Some(_), "```") => blocks.extend(open.take()),
            (Some(block), line) => {
                block.code.push_str(line);
                block.code.push('\n');
            }
            (None, _) => (),
        }
    }
    blocks
}

fn check_page(rule: &rules::Rule, text: &str) -> Result<(), Failed> {
    if !text.starts_with(&format!("# `{}`\n", rule.name)) {
        return Err(format!(
            "tests/rules/{}.md must begin with the name of the rule",
            rule.name
        )
        .into());
    }
    if !text.contains("\n## Not detected\n") {
        return Err("the page must say what the rule does not detect".into());
    }
    let is_shown = text.contains(&format!(": [{}]", rule.name)) || rule.name == "analysis-failed";
    if !is_shown {
        return Err("no block of the page shows a finding of the rule".into());
    }
    Ok(())
}

fn policy_of(block: &Block) -> Policy {
    match block.policy.as_str() {
        "" => Policy::default(),
        json if json.starts_with('{') => serde_json::from_str(json).unwrap(),
        preset => preset.parse().unwrap(),
    }
}

fn report_of(block: &Block) -> Report {
    let Some(types) = block.policy.strip_prefix("types") else {
        return check(&block.code, &policy_of(block));
    };
    let types = match types.trim() {
        "" => TypeChecks::default(),
        json => serde_json::from_str(json).unwrap(),
    };
    check_with_types(&block.code, &Policy::default(), &types)
}

fn check_block(file: &str, block: &Block) -> Result<(), Failed> {
    let mut found = findings(&report_of(block));
    if !block.code.contains("# note: [") {
        found.retain(|finding| finding.level == Level::Refused);
    }
    let mut problems = Vec::new();
    for (index, line) in block.code.lines().enumerate() {
        let location = format!("{file}:{}", block.line + index);
        let mut here: Vec<&Finding> = found
            .iter()
            .filter(|finding| finding.line == index + 1)
            .collect();
        for (level, rule, text) in expectations(line) {
            let matching = |finding: &&&Finding| {
                finding.level == level && finding.rule == rule && finding.message.contains(&text)
            };
            match here.iter().find(matching).copied() {
                Some(matched) => here.retain(|finding| *finding != matched),
                None => problems.push(format!(
                    "{location}: expected {level:?} [{rule}] {text}, found {here:?}"
                )),
            }
        }
        problems.extend(here.iter().map(|finding| {
            format!(
                "{location}: unexpected {:?} [{}] {}",
                finding.level, finding.rule, finding.message
            )
        }));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n").into())
    }
}

/// The `# error: [rule] "text"` and `# note: [rule] "text"` comments of a line.
fn expectations(line: &str) -> Vec<(Level, String, String)> {
    let mut expected = Vec::new();
    for (mark, level) in [
        ("# error: [", Level::Refused),
        ("# note: [", Level::Recorded),
    ] {
        for part in line.split(mark).skip(1) {
            let (rule, rest) = part.split_once(']').unwrap();
            let text = rest
                .split(" # ")
                .next()
                .unwrap_or("")
                .trim()
                .trim_matches('"');
            expected.push((level, rule.to_owned(), text.to_owned()));
        }
    }
    expected
}

fn every_page_has_a_rule() -> Result<(), Failed> {
    for entry in fs::read_dir(pages()).unwrap() {
        let name = entry
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if rules::find(&name).is_none() {
            return Err(format!("there is no rule `{name}`").into());
        }
    }
    Ok(())
}

fn codes_and_names_are_unique() -> Result<(), Failed> {
    let mut codes: Vec<_> = rules::ALL
        .iter()
        .flat_map(|rule| [rule.code, rule.name])
        .collect();
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    if codes.len() == all {
        Ok(())
    } else {
        Err("two rules share a code or a name".into())
    }
}

/// `docs/reference/rules.md` is the pages one after the other. `UPDATE=1 cargo test` writes it.
fn reference_is_current() -> Result<(), Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/rules.md");
    let text = reference();
    if std::env::args().any(|argument| argument == "--update") || update_is_set() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return Ok(());
    }
    if fs::read_to_string(&path).unwrap_or_default() == text {
        return Ok(());
    }
    Err(
        "docs/reference/rules.md differs from the pages; run `UPDATE=1 cargo test` to write it"
            .into(),
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is told to write its snapshot by the environment"
)]
fn update_is_set() -> bool {
    std::env::var("UPDATE").is_ok()
}

fn reference() -> String {
    let mut text = String::from(
        "# Rules\n\n<!-- Generated from `crates/code-execution/tests/rules/` by a test. Change the pages, then run \
         `UPDATE=1 cargo test`. -->\n\nWhat each rule does under each policy: refuse the program, record the finding, or \
         ignore it. The lists that some rules go by differ between policies: see [policies](../guides/policy.md).\n\n\
         | code | rule | severity | strict | standard | contained | none |\n|---|---|---|---|---|---|---|\n",
    );
    let policies = Preset::ALL.map(Policy::preset);
    for rule in rules::ALL {
        write!(
            text,
            "| {} | [`{}`](#{}) | {} |",
            rule.code, rule.name, rule.name, rule.severity
        )
        .unwrap();
        for policy in &policies {
            let action = serde_json::to_value(policy.rule_action(rule.name)).unwrap();
            write!(text, " {} |", action.as_str().unwrap()).unwrap();
        }
        text.push('\n');
    }
    for rule in rules::ALL {
        let page =
            fs::read_to_string(pages().join(format!("{}.md", rule.name))).unwrap_or_default();
        writeln!(
            text,
            "\n## {}\n\n`{}`, {} severity. {}",
            rule.name, rule.code, rule.severity, rule.summary
        )
        .unwrap();
        let mut in_block = false;
        for line in page.lines().skip(1) {
            in_block ^= line.starts_with("```");
            let heading = !in_block && line.starts_with('#');
            writeln!(text, "{}{line}", if heading { "#" } else { "" }).unwrap();
        }
    }
    text
}
