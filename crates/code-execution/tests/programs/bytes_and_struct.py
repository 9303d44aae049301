# /// case
# needs = []
# policy = "standard"
# ///
import struct

packed = struct.pack("<IhB3s", 3_000_000_000, -2, 255, b"abc")
print(packed.hex(), len(packed), struct.unpack("<IhB3s", packed))
data = bytearray(b"hello")
data[0:1] = b"J"
data += b"!"
print(data, data.find(b"l"), bytes(reversed(data)), int.from_bytes(b"\x01\x00", "big"), (1000).to_bytes(2, "little"))
view = memoryview(b"0123456789")[2:8:2]
print(view.tobytes(), view.tolist())
