"""A large float32 product: the limit with NumPy's BLAS."""
import numpy

import peer

a = numpy.random.default_rng(1).random((2000, 2000), dtype=numpy.float32)


def run():
    for _ in range(4):
        a @ a
    return []


peer.serve(run, numpy=numpy.__version__)
