# /// case
# needs = []
# policy = "standard"
# ///
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt, tan

PLANETS = {  # semi-major axis (au), eccentricity, mean longitude, perihelion longitude (degrees, J2000)
    "Venus": (0.72333, 0.00677, 181.980, 131.564),
    "Earth": (1.00000, 0.01671, 100.464, 102.937),
    "Mars": (1.52371, 0.09339, -4.554, -23.944),
    "Jupiter": (5.20289, 0.04839, 34.396, 14.728),
}

def eccentric_anomaly(mean, e):
    guess = mean
    for _ in range(50):
        step = (guess - e * sin(guess) - mean) / (1 - e * cos(guess))
        guess -= step
        if abs(step) < 1e-14:
            return guess
    raise RuntimeError("Kepler's equation did not converge")

def position(name, days):
    a, e, longitude, perihelion = PLANETS[name]
    period = 365.25636 * a ** 1.5
    mean = radians((longitude - perihelion + 360 * days / period + 180) % 360 - 180)
    anomaly = eccentric_anomaly(mean, e)
    true = 2 * atan2(sqrt(1 + e) * tan(anomaly / 2), sqrt(1 - e))
    radius = a * (1 - e * cos(anomaly))
    angle = true + radians(perihelion)
    return radius * cos(angle), radius * sin(angle), radius

earth = position("Earth", 0)
for name, (a, e, _, _) in PLANETS.items():
    x, y, radius = position(name, 0)
    away = hypot(x - earth[0], y - earth[1])
    print(f"{name:<8} {radius:.4f} au from the sun, {away:.3f} au from us, longitude {degrees(atan2(y, x)) % 360:.1f}, year {a ** 1.5:.2f}")
print(round(min(position("Earth", day)[2] for day in range(366)), 4), round(max(position("Mars", day)[2] for day in range(700)), 3))
print(round(eccentric_anomaly(pi / 2, 0.5), 6))
