def make(keras):
    layers = keras.layers
    x = y = keras.Input((28, 28, 1), name="x")
    for filters in (32, 64):
        y = layers.MaxPooling2D()(layers.Conv2D(filters, 3, activation="relu")(y))
    return keras.Model({"x": x}, layers.Dense(10)(layers.Flatten()(y)))
