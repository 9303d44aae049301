//! Taking the Python module apart: its code without data, and the memory its data describes.
//!
//! A memory image replaces the data segments, and nothing in the module refers to them (it has no `memory.init` and no
//! `data.drop`), so they are cut out before compiling; so are the custom sections, which only debuggers read.
//!
//! Source: WebAssembly core specification, binary format.

use super::memory::WASM_PAGE_BYTES;

const SECTION_CUSTOM: u8 = 0;
const SECTION_MEMORY: u8 = 5;
const SECTION_DATA: u8 = 11;
const SECTION_DATA_COUNT: u8 = 12;
const SEGMENT_ACTIVE: u32 = 0;
const SEGMENT_PASSIVE: u32 = 1;
const HEADER: &[u8; 8] = b"\0asm\x01\0\0\0";

/// The bytes are not a module of the expected form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a WebAssembly module of the expected form: {0}")]
pub(crate) struct MalformedModule(&'static str);

/// The module without data, data count and custom sections.
pub(crate) fn without_data(module: &[u8]) -> Result<Vec<u8>, MalformedModule> {
    let mut stripped = Vec::with_capacity(module.len());
    stripped.extend_from_slice(HEADER);
    for section in sections(module)? {
        if !matches!(
            section.id,
            SECTION_CUSTOM | SECTION_DATA | SECTION_DATA_COUNT
        ) {
            stripped.extend_from_slice(section.whole);
        }
    }
    Ok(stripped)
}

/// The bytes that the module's memory has at its start, the data segments laid into zeroes.
pub(crate) fn initial_memory(module: &[u8]) -> Result<Vec<u8>, MalformedModule> {
    let mut memory = vec![
        0;
        usize::try_from(minimum_memory_bytes(module)?)
            .map_err(|_| MalformedModule("a huge memory"))?
    ];
    for section in sections(module)?
        .iter()
        .filter(|section| section.id == SECTION_DATA)
    {
        let mut reader = Reader(section.body);
        for _ in 0..reader.unsigned()? {
            let address = match reader.unsigned()? {
                SEGMENT_ACTIVE => Some(reader.constant_address()?),
                // Without `memory.init` a passive segment is never read.
                SEGMENT_PASSIVE => None,
                _ => return Err(MalformedModule("a data segment of another memory")),
            };
            let len = reader.unsigned()?;
            let bytes = reader.take(len as usize)?;
            let Some(address) = address else { continue };
            let start = address as usize;
            let target = memory.get_mut(start..start.saturating_add(bytes.len()));
            target
                .ok_or(MalformedModule("a data segment outside the memory"))?
                .copy_from_slice(bytes);
        }
    }
    Ok(memory)
}

/// The least size of the module's only memory.
pub(crate) fn minimum_memory_bytes(module: &[u8]) -> Result<u64, MalformedModule> {
    let sections = sections(module)?;
    let section = sections.iter().find(|section| section.id == SECTION_MEMORY);
    let mut reader = Reader(section.ok_or(MalformedModule("no memory"))?.body);
    if reader.unsigned()? != 1 {
        return Err(MalformedModule("more than one memory"));
    }
    if reader.unsigned()? > 1 {
        return Err(MalformedModule("a shared or 64-bit memory"));
    }
    Ok(u64::from(reader.unsigned()?) * WASM_PAGE_BYTES)
}

struct Section<'a> {
    id: u8,
    body: &'a [u8],
    whole: &'a [u8],
}

fn sections(module: &[u8]) -> Result<Vec<Section<'_>>, MalformedModule> {
    let mut reader = Reader(
        module
            .strip_prefix(HEADER)
            .ok_or(MalformedModule("no header"))?,
    );
    let mut found = Vec::new();
    while !reader.0.is_empty() {
        let start = reader.0;
        let id = reader.byte()?;
        let len = reader.unsigned()?;
        let body = reader.take(len as usize)?;
        let whole = start
            .get(..start.len() - reader.0.len())
            .unwrap_or_default();
        found.push(Section { id, body, whole });
    }
    Ok(found)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], MalformedModule> {
        let (taken, rest) = self
            .0
            .split_at_checked(len)
            .ok_or(MalformedModule("it ends early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, MalformedModule> {
        self.take(1)?
            .first()
            .copied()
            .ok_or(MalformedModule("it ends early"))
    }

    /// An unsigned LEB128 number of up to 32 bits.
    fn unsigned(&mut self) -> Result<u32, MalformedModule> {
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(value).map_err(|_| MalformedModule("a number over 32 bits"));
            }
        }
        Err(MalformedModule("a number over 32 bits"))
    }

    /// `i32.const ADDRESS; end`.
    fn constant_address(&mut self) -> Result<u32, MalformedModule> {
        const I32_CONST: u8 = 0x41;
        const END: u8 = 0x0b;
        if self.byte()? != I32_CONST {
            return Err(MalformedModule(
                "a data segment whose address is no constant",
            ));
        }
        let mut value = 0_i64;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                if byte & 0x40 != 0 {
                    value |= -1 << shift;
                }
                break;
            }
            if shift >= 35 {
                return Err(MalformedModule("a number over 32 bits"));
            }
        }
        if self.byte()? != END {
            return Err(MalformedModule(
                "a data segment whose address is no constant",
            ));
        }
        i32::try_from(value)
            .map(i32::cast_unsigned)
            .map_err(|_| MalformedModule("a number over 32 bits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A memory of one page; "hi" at address 16; a custom section.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x0c\x01\x01\x0b\x08\x01\0\x41\x10\x0b\x02hi\0\x03\x02ab";

    #[test]
    fn strips_data_and_custom_sections() {
        assert_eq!(
            without_data(MODULE).unwrap(),
            b"\0asm\x01\0\0\0\x05\x03\x01\0\x01"
        );
    }

    #[test]
    fn lays_data_into_zeroes() {
        let memory = initial_memory(MODULE).unwrap();
        assert_eq!(memory.len(), 65_536);
        assert_eq!(&memory[14..20], b"\0\0hi\0\0");
        assert!(memory[20..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn every_cut_of_a_module_is_refused_or_read() {
        for end in 0..MODULE.len() {
            let _ = without_data(&MODULE[..end]);
            let _ = initial_memory(&MODULE[..end]);
        }
        assert_eq!(
            without_data(b"PK\x03\x04"),
            Err(MalformedModule("no header"))
        );
    }

    #[test]
    fn a_segment_outside_the_memory_is_refused() {
        let module = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x0b\x0a\x01\0\x41\xff\xff\x03\x0b\x02hi";
        assert_eq!(
            initial_memory(module),
            Err(MalformedModule("a data segment outside the memory"))
        );
    }
}
