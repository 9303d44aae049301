//! Checks beyond a pattern: checksums, number ranges, variety of characters, placeholders.

pub(crate) mod card;
pub(crate) mod crc32;
pub(crate) mod iban;
pub(crate) mod ssn;
mod variety;

pub(crate) use variety::{
    distinct_bytes, entropy_bits, is_documentation, is_placeholder, is_varied,
};
