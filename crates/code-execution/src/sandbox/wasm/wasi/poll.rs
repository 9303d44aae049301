//! Waiting: `poll_oneoff`.

use std::time::Duration;

use wasmtime::{Caller, Linker};

use super::{Answer, Guest, MODULE, answer, memory::GuestMemory, unsigned};
use crate::sandbox::wasm::filesystem::Errno;

const SUBSCRIPTION_BYTES: u32 = 48;
const EVENT_BYTES: u32 = 32;
/// The most subscriptions in one call.
const MAX_SUBSCRIPTIONS: u32 = 1024;
const KIND_CLOCK: u8 = 0;
const KIND_WRITE: u8 = 2;
const ABSOLUTE_TIME: u16 = 1;

struct Subscription {
    userdata: [u8; 8],
    kind: u8,
    /// How long until a clock is due; descriptors are ready at once.
    wait: Option<Duration>,
    errno: u16,
}

pub(super) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "poll_oneoff",
        |caller: Caller<'_, Guest>, subscriptions: i32, events: i32, count: i32, out: i32| {
            answer(caller, |memory, guest| {
                poll(
                    memory,
                    guest,
                    unsigned(subscriptions),
                    unsigned(events),
                    unsigned(count),
                    unsigned(out),
                )
            })
        },
    )?;
    Ok(())
}

fn poll(
    memory: &mut GuestMemory<'_>,
    guest: &mut Guest,
    from: u32,
    to: u32,
    count: u32,
    out: u32,
) -> Answer {
    let subscriptions = match read_all(memory, guest, from, count) {
        Ok(subscriptions) => subscriptions,
        Err(errno) => return Ok(Err(errno)),
    };
    let wait = subscriptions
        .iter()
        .map(|subscription| subscription.wait.unwrap_or_default())
        .min()
        .unwrap_or_default();
    if wait.is_zero() {
        guest.stop.check()?;
    } else {
        guest.inputs.sleep(wait, &guest.stop)?;
    }
    let due = subscriptions
        .iter()
        .filter(|subscription| subscription.wait.unwrap_or_default() <= wait);
    Ok(write_events(memory, due, to, out))
}

fn read_all(
    memory: &GuestMemory<'_>,
    guest: &mut Guest,
    from: u32,
    count: u32,
) -> Result<Vec<Subscription>, Errno> {
    if count == 0 || count > MAX_SUBSCRIPTIONS {
        return Err(Errno::Invalid);
    }
    (0..count)
        .map(|index| {
            read_one(
                memory,
                guest,
                from.saturating_add(index * SUBSCRIPTION_BYTES),
            )
        })
        .collect()
}

fn read_one(memory: &GuestMemory<'_>, guest: &mut Guest, at: u32) -> Result<Subscription, Errno> {
    let field = |offset: u32| at.saturating_add(offset);
    let userdata = memory.read_array::<8>(at)?;
    let [kind] = memory.read_array::<1>(field(8))?;
    if kind != KIND_CLOCK {
        let descriptor = u32::from_le_bytes(memory.read_array(field(16))?);
        let known = kind <= KIND_WRITE && guest.descriptors.get(descriptor).is_ok();
        let errno = if known {
            0
        } else {
            Errno::BadDescriptor as u16
        };
        return Ok(Subscription {
            userdata,
            kind,
            wait: None,
            errno,
        });
    }
    let clock = u32::from_le_bytes(memory.read_array(field(16))?);
    let timeout_ns = u64::from_le_bytes(memory.read_array(field(24))?);
    let flags = u16::from_le_bytes(memory.read_array(field(40))?);
    let (wait_ns, errno) = match guest.inputs.read(clock) {
        Ok(now_ns) if flags & ABSOLUTE_TIME != 0 => (timeout_ns.saturating_sub(now_ns), 0),
        Ok(_) => (timeout_ns, 0),
        Err(errno) => (0, errno as u16),
    };
    Ok(Subscription {
        userdata,
        kind,
        wait: Some(Duration::from_nanos(wait_ns)),
        errno,
    })
}

fn write_events<'a>(
    memory: &mut GuestMemory<'_>,
    due: impl Iterator<Item = &'a Subscription>,
    to: u32,
    out: u32,
) -> Result<(), Errno> {
    let mut written = 0;
    for subscription in due {
        let mut event = [0; EVENT_BYTES as usize];
        event[..8].copy_from_slice(&subscription.userdata);
        event[8..10].copy_from_slice(&subscription.errno.to_le_bytes());
        event[10] = subscription.kind;
        memory.write(to.saturating_add(written * EVENT_BYTES), &event)?;
        written += 1;
    }
    memory.write_u32(out, written)
}
