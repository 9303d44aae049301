//! The walls around a worker, attacked from behind them.
//!
//! This program is the host, and it starts itself as the worker. `probes` is the table of what is tried: each probe has a
//! worker of its own, which locks itself down, makes one call and says over its channel what came of it. `abilities` is
//! the table of what must still work, `life` says how workers start and end.
//!
//! Started as root, it also runs itself as another user, and as in a container that allows no namespaces.

#[cfg(target_os = "linux")]
mod abilities;
#[cfg(target_os = "linux")]
mod host;
#[cfg(target_os = "linux")]
mod life;
#[cfg(target_os = "linux")]
mod probes;
#[cfg(target_os = "linux")]
mod settings;
#[cfg(target_os = "linux")]
mod system;
#[cfg(target_os = "linux")]
mod worker;

#[cfg(target_os = "linux")]
fn main() {
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("--worker") => worker::main(&words.next().unwrap_or_default()),
        Some("--host") => life::host(),
        Some("--in-container") => settings::run_without_namespaces(),
        _ => {
            let arguments = libtest_mimic::Arguments::from_args();
            let mut trials = probes::trials();
            trials.extend(abilities::trials());
            trials.extend(life::trials());
            trials.extend(settings::trials());
            libtest_mimic::run(&arguments, trials).exit();
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("walls are built for Linux alone");
}
