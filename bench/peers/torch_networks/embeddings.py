import torch
from torch import nn


class Embeddings(nn.Module):
    def __init__(self, lazy=False):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(100000, 16, sparse=lazy) for _ in range(26))
        self.layers = nn.Sequential(
            nn.Linear(13 + 26 * 16, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 2))

    def forward(self, inputs):
        vectors = [table(inputs[f"c{i:02}"]) for i, table in enumerate(self.tables)]
        return self.layers(torch.cat([inputs["numbers"], *vectors], 1))


make = Embeddings
