//! Profiles: taking their images, and running guests with them.

mod build;
mod guest;
mod tree;

pub(super) use tree::tree;

/// Where a guest finds the packages of its profile, as the shared tree names it.
const SITE_PACKAGES_NODE: &str = "usr/local/lib/profile/site-packages";
/// The same as the guest names it.
const SITE_PACKAGES_PATH: &str = "/usr/local/lib/profile/site-packages";
