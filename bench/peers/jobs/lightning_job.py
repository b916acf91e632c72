"""A classifier in Lightning, as its guide writes one."""
import json
import logging
import warnings

import lightning
import torch
from torch.utils.data import DataLoader, TensorDataset


class Classifier(lightning.LightningModule):
    def __init__(self, network, optimizer):
        super().__init__()
        self.network, self.optimizer = network, optimizer

    def training_step(self, batch, _):
        return torch.nn.functional.cross_entropy(self.network(batch[0]), batch[1])

    def validation_step(self, batch, _):
        self.log("valid_loss", torch.nn.functional.cross_entropy(self.network(batch[0]), batch[1]))

    def test_step(self, batch, _):
        self.log("accuracy", (self.network(batch[0]).argmax(1) == batch[1]).float().mean())

    def configure_optimizers(self):
        return self.optimizer(self.parameters())


def train(network, optimizer, batch_size, epochs, parts, seed):
    """parts: (x, y) of train, valid (or None) and test."""
    warnings.filterwarnings("ignore")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    lightning.seed_everything(seed, verbose=False)
    loaders = [part and DataLoader(TensorDataset(*map(torch.tensor, part)), batch_size if i == 0 else 256, shuffle=i == 0)
               for i, part in enumerate(parts)]
    trainer = lightning.Trainer(accelerator="cpu", max_epochs=epochs, logger=False, enable_checkpointing=False,
                                enable_progress_bar=False, enable_model_summary=False)
    model = Classifier(network, optimizer)
    trainer.fit(model, loaders[0], loaders[1])
    print(json.dumps({"accuracy": trainer.test(model, loaders[2], verbose=False)[0]["accuracy"]}))
