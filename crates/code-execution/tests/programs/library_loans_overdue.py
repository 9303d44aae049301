# /// case
# needs = []
# policy = "standard"
# ///
from collections import defaultdict
from datetime import date, timedelta

class Library:
    LOAN = timedelta(days=21)
    FEE_CENTS = 25

    def __init__(self, books):
        self.available = set(books)
        self.loans, self.waiting, self.fees = {}, defaultdict(list), defaultdict(int)

    def borrow(self, book, person, day):
        if book in self.available:
            self.available.remove(book)
            self.loans[book] = person, day + self.LOAN
            return f"{person} has {book} until {day + self.LOAN}"
        if book not in self.loans:
            raise KeyError(book)
        self.waiting[book].append(person)
        return f"{person} waits for {book} at place {len(self.waiting[book])}"

    def give_back(self, book, day):
        person, due = self.loans.pop(book)
        late = max((day - due).days, 0)
        if late:
            self.fees[person] += late * self.FEE_CENTS
        self.available.add(book)
        message = f"{book} back from {person}" + (f", {late} days late" if late else "")
        if self.waiting[book]:
            message += "; " + self.borrow(book, self.waiting[book].pop(0), day)
        return message

    def overdue(self, day):
        return sorted((book, person, (day - due).days) for book, (person, due) in self.loans.items() if due < day)

library = Library({"Dune", "Emma", "Ubik"})
start = date(2024, 1, 10)
print(library.borrow("Dune", "Ann", start))
print(library.borrow("Dune", "Bob", start + timedelta(days=3)))
print(library.borrow("Emma", "Cho", start))
print(library.overdue(date(2024, 2, 5)))
print(library.give_back("Dune", date(2024, 2, 6)))
print(library.give_back("Emma", date(2024, 1, 31)))
print(dict(library.fees), sorted(library.available))
try:
    library.borrow("Solaris", "Ann", start)
except KeyError as missing:
    print("no book", missing)
