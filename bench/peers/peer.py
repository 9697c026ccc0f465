"""What all peers share: a round for each line read, its time and answer as a line of JSON."""
import ctypes
import json
import sys
import time

THREADS = int(sys.argv[2])


def arrays():
    import numpy
    return numpy.load(sys.argv[1])


def blas():
    """The BLAS that is loaded: its version, the kernel it chose for this processor, and its kind of threads."""
    with open("/proc/self/maps") as maps:
        paths = sorted({line.split()[-1] for line in maps if "openblas" in line})
    if not paths:
        return "no OpenBLAS"
    library = ctypes.CDLL(paths[0])
    for name in ("openblas_get_config", "openblas_get_corename"):
        getattr(library, name).restype = ctypes.c_char_p
    version = " ".join(library.openblas_get_config().decode().split()[:2])
    threads = ("no", "POSIX", "OpenMP")[library.openblas_get_parallel()]
    return f"{version}, kernel {library.openblas_get_corename().decode()}, {threads} threads"


def serve(run, **about):
    """Calls run() for each line of input; it returns numbers to compare."""
    package = next(iter(about))
    print(json.dumps({**about, f"BLAS of {package}": blas()}), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        answer = run()
        seconds = time.perf_counter() - begin
        print(json.dumps({"seconds": seconds, "answer": [float(value) if value == value else None for value in answer]}), flush=True)
