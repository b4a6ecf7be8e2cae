"""Makes the goldens beside it: python make_goldens.py (safetensors 0.8, numpy).

python.safetensors  a file as safetensors' own library writes it
weights.txt         the digest of some weights, computed from its definition in docs/spec.md
"""

import hashlib
import struct
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

here = Path(__file__).parent

save_file(
    {
        "b": np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
        "a": np.array([-1, 2**40], dtype=np.int64),
        "scalar": np.array(0.5, dtype=np.float32),
        "empty": np.zeros((0, 3), dtype=np.float32),
    },
    here / "python.safetensors",
    metadata={"spec": '{"schema": 1}', "umlaut": "ä\n\u0001𝄞"},
)

state = {
    "generator/1.running_mean": np.array([-0.0, 1e-40, 3], dtype=np.float32),
    "generator/0.weight": np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2) / 7,
    "generator/10.weight": np.array([5], dtype=np.float32),
    "discriminator/0.bias": np.array(2.5, dtype=np.float32),
}
digest = hashlib.sha256()
for name in sorted(state, key=lambda name: name.encode()):
    values = state[name]
    digest.update(name.encode() + b"\0" + struct.pack("<Q", values.ndim))
    digest.update(struct.pack(f"<{values.ndim}Q", *values.shape))
    digest.update(values.astype("<f4").tobytes())
(here / "weights.txt").write_text(digest.hexdigest() + "\n")
