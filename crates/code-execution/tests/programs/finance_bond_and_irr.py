# /// case
# needs = []
# policy = "standard"
# ///
def present_value(flows, rate):
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))

def solve(function, low, high, tolerance=1e-10):
    a, b = function(low), function(high)
    if a * b > 0:
        raise ValueError("no change of sign")
    while high - low > tolerance:
        middle = (low + high) / 2
        value = function(middle)
        if a * value <= 0:
            high = middle
        else:
            low, a = middle, value
    return (low + high) / 2

def internal_rate(flows):
    return solve(lambda rate: present_value(flows, rate), -0.9, 10)

project = [-1000, 300, 420, 360, 250]
print(f"NPV at 8 %: {present_value(project, 0.08):.2f}, IRR {internal_rate(project):.4%}")
payback, running = 0, 0
for year, flow in enumerate(project):
    running += flow
    if running >= 0:
        payback = year - running / flow
        break
print(f"pays back after {payback:.2f} years")

face, coupon, years, price = 100, 4, 10, 92.5
bond = [-price] + [coupon] * (years - 1) + [coupon + face]
market = internal_rate(bond)
duration = sum(t * flow / (1 + market) ** t for t, flow in enumerate(bond) if t) / price
print(f"yield {market:.4%}, duration {duration:.3f}, modified {duration / (1 + market):.3f}")
annuity = 250_000 * 0.03 / 12 / (1 - (1 + 0.03 / 12) ** -360)
print(f"mortgage {annuity:.2f} a month, interest in all {annuity * 360 - 250_000:.2f}")
try:
    internal_rate([100, 100])
except ValueError as error:
    print("error:", error)
