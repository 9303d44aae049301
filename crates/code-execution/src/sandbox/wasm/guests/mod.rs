//! Starts guests, runs turns in them, and keeps those of sessions alive between turns.
//!
//! The same code serves a thread of this process and a worker process; it knows neither.

mod images;
mod live;
mod order;
mod outcome;
mod prepare;

use std::time::{Duration, Instant};

use super::{
    engine::Fuel,
    failed,
    interpreter::{Interpreter, LiveGuest},
    state::{BadState, PageTracker},
};
use crate::{
    runtime::{Pack, RuntimeError, profile::Profile},
    sandbox::{Outcome, SandboxError},
};
use images::{Images, Start};
pub(crate) use images::{MODULE_MEMORY_BYTES, needs_data_image, recipe_image, session_image_name};
use live::{LiveSession, LiveSessions};
pub(crate) use order::{Line, Order, SessionTurn};

/// What a guest runs: the runner asks for its request and reports. It is compiled in every turn, so it is short.
pub(crate) const TURN: &str = "__ringfence__()";

/// A compiled Python, its images, and the guests of sessions that live.
#[derive(Debug)]
pub(crate) struct Guests {
    interpreter: Interpreter,
    images: Images,
    live: LiveSessions,
}

/// What came of an order.
#[derive(Debug)]
pub(crate) enum Finished {
    /// It ran.
    Ran {
        outcome: Box<Outcome>,
        /// The session's guest, where the turn left it at rest.
        rest: Option<Box<AtRest>>,
    },
    /// The session's guest does not live here: the order has to bring its state.
    StateMissing(Box<(Order, Line)>),
}

/// The guest of a session after a good turn.
#[derive(Debug)]
pub(crate) struct AtRest {
    key: u64,
    generation: u64,
    session: LiveSession,
}

impl Guests {
    /// Loads an installed pack, and profiles of it.
    ///
    /// # Errors
    /// When a file of the pack is missing or broken.
    pub(crate) fn open(pack: &Pack, profiles: &[Profile]) -> Result<Self, RuntimeError> {
        let interpreter = Interpreter::of(pack).map_err(|error| RuntimeError::Build {
            reason: format!("{error:#}"),
        })?;
        Ok(Self {
            images: Images::open(pack, profiles, &interpreter.base())?,
            live: LiveSessions::default(),
            interpreter,
        })
    }

    /// Runs an order on this thread, which has a guest's stack.
    ///
    /// # Errors
    /// When no guest could be made for it.
    pub(crate) fn run(&self, order: Order, line: Line) -> Result<Finished, SandboxError> {
        if order.job.limits.max_fuel.is_some() && self.interpreter.fuel() == Fuel::Uncounted {
            return Err(failed("its runtime counts no fuel, and cannot limit it"));
        }
        let Some(turn) = order.session else {
            let name = self.images.name_for(&order.job)?;
            let start = self.start(&name)?;
            let guest = self.guest(start, order.job, line)?;
            let (outcome, _) = self.turn(guest, start.metadata(&name));
            return Ok(Finished::Ran {
                outcome: Box::new(outcome),
                rest: None,
            });
        };
        let start = self.start(&turn.image)?;
        let session = match turn.state {
            Some(state) => self.revived(start, state, order.job, line)?,
            None if turn.generation == 0 => {
                let guest = self.guest(start, order.job, line)?;
                let mut pages = PageTracker::new();
                pages.start_from(guest.memory(), start.image.watch());
                LiveSession { guest, pages }
            }
            None => {
                let Some(session) = self.live.take(turn.key, turn.generation) else {
                    let order = Order {
                        session: Some(turn),
                        ..order
                    };
                    return Ok(Finished::StateMissing(Box::new((order, line))));
                };
                self.prepared_again(session, order.job, line)?
            }
        };
        let LiveSession { guest, pages } = session;
        let (outcome, guest) = self.turn(guest, start.metadata(&turn.image));
        let rest = guest.map(|guest| {
            Box::new(AtRest {
                key: turn.key,
                generation: turn.generation + 1,
                session: LiveSession { guest, pages },
            })
        });
        Ok(Finished::Ran {
            outcome: Box::new(outcome),
            rest,
        })
    }

    /// Gives away what changed in a guest at rest since this was last asked, in batches of
    /// [pieces](super::state::StatePiece), and keeps the guest for the next turn.
    ///
    /// # Errors
    /// When the guest is gone with its image, which does not happen, or a batch cannot be given.
    pub(crate) fn settle(
        &self,
        rest: AtRest,
        image: &str,
        give: &mut dyn FnMut(&[u8]) -> Result<(), BadState>,
    ) -> Result<(), BadState> {
        let AtRest {
            key,
            generation,
            mut session,
        } = rest;
        let start = self.images.get(image);
        let start = start.ok_or(BadState("its image is not there"))?;
        session.give_change(&start.image, give)?;
        self.live.keep(key, generation, session);
        Ok(())
    }

    /// Whether guests of sessions wait here for their next turns.
    pub(crate) fn has_live(&self) -> bool {
        self.live.has_any()
    }

    /// Ends the guest of a session, where it lives here.
    pub(crate) fn forget(&self, key: u64) {
        self.live.forget(key);
    }

    /// Makes ready for the next order what can be made ready. Worth calling when nobody waits.
    pub(crate) fn tidy(&self) {
        self.live.end_old();
        self.images.refresh_mappings();
    }

    fn start(&self, image: &str) -> Result<&Start, SandboxError> {
        self.images
            .get(image)
            .ok_or_else(|| failed(&format!("there is no image `{image}`")))
    }

    /// Runs a turn; the guest, where it is good for another one.
    fn turn(
        &self,
        mut live: LiveGuest,
        metadata: (&str, Option<&str>),
    ) -> (Outcome, Option<LiveGuest>) {
        let started = Instant::now();
        let ending = self.interpreter.turn(&mut live, TURN);
        let execution_time = started.elapsed();
        let fuel_used = live.fuel_used();
        let mut outcome = outcome::take(&ending, live.guest_mut(), execution_time, metadata);
        if let Some(fuel_used) = fuel_used {
            outcome
                .metadata
                .insert("fuel_used".to_owned(), fuel_used.into());
        }
        // What the guest spoke through ends with the turn.
        live.guest_mut().host_calls = None;
        let rest = outcome.is_at_rest.then_some(live);
        (outcome, rest)
    }
}

/// Counts `timeout` from now on, and never more than what the clock can say.
pub(crate) fn timeout_of(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
