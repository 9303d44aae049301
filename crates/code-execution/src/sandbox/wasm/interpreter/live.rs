//! A guest that lives: its instance, between and during turns.

use std::fmt;

use wasmtime::{Instance, Memory, Store, TypedFunc};

use super::super::{engine::Fuel, memory::WASM_PAGE_BYTES, wasi::Guest};

/// An instance of the interpreter. It runs turns until one of them does not return.
pub(crate) struct LiveGuest {
    store: Store<Guest>,
    memory: Memory,
    allocate: TypedFunc<i32, i32>,
    turn: TypedFunc<(i32, i32), i32>,
    fuel: Fuel,
}

impl fmt::Debug for LiveGuest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LiveGuest").finish_non_exhaustive()
    }
}

impl LiveGuest {
    pub(super) fn new(
        mut store: Store<Guest>,
        instance: Instance,
        fuel: Fuel,
    ) -> wasmtime::Result<Self> {
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| wasmtime::Error::msg("the module has no memory"))?;
        let memory_bytes = memory.data_size(&store) as u64;
        store.data_mut().memory = Some(memory);
        store.data_mut().limiter.start_with(memory_bytes);
        Ok(Self {
            allocate: instance.get_typed_func(&mut store, "host_alloc")?,
            turn: instance.get_typed_func(&mut store, "turn")?,
            memory,
            store,
            fuel,
        })
    }

    /// The guest's linear memory.
    pub(crate) fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    /// As [`Self::memory`], to be changed between turns.
    pub(crate) fn memory_mut(&mut self) -> &mut [u8] {
        self.memory.data_mut(&mut self.store)
    }

    /// Makes the memory `bytes` long, where it is shorter.
    ///
    /// # Errors
    /// Over the guest's limit, and where `bytes` is not a whole number of WebAssembly pages.
    pub(crate) fn grow_to(&mut self, bytes: u64) -> wasmtime::Result<()> {
        let current = self.memory.data_size(&self.store) as u64;
        if !bytes.is_multiple_of(WASM_PAGE_BYTES) || bytes < current {
            return Err(wasmtime::Error::msg("no size of this memory"));
        }
        self.memory
            .grow(&mut self.store, (bytes - current) / WASM_PAGE_BYTES)?;
        Ok(())
    }

    /// What the guest has, to be changed between turns.
    pub(crate) fn guest_mut(&mut self) -> &mut Guest {
        self.store.data_mut()
    }

    /// What the last turn used of its fuel; `None` where none is counted.
    pub(crate) fn fuel_used(&self) -> Option<u64> {
        let left = self.store.get_fuel().ok()?;
        Some(self.store.data().max_fuel.saturating_sub(left))
    }

    /// Ends the instance; what the guest had is left.
    pub(crate) fn into_guest(self) -> Guest {
        self.store.into_data()
    }

    /// Hands `source` to the interpreter's `turn`.
    pub(super) fn turn(&mut self, source: &str) -> wasmtime::Result<i32> {
        self.store.set_epoch_deadline(1);
        if self.fuel == Fuel::Counted {
            let max_fuel = self.store.data().max_fuel;
            self.store.set_fuel(max_fuel)?;
        }
        let len = i32::try_from(source.len())?;
        let address = self.allocate.call(&mut self.store, len)?;
        if address == 0 {
            return Err(wasmtime::Error::msg(
                "the guest has no memory for its program",
            ));
        }
        let start = address.cast_unsigned() as usize;
        self.memory
            .write(&mut self.store, start, source.as_bytes())?;
        self.turn.call(&mut self.store, (address, len))
    }
}
