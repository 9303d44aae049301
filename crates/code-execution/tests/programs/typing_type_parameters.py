# /// case
# needs = []
# policy = "standard"
# python = "3.12"
# ///
from dataclasses import dataclass
from typing import Callable, override

type Pair[T] = tuple[T, T]
type Tree[T] = T | list[Tree[T]]

def swap[T](pair: Pair[T]) -> Pair[T]:
    return pair[1], pair[0]

def leaves[T](tree: Tree[T]) -> list[T]:
    if not isinstance(tree, list):
        return [tree]
    return [leaf for branch in tree for leaf in leaves(branch)]

@dataclass
class Result[T, E: Exception]:
    value: T | None = None
    error: E | None = None

    def map[U](self, function: Callable[[T], U]) -> "Result[U, E]":
        return self if self.error is not None else Result(function(self.value))

    def unwrap_or(self, default: T) -> T:
        return default if self.error is not None else self.value

def parse(text: str) -> Result[int, ValueError]:
    try:
        return Result(int(text))
    except ValueError as error:
        return Result(error=error)

class Base:
    def name(self) -> str:
        return "base"

class Derived(Base):
    @override
    def name(self) -> str:
        return f"derived from {super().name()}"

print(swap((1, 2)), leaves([1, [2, [3, 4]], 5]))
print(parse("21").map(lambda n: n * 2), parse("x").map(lambda n: n * 2).unwrap_or(-1))
print(Derived().name(), Pair.__name__, [p.__name__ for p in Result.__type_params__])
names = ["ann", "bob"]
print(f"{', '.join(f"<{name.title()}>" for name in names)}")
