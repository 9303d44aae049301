//! The private memory of this process.

/// Kilobytes of this process's private memory; `None` where the system does not tell.
///
/// Source: proc(5), `smaps_rollup`.
pub(crate) fn private_kb() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    Some(field("Private_Dirty:")? + field("Private_Clean:")?)
}
