"""Fits umap-learn to the images of an IDX file, or to the rows of a .npy file, and prints times and trustworthiness.

    python3 umap_reference.py t10k-images-idx3-ubyte.gz
    python3 umap_reference.py points.npy --start pca --neighbours 15 --seed 1
    python3 umap_reference.py points.npy --plane plane.npy       only the trustworthiness of a plane that is there

Needs umap-learn (0.5) and scikit-learn. A seed makes umap-learn use one thread; --seed none lets it use all.
The first fit compiles; it is left out of the time by a fit to 200 points before.
"""

import argparse
import gzip
import time

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness


def read(path):
    if path.endswith(".npy"):
        return np.load(path).astype(np.float32)
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        data = file.read()
    count, rows, columns = np.frombuffer(data, ">i4", 3, 4)
    return np.frombuffer(data, np.uint8, offset=16).reshape(count, rows * columns).astype(np.float32) / 255


def fit(points, arguments):
    import umap

    seed = None if arguments.seed == "none" else int(arguments.seed)
    start = arguments.start
    if start == "pca":
        plane = PCA(2, svd_solver="full").fit_transform(points)
        start = (10 * plane / np.abs(plane).max()).astype(np.float32)
    options = {"n_neighbors": arguments.neighbours, "min_dist": arguments.min_dist, "random_state": seed}
    umap.UMAP(**options).fit(points[:200])
    begin = time.perf_counter()
    plane = umap.UMAP(**options, init=start).fit_transform(points)
    print(f"umap-learn {umap.__version__}: {time.perf_counter() - begin:.2f} s")
    return plane


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("points")
    parser.add_argument("--plane")
    parser.add_argument("--start", default="spectral")
    parser.add_argument("--neighbours", type=int, default=15)
    parser.add_argument("--min-dist", type=float, default=0.1)
    parser.add_argument("--seed", default="1")
    arguments = parser.parse_args()
    points = read(arguments.points)
    plane = np.load(arguments.plane) if arguments.plane else fit(points, arguments)
    k = arguments.neighbours
    print(f"{points.shape[0]} x {points.shape[1]}, trustworthiness (k = {k}): {trustworthiness(points, plane, n_neighbors=k):.5f}")
    print(f"continuity (k = {k}): {trustworthiness(plane, points, n_neighbors=k):.5f}")


main()
