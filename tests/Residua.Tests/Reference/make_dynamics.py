"""Writes fixtures/dynamics.npz: small logistic networks and what NumPy and SciPy find of them, in float64.

Run with: python3 make_dynamics.py (needs NumPy and SciPy). The tests compute the same from the same weights. Nothing here
is reduced, blocked or accumulated: every Jacobian is dense, every product is formed, every pair of samples is compared.

Shapes: B samples, N neurons, C classes, T layers; a sample is a row. Layer t of an array [T, ...] is t-1.
"""

import pathlib

import numpy as np
from scipy import stats
from scipy.special import expit

B, N, C, T, DEEP = 9, 12, 3, 6, 60


def rollout(x, weights, bias, layers, carry):
    """States [layers+1,B,N], residuals and pre-activations [layers,B,N] of x(t) = carry x(t-1) + y(t)."""
    xs, ys, zs = [x], [], []
    for t in range(layers):
        z = xs[-1] @ weights[min(t, len(weights) - 1)].T + bias
        y = expit(z)
        xs.append(carry * xs[-1] + y)
        ys.append(y)
        zs.append(z)
    return np.array(xs), np.array(ys), np.array(zs)


def sort_complex(values):
    return values[np.lexsort((values.imag.round(9), values.real.round(9)))]


def flow_eigenvalues(y, z, weight):
    """Of diag(y(1-y)) W + diag((1-2y) o Wy), for each sample, as [B,N,2] real and imaginary parts."""
    slope = expit(z) * expit(-z)
    found = [sort_complex(np.linalg.eigvals(np.diag(s) @ weight + np.diag((1 - 2 * r) * (weight @ r)))) for s, r in zip(slope, y)]
    return np.stack([np.real(found), np.imag(found)], -1)


def map_eigenvalues(y, z, weight):
    """Of the Jacobian of y(t+1) = f(logit y(t) + W y(t)), for each sample, as [B,N,2]."""
    found = []
    for row, pre in zip(y, z):
        after, slope = pre + weight @ row, expit(pre) * expit(-pre)
        jacobian = np.diag(expit(after) * expit(-after)) @ (np.diag(1 / slope) + weight)
        found.append(sort_complex(np.linalg.eigvals(jacobian)))
    return np.stack([np.real(found), np.imag(found)], -1)


def perceptron_eigenvalues(y, weight, bias):
    """Of diag(f'(Wy+b)) W, for each sample, as [B,N,2]."""
    found = []
    for row in y:
        z = weight @ row + bias
        found.append(sort_complex(np.linalg.eigvals(np.diag(expit(z) * expit(-z)) @ weight)))
    return np.stack([np.real(found), np.imag(found)], -1)


def products(zs, weights, carry, sample):
    """The strict products (aI+M(T)) ... (aI+M(s+1)) for s = 0..T, index s, and log|det| of each: of its factors, as that of a
    product of 1e-40 has lost its digits."""
    product = np.eye(N)
    found, logdet = [product], [0.0]
    for t in range(T, 0, -1):
        slope = expit(zs[t - 1, sample]) * expit(-zs[t - 1, sample])
        factor = carry * np.eye(N) + np.diag(slope) @ weights[min(t - 1, len(weights) - 1)]
        product = product @ factor
        found.append(product)
        logdet.append(logdet[-1] + np.linalg.slogdet(factor)[1])
    return found[::-1], logdet[::-1]


def sensitivity(zs, weights, classifier, carry):
    """log|det| of the strict products for s = 0..T [B,T+1], and the norms of the rows of K times them [B,T+1,C]."""
    logdet, gains = np.zeros((B, T + 1)), np.zeros((B, T + 1, C))
    for sample in range(B):
        found, logdet[sample] = products(zs, weights, carry, sample)
        for s, product in enumerate(found):
            gains[sample, s] = np.linalg.norm(classifier @ product, axis=1)
    return logdet, gains


def cosine_by_class(x, labels):
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    means = np.zeros((C, C))
    for a in range(C):
        for b in range(C):
            pairs = [unit[i] @ unit[j] for i in np.flatnonzero(labels == a) for j in np.flatnonzero(labels == b) if i != j]
            means[a, b] = np.mean(pairs)
    return means


def cka(a, b):
    """Linear CKA by the centred Gram matrices of the samples."""
    centre = np.eye(len(a)) - 1 / len(a)
    k, l = centre @ a @ a.T @ centre, centre @ b @ b.T @ centre
    return np.sum(k * l) / np.sqrt(np.sum(k * k) * np.sum(l * l))


