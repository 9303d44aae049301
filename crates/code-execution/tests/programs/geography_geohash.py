# /// case
# needs = []
# policy = "standard"
# ///
BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"

def encode(latitude, longitude, length=8):
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    values = [longitude, latitude]
    code, bits, number = "", 0, 0
    while len(code) < length:
        axis = bits % 2
        low, high = ranges[axis]
        middle = (low + high) / 2
        number = number * 2 + (values[axis] >= middle)
        ranges[axis][values[axis] < middle] = middle
        bits += 1
        if bits % 5 == 0:
            code, number = code + BASE32[number], 0
    return code

def decode(code):
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    for index, bit in enumerate(f"{BASE32.index(symbol):05b}"[place] for symbol in code for place in range(5)):
        axis = index % 2
        middle = sum(ranges[axis]) / 2
        ranges[axis][bit == "0"] = middle
    (west, east), (south, north) = ranges
    return (south + north) / 2, (west + east) / 2, (north - south) / 2

places = {"Eiffel Tower": (48.8584, 2.2945), "Opera House": (-33.8568, 151.2153), "Null Island": (0.0, 0.0)}
for name, (latitude, longitude) in places.items():
    code = encode(latitude, longitude)
    back = decode(code)
    print(f"{name:<13} {code} {back[0]:.3f} {back[1]:.3f} exact to {back[2]:.5f}: {abs(back[0] - latitude) <= back[2]}")
near = encode(48.8606, 2.3376)
code = encode(*places["Eiffel Tower"])
print(near, len([1 for a, b in zip(near, code) if a == b]), next(i for i, (a, b) in enumerate(zip(near, code)) if a != b))
