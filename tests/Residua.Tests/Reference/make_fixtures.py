"""Writes the files in fixtures/ that the tests read: made by NumPy, and by hand where the format is safetensors.

Run with: python3 make_fixtures.py (needs NumPy only). The values are repeated in the tests.
"""

import hashlib
import json
import pathlib
import struct
import zipfile

import numpy as np

FOLDER = pathlib.Path(__file__).parent / "fixtures"

ARRAYS = {
    "float32": (np.arange(6, dtype="<f4") / 4 - 0.5).reshape(2, 3),
    "float64": np.array([0.1, -0.0, np.nan, np.inf, 5e-324, 1.7976931348623157e308]),
    "int64": np.array([-(2**63), 2**63 - 1], dtype="<i8"),
    "int32": np.array([[-(2**31)], [2**31 - 1]], dtype="<i4"),
    "uint8": np.array([0, 51, 102, 153, 204, 255], dtype="|u1"),
    "bool": np.array([True, False, True]),
    "scalar": np.array(2.5),
    "empty": np.zeros((0, 3), dtype="<f4"),
}
TYPES = {"<f4": "F32", "<f8": "F64", "<i8": "I64", "<i4": "I32", "|u1": "U8", "|b1": "BOOL", "<f2": "F16"}


def npz_version_2(path, arrays):
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            with archive.open(name + ".npy", "w") as entry:
                np.lib.format.write_array(entry, array, version=(2, 0))


def safetensors(path, arrays, metadata, hashed=False):
    data, header = b"", {}
    for name, array in arrays.items():
        begin = len(data)
        data += array.tobytes()
        header[name] = {"dtype": TYPES[array.dtype.str], "shape": array.shape, "data_offsets": [begin, len(data)]}
    if hashed:
        metadata = metadata | {"sha256": hashlib.sha256(data).hexdigest()}
    text = json.dumps({"__metadata__": metadata} | header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    FOLDER.mkdir(exist_ok=True)
    fortran = {"fortran": np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4))}
    np.savez(FOLDER / "stored.npz", **ARRAYS, **fortran)
    np.savez_compressed(FOLDER / "deflated.npz", **ARRAYS, **fortran)
    npz_version_2(FOLDER / "version2.npz", ARRAYS | fortran)
    np.savez(FOLDER / "float16.npz", half=np.ones(3, dtype="<f2"))
    np.savez(FOLDER / "big-endian.npz", big=np.ones(3, dtype=">f8"))
    np.savez(FOLDER / "structured.npz", pairs=np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
    safetensors(FOLDER / "plain.safetensors", ARRAYS, {"format": "pt", "note": "caf\u00e9 \u03b8"})
    safetensors(FOLDER / "hashed.safetensors", ARRAYS, {"format": "pt", "note": "caf\u00e9 \u03b8"}, hashed=True)
    safetensors(FOLDER / "float16.safetensors", {"half": np.ones(3, dtype="<f2")}, {})


main()
