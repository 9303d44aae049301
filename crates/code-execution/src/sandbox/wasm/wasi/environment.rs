//! Arguments, environment, clocks, random bytes, exit and the socket calls.

use wasmtime::{Caller, Linker};

use super::{Guest, MODULE, Stop, answer, inputs, reply, unsigned};
use crate::sandbox::wasm::filesystem::Errno;

/// The guest's only argument, NUL-terminated: what the interpreter derives its paths from.
const PROGRAM_NAME: &[u8] = b"/usr/local/bin/python.wasm\0";

pub(super) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "args_sizes_get",
        |caller: Caller<'_, Guest>, count: i32, bytes: i32| {
            reply(caller, |memory, _| {
                memory.write_u32(unsigned(count), 1)?;
                memory.write_u32(
                    unsigned(bytes),
                    u32::try_from(PROGRAM_NAME.len()).map_err(|_| Errno::Overflow)?,
                )
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "args_get",
        |caller: Caller<'_, Guest>, pointers: i32, bytes: i32| {
            reply(caller, |memory, _| {
                memory.write_u32(unsigned(pointers), unsigned(bytes))?;
                memory.write(unsigned(bytes), PROGRAM_NAME)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "environ_sizes_get",
        |caller: Caller<'_, Guest>, count: i32, bytes: i32| {
            reply(caller, |memory, _| {
                memory.write_u32(unsigned(count), 0)?;
                memory.write_u32(unsigned(bytes), 0)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "environ_get",
        |caller: Caller<'_, Guest>, _: i32, _: i32| reply(caller, |_, _| Ok(())),
    )?;
    linker.func_wrap(
        MODULE,
        "clock_res_get",
        |caller: Caller<'_, Guest>, id: i32, out: i32| {
            reply(caller, |memory, _| {
                if !inputs::is_clock(unsigned(id)) {
                    return Err(Errno::Invalid);
                }
                memory.write_u64(unsigned(out), 1)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |caller: Caller<'_, Guest>, id: i32, _precision: i64, out: i32| {
            reply(caller, |memory, guest| {
                memory.write_u64(unsigned(out), guest.inputs.read(unsigned(id))?)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "random_get",
        |caller: Caller<'_, Guest>, address: i32, len: i32| {
            answer(caller, |memory, guest| {
                let bytes = match memory.bytes_mut(unsigned(address), unsigned(len)) {
                    Ok(bytes) => bytes,
                    Err(errno) => return Ok(Err(errno)),
                };
                guest.inputs.fill_random(bytes, &guest.stop).map(Ok)
            })
        },
    )?;
    linker.func_wrap(MODULE, "sched_yield", |caller: Caller<'_, Guest>| {
        answer(caller, |_, guest| {
            guest.stop.check()?;
            std::thread::yield_now();
            Ok(Ok(()))
        })
    })?;
    linker.func_wrap(
        MODULE,
        "proc_exit",
        |_: Caller<'_, Guest>, status: i32| -> wasmtime::Result<()> {
            Err(wasmtime::Error::new(Stop::Exit(unsigned(status))))
        },
    )?;
    add_sockets(linker)
}

/// There is no network: every socket call says that it is not supported.
fn add_sockets(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let refused = i32::from(Errno::NotSupported as u16);
    linker.func_wrap(MODULE, "sock_accept", move |_: i32, _: i32, _: i32| refused)?;
    linker.func_wrap(
        MODULE,
        "sock_recv",
        move |_: i32, _: i32, _: i32, _: i32, _: i32, _: i32| refused,
    )?;
    linker.func_wrap(
        MODULE,
        "sock_send",
        move |_: i32, _: i32, _: i32, _: i32, _: i32| refused,
    )?;
    linker.func_wrap(MODULE, "sock_shutdown", move |_: i32, _: i32| refused)?;
    Ok(())
}
