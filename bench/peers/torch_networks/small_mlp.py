from torch import nn


class SmallMlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 8))

    def forward(self, inputs):
        return self.layers(inputs["x"])


make = SmallMlp
