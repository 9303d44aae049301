# /// case
# needs = []
# policy = "standard"
# ///
import functools
import time

def retry(times, exceptions=(Exception,), wait=0.0):
    def decorate(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, **kwargs)
                except exceptions as error:
                    print(f"attempt {attempt} of {function.__name__} failed: {error}")
                    if attempt == times:
                        raise
                    time.sleep(wait)
        return inner
    return decorate

class CountCalls:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function, self.calls = function, 0
    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.function(*args, **kwargs)

attempts = iter([ConnectionError("refused"), ConnectionError("reset"), "payload"])

@CountCalls
def request():
    outcome = next(attempts)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome

@retry(3, (ConnectionError,))
def fetch():
    return request().upper()

@retry(2, (ZeroDivisionError,), wait=0.001)
def hopeless():
    return 1 / 0

print(fetch(), request.calls)
try:
    hopeless()
except ZeroDivisionError as error:
    print("gave up:", error)

def timed(function):
    @functools.wraps(function)
    def inner(*args):
        start = time.perf_counter()
        result = function(*args)
        inner.elapsed = time.perf_counter() - start
        return result
    return inner

@timed
def work(n):
    return sum(range(n))

print(work(1000), work.elapsed >= 0)
