#!/usr/bin/env python3
# contestant: Keras on TensorFlow | tensorflow
# contestant: Keras on JAX | jax
import json
import os
import sys

os.environ.update(KERAS_BACKEND=sys.argv[1], TF_CPP_MIN_LOG_LEVEL="3", JAX_PLATFORMS="cpu")
import keras  # noqa: E402
from mnist_data import tensors  # noqa: E402

keras.utils.set_random_seed(0)
(x, y), (test_x, test_y) = tensors()
model = keras.Sequential([
    keras.layers.Conv2D(32, 3, activation="relu"), keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(64, 3, activation="relu"), keras.layers.MaxPooling2D(),
    keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, 32, epochs=5, verbose=0)
print(json.dumps({"accuracy": model.evaluate(test_x, test_y, 256, verbose=0)[1]}))
