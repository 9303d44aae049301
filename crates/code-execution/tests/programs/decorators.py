# /// case
# needs = []
# policy = "standard"
# ///
from functools import wraps

def counted(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return func(*args, **kwargs)
    wrapper.calls = 0
    return wrapper

def repeat(times):
    def decorate(func):
        @wraps(func)
        def wrapper(*args):
            return [func(*args) for _ in range(times)]
        return wrapper
    return decorate

@repeat(3)
@counted
def greet(name):
    """Say hello."""
    return f"hello {name}"

print(greet("Ann"), greet.__name__, greet.__doc__)
counter = counted(len)
print(counter("abc") + counter("de"), counter.calls)
