# /// case
# technique = "file-access"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
hits = []
for folder, _, files in os.walk("/"):
    hits += [name for name in files if name in ("id_rsa", "shadow", "authorized_keys", ".bash_history")]
print("ESCAPED" if hits else "contained")
