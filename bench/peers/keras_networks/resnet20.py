def make(keras):
    layers = keras.layers

    def normalised(x, filters, stride=1):
        return layers.BatchNormalization()(layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x))

    x = keras.Input((32, 32, 3), name="x")
    y = layers.ReLU()(normalised(x, 16))
    for filters in (16, 32, 64):
        for block in range(3):
            stride = 2 if filters > 16 and block == 0 else 1
            z = normalised(layers.ReLU()(normalised(y, filters, stride)), filters)
            if stride > 1:
                y = layers.Conv2D(filters, 1, stride, use_bias=False)(y)
            y = layers.ReLU()(layers.Add()([y, z]))
    return keras.Model({"x": x}, layers.Dense(10)(layers.GlobalAveragePooling2D()(y)))


def from_ours(weights):
    """Keras lists a projection before the normalisation that it is added to."""
    values, left = list(weights[:3]), list(weights[3:])
    for block in range(9):
        take = 7 if block in (3, 6) else 6
        one, left = left[:take], left[take:]
        values += one[:4] + one[6:] + one[4:6]
    return values + left
