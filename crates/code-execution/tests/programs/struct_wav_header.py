# /// case
# needs = []
# policy = "standard"
# ///
import io
import math
import struct
import wave

def tone(frequency, seconds, rate=8000):
    count = int(seconds * rate)
    samples = (int(12000 * math.sin(2 * math.pi * frequency * n / rate)) for n in range(count))
    return b"".join(struct.pack("<h", sample) for sample in samples)

buffer = io.BytesIO()
with wave.open(buffer, "wb") as sound:
    sound.setnchannels(1)
    sound.setsampwidth(2)
    sound.setframerate(8000)
    sound.writeframes(tone(440, 0.25) + tone(880, 0.25))

raw = buffer.getvalue()
riff, size, kind = struct.unpack("<4sI4s", raw[:12])
print(riff, size, kind, len(raw))
chunk, length, format_tag, channels, rate, byte_rate, align, bits = struct.unpack("<4sIHHIIHH", raw[12:36])
print(chunk, length, format_tag, channels, rate, byte_rate, align, bits)
with wave.open(io.BytesIO(raw)) as sound:
    frames = sound.readframes(sound.getnframes())
samples = struct.unpack(f"<{len(frames) // 2}h", frames)
crossings = sum(a < 0 <= b for a, b in zip(samples, samples[1:]))
print(sound.getnframes(), max(samples), min(samples), crossings)
