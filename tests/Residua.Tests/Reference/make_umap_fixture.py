"""Writes fixtures/umap.npz: what umap-learn and scikit-learn make of 300 points, which the tests compare with.

Run with: python3 make_umap_fixture.py (needs umap-learn 0.5 and scikit-learn).
"""

import pathlib

import numpy as np
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors
from umap.umap_ import find_ab_params, fuzzy_simplicial_set, smooth_knn_dist

FILE = pathlib.Path(__file__).parent / "fixtures" / "umap.npz"
NEIGHBOURS = 15
CURVES = [(0.1, 1.0), (0.0, 1.0), (0.5, 1.0), (0.25, 2.0)]


def main():
    random = np.random.default_rng(1)
    centres = 3 * random.normal(size=(5, 6))
    points = (centres[np.arange(300) % 5] + random.normal(size=(300, 6)) * (0.3 + np.arange(300) % 3)[:, None]).astype(np.float32)
    points[290:294] = points[289]  # five that coincide; the others are compared by rank, where ties would matter
    apart = points[:290].astype(np.float64)
    plane = apart[:, :2] + 0.5 * random.normal(size=(290, 2))

    # Exact ones: umap-learn's own search is approximate, and misses two neighbours of these points.
    distances, indices = NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute").fit(points.astype(np.float64)).kneighbors()
    distances = np.hstack([np.zeros((300, 1)), distances[:, :-1]]).astype(np.float32)  # the point itself counts
    indices = np.hstack([np.arange(300)[:, None], indices[:, :-1]])
    sigma, rho = smooth_knn_dist(distances, float(NEIGHBOURS))
    graph, _, _ = fuzzy_simplicial_set(
        points, NEIGHBOURS, np.random.RandomState(1), "euclidean", knn_indices=indices, knn_dists=distances)[:3]
    graph = graph.tocoo()
    keep = graph.data > 0
    np.savez_compressed(
        FILE,
        points=points,
        plane=plane,
        indices=indices.astype(np.int32),
        distances=distances,
        sigma=sigma.astype(np.float32),
        rho=rho.astype(np.float32),
        rows=graph.row[keep].astype(np.int32),
        columns=graph.col[keep].astype(np.int32),
        weights=graph.data[keep].astype(np.float32),
        curves=np.array([(m, s, *find_ab_params(s, m)) for m, s in CURVES]),
        quality=np.array([(k, trustworthiness(apart, plane, n_neighbors=k), trustworthiness(plane, apart, n_neighbors=k)) for k in (1, 5, 15, 100)]),
    )


main()
