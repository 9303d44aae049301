# /// case
# needs = []
# policy = "standard"
# ///
import zlib

def hexdump(data, width=16):
    for offset in range(0, len(data), width):
        row = data[offset:offset + width]
        left = " ".join(f"{byte:02x}" for byte in row[:8])
        right = " ".join(f"{byte:02x}" for byte in row[8:])
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        yield f"{offset:08x}  {left:<23}  {right:<23}  |{text}|"

data = b"\x89PNG\r\n\x1a\n" + bytes(range(20, 60)) + "zażółć".encode()
for line in hexdump(data):
    print(line)
print(f"crc32 {zlib.crc32(data):08x} adler32 {zlib.adler32(data):08x}")
print(bytes.fromhex("de ad be ef").hex(":"), int.from_bytes(b"\x01\x00", "little"), (1024).to_bytes(3, "big"))
view = memoryview(bytearray(data))[8:12]
view[0] = 255
print(view.tolist(), view.nbytes, view.readonly)
