//! Functions of the host that code in a sandbox may call: `from host import tools`.
//!
//! The embedder registers typed async functions in a [`HostFunctions`]; an executor that has one offers them to every
//! program it runs. The code sees one Python function each, with signature and documentation. A call is one frame of
//! bytes; a [`Dispatcher`] answers it, wherever it came from: it counts and bounds calls, checks the arguments against
//! the function's schema, asks the [`Gate`], bounds time and answer, and keeps a [`HostCallRecord`].
//!
//! ```
//! use ringfence_code_execution::host_functions::{HostCall, HostFunctionError, HostFunctions};
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Lookup {
//!     /// words of the customer's name
//!     name: String,
//! }
//!
//! #[derive(Serialize, JsonSchema)]
//! struct Customer {
//!     id: u64,
//! }
//!
//! let functions = HostFunctions::builder()
//!     .function("lookup", "Find a customer by name.", |arguments: Lookup, _call: HostCall| async move {
//!         match arguments.name.as_str() {
//!             "Ada" => Ok(Customer { id: 1 }),
//!             name => Err(HostFunctionError::shown(format!("no customer is called `{name}`"))),
//!         }
//!     })
//!     .build()?;
//! assert_eq!(functions.names().collect::<Vec<_>>(), ["lookup"]);
//! # Ok::<(), ringfence_code_execution::host_functions::HostFunctionsError>(())
//! ```
//!
//! # Security
//! Every frame comes from code that nobody has reviewed. What a registered function does with its arguments is the
//! embedder's: it runs with the host's rights.

mod builder;
mod bytes;
mod call;
mod dispatcher;
mod error;
mod function;
mod gate;
mod limits;
mod names;
mod protocol;
mod record;
mod schema;

use std::{collections::BTreeMap, sync::Arc};

pub use builder::{HostFunctionsBuilder, HostFunctionsError};
pub use bytes::HostBytes;
pub use call::{HostAccess, HostCall, PendingCall};
pub use dispatcher::{Dispatcher, RunClock};
pub use error::HostFunctionError;
pub use gate::{Decision, Gate, GateAnswer};
pub use limits::HostFunctionLimits;
pub use record::{HostCallOutcome, HostCallRecord};

use function::HostFunction;

/// The functions that code may call, with their limits and their gate.
///
/// Cheap to share behind an [`Arc`]. Nothing of an execution is kept in it.
#[derive(Debug)]
pub struct HostFunctions {
    functions: BTreeMap<String, HostFunction>,
    limits: HostFunctionLimits,
    gate: Option<Arc<dyn Gate>>,
    /// The descriptors of all functions, as the JSON array that the guest reads.
    descriptors: String,
}

impl HostFunctions {
    /// No functions yet, default limits, no gate.
    #[must_use]
    pub fn builder() -> HostFunctionsBuilder {
        HostFunctionsBuilder::default()
    }

    /// The names of the functions, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// What one execution may use of them.
    #[must_use]
    pub fn limits(&self) -> &HostFunctionLimits {
        &self.limits
    }

    /// The descriptors of the functions (`name`, `description`, `inputSchema`, `outputSchema`) as a JSON array: what the
    /// code's `help(tools)` is made from, and what a prompt may tell a model.
    #[must_use]
    pub fn descriptors(&self) -> &str {
        &self.descriptors
    }
}
