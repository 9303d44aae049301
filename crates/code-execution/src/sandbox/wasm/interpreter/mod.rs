//! One compiled Python and its memory images, ready to start guests.

mod live;

use std::{fmt, fs::File, io, path::Path, sync::Arc};

use wasmtime::{Engine, InstancePre, Linker, Module, Store, Trap, UpdateDeadline};

use super::{
    door,
    engine::{self, Fuel},
    filesystem::{BaseTree, add_archive},
    memory::{Image, SharedBytes, with_image},
    ticker::Ticker,
    wasi::{self, Guest, MATPLOTLIB_DATA_NODE, Stop},
};

use crate::runtime::Pack;
pub(crate) use live::LiveGuest;

/// Where the guest finds its standard library.
const STANDARD_LIBRARY_PATH: &str = "usr/local/lib/python315.zip";

/// A compiled module, linked, and the files that its guests share.
pub(crate) struct Interpreter {
    linked: InstancePre<Guest>,
    ticker: Ticker,
    base: Arc<BaseTree>,
    fuel: Fuel,
}

impl fmt::Debug for Interpreter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Interpreter")
            .finish_non_exhaustive()
    }
}

/// How a turn of a guest ended, and what it left.
#[derive(Debug)]
pub(crate) struct TurnEnd {
    pub(crate) ending: Ending,
    pub(crate) guest: Guest,
}

/// Why a turn ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// The program returned; its status.
    Returned(i32),
    /// It exited, ran out of time or was cancelled.
    Stopped(Stop),
    /// It overran its stack, used up its fuel, or its interpreter broke.
    Trapped {
        stack_overflow: bool,
        out_of_fuel: bool,
        message: String,
    },
}

impl Interpreter {
    /// Loads an installed pack.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub(crate) fn of(pack: &Pack) -> wasmtime::Result<Self> {
        let (module, fuel) = if pack.counts_fuel() {
            (Pack::FUEL_MODULE, Fuel::Counted)
        } else {
            (Pack::MODULE, Fuel::Uncounted)
        };
        Self::load(
            &pack.file(module),
            fuel,
            &pack.file(Pack::STANDARD_LIBRARY),
            &pack.file(Pack::MATPLOTLIB_DATA),
        )
    }

    /// Loads the compiled module at `module`, which was compiled with `fuel`, with the standard library's archive and matplotlib's data.
    ///
    /// # Errors
    /// When a file is missing or does not fit this build.
    pub(crate) fn load(
        module: &Path,
        fuel: Fuel,
        standard_library: &Path,
        matplotlib_data: &Path,
    ) -> wasmtime::Result<Self> {
        let engine = engine::engine(fuel)?;
        let module = load_module(&engine, module)?;
        let mut linker = Linker::new(&engine);
        wasi::add_to_linker(&mut linker)?;
        door::add_to_linker(&mut linker)?;
        let linked = linker.instantiate_pre(&module)?;
        let base = Arc::new(base_tree(standard_library, matplotlib_data)?);
        Ok(Self {
            linked,
            ticker: Ticker::new(engine),
            base,
            fuel,
        })
    }

    /// Whether its guests count fuel.
    pub(crate) fn fuel(&self) -> Fuel {
        self.fuel
    }

    /// The read-only files that every guest sees.
    pub(crate) fn base(&self) -> Arc<BaseTree> {
        Arc::clone(&self.base)
    }

    /// Starts a guest from `image`, in tens of microseconds.
    ///
    /// # Errors
    /// When no guest can be started: the host is out of address space, or the image is too large for the limit.
    pub(crate) fn start(&self, image: &Arc<Image>, guest: Guest) -> wasmtime::Result<LiveGuest> {
        let engine = self.linked.module().engine();
        let mut store = Store::new(engine, guest);
        if self.fuel == Fuel::Counted {
            let max_fuel = store.data().max_fuel;
            store.set_fuel(max_fuel)?;
        }
        store.limiter(|guest| &mut guest.limiter);
        store.epoch_deadline_callback(|store| {
            store
                .data()
                .stop
                .check()
                .map(|()| UpdateDeadline::Continue(1))
                .map_err(wasmtime::Error::new)
        });
        let instance = with_image(Arc::clone(image), || self.linked.instantiate(&mut store))?;
        LiveGuest::new(store, instance, self.fuel)
    }

    /// Starts a guest from `image`, runs `source` in it, shows `inspect` its memory, and ends it.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub(crate) fn run(
        &self,
        image: &Arc<Image>,
        guest: Guest,
        source: &str,
        inspect: impl FnOnce(&[u8]),
    ) -> wasmtime::Result<TurnEnd> {
        let mut live = self.start(image, guest)?;
        let ending = self.turn(&mut live, source);
        inspect(live.memory());
        Ok(TurnEnd {
            ending,
            guest: live.into_guest(),
        })
    }

    /// Runs `source` in a guest. After any ending but [`Ending::Returned`] the guest is good for nothing more.
    ///
    /// Takes as long as the guest's stop signal allows, on a thread with
    /// [`GUEST_THREAD_STACK_BYTES`](engine::GUEST_THREAD_STACK_BYTES) of stack.
    pub(crate) fn turn(&self, live: &mut LiveGuest, source: &str) -> Ending {
        let running = match self.ticker.guest() {
            Ok(running) => running,
            Err(error) => return ending(&error.into()),
        };
        let returned = live.turn(source);
        drop(running);
        match returned {
            Ok(status) => Ending::Returned(status),
            Err(error) => ending(&error),
        }
    }
}

fn ending(error: &wasmtime::Error) -> Ending {
    if let Some(stop) = error.downcast_ref::<Stop>() {
        return Ending::Stopped(*stop);
    }
    let trap = error.downcast_ref::<Trap>();
    let stack_overflow = matches!(trap, Some(Trap::StackOverflow));
    let out_of_fuel = matches!(trap, Some(Trap::OutOfFuel));
    let message = error.root_cause().to_string();
    Ending::Trapped {
        stack_overflow,
        out_of_fuel,
        message,
    }
}

#[expect(unsafe_code, reason = "a compiled module is machine code")]
fn load_module(engine: &Engine, path: &Path) -> wasmtime::Result<Module> {
    // SAFETY: the file is our own output for this engine version and these settings (both are in its path and in its
    // header, which Wasmtime checks), in a folder that only this user can write; the runtime checked owner and mode.
    unsafe { Module::deserialize_file(engine, path) }
}

fn base_tree(standard_library: &Path, matplotlib_data: &Path) -> io::Result<BaseTree> {
    let mut tree = BaseTree::new();
    let taken = |errno| io::Error::other(format!("the read-only files collide: {errno:?}"));
    tree.add_file(
        STANDARD_LIBRARY_PATH,
        SharedBytes::map(&File::open(standard_library)?)?,
    )
    .map_err(taken)?;
    let data = SharedBytes::map(&File::open(matplotlib_data)?)?;
    add_archive(&mut tree, MATPLOTLIB_DATA_NODE, &data)?;
    Ok(tree)
}
