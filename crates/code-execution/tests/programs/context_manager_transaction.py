# /// case
# needs = []
# policy = "standard"
# ///
from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress
import io

class Store:
    def __init__(self):
        self.rows, self.log = {}, []

    @contextmanager
    def transaction(self):
        saved = dict(self.rows)
        try:
            yield self
        except Exception as error:
            self.rows = saved
            self.log.append(f"rolled back: {error!r}")
            raise
        else:
            self.log.append(f"committed {len(self.rows)} rows")

    def close(self):
        self.log.append("closed")

with closing(Store()) as store:
    with store.transaction():
        store.rows.update(a=1, b=2)
    with suppress(KeyError), store.transaction():
        store.rows["c"] = 3
        del store.rows["missing"]
    print(store.rows)
print(store.log)

with ExitStack() as stack:
    for name in ("first", "second", "third"):
        stack.callback(print, "leaving", name)
    stack.enter_context(nullcontext())
    print("inside")

buffer = io.StringIO()
with redirect_stdout(buffer):
    print("captured")
print(repr(buffer.getvalue()))
