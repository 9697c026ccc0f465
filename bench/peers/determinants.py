"""log10 |det M'(s)| of all s by products of the layers' Jacobians and their slogdet, in float64."""
import math

import numpy

import peer

data = peer.arrays()
w, derivatives = data["W"].astype(numpy.float64), data["derivatives"].astype(numpy.float64)  # [N,N], [B,T,N]
identity = numpy.eye(w.shape[0])


def run():
    logs = []
    for sample in derivatives:
        product = identity
        for slope in sample[::-1]:
            product = product @ (identity + slope[:, None] * w)
            logs.append(numpy.linalg.slogdet(product)[1] / math.log(10))
    return logs


peer.serve(run, numpy=numpy.__version__)
