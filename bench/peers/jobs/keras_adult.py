#!/usr/bin/env python3
# contestant: Keras on TensorFlow | tensorflow
# contestant: Keras on JAX | jax
import json
import os
import sys

os.environ.update(KERAS_BACKEND=sys.argv[1], TF_CPP_MIN_LOG_LEVEL="3", JAX_PLATFORMS="cpu")
import keras  # noqa: E402
from adult_data import tensors  # noqa: E402

keras.utils.set_random_seed(7)
(x, y), valid, (test_x, test_y) = tensors()
model = keras.Sequential([
    keras.layers.Dense(256, "relu"), keras.layers.Dropout(0.2),
    keras.layers.Dense(128, "relu"), keras.layers.Dropout(0.2),
    keras.layers.Dense(1, "sigmoid")])
model.compile(keras.optimizers.AdamW(0.001, weight_decay=0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, 256, epochs=20, validation_data=valid, verbose=0)
print(json.dumps({"accuracy": model.evaluate(test_x, test_y, 256, verbose=0)[1]}))
