CODES = [9, 17, 8, 15, 7, 6, 3, 42, 74, 17, 118, 92, 95]
BINS, WIDTH, MEMBERS = 32, 16, 8


def make(keras):
    layers, ops = keras.layers, keras.ops

    class Bins(layers.Layer):
        """Each number by how much of each bin lies below it, times a matrix of its own column."""

        def build(self, shape):
            self.begins = -1 + 2 / BINS * ops.arange(BINS, dtype="float32")
            self.kernel = self.add_weight(shape=(shape[1], BINS, WIDTH), name="kernel")
            self.bias = self.add_weight(shape=(shape[1], WIDTH), name="bias")

        def call(self, x):
            shares = ops.clip((ops.expand_dims(x, -1) - ops.cast(self.begins, x.dtype)) * (BINS / 2), 0, 1)
            vectors = ops.einsum("rcb,cbw->rcw", shares, ops.cast(self.kernel, x.dtype))
            return vectors + ops.cast(self.bias, x.dtype)

    class EnsembleDense(layers.Layer):
        """A dense layer of several members that share its weights (BatchEnsemble)."""

        def __init__(self, units):
            super().__init__()
            self.units = units

        def build(self, shape):
            self.input_scale = self.add_weight(shape=(MEMBERS, shape[-1]), initializer="ones", name="input_scale")
            self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
            self.output_scale = self.add_weight(shape=(MEMBERS, self.units), initializer="ones", name="output_scale")
            self.bias = self.add_weight(shape=(MEMBERS, self.units), initializer="zeros", name="bias")

        def call(self, x):
            own = lambda weight: ops.cast(weight, x.dtype)
            scaled = ops.reshape(x * own(self.input_scale), (-1, x.shape[-1]))
            y = ops.reshape(ops.matmul(scaled, own(self.kernel)), (-1, MEMBERS, self.units))
            return y * own(self.output_scale) + own(self.bias)

    numbers = keras.Input((5,), name="numbers")
    codes = {f"c{i:02}": keras.Input((), dtype="int32", name=f"c{i:02}") for i in range(len(CODES))}
    vectors = [layers.Embedding(size, WIDTH)(code) for size, code in zip(CODES, codes.values())]
    y = layers.Concatenate()([layers.Flatten()(Bins()(numbers)), *vectors])
    y = layers.Reshape((1, -1))(y)
    for _ in range(2):
        y = layers.Dropout(0.3)(layers.Activation("relu")(EnsembleDense(384)(y)))
    return keras.Model({"numbers": numbers, **codes}, EnsembleDense(2)(y))


def loss(keras, logits, labels):
    """Each member has a loss of its own."""
    ops = keras.ops
    each = ops.repeat(labels, MEMBERS)
    return ops.mean(keras.losses.sparse_categorical_crossentropy(each, ops.reshape(logits, (-1, 2)), from_logits=True))


def answer(probabilities):
    return probabilities.mean(1)
