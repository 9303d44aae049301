# /// case
# needs = []
# policy = "standard"
# ///
def sir(population, infected, beta, gamma, days, steps_per_day=10):
    s, i, r = population - infected, float(infected), 0.0
    step = 1 / steps_per_day
    for day in range(days + 1):
        yield day, s, i, r
        for _ in range(steps_per_day):
            infections = beta * s * i / population * step
            recoveries = gamma * i * step
            s, i, r = s - infections, i + infections - recoveries, r + recoveries

history = list(sir(10_000, 10, beta=0.4, gamma=0.1, days=120))
peak_day, _, peak, _ = max(history, key=lambda row: row[2])
print(f"peak on day {peak_day}: {peak:.0f} infected")
for day, s, i, r in history[::20]:
    bar = "#" * round(i / 200)
    print(f"day {day:>3} S {s:7.0f} I {i:7.0f} R {r:7.0f} {bar}")
print("conserved:", all(abs(s + i + r - 10_000) < 1e-6 for _, s, i, r in history))
flat = max(row[2] for row in sir(10_000, 10, beta=0.15, gamma=0.1, days=300))
print(f"with fewer contacts the peak is {flat:.0f}")
