def make(keras):
    x = keras.Input((100,), dtype="int32", name="x")
    y = keras.layers.GRU(128)(keras.layers.Embedding(10000, 128)(x))
    return keras.Model({"x": x}, keras.layers.Dense(2)(y))
