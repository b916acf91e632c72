"""Keras, on either backend: the parts of a training step that do not depend on which."""
import os

from contestant import Example, definition, parser, serve


def main(backend, make_step, make_answer, prepare=None):
    """make_step(model, optimizer, loss, inputs, labels, options) returns a function that does one step and waits for it."""
    arguments = parser()
    arguments.add_argument("--xla", action="store_true")
    options = arguments.parse_args()
    os.environ.update(KERAS_BACKEND=backend, TF_CPP_MIN_LOG_LEVEL="3")
    if prepare:
        prepare(options)
    import keras

    keras.utils.set_random_seed(0)
    if options.bf16:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    example = Example(options.read)
    written = definition("keras_networks", options.network)

    def model(drops):
        made = written.make(keras)
        values = written.from_ours(example.weights) if hasattr(written, "from_ours") else example.weights
        for variable, value in zip(made.trainable_variables, values, strict=True):
            variable.assign(value)
        if not drops:
            for layer in made._flatten_layers():
                if isinstance(layer, keras.layers.Dropout):
                    layer.rate = 0
        return made

    def step(made, rate):
        optimizer = keras.optimizers.AdamW(rate, weight_decay=0.01, epsilon=1e-8)
        optimizer.build(made.trainable_variables)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        if hasattr(written, "loss"):
            loss = lambda labels, logits: written.loss(keras, logits, labels)
        return make_step(made, optimizer, loss, example.inputs, example.labels, options)

    if options.mode == "infer":
        probabilities = make_answer(model(False), example.inputs, options)
        answer = (lambda: written.answer(probabilities())) if hasattr(written, "answer") else probabilities
        serve(answer, {"outputs": [float(v) for v in answer().flatten()[:1000]]})
        return
    check = step(model(False), 1e-3)
    losses = [float(check()) for _ in range(5)]
    del check
    serve(step(model(True), 1e-7), {"losses": losses})
