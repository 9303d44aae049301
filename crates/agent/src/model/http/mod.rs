//! HTTP for the wires: one client with time limits, a proxy, bounded retries and bounded error bodies.

mod client;
mod retry;
mod secret;
mod tls;

pub use self::client::HttpOptions;
pub(crate) use self::client::{Answer, HttpClient, Post};
pub use self::retry::RetryPolicy;
pub use self::secret::Secret;
