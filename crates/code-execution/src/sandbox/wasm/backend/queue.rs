//! Tasks that wait for a slot: bounded, and fair between users.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// What the queue must know of a task.
pub(super) trait Queued {
    /// Whose it is; tasks without a user share one place.
    fn user(&self) -> Option<&str>;

    /// The slot that would have least to do with it.
    fn preferred_slot(&self) -> Option<usize>;

    /// Whether only that slot can run it now.
    fn waits_for_its_slot(&self) -> bool;

    /// Whether nobody waits for it any more.
    fn is_abandoned(&self) -> bool;
}

/// A bounded queue. Each user who has tasks waiting gets one of them run in turn.
#[derive(Debug)]
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    /// One for each slot: only the slot that is to take a task is woken.
    slots: Vec<Condvar>,
    ended: Condvar,
    max_queued: usize,
}

#[derive(Debug)]
struct State<T> {
    /// The users who have tasks waiting, the one whose turn it is first.
    users: VecDeque<Waiting<T>>,
    queued: usize,
    running: usize,
    /// Slots that wait, the longest first: its worker has had the most time to make ready.
    idle_slots: VecDeque<usize>,
    closed: bool,
}

#[derive(Debug)]
struct Waiting<T> {
    user: Option<String>,
    tasks: VecDeque<T>,
}

/// Why a task was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The queue, or this user's half of it, is full.
    Full {
        /// Tasks that wait.
        queued: usize,
    },
    /// Nothing is taken any more.
    Closed,
}

impl<T: Queued> Queue<T> {
    /// A queue for `slots` slots in which up to `max_queued` tasks wait; one user's may fill half of it.
    pub(super) fn new(slots: usize, max_queued: usize) -> Self {
        Self {
            state: Mutex::new(State {
                users: VecDeque::new(),
                queued: 0,
                running: 0,
                idle_slots: VecDeque::with_capacity(slots),
                closed: false,
            }),
            slots: (0..slots).map(|_| Condvar::new()).collect(),
            ended: Condvar::new(),
            max_queued,
        }
    }

