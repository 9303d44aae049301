# /// case
# needs = []
# policy = "standard"
# ///
from math import log2

NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]

def number(note):
    name, octave = note[:-1], int(note[-1])
    return NAMES.index(name) + 12 * (octave + 1)

def frequency(note):
    return 440 * 2 ** ((number(note) - number("A4")) / 12)

def nearest(hertz):
    semitones = 12 * log2(hertz / 440) + number("A4")
    whole = round(semitones)
    return f"{NAMES[whole % 12]}{whole // 12 - 1}", round((semitones - whole) * 100)

def scale(root, steps):
    notes, at = [root], number(root)
    for step in steps:
        at += step
        notes.append(f"{NAMES[at % 12]}{at // 12 - 1}")
    return notes

def chord_name(notes):
    pitches = sorted({number(note + "4") % 12 for note in notes})
    for root in pitches:
        shape = tuple(sorted((pitch - root) % 12 for pitch in pitches))
        kind = {(0, 4, 7): "major", (0, 3, 7): "minor", (0, 3, 6): "diminished", (0, 4, 7, 10): "seventh"}.get(shape)
        if kind:
            return f"{NAMES[root]} {kind}"
    return "unknown"

print({note: round(frequency(note), 2) for note in ("C4", "A4", "E5", "A0")})
print([nearest(hertz) for hertz in (261.0, 450, 27.5, 3000)])
print(scale("G4", [2, 2, 1, 2, 2, 2, 1]), scale("A3", [2, 1, 2, 2, 1, 2, 2])[-1])
print([chord_name(chord.split()) for chord in ("C E G", "A C E", "G B D F", "B D F", "C D E")])
