//! The frames of the runtime's module `host.tools`: protocol 1.
//!
//! A request is one JSON object, `{"v":1,"id":7,"op":"list"}` or
//! `{"v":1,"id":7,"op":"call","tool":"lookup","args":{...}}`. An answer has the request's `id`, or null where that
//! could not be read: `{"v":1,"id":7,"ok":true,"tools":[...]}`, `{"v":1,"id":7,"ok":true,"value":...}`, or
//! `{"v":1,"id":7,"ok":false,"error":{"kind":"denied","message":"..."}}`. Bytes cross as `{"$bytes": base64}`.

mod answer;
mod bounded;
mod request;

pub(super) use answer::{failure, list, value};
#[cfg(test)]
use request::Request;
pub(super) use request::{Operation, parse};

#[cfg(test)]
mod tests;
