//! Times the analysis: `cargo run --release -p ringfence-code-execution --no-default-features --example analysis_speed`.
//!
//! Prints the shortest and the median time for a short program, the throughput over sources from 1 KB to 10 MB, and the
//! time that sources take which are made to be slow. An argument names a folder of Python files to measure as well.
#![expect(clippy::print_stdout, reason = "the figures are the output")]
#![expect(
    clippy::format_collect,
    reason = "sources are built outside of what is timed"
)]

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use ringfence_code_execution::analysis::{Policy, Preset, SyntaxValidator, check};

/// A program of the kind that language models write.
const PROGRAM: &str = r#"
import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Order:
    customer: str
    items: list[str] = field(default_factory=list)
    total: float = 0.0

    def add(self, name: str, price: float, count: int = 1) -> None:
        self.items.extend([name] * count)
        self.total += price * count


def summarize(orders: list[Order]) -> dict[str, float]:
    by_customer: dict[str, float] = defaultdict(float)
    for order in orders:
        by_customer[order.customer] += order.total
    return {name: round(value, 2) for name, value in sorted(by_customer.items())}


orders = [Order("ann"), Order("bob"), Order("ann")]
for index, order in enumerate(orders):
    order.add("pen", 1.25, count=index + 1)
    if index % 2 == 0 and not order.items[0].startswith("x"):
        order.add("paper", math.sqrt(2.0) * 3, 2)
counts = Counter(item for order in orders for item in order.items)
print(json.dumps({"orders": summarize(orders), "items": dict(counts)}, indent=2))
try:
    print(f"{counts['pen']:>5} pens, {orders[0].total / len(orders):.2f} each")
except (KeyError, ZeroDivisionError) as error:
    print("no pens", error)
"#;

fn main() {
    let policy = unlimited(Preset::Standard);
    println!(
        "print('hi')          {}",
        timed(2000, || check("print('hi')", &policy).is_accepted())
    );
    println!(
        "{:>5} bytes          {}",
        PROGRAM.len(),
        timed(500, || check(PROGRAM, &policy).is_accepted())
    );
    for preset in [Preset::Strict, Preset::Contained, Preset::None] {
        let policy = unlimited(preset);
        println!(
            "{:>5} bytes {preset:<9} {}",
            PROGRAM.len(),
            timed(500, || check(PROGRAM, &policy).is_accepted())
        );
    }
    let validator = SyntaxValidator::new();
    println!(
        "{:>5} bytes syntax    {}",
        PROGRAM.len(),
        timed(500, || validator.validate(PROGRAM).is_valid)
    );
    for bytes in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
        let source = PROGRAM.repeat(bytes / PROGRAM.len() + 1);
        report_rate(&format!("{} bytes", source.len()), &source, &policy);
    }
    for (name, source) in slow_sources() {
        report_rate(name, &source, &policy);
    }
    let mut deep = unlimited(Preset::None);
    deep.max_nesting = usize::MAX;
    for (name, source) in deep_sources() {
        report_rate(name, &source, &deep);
    }
    if let Some(folder) = std::env::args().nth(1) {
        let mut source = String::new();
        collect(Path::new(&folder), &mut source);
        report_rate(&folder, &source, &policy);
    }
}

fn unlimited(preset: Preset) -> Policy {
    let mut policy = Policy::preset(preset);
    policy.max_source_bytes = usize::MAX;
    policy.max_operations = None;
    policy
}

/// Shortest and median time of one call.
fn timed(runs: usize, mut work: impl FnMut() -> bool) -> String {
    let mut times: Vec<Duration> = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        std::hint::black_box(work());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default().as_secs_f64() * 1e6;
    format!("min {:>9.1} us   median {:>9.1} us", at(0), at(runs / 2))
}

