# /// case
# needs = []
# policy = "standard"
# ///
def primes_below(limit):
    flags = bytearray([1]) * limit
    flags[0:2] = b"\x00\x00"
    for n in range(2, int(limit ** 0.5) + 1):
        if flags[n]:
            flags[n * n::n] = bytes(len(range(n * n, limit, n)))
    return [n for n, flag in enumerate(flags) if flag]

primes = primes_below(10_000)
print(len(primes), primes[:10], primes[-3:])
gaps = [b - a for a, b in zip(primes, primes[1:])]
print("largest gap:", max(gaps), "after", primes[gaps.index(max(gaps))])
