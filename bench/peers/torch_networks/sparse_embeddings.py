from torch_networks.embeddings import Embeddings


def make():
    return Embeddings(lazy=True)
