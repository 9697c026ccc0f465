"""Training steps in PyTorch: autograd, AdamW, clipping to norm 1."""
import torch

import peer

torch.set_num_threads(peer.THREADS)
data = peer.arrays()
residual, layers, steps = bool(data["residual"][0]), int(data["layers"][0]), int(data["steps"][0])
pixels, labels = torch.from_numpy(data["x0"]), torch.from_numpy(data["labels"])
weights = [torch.nn.Parameter(torch.from_numpy(w).clone()) for w in data["W"]]
biases = [torch.nn.Parameter(torch.from_numpy(b).clone()) for b in data["b"]]
classifier = torch.nn.Parameter(torch.from_numpy(data["K"]).clone())
constant = torch.nn.Parameter(torch.from_numpy(data["c"]).clone())
parameters = [*weights, *biases, classifier, constant]
optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01)


def step():
    optimizer.zero_grad(set_to_none=True)
    x = pixels
    for t in range(layers):
        g = t if len(weights) > 1 else 0
        y = torch.sigmoid(torch.nn.functional.linear(x, weights[g], biases[g]))
        x = x + y if residual else y
    loss = torch.nn.functional.cross_entropy(torch.nn.functional.linear(x, classifier, constant), labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    return loss.item()


def run():
    return [[step() for _ in range(steps)][-1]]


peer.serve(run, torch=torch.__version__)
