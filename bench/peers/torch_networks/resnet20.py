from torch import nn
from torch.nn import functional


class Block(nn.Module):
    def __init__(self, channels, filters):
        super().__init__()
        self.stride = filters // channels if channels > 3 else 1
        self.one = nn.Conv2d(channels, filters, 3, self.stride, padding=1, bias=False)
        self.norm_one = nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01)
        self.two = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.norm_two = nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01)
        self.shortcut = nn.Identity() if channels == filters else nn.Conv2d(channels, filters, 1, self.stride, bias=False)

    def forward(self, x):
        if self.stride == 2 and getattr(self, "exact", False):  # Keras's and our padding: the odd cell goes last
            first = functional.conv2d(functional.pad(x, (0, 1, 0, 1)), self.one.weight, stride=2)
        else:
            first = self.one(x)
        y = self.norm_two(self.two(functional.relu(self.norm_one(first))))
        return functional.relu(y + self.shortcut(x))


class Resnet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(16, eps=1e-3, momentum=0.01)
        self.blocks = nn.Sequential(*(
            Block(channels if block == 0 else filters, filters)
            for channels, filters in [(16, 16), (16, 32), (32, 64)] for block in range(3)))
        self.head = nn.Linear(64, 10)

    def forward(self, inputs):
        x = self.blocks(functional.relu(self.norm(self.stem(inputs["x"]))))
        return self.head(x.mean((2, 3)))


make = Resnet20
