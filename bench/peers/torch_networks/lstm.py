from torch import nn


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10000, 128)
        self.lstm = nn.LSTM(128, 128, batch_first=True)
        self.head = nn.Linear(128, 2)

    def forward(self, inputs):
        _, (last, _) = self.lstm(self.embedding(inputs["x"]))
        return self.head(last[0])


make = Lstm
frozen = ["bias_hh_l0"]  # ours has one bias; this one stays 0 while losses are compared


def in_our_order(network):
    recurrent = network.lstm
    return [network.embedding.weight, recurrent.weight_ih_l0, recurrent.weight_hh_l0, recurrent.bias_ih_l0,
            network.head.weight, network.head.bias]
