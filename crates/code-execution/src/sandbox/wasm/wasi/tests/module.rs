//! A module that hands every call on: what it imports it exports, with a memory of its own.
//!
//! Source of the form: <https://webassembly.github.io/spec/core/binary/modules.html>.

use wasmtime::{FuncType, ValType};

/// The export by which the address is set that `host_alloc` gives out.
pub(super) const ALLOCATED: &str = "allocated";

const FUNCTION: u8 = 0;
const MEMORY: u8 = 2;
const GLOBAL: u8 = 3;

/// The module's bytes: for each import a function `NUMBER` that calls it, a memory of `pages`, and a `host_alloc` that
/// answers with whatever the global [`ALLOCATED`] says.
pub(super) fn trampolines(imports: &[(String, String, FuncType)], pages: u8) -> Vec<u8> {
    let count = imports.len();
    let allocate = [0x60, 1, 0x7f, 1, 0x7f];
    let types = imports.iter().map(|(_, _, ty)| function_type(ty));
    let imported = imports
        .iter()
        .enumerate()
        .map(|(index, (module, name, _))| {
            [text(module), text(name), vec![FUNCTION], number(index)].concat()
        });
    let exports = (0..count)
        .map(|index| export(&index.to_string(), FUNCTION, count + index))
        .chain([
            export("host_alloc", FUNCTION, 2 * count),
            export("memory", MEMORY, 0),
            export(ALLOCATED, GLOBAL, 0),
        ]);
    let bodies = imports.iter().enumerate().map(|(index, (_, _, ty))| {
        let arguments =
            (0..ty.params().len()).flat_map(|local| [vec![0x20], number(local)].concat());
        let code: Vec<_> = [0]
            .into_iter()
            .chain(arguments)
            .chain([0x10])
            .chain(number(index))
            .chain([0x0b])
            .collect();
        sized(&code)
    });
    let limits = vec![1, pages, pages];
    let global = vec![0x7f, 1, 0x41, 0, 0x0b];
    [
        b"\0asm\x01\0\0\0".to_vec(),
        section(1, types.chain([allocate.to_vec()])),
        section(2, imported),
        section(3, (0..=count).map(number)),
        section(5, [limits]),
        section(6, [global]),
        section(7, exports),
        section(10, bodies.chain([sized(&[0, 0x23, 0, 0x0b])])),
    ]
    .concat()
}

fn function_type(ty: &FuncType) -> Vec<u8> {
    let types = |types: Vec<ValType>| {
        let codes = types.iter().map(|ty| match ty {
            ValType::I32 => 0x7f,
            ValType::I64 => 0x7e,
            other => unreachable!("{other}"),
        });
        number(codes.len())
            .into_iter()
            .chain(codes)
            .collect::<Vec<_>>()
    };
    [
        vec![0x60],
        types(ty.params().collect()),
        types(ty.results().collect()),
    ]
    .concat()
}

fn export(name: &str, kind: u8, index: usize) -> Vec<u8> {
    [text(name), vec![kind], number(index)].concat()
}

fn section(id: u8, items: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let items: Vec<_> = items.into_iter().collect();
    let content = [number(items.len()), items.concat()].concat();
    [vec![id], sized(&content)].concat()
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [number(bytes.len()), bytes.to_vec()].concat()
}

fn text(text: &str) -> Vec<u8> {
    sized(text.as_bytes())
}

/// A number in seven bits a byte, the lowest first.
fn number(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
