"""The plain noise sweep in PyTorch: a clean and a noisy pass for each amplitude and realisation."""
import torch

import peer

torch.set_num_threads(peer.THREADS)
torch.manual_seed(1)
data = peer.arrays()
residual, layers, realisations = bool(data["residual"][0]), int(data["layers"][0]), int(data["realisations"][0])
pixels, w, b = (torch.from_numpy(data[name]) for name in ("pixels", "W", "b"))
classifier, constant, labels = (torch.from_numpy(data[name]) for name in ("K", "c", "labels"))
rest = w.shape[1] - pixels.shape[1]


def forward(images):
    x = torch.nn.functional.pad(images, (0, rest))
    for _ in range(layers):
        y = torch.sigmoid_(torch.nn.functional.linear(x, w[0], b[0]))
        x = x + y if residual else y
    return x


@torch.no_grad()
def run():
    means = []
    for amplitude in data["amplitudes"].tolist():
        ratios = []
        for _ in range(realisations):
            clean = forward(pixels)
            noisy = forward(pixels + amplitude * (2 * torch.rand_like(pixels) - 1))
            ratios.append(((noisy - clean).norm(dim=1) / clean.norm(dim=1)).mean())
            torch.nn.functional.cosine_similarity(clean, noisy)
            (torch.nn.functional.linear(noisy, classifier, constant).argmax(1) != labels).float().mean()
        means.append(torch.stack(ratios).mean().item())
    return means


peer.serve(run, torch=torch.__version__)
