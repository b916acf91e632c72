#!/usr/bin/env python3
"""Keras on TensorFlow: the training step as one tf.function, plain and through XLA."""
from keras_contestant import main


NETWORKS = "keras_networks"


def contestants(mode, network, bf16):
    yield "Keras on TensorFlow", []
    yield "Keras on TensorFlow, XLA", ["--xla"]


def prepare(options):
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(options.threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)


def make_step(model, optimizer, loss_of, inputs, labels, options):
    import tensorflow

    inputs = {name: tensorflow.constant(values) for name, values in inputs.items()}
    labels = tensorflow.constant(labels)

    def summed(gradient):
        """An embedding's gradient comes in a piece for each token. Keras squares the pieces one by one and keeps one for each row;
        Adam's second moment is of their sum (as in Keras on JAX), so they are summed before."""
        if options.xla or not isinstance(gradient, tensorflow.IndexedSlices):  # XLA knows no tensorflow.unique
            return tensorflow.convert_to_tensor(gradient)
        rows, places = tensorflow.unique(gradient.indices)
        values = tensorflow.math.unsorted_segment_sum(gradient.values, places, tensorflow.size(rows))
        return tensorflow.IndexedSlices(values, rows, gradient.dense_shape)

    @tensorflow.function(jit_compile=options.xla)
    def step():
        with tensorflow.GradientTape() as tape:
            loss = loss_of(labels, model(inputs, training=True))
        variables = model.trainable_variables
        optimizer.apply([summed(gradient) for gradient in tape.gradient(loss, variables)], variables)
        return loss

    return lambda: step().numpy()


def make_answer(model, inputs, options):
    import tensorflow

    inputs = {name: tensorflow.constant(values) for name, values in inputs.items()}

    @tensorflow.function(jit_compile=options.xla)
    def answer():
        return tensorflow.nn.softmax(tensorflow.cast(model(inputs, training=False), tensorflow.float32))

    return lambda: answer().numpy()


if __name__ == "__main__":
    main("tensorflow", make_step, make_answer, prepare)
