#!/usr/bin/env python3
"""PyTorch's side of `bench train`: whole training steps of the same networks, eager, with fused AdamW.

Usage: pytorch_train.py NETWORK THREADS [--channels-last] [--seconds S]
Prints `step_ms <median>`, `cpu_ms <mean, all threads>` and `loss <last>`, the lines that bench/run reads from every contestant.
"""
import argparse
import time

import torch
from torch import nn


def seed_cnn():
    network = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 10))
    return network, torch.rand(128, 1, 28, 28), torch.randint(0, 10, (128,))


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.a, self.b = normalized(channels, width, 3, stride), normalized(width, width, 3, 1)
        self.shortcut = nn.Identity() if stride == 1 else normalized(channels, width, 1, stride)

    def forward(self, x):
        return torch.relu(self.shortcut(x) + self.b(torch.relu(self.a(x))))


def normalized(channels, width, size, stride):
    return nn.Sequential(nn.Conv2d(channels, width, size, stride, size // 2, bias=False), nn.BatchNorm2d(width))


def resnet20():
    layers, channels = [normalized(3, 16, 3, 1), nn.ReLU()], 16
    for stage in range(3):
        for block in range(3):
            layers.append(Block(channels, 16 << stage, 2 if stage and not block else 1))
            channels = 16 << stage
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)]
    return nn.Sequential(*layers), torch.rand(128, 3, 32, 32), torch.randint(0, 10, (128,))


def mlp():
    network = nn.Sequential(
        nn.Linear(108, 256), nn.ReLU(), nn.Dropout(0.1),
        nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.1),
        nn.Linear(128, 2))
    return network, torch.randn(256, 108), torch.randint(0, 2, (256,))


class Transformer(nn.Module):
    """Token and position embeddings, two encoder blocks with their default dropout, the mean over the tokens."""

    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(10000, 128), nn.Parameter(torch.zeros(100, 128))
        self.blocks = nn.ModuleList(nn.TransformerEncoderLayer(128, 4, 512, batch_first=True) for _ in range(2))
        self.head = nn.Linear(128, 2)

    def forward(self, x):
        x = self.tokens(x) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean(1))


def transformer():
    return Transformer(), torch.randint(0, 10000, (64, 100)), torch.randint(0, 2, (64,))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=["cnn", "resnet", "mlp", "transformer"])
    parser.add_argument("threads", type=int)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    network, x, y = {"cnn": seed_cnn, "resnet": resnet20, "mlp": mlp, "transformer": transformer}[options.network]()
    if options.channels_last:
        network, x = network.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    # A tiny rate: a fixed batch that is learned drifts to loss 0 and denormal numbers.
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-7, weight_decay=0.01, fused=True)
    criterion = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(network(x), y)
        loss.backward()
        optimizer.step()
        return loss

    for _ in range(10):
        step()
    times, end, processor = [], time.perf_counter() + options.seconds, time.process_time()
    while len(times) < 10 or time.perf_counter() < end:
        start = time.perf_counter()
        loss = step()
        times.append(time.perf_counter() - start)
    processor = (time.process_time() - processor) / len(times)
    times.sort()
    print("step_ms", times[len(times) // 2] * 1e3)
    print("cpu_ms", processor * 1e3)
    print("loss", loss.item())


if __name__ == "__main__":
    main()
