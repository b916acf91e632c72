#!/usr/bin/env python3
"""Keras on JAX: the training step as one jitted function whose state is donated."""
import os

from keras_contestant import main


NETWORKS = "keras_networks"


def contestants(mode, network, bf16):
    yield "Keras on JAX", []


def prepare(options):
    os.environ["JAX_PLATFORMS"] = "cpu"


def make_step(model, optimizer, loss_of, inputs, labels, options):
    import jax

    inputs, labels = jax.device_put((inputs, labels))

    def loss_and_state(trained, kept, inputs, labels):
        logits, kept = model.stateless_call(trained, kept, inputs, training=True)
        return loss_of(labels, logits), kept

    @jax.jit(donate_argnums=0)
    def update(state, inputs, labels):
        trained, kept, moments = state
        (loss, kept), gradient = jax.value_and_grad(loss_and_state, has_aux=True)(trained, kept, inputs, labels)
        trained, moments = optimizer.stateless_apply(moments, gradient, trained)
        return (trained, kept, moments), loss

    copies = lambda variables: [jax.numpy.array(v.value, copy=True) for v in variables]
    state = [(copies(model.trainable_variables), copies(model.non_trainable_variables), copies(optimizer.variables))]

    def step():
        state[0], loss = update(state[0], inputs, labels)
        return loss.block_until_ready()

    return step


def make_answer(model, inputs, options):
    import jax
    import numpy

    inputs = jax.device_put(inputs)
    trained, kept = ([v.value for v in some] for some in (model.trainable_variables, model.non_trainable_variables))

    @jax.jit
    def answer(trained, kept, inputs):
        return jax.nn.softmax(model.stateless_call(trained, kept, inputs, training=False)[0].astype("float32"))

    return lambda: numpy.asarray(answer(trained, kept, inputs))


if __name__ == "__main__":
    main("jax", make_step, make_answer, prepare)
