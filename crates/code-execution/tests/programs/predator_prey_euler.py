# /// case
# needs = []
# policy = "standard"
# ///
def lotka_volterra(prey, hunters, a=1.1, b=0.4, c=0.4, d=0.1, step=0.001, until=20.0):
    time = 0.0
    while time < until:
        yield time, prey, hunters
        # midpoint method
        mid_prey = prey + step / 2 * (a * prey - b * prey * hunters)
        mid_hunters = hunters + step / 2 * (d * prey * hunters - c * hunters)
        prey += step * (a * mid_prey - b * mid_prey * mid_hunters)
        hunters += step * (d * mid_prey * mid_hunters - c * mid_hunters)
        time += step

rows = list(lotka_volterra(10.0, 5.0))
for time, prey, hunters in rows[::2000]:
    print(f"t={time:5.1f} prey {prey:6.2f} hunters {hunters:6.2f} " + "." * int(prey) + "x" * int(hunters))
peaks = [round(b[0], 1) for a, b, c in zip(rows, rows[1:], rows[2:]) if a[1] < b[1] > c[1]]
print("prey peaks at", peaks)
