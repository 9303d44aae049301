//! Real models: `provider:model` strings, vendors as data, keys.
//!
//! [`model`] makes a model from a string such as `openai:gpt-4.1` with the key from the environment; [`builder`] lets
//! everything be set: key, base address, proxy, time limits, retries, profile.

mod build;
mod model;
mod names;
mod preset;
mod presets;
mod profiles;

pub use self::build::{ModelBuilder, builder};
pub use self::model::ProviderModel;
pub use self::names::{anthropic, gpt_4_1, gpt_4o, gpt_4o_mini, model, ollama, openai};
pub use self::preset::{Auth, Preset, Wire, preset, presets};
pub use self::profiles::{model_profile, profile_with_quirks};
