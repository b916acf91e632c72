def make(keras):
    x = keras.Input((32,), name="x")
    return keras.Model({"x": x}, keras.layers.Dense(8)(keras.layers.Dense(64, activation="relu")(x)))
