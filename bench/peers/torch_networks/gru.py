from torch import nn


class Gru(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10000, 128)
        self.gru = nn.GRU(128, 128, batch_first=True)
        self.head = nn.Linear(128, 2)

    def forward(self, inputs):
        _, last = self.gru(self.embedding(inputs["x"]))
        return self.head(last[0])


make = Gru


def from_ours(name, weight):
    """Gates: ours (and Keras's) update, reset, candidate; PyTorch's reset, update, candidate."""
    if not name.startswith("gru."):
        return None
    update, reset, candidate = (weight[..., 128 * gate:128 * (gate + 1)] for gate in range(3))
    import numpy

    return numpy.concatenate([reset, update, candidate], -1).T.copy()


def in_our_order(network):
    """Our bias is [2, 3 units]: that of the input beside that of the state."""
    recurrent = network.gru
    return [network.embedding.weight, recurrent.weight_ih_l0, recurrent.weight_hh_l0,
            (recurrent.bias_ih_l0, recurrent.bias_hh_l0), network.head.weight, network.head.bias]
