//! Lists that a worker sends, read into memory that is bounded: an entry of two bytes on the wire takes many here.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

/// The longest list: the pages of a memory of 4 GiB, and the nodes of a file system.
pub(super) const MAX_ENTRIES: usize = 1 << 20;

/// Reads a list of at most [`MAX_ENTRIES`].
pub(super) fn list<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(List(PhantomData))
}

struct List<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at most {MAX_ENTRIES} entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            if list.len() >= MAX_ENTRIES {
                return Err(A::Error::custom("the list is too long"));
            }
            list.push(entry);
        }
        Ok(list)
    }
}
