# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass
from datetime import time

@dataclass(frozen=True, order=True)
class Talk:
    end: time
    start: time
    title: str

def at(text):
    return time.fromisoformat(text)

TALKS = [Talk(at(e), at(s), title) for s, e, title in [
    ("09:00", "10:30", "Keynote"), ("09:30", "10:00", "Macros"), ("10:00", "11:00", "Async"), ("10:30", "12:00", "Wasm"),
    ("11:00", "11:45", "Parsing"), ("12:00", "13:00", "Lunch"), ("12:30", "14:00", "Fuzzing"), ("13:00", "13:30", "Lightning")]]

def most_talks(talks):
    chosen, free = [], time.min
    for talk in sorted(talks):
        if talk.start >= free:
            chosen.append(talk)
            free = talk.end
    return chosen

def rooms_needed(talks):
    events = sorted([(talk.start, 1) for talk in talks] + [(talk.end, -1) for talk in talks], key=lambda e: (e[0], e[1]))
    now = most = 0
    for _, change in events:
        now += change
        most = max(most, now)
    return most

def minutes(moment):
    return moment.hour * 60 + moment.minute

for talk in most_talks(TALKS):
    print(f"{talk.start:%H:%M}-{talk.end:%H:%M} {talk.title}")
print(rooms_needed(TALKS), "rooms;", sum(minutes(t.end) - minutes(t.start) for t in TALKS), "minutes in all")
rooms = []
for talk in sorted(TALKS, key=lambda t: t.start):
    room = next((room for room in rooms if room[-1].end <= talk.start), None)
    if room is None:
        rooms.append([talk])
    else:
        room.append(talk)
print([[talk.title for talk in room] for room in rooms])
