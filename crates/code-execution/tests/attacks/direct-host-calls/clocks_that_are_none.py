# /// case
# technique = "direct-host-calls"
# analysis = ["dynamic-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
# Clocks are numbers or addresses: those that are none may break the guest.
import time
for name in ("clock_getres", "clock_gettime", "clock_gettime_ns", "clock_settime", "pthread_getcpuclockid"):
    function = getattr(time, name, None)
    for clock in (0, 1, 2, 3, 4, 99, -1, 2 ** 31 - 1):
        try:
            print("contained", name, type(function(clock)).__name__)
        except (OSError, OverflowError, TypeError, ValueError) as error:
            print("contained", name, type(error).__name__)
