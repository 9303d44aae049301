//! `unavailable-function`: functions that cannot work inside the sandbox.

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::Rule;
use crate::analysis::{
    policy::Action,
    report::Severity,
    walk::{Checker, Finding},
};

/// What is known about the rule.
pub(in crate::analysis) static RULE: Rule = Rule {
    code: "RF205",
    name: "unavailable-function",
    severity: Severity::Low,
    summary: "A function that needs a person, a network, threads or processes, of which the sandbox has none.",
};

const NO_PROCESSES: (&str, &str) = (
    "starts a process, and the sandbox has none",
    "do the work in this program",
);
const NO_THREADS: (&str, &str) = (
    "starts a thread, and the sandbox has none",
    "write the steps one after the other",
);
const NO_NETWORK: (&str, &str) = (
    "needs a network, and the sandbox has none",
    "pass the data in as a file or as `context`",
);
const NO_INPUT: (&str, &str) = (
    "waits for a person, and nobody answers",
    "set the value in the code or pass it in as `context`",
);

pub(super) fn call(checker: &mut Checker<'_>, function: &str, call: &ast::ExprCall) {
    let reads_url = || {
        let is_url = |text: String| {
            ["http://", "https://", "ftp://", "s3://", "gs://"]
                .iter()
                .any(|scheme| text.starts_with(scheme))
        };
        call.arguments
            .args
            .first()
            .and_then(|path| checker.names.text(path))
            .is_some_and(is_url)
    };
    let (reason, advice) = match function {
        // a policy that refuses the builtin says so itself
        "builtins.input" | "builtins.raw_input"
            if checker.policy.function_action("input") != Action::Refuse =>
        {
            NO_INPUT
        }
        "os.system" | "os.popen" | "os.fork" | "os.forkpty" | "os.posix_spawn"
        | "os.posix_spawnp" | "os.startfile" => NO_PROCESSES,
        _ if function.starts_with("os.exec") || function.starts_with("os.spawn") => NO_PROCESSES,
        "asyncio.create_subprocess_exec"
        | "asyncio.create_subprocess_shell"
        | "concurrent.futures.ProcessPoolExecutor" => NO_PROCESSES,
        "threading.Thread"
        | "threading.Timer"
        | "_thread.start_new_thread"
        | "concurrent.futures.ThreadPoolExecutor"
        | "asyncio.to_thread" => NO_THREADS,
        "asyncio.open_connection"
        | "asyncio.start_server"
        | "urllib.request.urlopen"
        | "urllib.request.urlretrieve"
        | "http.client.HTTPConnection"
        | "http.client.HTTPSConnection"
        | "logging.handlers.SocketHandler"
        | "logging.handlers.DatagramHandler"
        | "logging.handlers.SysLogHandler"
        | "logging.handlers.HTTPHandler"
        | "logging.handlers.SMTPHandler" => NO_NETWORK,
        _ if function.starts_with("pandas.read_") && reads_url() => NO_NETWORK,
        _ => return,
    };
    checker.report(Finding {
        rule: &RULE,
        action: checker.policy.rule_action(RULE.name),
        range: call.range(),
        severity: RULE.severity,
        message: format!(
            "`{}` {reason}",
            function.strip_prefix("builtins.").unwrap_or(function)
        ),
        suggestion: Some(advice.to_owned()),
    });
}
