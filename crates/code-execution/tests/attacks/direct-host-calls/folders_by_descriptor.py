# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Folders by their descriptors: closed, removed, replaced by a file, and made to lead out.
import os
def attempt(name, *arguments, **named):
    try:
        return getattr(os, name)(*arguments, **named)
    except (AttributeError, NotImplementedError, OSError, OverflowError, TypeError, ValueError) as error:
        return error
os.mkdir("folder")
os.mkdir("folder/inner")
folder = os.open("folder", os.O_RDONLY)
inner = os.open("folder/inner", os.O_RDONLY)
os.rmdir("folder/inner")
open("folder/inner", "w").close()
for number in (folder, inner, 0, 1, 3, 4, 99, -1, -100, 2 ** 31 - 1):
    for path in ("x", "..", "../..", "../../etc/passwd", "inner/../../../etc/passwd", "/etc/passwd", "", "inner/x"):
        for flags in (os.O_RDONLY, os.O_RDWR | os.O_CREAT):
            made = attempt("open", path, flags, dir_fd=number)
            if isinstance(made, int):
                if "root:" in str(attempt("read", made, 100)):
                    print("ESCAPED", path)
                os.close(made)
        attempt("stat", path, dir_fd=number, follow_symlinks=False)
        attempt("mkdir", path, dir_fd=number)
        attempt("symlink", "/etc", path, dir_fd=number)
        attempt("rename", path, "moved", src_dir_fd=number, dst_dir_fd=folder)
        attempt("link", path, "linked", src_dir_fd=number, dst_dir_fd=inner)
        attempt("unlink", path, dir_fd=number)
        attempt("rmdir", path, dir_fd=number)
    attempt("listdir", number)
    attempt("fchdir", number)
    attempt("chdir", "/work")
with os.scandir("/work") as entries:
    for entry in entries:
        attempt("unlink", entry.path)
        open(f"/work/new{len(entry.name)}", "w").close()
print("contained", len(os.listdir("/work")) < 1000)
