# /// case
# technique = "direct-host-calls"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# Clocks are numbers or addresses: those that are none may break the guest.
import time
for clock in (0, 1, 2, 3, 4, 99, -1, 2 ** 31 - 1):
    for action in (time.clock_gettime_ns, time.clock_getres):
        try:
            print("contained", type(action(clock)).__name__)
        except (OSError, OverflowError, AttributeError, ValueError) as error:
            print("contained", type(error).__name__)
