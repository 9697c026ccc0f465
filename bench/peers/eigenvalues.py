"""Dense eigenvalues of the flow's Jacobians in float64, one matrix after another."""
import numpy
import scipy
import scipy.linalg

import peer

data = peer.arrays()
jacobians = data["J"]


def run():
    values = [scipy.linalg.eigvals(j, overwrite_a=False, check_finite=False) for j in jacobians]
    return [v.real.max() for v in values]


peer.serve(run, numpy=numpy.__version__, scipy=scipy.__version__)