def nearest(points, k):
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    return np.argsort(distance, axis=1, kind="stable")[:, :k]


def main():
    random = np.random.default_rng(20180)
    weight = random.normal(-4 / N, 2 / np.sqrt(N), (N, N))
    bias = random.normal(0, 0.3, N)
    variable = random.normal(-2 / N, 1.5 / np.sqrt(N), (T, N, N))
    perceptron = random.normal(0, 6 / np.sqrt(N), (N, N))
    perceptron_bias = random.normal(-1, 0.3, N)
    classifier, classifier_bias = random.normal(0, 1, (C, N)), random.normal(0, 0.1, C)
    labels = np.arange(B) % C
    x0 = random.random((B, N)) * (random.random((B, N)) < 0.6)
    noisy = x0 + random.uniform(-0.2, 0.2, (B, N))

    xs, ys, zs = rollout(x0, [weight], bias, T, 1)
    _, deep_y, deep_z = rollout(x0, [weight], bias, DEEP, 1)
    variable_x, variable_y, variable_z = rollout(x0, variable, bias, T, 1)
    perceptron_x, perceptron_y, perceptron_z = rollout(x0, [perceptron], perceptron_bias, T, 0)
    noisy_x = rollout(noisy, [weight], bias, T, 1)[0][-1]
    noisy_perceptron = rollout(noisy, [perceptron], perceptron_bias, T, 0)[0][-1]
    logdet, gains = sensitivity(zs, [weight], classifier, 1)
    variable_logdet, variable_gains = sensitivity(variable_z, variable, classifier, 1)
    perceptron_logdet, perceptron_gains = sensitivity(perceptron_z, [perceptron], classifier, 0)

    def ratio(clean, disturbed):
        return np.linalg.norm(disturbed - clean, axis=1) / np.linalg.norm(clean, axis=1)

    def cosine(clean, disturbed):
        return np.sum(clean * disturbed, axis=1) / np.linalg.norm(clean, axis=1) / np.linalg.norm(disturbed, axis=1)

    drift = [np.linalg.norm(b - a) / np.linalg.norm(b) for a, b in zip(variable, variable[1:])]
    drift_cosine = [np.sum(a * b) / np.linalg.norm(a) / np.linalg.norm(b) for a, b in zip(variable, variable[1:])]
    ranks = np.array([[3.0, 1, 4, 1, 5, 9, 2, 6], [2.0, 7, 1, 8, 2, 8, 1, 8]])
    np.savez_compressed(
        pathlib.Path(__file__).parent / "fixtures" / "dynamics.npz",
        weight=weight, bias=bias, variable=variable, perceptron=perceptron, perceptron_bias=perceptron_bias,
        classifier=classifier, classifier_bias=classifier_bias, labels=labels, x0=x0, noisy=noisy,
        residual_x=xs[1:], residual_y=ys, residual_z=zs,
        variable_x=variable_x[1:], variable_y=variable_y, perceptron_y=perceptron_y,
        residual_logits=xs[-1] @ classifier.T + classifier_bias,
        deep_y=deep_y[-1], deep_z=deep_z[-1],
        flow_eigenvalues=flow_eigenvalues(deep_y[-1], deep_z[-1], weight),
        map_eigenvalues=map_eigenvalues(deep_y[-1], deep_z[-1], weight),
        perceptron_eigenvalues=perceptron_eigenvalues(perceptron_y[-1], perceptron, perceptron_bias),
        residual_logdet=logdet, residual_gains=gains, variable_logdet=variable_logdet, variable_gains=variable_gains,
        perceptron_logdet=perceptron_logdet, perceptron_gains=perceptron_gains,
        residual_noise_ratio=ratio(xs[-1], noisy_x), perceptron_noise_ratio=ratio(perceptron_y[-1], noisy_perceptron),
        residual_noise_cosine=cosine(xs[-1], noisy_x), perceptron_noise_cosine=cosine(perceptron_y[-1], noisy_perceptron),
        cosine_by_class=cosine_by_class(xs[-1], labels),
        cka=np.array([[cka(a, b) for b in ys] for a in ys]),
        nearest=nearest(ys[-1], 3),
        drift=np.array(drift), drift_cosine=np.array(drift_cosine),
        spearman=np.array([stats.spearmanr(ranks[0], ranks[1]).statistic]), ranks=ranks,
    )


main()
