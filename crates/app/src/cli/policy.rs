//! Which policy applies: the argument, a file, or the default.

use std::{collections::BTreeMap, env, fs, path::Path, path::PathBuf};

use ringfence_code_execution::analysis::{Policy, Preset};

use super::{Failure, arguments::PolicyArguments};
use crate::config::policy_file::{self, PolicyFileError};

/// The policy of programs of `ringfence check`: the argument, or the nearest file in the folder of each or above it.
pub(super) struct Policies {
    given: Option<Policy>,
    /// By folder, each looked for once.
    found: BTreeMap<PathBuf, Policy>,
}

impl Policies {
    pub(super) fn new(argument: Option<&str>, no_config: bool) -> Result<Self, Failure> {
        let given = match argument {
            Some(name) => Some(read_policy(name)?),
            None => no_config.then(Policy::default),
        };
        Ok(Self {
            given: given.map(without_host_functions),
            found: BTreeMap::new(),
        })
    }

    /// The policy of the programs in `folder`.
    pub(super) fn of_folder(&mut self, folder: &Path) -> Result<&Policy, Failure> {
        if let Some(given) = &self.given {
            return Ok(given);
        }
        let folder = folder.canonicalize().map_err(|error| {
            Failure::new(format!(
                "cannot find the folder `{}`: {error}",
                folder.display()
            ))
        })?;
        if !self.found.contains_key(&folder) {
            let policy = policy_file::nearest(&folder).map_err(hinted)?;
            self.found.insert(
                folder.clone(),
                without_host_functions(policy.unwrap_or_default()),
            );
        }
        self.found
            .get(&folder)
            .ok_or_else(|| Failure::new("the policy was not kept"))
    }
}

/// The policy for programs that are offered no host functions: the command line has none.
fn without_host_functions(mut policy: Policy) -> Policy {
    policy.host_functions = false;
    policy
}

/// The policy of `ringfence run`: the argument, or a file of the current folder.
///
/// # Security
/// The folder of the program and the folders above the current one are not looked at: whoever wrote the program, or a
/// file into a folder that others can write to, must not choose what the program may do.
pub(super) fn policy_of_run(arguments: &PolicyArguments) -> Result<Policy, Failure> {
    if let Some(name) = &arguments.policy {
        return read_policy(name);
    }
    if arguments.no_config {
        return Ok(Policy::default());
    }
    let folder = env::current_dir()
        .map_err(|error| Failure::new(format!("there is no current folder: {error}")))?;
    Ok(policy_file::in_folder(&folder)
        .map_err(hinted)?
        .unwrap_or_default())
}

/// A policy by its preset's name, or from a JSON or TOML file.
pub(super) fn read_policy(name: &str) -> Result<Policy, Failure> {
    if let Ok(preset) = name.parse::<Preset>() {
        return Ok(Policy::preset(preset));
    }
    let hint = "the presets are strict, standard, contained and none; or give a JSON or TOML file";
    let text = fs::read_to_string(name).map_err(|error| {
        Failure::new(format!(
            "`{name}` is neither a preset nor a readable policy file: {error}"
        ))
        .hint(hint)
    })?;
    let path = Path::new(name);
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        let policy = policy_file::policy_of_toml(path, &text).map_err(hinted)?;
        return policy.ok_or_else(|| {
            Failure::new(format!(
                "the policy file `{name}` has no table `[tool.ringfence]`"
            ))
        });
    }
    serde_json::from_str(&text).map_err(|error| {
        Failure::new(format!("the policy file `{name}` is not usable: {error}"))
            .hint("see docs/guides/policy.md")
    })
}

fn hinted(error: PolicyFileError) -> Failure {
    Failure::from(error).hint("see docs/guides/policy.md; `--no-config` ignores such files")
}
