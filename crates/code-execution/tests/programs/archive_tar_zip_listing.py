# /// case
# needs = []
# policy = "standard"
# ///
import bz2
import io
import lzma
import tarfile
import zipfile
import zlib

files = {"readme.txt": b"hello " * 50, "data/numbers.csv": b"n\n" + b"\n".join(str(n).encode() for n in range(200))}
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
    for name, content in files.items():
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
buffer.seek(0)
with tarfile.open(fileobj=buffer) as archive:
    for member in archive:
        print(member.name, member.size, archive.extractfile(member).read() == files[member.name])

box = io.BytesIO()
with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in files.items():
        archive.writestr(name, content)
with zipfile.ZipFile(box) as archive:
    print(archive.namelist(), archive.testzip(), [info.compress_size < info.file_size for info in archive.infolist()])
    with archive.open("data/numbers.csv") as handle:
        print(sum(int(line) for line in list(handle)[1:]))
for name, module in (("zlib", zlib), ("bz2", bz2), ("lzma", lzma)):
    packed = module.compress(files["readme.txt"])
    print(name, len(packed) < 120, module.decompress(packed) == files["readme.txt"])
