def make(keras):
    x = keras.Input((108,), name="x")
    y = x
    for units in (256, 128):
        y = keras.layers.Dropout(0.1)(keras.layers.Dense(units, activation="relu")(y))
    return keras.Model({"x": x}, keras.layers.Dense(2)(y))
