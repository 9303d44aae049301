# /// case
# needs = []
# policy = "standard"
# ///
from __future__ import annotations
from typing import Generic, Iterable, Iterator, Literal, NamedTuple, Protocol, TypedDict, TypeVar, overload, runtime_checkable

T = TypeVar("T")

class Stack(Generic[T]):
    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items: list[T] = list(items)
    def push(self, item: T) -> Stack[T]:
        self._items.append(item)
        return self
    def pop(self) -> T:
        if not self._items:
            raise IndexError("the stack is empty")
        return self._items.pop()
    def __iter__(self) -> Iterator[T]:
        return reversed(self._items)
    def __len__(self) -> int:
        return len(self._items)

class Movie(TypedDict, total=False):
    title: str
    year: int

class Point(NamedTuple):
    x: float
    y: float = 0.0

@runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...

class File:
    def close(self) -> None:
        print("closed")

@overload
def double(value: int) -> int: ...
@overload
def double(value: str) -> str: ...
def double(value):
    return value * 2

def paint(colour: Literal["red", "blue"]) -> str:
    return f"painted {colour}"

numbers = Stack[int]([1, 2]).push(3)
print(list(numbers), numbers.pop(), len(numbers))
movie: Movie = {"title": "Alien", "year": 1979}
print(movie, Point(1)._replace(y=2), Point._fields)
print(isinstance(File(), Closable), isinstance(3, Closable), double(4), double("ab"), paint("red"))
try:
    Stack().pop()
except IndexError as error:
    print("error:", error)
