use crate::message::ResponsePart;
use crate::model::{ModelEvent, PartDelta};

/// Parts of one response: gives out numbers and closes what is open.
#[derive(Debug, Default)]
pub(crate) struct OpenParts {
    next: usize,
    open: Vec<usize>,
}

impl OpenParts {
    /// Begins a part and returns its number.
    pub(crate) fn start(&mut self, part: ResponsePart, events: &mut Vec<ModelEvent>) -> usize {
        let index = self.next;
        self.next += 1;
        self.open.push(index);
        events.push(ModelEvent::PartStart { index, part });
        index
    }

    /// A part that arrives whole.
    pub(crate) fn whole(&mut self, part: ResponsePart, events: &mut Vec<ModelEvent>) -> usize {
        let index = self.next;
        self.next += 1;
        events.push(ModelEvent::PartStart { index, part });
        events.push(ModelEvent::PartEnd { index });
        index
    }

    /// Ends a part, unless it has ended.
    pub(crate) fn end(&mut self, index: usize, events: &mut Vec<ModelEvent>) {
        if let Some(place) = self.open.iter().position(|open| *open == index) {
            self.open.swap_remove(place);
            events.push(ModelEvent::PartEnd { index });
        }
    }

    /// Ends all open parts, lowest number first.
    pub(crate) fn end_all(&mut self, events: &mut Vec<ModelEvent>) {
        self.open.sort_unstable();
        events.extend(
            self.open
                .drain(..)
                .map(|index| ModelEvent::PartEnd { index }),
        );
    }

    /// How many parts have begun.
    pub(crate) fn count(&self) -> usize {
        self.next
    }
}

/// A delta of a part.
pub(crate) fn delta(index: usize, delta: PartDelta) -> ModelEvent {
    ModelEvent::PartDelta { index, delta }
}
