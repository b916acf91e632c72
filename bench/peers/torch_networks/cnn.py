from torch import nn


class SeedCnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1600, 10))

    def forward(self, inputs):
        return self.layers(inputs["x"])


make = SeedCnn


def from_ours(name, weight):
    """Ours flattens [height, width, channels], PyTorch [channels, height, width]."""
    if name == "layers.7.weight":
        return weight.reshape(5, 5, 64, 10).transpose(3, 2, 0, 1).reshape(10, 1600)
    return None
