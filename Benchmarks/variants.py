"""The ways to run PyTorch that gan-run is measured against."""

import ctypes.util
import os
import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """What is switched on.

    `tuned` is no gradients of D's weights in G's step, Adam's fused kernel, denormals flushed to
    zero, and memory that the process keeps instead of giving it back to the system.
    """

    channels_last: bool = False
    compiled: bool = False
    tuned: bool = False
    bf16: bool = False


VARIANTS = {
    "eager": Variant(),
    "channels_last": Variant(channels_last=True),
    "channels_last_tuned": Variant(channels_last=True, tuned=True),
    "compile": Variant(compiled=True),
    "compile_channels_last": Variant(channels_last=True, compiled=True),
    "compile_tuned": Variant(channels_last=True, compiled=True, tuned=True),
    "channels_last_tuned_bf16": Variant(channels_last=True, tuned=True, bf16=True),
    "compile_tuned_bf16": Variant(channels_last=True, compiled=True, tuned=True, bf16=True),
}

# glibc without mmap: freed tensors stay in the heap, which grows by 64 MiB and is never trimmed,
# so that no step faults pages in again; in huge pages where the system has them.
GLIBC = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 40),
    "MALLOC_TOP_PAD_": str(64 << 20),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
# As PyTorch's tuning guide has it.
JEMALLOC = {
    "MALLOC_CONF": "oversize_threshold:1,background_thread:true,metadata_thp:auto,"
                   "dirty_decay_ms:9000000000,muzzy_decay_ms:9000000000",
}


def allocator(name):
    """The environment of an allocator: `glibc`, or `jemalloc` or `tcmalloc` if installed."""
    if name == "glibc":
        return GLIBC
    library = ctypes.util.find_library("tcmalloc_minimal" if name == "tcmalloc" else name)
    if library is None:
        raise ValueError(f"no {name} is installed")
    return {"LD_PRELOAD": library, **(JEMALLOC if name == "jemalloc" else {})}


def compiler():
    """The C++ compiler that `torch.compile` takes; None where there is none."""
    asked = os.environ.get("CXX")
    return asked or next(filter(shutil.which, ("g++", "clang++")), None)