fn report_rate(name: &str, source: &str, policy: &Policy) {
    let mut best = Duration::MAX;
    let mut accepted = false;
    for _ in 0..5 {
        let start = Instant::now();
        accepted = check(source, policy).is_accepted();
        best = best.min(start.elapsed());
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = source.len() as f64 / 1e6 / best.as_secs_f64();
    let verdict = if accepted { "accepted" } else { "refused" };
    println!(
        "{name:<28} {:>10} bytes {:>9.2} ms {rate:>8.1} MB/s {verdict}",
        source.len(),
        best.as_secs_f64() * 1e3
    );
}

/// Sources that would take quadratic time or worse in a careless analysis.
fn slow_sources() -> Vec<(&'static str, String)> {
    let names = |count: usize| {
        (0..count)
            .map(|index| format!("a{index}"))
            .collect::<Vec<_>>()
    };
    vec![
        (
            "keyword arguments",
            format!(
                "f({})",
                names(60_000)
                    .iter()
                    .map(|name| format!("{name}=1,"))
                    .collect::<String>()
            ),
        ),
        ("f-string fields", format!("f'{}'", "{x}".repeat(100_000))),
        (
            "type parameters",
            format!("def f[{}](): pass", names(60_000).join(",")),
        ),
        (
            "parameters",
            format!("def f({}): pass", names(60_000).join(",")),
        ),
        ("findings", "import os;".repeat(40_000)),
        (
            "findings in one long line",
            format!("x = [{}]", "y.__class__, ".repeat(30_000)),
        ),
        ("constant lookups", "x['a' + 'b' + 'c'];".repeat(20_000)),
        (
            "nested getattr",
            format!("{}x{}", "getattr(".repeat(300), ", 'a')".repeat(300)).repeat(40),
        ),
        (
            "nested comprehensions",
            format!("{}x{}\n", "[".repeat(300), " for x in y]".repeat(300)).repeat(60),
        ),
        (
            "attribute chains",
            format!("x{}\n", ".a".repeat(900)).repeat(200),
        ),
        (
            "multiplied text",
            format!("x = 'a'{}\n", "*2".repeat(900)).repeat(200),
        ),
        (
            "open brackets",
            format!("f(\n{}", "x = y + 1\n".repeat(40_000)),
        ),
        ("errors", "1 = 2 = \n".repeat(40_000)),
        (
            "with items",
            format!("with ({}): pass\n", names(40_000).join(",")),
        ),
        (
            "nested with",
            format!("with {}a{}: pass\n", "(".repeat(150), ")".repeat(150)).repeat(500),
        ),
        (
            "match patterns",
            format!("match x:\n case [{}]: pass\n", names(40_000).join(",")),
        ),
        (
            "elif",
            format!("if x: pass\n{}", "elif x: pass\n".repeat(900)).repeat(30),
        ),
        (
            "global names",
            format!(
                "def f():\n{}",
                names(20_000)
                    .iter()
                    .map(|name| format!("  global {name}\n"))
                    .collect::<String>()
            ),
        ),
        (
            "nested functions",
            (0..90)
                .map(|depth| format!("{}def f{depth}():\n", " ".repeat(depth)))
                .collect::<String>()
                + &format!("{}x = 1\n", " ".repeat(90)).repeat(3000),
        ),
    ]
}

/// Sources whose trees are as deep as they can be: without a bound on nesting they must end, not crash.
fn deep_sources() -> Vec<(&'static str, String)> {
    let n = 200_000;
    vec![
        (
            "deep brackets",
            format!("{}1{}", "(".repeat(n), ")".repeat(n)),
        ),
        ("deep lists", format!("{}{}", "[".repeat(n), "]".repeat(n))),
        ("deep operators", vec!["1"; n].join("+")),
        ("deep signs", format!("{}1", "-".repeat(n))),
        ("deep not", format!("{}1", "not ".repeat(n))),
        ("deep calls", format!("{}{}", "f(".repeat(n), ")".repeat(n))),
        (
            "deep keyword arguments",
            format!("{}1{}", "f(a=".repeat(n), ")".repeat(n)),
        ),
        ("deep lambda", format!("{}1", "lambda: ".repeat(n))),
        ("deep conditional", format!("{}1", "1 if x else ".repeat(n))),
        (
            "deep subscripts",
            format!("{}1{}", "x[".repeat(n), "]".repeat(n)),
        ),
        (
            "deep f-strings",
            format!("{}1{}", "f'{".repeat(n), "}'".repeat(n)),
        ),
        (
            "deep comprehensions",
            format!("{}x{}", "[".repeat(20_000), " for x in y]".repeat(20_000)),
        ),
        (
            "deep patterns",
            format!("match x:\n case {}1{}: pass", "[".repeat(n), "]".repeat(n)),
        ),
        (
            "deep class patterns",
            format!(
                "match x:\n case {}1{}: pass",
                "C(a=".repeat(n),
                ")".repeat(n)
            ),
        ),
    ]
}

fn collect(path: &Path, source: &mut String) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        entries.sort();
        for entry in &entries {
            collect(entry, source);
        }
    } else if path.extension().is_some_and(|extension| extension == "py") {
        source.push_str(
            &fs::read_to_string(path)
                .unwrap_or_default()
                .replace("from __future__", "from _future"),
        );
        source.push('\n');
    }
}
