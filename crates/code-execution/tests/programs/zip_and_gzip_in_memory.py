# /// case
# needs = []
# policy = "standard"
# ///
import gzip
import io
import zipfile

buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.txt", "alpha " * 50)
    archive.writestr("dir/b.txt", "beta")
with zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as archive:
    print(archive.namelist(), archive.read("dir/b.txt"), archive.getinfo("a.txt").file_size)
packed = gzip.compress(b"x" * 10_000, mtime=0)
print(len(packed) < 100, len(gzip.decompress(packed)))