    /// Queues a task.
    pub(super) fn push(&self, task: T) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.closed {
            return Err(Refused::Closed);
        }
        if state.queued >= self.max_queued {
            state.drop_abandoned();
        }
        let queued = state.queued;
        let position = state
            .users
            .iter()
            .position(|waiting| waiting.user.as_deref() == task.user());
        let of_user = position
            .and_then(|position| state.users.get(position))
            .map_or(0, |waiting| waiting.tasks.len());
        let others = queued > of_user;
        if queued >= self.max_queued || (others && of_user >= self.max_queued.div_ceil(2)) {
            return Err(Refused::Full { queued });
        }
        match position.and_then(|position| state.users.get_mut(position)) {
            Some(waiting) => waiting.tasks.push_back(task),
            None => state.users.push_back(Waiting {
                user: task.user().map(str::to_owned),
                tasks: VecDeque::from([task]),
            }),
        }
        state.queued += 1;
        let woken = state.slot_to_wake();
        drop(state);
        self.wake(woken);
        Ok(())
    }

    /// Waits for a task for `slot`, for `patience` at most where that is given; `Next::Closed` once the queue is closed
    /// and empty.
    pub(super) fn pop(&self, slot: usize, patience: Option<Duration>) -> Next<T> {
        let until = patience.map(|patience| Instant::now() + patience);
        let Some(changed) = self.slots.get(slot) else {
            return Next::Closed;
        };
        let mut state = self.lock();
        loop {
            if let Some(task) = state.take(slot) {
                state.set_idle(slot, false);
                state.running += 1;
                // A task may have been left to this slot that another one can take now.
                let woken = if state.queued > 0 {
                    state.slot_to_wake()
                } else {
                    None
                };
                drop(state);
                self.wake(woken);
                return Next::Task(task);
            }
            if state.closed && state.queued == 0 {
                return Next::Closed;
            }
            state.set_idle(slot, true);
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            state = match left {
                Some(Duration::ZERO) => return Next::Nothing,
                Some(left) => {
                    let waited = changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Tells that a task taken by [`Self::pop`] has ended.
    pub(super) fn done(&self) {
        let mut state = self.lock();
        state.running -= 1;
        if state.queued + state.running == 0 {
            self.ended.notify_all();
        }
    }

    /// Takes nothing more; what is queued still runs.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.drop_abandoned();
        drop(state);
        self.slots.iter().for_each(Condvar::notify_one);
        self.ended.notify_all();
    }

    /// Waits until nothing is queued and nothing runs, for `patience` at most; whether that came about.
    pub(super) fn wait_until_idle(&self, patience: Duration) -> bool {
        let state = self.lock();
        let (state, _) = self
            .ended
            .wait_timeout_while(state, patience, |state| state.queued + state.running > 0)
            .unwrap_or_else(PoisonError::into_inner);
        state.queued + state.running == 0
    }

    fn wake(&self, slot: Option<usize>) {
        if let Some(changed) = slot.and_then(|slot| self.slots.get(slot)) {
            changed.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a slot got from the queue.
#[derive(Debug)]
pub(super) enum Next<T> {
    Task(T),
    /// Nothing came in time.
    Nothing,
    /// Nothing will come any more.
    Closed,
}

impl<T: Queued> State<T> {
    /// The first task, in the order of the users' turns, that is not better left to an idle slot.
    fn take(&mut self, slot: usize) -> Option<T> {
        while let Some(task) = self.take_any(slot) {
            if !task.is_abandoned() {
                return Some(task);
            }
        }
        None
    }

    fn take_any(&mut self, slot: usize) -> Option<T> {
        let position = self.users.iter().position(|waiting| {
            waiting
                .tasks
                .front()
                .is_some_and(|task| self.may_take(slot, task))
        })?;
        let mut waiting = self.users.remove(position)?;
        let task = waiting.tasks.pop_front();
        if !waiting.tasks.is_empty() {
            self.users.push_back(waiting);
        }
        self.queued -= usize::from(task.is_some());
        task
    }

    fn may_take(&self, slot: usize, task: &T) -> bool {
        match task.preferred_slot() {
            Some(preferred) if preferred != slot => {
                !self.idle_slots.contains(&preferred) && !task.waits_for_its_slot()
            }
            _ => true,
        }
    }

    fn set_idle(&mut self, slot: usize, idle: bool) {
        let position = self.idle_slots.iter().position(|other| *other == slot);
        match (position, idle) {
            (None, true) => self.idle_slots.push_back(slot),
            (Some(position), false) => {
                self.idle_slots.remove(position);
            }
            _ => (),
        }
    }

    /// The slot to be woken for what is queued, where one waits. It counts as idle until it has taken a task.
    fn slot_to_wake(&mut self) -> Option<usize> {
        let wanted = self.users.iter().find_map(|waiting| {
            let preferred = waiting.tasks.front()?.preferred_slot()?;
            self.idle_slots.contains(&preferred).then_some(preferred)
        });
        if wanted.is_some() {
            return wanted;
        }
        let slot = self.idle_slots.pop_front()?;
        // The next task wakes another.
        self.idle_slots.push_back(slot);
        Some(slot)
    }

    /// Drops tasks for which nobody waits any more.
    fn drop_abandoned(&mut self) {
        for waiting in &mut self.users {
            waiting.tasks.retain(|task| !task.is_abandoned());
        }
        self.users.retain(|waiting| !waiting.tasks.is_empty());
        self.queued = self.users.iter().map(|waiting| waiting.tasks.len()).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Task(&'static str, u32, Option<usize>);

    const ABANDONED: u32 = 999;
    const BOUND: u32 = 998;

    impl Queued for Task {
        fn user(&self) -> Option<&str> {
            Some(self.0)
        }

        fn preferred_slot(&self) -> Option<usize> {
            self.2
        }

        fn waits_for_its_slot(&self) -> bool {
            self.1 == BOUND
        }

        fn is_abandoned(&self) -> bool {
            self.1 == ABANDONED
        }
    }

    fn popped(queue: &Queue<Task>, slot: usize) -> Option<(&'static str, u32)> {
        match queue.pop(slot, Some(Duration::ZERO)) {
            Next::Task(Task(user, number, _)) => {
                queue.done();
                Some((user, number))
            }
            _ => None,
        }
    }

    #[test]
    fn users_take_turns() {
        let queue = Queue::new(1, 100);
        for number in 0..3 {
            queue.push(Task("greedy", number, None)).unwrap();
        }
        queue.push(Task("modest", 0, None)).unwrap();
        let order: Vec<_> = std::iter::from_fn(|| popped(&queue, 0)).collect();
        assert_eq!(
            order,
            [("greedy", 0), ("modest", 0), ("greedy", 1), ("greedy", 2)]
        );
    }

    #[test]
    fn a_full_queue_refuses_and_one_user_fills_no_more_than_half_beside_others() {
        let queue = Queue::new(1, 4);
        queue.push(Task("modest", 0, None)).unwrap();
        queue.push(Task("greedy", 0, None)).unwrap();
        queue.push(Task("greedy", 1, None)).unwrap();
        assert_eq!(
            queue.push(Task("greedy", 2, None)),
            Err(Refused::Full { queued: 3 })
        );
        queue.push(Task("third", 0, None)).unwrap();
        assert_eq!(
            queue.push(Task("fourth", 0, None)),
            Err(Refused::Full { queued: 4 })
        );
        queue.close();
        assert_eq!(queue.push(Task("late", 0, None)), Err(Refused::Closed));
    }

    #[test]
    fn a_session_goes_to_its_slot_unless_that_is_busy() {
        let queue = Queue::new(2, 4);
        assert!(popped(&queue, 1).is_none());
        queue.push(Task("one", 0, Some(1))).unwrap();
        assert_eq!(popped(&queue, 0), None);
        assert_eq!(popped(&queue, 1), Some(("one", 0)));
        queue.push(Task("one", 1, Some(1))).unwrap();
        assert_eq!(popped(&queue, 0), Some(("one", 1)));
    }

    #[test]
    fn a_session_whose_slot_is_about_to_be_free_waits_for_it() {
        let queue = Queue::new(2, 4);
        queue.push(Task("one", BOUND, Some(1))).unwrap();
        assert_eq!(popped(&queue, 0), None);
        assert_eq!(popped(&queue, 1), Some(("one", BOUND)));
    }

    #[test]
    fn what_nobody_waits_for_takes_no_place_and_no_slot() {
        let queue = Queue::new(1, 2);
        queue.push(Task("one", ABANDONED, None)).unwrap();
        queue.push(Task("one", 1, None)).unwrap();
        queue.push(Task("two", 2, None)).unwrap();
        assert_eq!(popped(&queue, 0), Some(("one", 1)));
        queue.push(Task("one", ABANDONED, None)).unwrap();
        assert_eq!(popped(&queue, 0), Some(("two", 2)));
        assert_eq!(popped(&queue, 0), None);
        assert!(queue.wait_until_idle(Duration::ZERO));
    }

    #[test]
    fn a_closed_queue_runs_what_it_has() {
        let queue = Queue::new(1, 4);
        queue.push(Task("one", 0, None)).unwrap();
        queue.close();
        assert!(!queue.wait_until_idle(Duration::ZERO));
        assert_eq!(popped(&queue, 0), Some(("one", 0)));
        assert!(queue.wait_until_idle(Duration::ZERO));
        assert!(matches!(queue.pop(0, None), Next::Closed));
    }
}
