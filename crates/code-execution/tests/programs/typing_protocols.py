# /// case
# needs = []
# policy = "standard"
# ///
from typing import Generic, Iterable, Protocol, TypeVar

T = TypeVar("T")

class Speaker(Protocol):
    def speak(self) -> str: ...

class Dog:
    def speak(self) -> str:
        return "woof"

class Robot:
    def speak(self) -> str:
        return "beep"

class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self

    def pop(self) -> T:
        return self.items.pop()

def chorus(speakers: Iterable[Speaker]) -> str:
    return " ".join(s.speak() for s in speakers)

print(chorus([Dog(), Robot()]), Stack[int]().push(1).push(2).pop())
