//! Settings from the environment and from files, read once.

pub(crate) mod policy_file;

use std::path::PathBuf;

use ringfence_code_execution::runtime::{CacheFolder, RuntimeError};

/// The folder that keeps runtimes; default `$XDG_CACHE_HOME/ringfence/runtime`, or `~/.cache/ringfence/runtime`.
pub(crate) const CACHE_DIR_VARIABLE: &str = "RINGFENCE_CACHE_DIR";
/// What is logged to standard error, as `tracing` filters have it: `info`, `ringfence::audit=info`. Default `warn`.
pub(crate) const LOG_VARIABLE: &str = "RINGFENCE_LOG";

/// What the environment says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    cache_dir: Option<PathBuf>,
    xdg_cache_home: Option<PathBuf>,
    xdg_state_home: Option<PathBuf>,
    home: Option<PathBuf>,
    /// Filters of the log.
    pub(crate) log: Option<String>,
    /// Whether `NO_COLOR` is set to something.
    pub(crate) no_color: bool,
}

impl Config {
    /// Reads the environment.
    pub(crate) fn from_environment() -> Self {
        let path = |name| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        Self {
            cache_dir: path(CACHE_DIR_VARIABLE),
            xdg_cache_home: path("XDG_CACHE_HOME").filter(|path| path.is_absolute()),
            xdg_state_home: path("XDG_STATE_HOME").filter(|path| path.is_absolute()),
            home: path("HOME"),
            // What is no text is no filter either, which is told where it is read.
            log: std::env::var_os(LOG_VARIABLE).map(|value| value.to_string_lossy().into_owned()),
            no_color: path("NO_COLOR").is_some(),
        }
    }

    /// The folder that keeps recordings and the history of `repl`; `None` without a home.
    ///
    /// Source: XDG Base Directory Specification.
    pub(crate) fn state_folder(&self) -> Option<PathBuf> {
        let home = || self.home.as_ref().map(|home| home.join(".local/state"));
        let state_home = self.xdg_state_home.clone().or_else(home)?;
        Some(state_home.join("ringfence"))
    }

    /// The folder that keeps runtimes.
    ///
    /// Source: XDG Base Directory Specification.
    pub(crate) fn cache_folder(&self) -> Result<CacheFolder, RuntimeError> {
        let cache_home = || {
            self.xdg_cache_home
                .clone()
                .or_else(|| self.home.as_ref().map(|home| home.join(".cache")))
        };
        let folder = match &self.cache_dir {
            Some(folder) => folder.join("runtime"),
            None => cache_home()
                .ok_or(RuntimeError::NoCacheFolder)?
                .join("ringfence/runtime"),
        };
        Ok(CacheFolder::new(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_variable_comes_first_then_xdg_then_home() {
        let mut config = Config {
            home: Some("/home/a".into()),
            ..Config::default()
        };
        assert_eq!(
            config.cache_folder().unwrap().path(),
            PathBuf::from("/home/a/.cache/ringfence/runtime")
        );
        config.xdg_cache_home = Some("/cache".into());
        assert_eq!(
            config.cache_folder().unwrap().path(),
            PathBuf::from("/cache/ringfence/runtime")
        );
        config.cache_dir = Some("/big".into());
        assert_eq!(
            config.cache_folder().unwrap().path(),
            PathBuf::from("/big/runtime")
        );
        assert!(Config::default().cache_folder().is_err());
        assert_eq!(
            config.state_folder(),
            Some("/home/a/.local/state/ringfence".into())
        );
        config.xdg_state_home = Some("/state".into());
        assert_eq!(config.state_folder(), Some("/state/ringfence".into()));
        assert_eq!(Config::default().state_folder(), None);
    }
}
