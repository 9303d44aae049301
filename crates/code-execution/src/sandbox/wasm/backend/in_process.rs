//! A slot that runs guests on its own thread: one wall, WebAssembly's.

use std::sync::Arc;

use super::{
    super::guests::{Finished, Guests},
    slot::Slot,
    task::{Home, Settled, Task, parts},
};

/// Guests of this process.
#[derive(Debug)]
pub(super) struct InProcess {
    pub(super) guests: Arc<Guests>,
}

impl Slot for InProcess {
    fn run(&mut self, task: Task) {
        let home = Home::THIS_PROCESS;
        let (mut order, mut line, answers) = parts(task, home);
        let finished = loop {
            match self.guests.run(order, line) {
                Ok(Finished::StateMissing(returned)) => {
                    (order, line) = *returned;
                    let Some((turn, session)) = answers.turn.as_ref().zip(order.session.as_mut())
                    else {
                        return;
                    };
                    session.state = Some(turn.state.to_change());
                }
                finished => break finished,
            }
        };
        match finished {
            Ok(Finished::Ran { outcome, rest }) => {
                // Nobody waits for the answer any more where the caller has cancelled.
                let _ = answers.answer.send(Ok(*outcome));
                let Some((rest, turn)) = rest.zip(answers.turn) else {
                    return;
                };
                let change = self.guests.settle(*rest, &turn.state.image);
                let _ = turn.settled.send(Settled { home, change });
            }
            Ok(Finished::StateMissing(_)) => (),
            Err(error) => {
                let _ = answers.answer.send(Err(error));
            }
        }
    }

    fn tidy(&mut self) {
        self.guests.tidy();
    }
}
