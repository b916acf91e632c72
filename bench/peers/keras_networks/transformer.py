def make(keras):
    layers = keras.layers

    class Positions(layers.Layer):
        def build(self, shape):
            self.table = self.add_weight(shape=(100, 128), initializer="zeros", name="table")

        def call(self, x):
            return x + keras.ops.cast(self.table, x.dtype)

    x = keras.Input((100,), dtype="int32", name="x")
    y = Positions()(layers.Embedding(10000, 128)(x))
    for _ in range(2):
        attended = layers.Dropout(0.1)(layers.MultiHeadAttention(4, 32, dropout=0.1)(y, y))
        y = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([y, attended]))
        wide = layers.Dropout(0.1)(layers.Dense(512, activation="relu")(y))
        y = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([y, layers.Dropout(0.1)(layers.Dense(128)(wide))]))
    return keras.Model({"x": x}, layers.Dense(2)(layers.GlobalAveragePooling1D()(y)))


def from_ours(weights):
    """Keras keeps query, key and value apart, and heads as an axis."""
    values = list(weights[:2])
    for block in range(2):
        kernel, bias, out, out_bias, *rest = weights[2 + 12 * block:14 + 12 * block]
        for part in range(3):
            values += [kernel[:, 128 * part:128 * (part + 1)].reshape(128, 4, 32), bias[128 * part:128 * (part + 1)].reshape(4, 32)]
        values += [out.reshape(4, 32, 128), out_bias, *rest]
    return values + list(weights[26:])
