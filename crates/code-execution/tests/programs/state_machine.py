# /// case
# needs = []
# policy = "standard"
# ///
TRANSITIONS = {("idle", "coin"): "ready", ("ready", "push"): "open", ("open", "pass"): "idle", ("ready", "refund"): "idle"}

class Turnstile:
    def __init__(self):
        self.state, self.log = "idle", []

    def fire(self, event):
        following = TRANSITIONS.get((self.state, event))
        if following is None:
            self.log.append(f"{event} ignored in {self.state}")
        else:
            self.log.append(f"{self.state} -{event}-> {following}")
            self.state = following

machine = Turnstile()
for event in "push coin push pass coin refund pass".split():
    machine.fire(event)
print("\n".join(machine.log))
