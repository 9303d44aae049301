"""Compile the packages of a profile, so that programs which import them later need not."""

import os
import time
import warnings
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import cache_from_source, source_hash


def sources(site_packages):
    for folder, _, names in os.walk(site_packages):
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.join(folder, name)


def compile_all(site_packages, archive_name, seconds, max_bytes):
    """Write an archive of bytecode; what does not compile, or comes after the time or the bytes, is left out."""
    end = time.monotonic() + seconds
    warnings.simplefilter("ignore")
    with zipfile.ZipFile(archive_name, "w", zipfile.ZIP_STORED) as archive:
        for path in sources(site_packages):
            if time.monotonic() > end:
                return
            try:
                with open(path, "rb") as file:
                    source = file.read()
                code = compile(source, path, "exec", dont_inherit=True)
                # The files cannot change, so the bytecode is never compared with them.
                bytecode = _code_to_hash_pyc(code, source_hash(source), False)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            max_bytes -= len(bytecode)
            if max_bytes < 0:
                return
            name = os.path.relpath(cache_from_source(path), site_packages)
            archive.writestr(zipfile.ZipInfo(name), bytecode)


compile_all(**context)
