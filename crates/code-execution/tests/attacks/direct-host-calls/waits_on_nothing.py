# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Waiting on what is not open, not there, or too much.
import select, time
waited = set()
def attempt(function, *arguments):
    try:
        waited.add(type(function(*arguments)).__name__)
    except (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError) as error:
        waited.add(type(error).__name__)
numbers = (0, 1, 2, 3, 4, 5, 63, 255, 1023, 1024, 2 ** 20, 2 ** 31 - 1, -1)
for number in numbers:
    for timeout in (0, 0.001, -1e-9):
        attempt(select.select, [number], [number], [number], timeout)
for count in (1000, 1024, 1025, 20_000):
    attempt(select.select, [1] * count, [1] * count, [], 0)
    attempt(select.select, range(count), range(count), range(count), 0)
poll = getattr(select, "poll", None)
if poll is not None:
    waiting = poll()
    for number in numbers:
        for events in (0, 1, 4, 0xFFFF, -1, 2 ** 31 - 1):
            attempt(waiting.register, number, events)
    for timeout in (0, 0.5, 1, float("nan")):
        attempt(waiting.poll, timeout)
    for number in range(2000):
        attempt(waiting.register, number, 5)
    attempt(waiting.poll, 0)
for moment in (0, 1e-9, -1, float("nan"), float("inf"), 1e300, 2 ** 64):
    if not moment > 1e18:
        attempt(time.sleep, moment)
print("contained", sorted(waited))
