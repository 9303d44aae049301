# /// case
# needs = []
# policy = "standard"
# ///
import math

CITIES = {"Paris": (48.8566, 2.3522), "Oslo": (59.9139, 10.7522), "Rome": (41.9028, 12.4964)}

def haversine(a, b):
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))

names = list(CITIES)
for i, a in enumerate(names):
    for b in names[i + 1:]:
        print(f"{a}-{b}: {haversine(CITIES[a], CITIES[b]):.0f} km")
