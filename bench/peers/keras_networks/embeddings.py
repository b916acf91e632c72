def make(keras):
    layers = keras.layers
    numbers = keras.Input((13,), name="numbers")
    codes = {f"c{i:02}": keras.Input((), dtype="int32", name=f"c{i:02}") for i in range(26)}
    vectors = [layers.Embedding(100000, 16)(code) for code in codes.values()]
    y = layers.Concatenate()([numbers, *vectors])
    for units in (128, 64):
        y = layers.Dense(units, activation="relu")(y)
    return keras.Model({"numbers": numbers, **codes}, layers.Dense(2)(y))
