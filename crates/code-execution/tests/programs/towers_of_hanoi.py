# /// case
# needs = []
# policy = "standard"
# ///
def hanoi(n, source="A", target="C", spare="B"):
    if n:
        yield from hanoi(n - 1, source, spare, target)
        yield source, target
        yield from hanoi(n - 1, spare, target, source)

moves = list(hanoi(3))
print(len(moves), " ".join(a + b for a, b in moves))
print([sum(1 for _ in hanoi(n)) for n in range(8)])
