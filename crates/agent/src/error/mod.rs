//! What can go wrong.

mod model;

pub use self::model::{MAX_ERROR_BODY_BYTES, ModelError, ModelErrorKind};
