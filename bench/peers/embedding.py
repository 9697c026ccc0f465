"""UMAP by umap-learn; its functions are compiled before the first round."""
import warnings

import numpy
import umap

import peer

warnings.filterwarnings("ignore")
points = peer.arrays()["points"]
umap.UMAP(n_neighbors=15, min_dist=0.1, n_epochs=5).fit(points[:4500])


def run():
    embedding = umap.UMAP(n_neighbors=15, min_dist=0.1, n_jobs=peer.THREADS).fit_transform(points)
    return embedding.astype(numpy.float64).ravel()


peer.serve(run, umap=umap.__version__, numpy=numpy.__version__)
