# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass, field
from statistics import mean

@dataclass
class Student:
    name: str
    scores: dict = field(default_factory=dict)

    def record(self, course, score):
        if not 0 <= score <= 100:
            raise ValueError(f"{score} is not a score")
        self.scores.setdefault(course, []).append(score)

    def average(self, course=None):
        marks = self.scores.get(course, []) if course else [m for values in self.scores.values() for m in values]
        return mean(marks) if marks else None

def letter(score):
    return next(grade for limit, grade in ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F")) if score >= limit)

book = {name: Student(name) for name in ("Ann", "Bob", "Cho")}
for name, course, score in [("Ann", "maths", 92), ("Ann", "maths", 88), ("Ann", "art", 75), ("Bob", "maths", 61),
                            ("Bob", "art", 95), ("Bob", "art", 101), ("Cho", "art", 58)]:
    try:
        book[name].record(course, score)
    except ValueError as error:
        print("refused:", error)
courses = sorted({course for student in book.values() for course in student.scores})
print(f"{'':<6}" + "".join(f"{course:>10}" for course in courses) + f"{'all':>10}")
for student in book.values():
    cells = [student.average(course) for course in [*courses, None]]
    print(f"{student.name:<6}" + "".join(f"{'-' if cell is None else f'{cell:.1f} {letter(cell)}':>10}" for cell in cells))
ranking = sorted(book.values(), key=lambda s: -s.average())
print([f"{place}. {student.name}" for place, student in enumerate(ranking, 1)])
