//! A slot that runs guests on its own thread: one wall, WebAssembly's.

use std::sync::Arc;

use super::{
    super::{
        guests::{Finished, Guests},
        state::StateUpdate,
    },
    forgotten::Forgotten,
    slot::Slot,
    task::{Home, Task, parts},
};

/// Guests of this process.
#[derive(Debug)]
pub(super) struct InProcess {
    pub(super) guests: Arc<Guests>,
    pub(super) forgotten: Arc<Forgotten>,
    pub(super) slot: usize,
}

impl Slot for InProcess {
    fn run(&mut self, task: Task) {
        let home = Home::THIS_PROCESS;
        let Some((mut order, mut line, answers)) = parts(task, home, self.slot) else {
            return;
        };
        let finished = loop {
            match self.guests.run(order, line) {
                Ok(Finished::StateMissing(returned)) => {
                    (order, line) = *returned;
                    let Some(session) = order.session.as_mut() else {
                        return;
                    };
                    session.state = answers.whole_state();
                }
                finished => break finished,
            }
        };
        let (outcome, rest) = match finished {
            Ok(Finished::Ran { outcome, rest }) => (Ok(*outcome), rest),
            Ok(Finished::StateMissing(_)) => return,
            Err(error) => (Err(error), None),
        };
        let Some((turn, rest)) = answers.give(outcome).zip(rest) else {
            return;
        };
        let mut update = StateUpdate::new(turn.limits());
        let settled = self
            .guests
            .settle(*rest, &turn.image(), &mut |batch| update.push(batch));
        turn.settle(settled.map(|()| update), home);
    }

    fn tidy(&mut self) {
        for (_, key) in self.forgotten.take(Home::THIS_PROCESS.slot) {
            self.guests.forget(key);
        }
        self.guests.tidy();
    }
}
