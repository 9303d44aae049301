//! Sources that would overflow a stack or a naive limit are refused, and nothing crashes.

use ringfence_code_execution::analysis::{Policy, Preset, TypeChecks, check, check_with_types};

fn bombs() -> Vec<(&'static str, String)> {
    let n = 100_000;
    let blocks: Vec<String> = (0..700)
        .map(|depth| format!("{}if x:", " ".repeat(depth)))
        .collect();
    vec![
        ("open brackets", "(".repeat(n)),
        ("open square brackets", "[".repeat(n)),
        ("open braces", "{".repeat(n)),
        (
            "closed brackets",
            format!("{}1{}", "(".repeat(n), ")".repeat(n)),
        ),
        ("lists", format!("{}{}", "[".repeat(n), "]".repeat(n))),
        ("sum", vec!["1"; n].join("+")),
        ("power", vec!["1"; n].join("**")),
        ("attributes", format!("x{}", ".a".repeat(n))),
        ("calls", format!("f{}", "()".repeat(n))),
        ("subscripts", format!("x{}", "[0]".repeat(n))),
        (
            "nested calls",
            format!("{}{}", "f(".repeat(n), ")".repeat(n)),
        ),
        ("not", format!("{}x", "not ".repeat(n))),
        ("minus", format!("{}1", "-".repeat(n))),
        ("tilde", format!("{}1", "~".repeat(n))),
        (
            "await",
            format!("async def f():\n  {}x", "await ".repeat(80_000)),
        ),
        ("lambda", format!("{}1", "lambda: ".repeat(60_000))),
        (
            "lambda with parameters",
            format!("{}1", "lambda a, b: ".repeat(20_000)),
        ),
        (
            "lambda defaults",
            format!("{}1{}", "lambda a=".repeat(40_000), ": 1".repeat(40_000)),
        ),
        ("conditional", format!("{}1", "1 if x else ".repeat(40_000))),
        (
            "elif",
            format!("if x: pass\n{}", "elif x: pass\n".repeat(30_000)),
        ),
        (
            "f-strings",
            format!("{}{}", "f'{".repeat(n), "}'".repeat(n)),
        ),
        (
            "format specs",
            format!("f'{}{}'", "{x:".repeat(n), "}".repeat(n)),
        ),
        ("blocks", blocks.join("\n")),
        (
            "generators",
            format!("{}x{}", "(".repeat(20_000), " for x in y)".repeat(20_000)),
        ),
    ]
}

#[test]
fn every_bomb_is_refused_on_a_small_stack() {
    let policies = Preset::ALL.map(Policy::preset);
    for (name, source) in bombs() {
        let (policies, source) = (&policies, &source);
        std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(2 << 20)
                .spawn_scoped(scope, move || {
                    for policy in policies {
                        let report = check(source, policy);
                        assert!(!report.is_accepted(), "{name} under {}", policy.preset);
                    }
                })
                .unwrap();
        });
    }
}

#[test]
fn a_bound_is_a_violation_with_a_place() {
    let report = check(
        &format!("x = 1\ny = {}", vec!["1"; 5000].join("+")),
        &Policy::default(),
    );
    let [violation] = report.violations.as_slice() else {
        panic!("{:?}", report.violations)
    };
    assert_eq!(
        (violation.rule.as_ref(), violation.line_number),
        ("nesting-too-deep", 2)
    );
    let report = check(&" ".repeat(50_000_000), &Policy::default());
    let [violation] = report.violations.as_slice() else {
        panic!("{:?}", report.violations)
    };
    assert_eq!(violation.code, "RF401");
    assert_eq!(
        violation.message,
        "the source has 50000000 bytes, at most 524288 are allowed"
    );
}

/// Without the bound of the policy: the stack is sized by what the source could need.
#[test]
fn depth_beyond_the_bound_is_no_crash_either() {
    let mut policy = Policy::preset(Preset::None);
    policy.max_nesting = usize::MAX;
    policy.max_source_bytes = usize::MAX;
    for (_, source) in bombs() {
        check_with_types(&source, &policy, &TypeChecks::default());
    }
}
