#!/usr/bin/env python3
"""Writes tests/model/keras_layers.json: layers, penalties and constraints of Keras (on JAX, CPU, float64).

Usage: keras_layers.py > tests/model/keras_layers.json        (keras 3.15.1, jax 0.10.2)

A case of `layers` has a layer of ours, rows for it, its weights and states under our names, and what Keras gives for
one training step: the output y, the penalty (all of layer.losses), the derivatives of sum(y * y) + penalty by the
weights and by x, and the states behind it; and y at prediction. `constraints` are weights and what they are brought
back to. `trainings` end with the weights of a small network after some steps of SGD on all rows.
"""
import json
import os

os.environ.update(KERAS_BACKEND="jax", JAX_ENABLE_X64="1", JAX_PLATFORMS="cpu")
import jax  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import constraints, layers  # noqa: E402

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")
rng = np.random.default_rng(0)
ROWS = 3
L2 = keras.regularizers.L2


def numbers(array):
    return [round(float(x), 7) for x in np.asarray(array).ravel()]


def named(names, arrays):
    assert len(names) == len(arrays), (names, [np.shape(a) for a in arrays])
    return {name: numbers(array) for name, array in zip(names, arrays)}


def case(word, layer, shape, names=(), states=(), codes=0, renamed=None):
    x = rng.integers(0, codes, (ROWS, *shape)) if codes else np.round(rng.uniform(-2, 2, (ROWS, *shape)), 3)
    model = keras.Sequential([keras.Input(shape, dtype="int32" if codes else None), layer])
    for v in layer.weights:
        v.assign(np.round(rng.uniform(0.4, 1.4, v.shape) if "variance" in v.path else
                          rng.uniform(-0.8, 0.8, v.shape), 3))
    trained = [v.value for v in layer.trainable_variables]
    kept = [v.value for v in layer.non_trainable_variables]
    ours = [i for i, v in enumerate(layer.non_trainable_variables) if "seed" not in v.path]

    def loss(by, rows):
        y, after, losses = model.stateless_call(by, kept, rows, training=True, return_losses=True)
        penalty = sum(losses) if losses else 0.0
        return (y * y).sum() + penalty, (y, after, penalty)

    slopes = jax.jit(jax.grad(loss, argnums=0 if codes else (0, 1), has_aux=True))
    by, (y, after, penalty) = slopes(trained, x)
    by_weights, by_x = (by, None) if codes else by
    predicted, _ = jax.jit(lambda rows: model.stateless_call(trained, kept, rows, training=False))(x)
    renamed = renamed or (lambda arrays: named(names, arrays))
    return {"layer": word, "shape": list(shape), "codes": codes, "x": numbers(x), "y": numbers(y),
            "predicted": numbers(predicted), "penalty": float(penalty), "weights": renamed(trained),
            "gradients": renamed(by_weights), "by_x": [] if codes else numbers(by_x),
            "states": named(states, [kept[i] for i in ours]), "after": named(states, [after[i] for i in ours])}


def of(layer, *names):
    return [f"{layer}/{name}" for name in names]


TOLD = {"activity_regularizer": keras.regularizers.L1L2(0.1, 0.2)}
ACTIVITY = "activity_regularizer: {l1_l2: {l1: 0.1, l2: 0.2}}"
PENALISED = {"beta_regularizer": L2(0.1), "gamma_regularizer": L2(0.2)}
PENALISED_WORD = "beta_regularizer: {l2: 0.1}, gamma_regularizer: {l2: 0.2}"


def normalizations():
    norm, batch = "layer_normalization", "batch_normalization"
    for word, axis, shape in [("[1, 2]", [1, 2], (4, 3)), ("1", 1, (4, 3)), ("-2", -2, (4, 3, 2)),
                              ("[3, 1]", [3, 1], (4, 3, 2)), ("[1, 2, 3]", [1, 2, 3], (2, 3, 2))]:
        yield case(f"{norm}: {{axis: {word}, {PENALISED_WORD}}}",
                   layers.LayerNormalization(axis=axis, **PENALISED), shape, of(norm, "gamma", "beta"))
    yield case(f"{norm}: {{axis: 1, scale: false, epsilon: 0.1}}",
               layers.LayerNormalization(axis=1, scale=False, epsilon=0.1), (4, 3), of(norm, "beta"))
    for axis, shape in [(1, (4, 3)), (2, (2, 3, 2)), (-1, (5,))]:
        yield case(f"{batch}: {{axis: {axis}, momentum: 0.7, {PENALISED_WORD}}}",
                   layers.BatchNormalization(axis=axis, momentum=0.7, **PENALISED), shape, of(batch, "gamma", "beta"),
                   of(batch, "moving_mean", "moving_variance"))
    for word, groups, axis in [("2", 2, -1), ("2", 2, 1), ("-1", -1, 2), ("1", 1, 2)]:
        yield case(f"group_normalization: {{groups: {word}, axis: {axis}, {PENALISED_WORD}}}",
                   layers.GroupNormalization(groups=groups, axis=axis, **PENALISED), (4, 3, 2),
                   of("group_normalization", "gamma", "beta"))
    yield case(f"instance_normalization: {{axis: 1, epsilon: 0.01, {PENALISED_WORD}}}",
               layers.GroupNormalization(groups=-1, axis=1, epsilon=0.01, **PENALISED), (4, 3, 2),
               of("instance_normalization", "gamma", "beta"))
    for word, axis in [("-1", -1), ("[2, 3]", [2, 3])]:  # others fail in Keras 3.15
        yield case(f"rms_normalization: {{axis: {word}, epsilon: 0.01}}",
                   layers.RMSNormalization(axis=axis, epsilon=0.01), (4, 3, 2), of("rms_normalization", "gamma"))


def activities():
    dense = of("dense", "kernel", "bias")
    yield case("dense: {units: 4, activation: tanh, activity_regularizer: {l1: 0.3}}",
               layers.Dense(4, "tanh", activity_regularizer=keras.regularizers.L1(0.3)), (5,), dense)
    yield case(f"dense: {{units: 4, kernel_regularizer: {{l2: 0.1}}, {ACTIVITY}}}",
               layers.Dense(4, kernel_regularizer=L2(0.1), **TOLD), (2, 5), dense)
    yield case("activity_regularization: {l1: 0.1, l2: 0.2}", layers.ActivityRegularization(0.1, 0.2), (2, 3))
    yield case("activity_regularization: {l2: 0.2}", layers.ActivityRegularization(l2=0.2), (4,))
    yield case(f"conv1d: {{filters: 2, kernel_size: 2, {ACTIVITY}}}", layers.Conv1D(2, 2, **TOLD), (4, 3),
               of("conv1d", "kernel", "bias"))
    yield case(f"conv2d: {{filters: 2, kernel_size: 2, activation: relu, {ACTIVITY}}}",
               layers.Conv2D(2, 2, activation="relu", **TOLD), (3, 3, 2), of("conv2d", "kernel", "bias"))
    yield case(f"depthwise_conv2d: {{kernel_size: 2, {ACTIVITY}}}", layers.DepthwiseConv2D(2, **TOLD), (3, 3, 2),
               of("depthwise_conv2d", "kernel", "bias"))
    yield case(f"separable_conv2d: {{filters: 3, kernel_size: 2, {ACTIVITY}}}", layers.SeparableConv2D(3, 2, **TOLD),
               (3, 3, 2), of("separable_conv2d", "depthwise_kernel", "pointwise_kernel", "bias"))
    yield case(f"conv2d_transpose: {{filters: 2, kernel_size: 3, {ACTIVITY}}}", layers.Conv2DTranspose(2, 3, **TOLD),
               (2, 3, 2), of("conv2d_transpose", "kernel", "bias"))
    yield case(f"embedding: {{input_dim: 5, output_dim: 3, {ACTIVITY}}}",
               layers.Embedding(5, 3, activity_regularizer=TOLD["activity_regularizer"]), (4,),
               of("embedding", "embeddings"), codes=5)
    recurrent = ("kernel", "recurrent_kernel", "bias")
    simple = layers.SimpleRNN(3, return_sequences=True, unroll=True)
    simple.activity_regularizer = TOLD["activity_regularizer"]  # which its constructor takes and forgets
    yield case(f"simple_rnn: {{units: 3, return_sequences: true, {ACTIVITY}}}", simple, (4, 2),
               of("simple_rnn", *recurrent))
    yield case(f"lstm: {{units: 3, return_sequences: true, {ACTIVITY}}}",
               layers.LSTM(3, return_sequences=True, unroll=True, **TOLD), (4, 2), of("lstm", *recurrent))
    yield case(f"gru: {{units: 3, {ACTIVITY}}}", layers.GRU(3, unroll=True, **TOLD), (4, 2), of("gru", *recurrent))
    names = of("bidirectional/lstm", *recurrent) + of("bidirectional/lstm_1", *recurrent)
    yield case(f"bidirectional: {{layer: {{lstm: {{units: 3, {ACTIVITY}}}}}}}",
               layers.Bidirectional(layers.LSTM(3, unroll=True, **TOLD)), (4, 2), names)
    names = of("bidirectional/lstm", *recurrent) + of("bidirectional/gru", *recurrent)
    yield case("bidirectional: {layer: {lstm: 3}, backward_layer: {gru: {units: 2, go_backwards: true}}}",
               layers.Bidirectional(layers.LSTM(3, unroll=True),
                                    backward_layer=layers.GRU(2, go_backwards=True, unroll=True)), (4, 2), names)
    names = of("layer_normalization", "gamma", "beta")
    yield case(f"layer_normalization: {{{ACTIVITY}}}", layers.LayerNormalization(**TOLD), (3, 4), names)


def transposed():
    word = "conv2d_transpose"
    for kernel, strides, padding, more, dilation in [
            (3, 2, "valid", 1, 1), (3, 3, "valid", 0, 1), (3, 2, "same", 0, 1), (3, 2, "same", 1, 1),
            (4, 3, "same", 2, 1), (2, 2, "same", 0, 1), (3, 1, "same", None, 2), (2, 1, "valid", None, 3),
            (3, 2, "same", None, 1)]:
        said = "" if more is None else f", output_padding: {more}"
        yield case(f"{word}: {{filters: 2, kernel_size: {kernel}, strides: {strides}, padding: {padding}, "
                   f"dilation_rate: {dilation}{said}}}",
                   layers.Conv2DTranspose(2, kernel, strides, padding, output_padding=more, dilation_rate=dilation),
                   (3, 4, 2), of(word, "kernel", "bias"))


class SelfAttention(layers.Layer):
    """MultiHeadAttention of one input. A rate of dropout that drops nothing makes Keras take its plain products: JAX's
    fused attention wants values as long as keys."""

    def __init__(self, causal=False, **options):
        super().__init__()
        self.inner, self.causal = layers.MultiHeadAttention(dropout=1e-12, **options), causal

    def build(self, shape):
        self.inner.build(shape, shape)
        self.built = True

    def call(self, x, training=None):
        return self.inner(x, x, training=training, use_causal_mask=self.causal)


def attentions():
    everything = dict(kernel_regularizer=L2(0.1), bias_regularizer=L2(0.2), **TOLD)
    everything_word = f"kernel_regularizer: {{l2: 0.1}}, bias_regularizer: {{l2: 0.2}}, {ACTIVITY}"
    for word, options, shape, causal in [
            ("num_heads: 2, key_dim: 3", dict(num_heads=2, key_dim=3), (4, 5), False),
            ("num_heads: 2, key_dim: 3, value_dim: 4", dict(num_heads=2, key_dim=3, value_dim=4), (4, 5), False),
            ("num_heads: 2, key_dim: 3, value_dim: 2, causal: true",
             dict(num_heads=2, key_dim=3, value_dim=2), (4, 5), True),
            ("num_heads: 2, key_dim: 3, sliding_window: 2",
             dict(num_heads=2, key_dim=3, sliding_window=2), (4, 5), False),
            ("num_heads: 2, key_dim: 3, sliding_window: 2, causal: true",
             dict(num_heads=2, key_dim=3, sliding_window=2), (4, 5), True),
            ("num_heads: 2, key_dim: 3, output_shape: 7", dict(num_heads=2, key_dim=3, output_shape=7), (4, 5), False),
            ("num_heads: 2, key_dim: 3, output_shape: [2, 3], use_gate: true",
             dict(num_heads=2, key_dim=3, output_shape=(2, 3), use_gate=True), (4, 5), False),
            ("num_heads: 2, key_dim: 3", dict(num_heads=2, key_dim=3), (2, 3, 5), False),
            ("num_heads: 2, key_dim: 3, attention_axes: 2",
             dict(num_heads=2, key_dim=3, attention_axes=2), (2, 3, 5), False),
            ("num_heads: 2, key_dim: 3, attention_axes: [1], value_dim: 4, use_gate: true",
             dict(num_heads=2, key_dim=3, attention_axes=[1], value_dim=4, use_gate=True), (2, 3, 5), False),
            ("num_heads: 2, key_dim: 3, attention_axes: [1, 3]",
             dict(num_heads=2, key_dim=3, attention_axes=[1, 3]), (2, 3, 2, 5), False)]:
        n = shape[-1]
        prefix = "multi_head_attention/"
        gate = options.get("use_gate", False)

        def renamed(arrays, n=n, prefix=prefix, gate=gate):
            arrays = [np.asarray(a) for a in arrays]  # kernel and bias of query, key, (gate,) value, output
            parts = [arrays[i:i + 2] for i in range(0, len(arrays), 2)]
            q, k, *gates, v, out = parts
            made = {"dense/kernel": np.concatenate([p[0].reshape(n, -1) for p in (q, k, v)], axis=1),
                    "dense/bias": np.concatenate([p[1].ravel() for p in (q, k, v)])}
            for number, (kernel, bias) in enumerate([*gates, out], start=1):
                made |= {f"dense_{number}/kernel": kernel, f"dense_{number}/bias": bias}
            assert len(gates) == gate
            return {prefix + name: numbers(array) for name, array in made.items()}

        yield case(f"multi_head_attention: {{{word}, {everything_word}}}",
                   SelfAttention(causal, **options, **everything), shape, renamed=renamed)


def constraint(word, constraint, shape):
    w = np.round(rng.uniform(-2, 2, shape), 3)
    return {"constraint": word, "shape": list(shape), "weight": numbers(w), "becomes": numbers(constraint(w))}


CONSTRAINTS = [
    constraint("non_neg", constraints.NonNeg(), (3, 4)),
    constraint("{max_norm: 1.5}", constraints.MaxNorm(1.5), (3, 4)),
    constraint("{max_norm: 1.5}", constraints.MaxNorm(1.5), (5,)),
    constraint("{max_norm: {max_value: 1.5, axis: 1}}", constraints.MaxNorm(1.5, axis=1), (3, 4)),
    constraint("{max_norm: {max_value: 1.5, axis: [0, 1, 2]}}", constraints.MaxNorm(1.5, axis=[0, 1, 2]), (2, 3, 2, 4)),
    constraint("{max_norm: 1.5}", constraints.MaxNorm(1.5, axis=[0, 1, 2]), (2, 3, 2, 4)),
    constraint("unit_norm", constraints.UnitNorm(), (3, 4)),
    constraint("{unit_norm: {axis: -1}}", constraints.UnitNorm(axis=-1), (3, 4)),
    constraint("{min_max_norm: {min_value: 1.8, max_value: 2.2, rate: 0.7}}",
               constraints.MinMaxNorm(1.8, 2.2, 0.7), (3, 4)),
    constraint("{min_max_norm: {min_value: 0.5, axis: 1}}", constraints.MinMaxNorm(0.5, axis=1), (3, 4)),
]


def training():
    x, y = np.round(rng.normal(size=(8, 3)), 3), np.round(rng.normal(size=(8, 1)), 3)
    hidden = layers.Dense(4, "tanh", activity_regularizer=keras.regularizers.L1L2(0.05, 0.1),
                          kernel_constraint=constraints.MaxNorm(0.9), bias_constraint=constraints.NonNeg())
    last = layers.Dense(1, kernel_regularizer=L2(0.1), activity_regularizer=keras.regularizers.L1(0.02))
    model = keras.Sequential([keras.Input((3,)), hidden, layers.ActivityRegularization(l2=0.3), last])
    for v in model.trainable_variables:
        v.assign(np.round(rng.uniform(-0.8, 0.8, v.shape), 3))
    names = of("dense", "kernel", "bias") + of("dense_1", "kernel", "bias")
    before = named(names, [v.value for v in model.trainable_variables])
    model.compile(keras.optimizers.SGD(0.2), "mse")
    first = float(model.train_on_batch(x, y))
    for _ in range(9):
        model.train_on_batch(x, y)
    return {"layers": ["dense: {units: 4, activation: tanh, activity_regularizer: {l1_l2: {l1: 0.05, l2: 0.1}}, "
                       "kernel_constraint: {max_norm: 0.9}, bias_constraint: non_neg}",
                       "activity_regularization: {l2: 0.3}",
                       "dense: {units: 1, kernel_regularizer: {l2: 0.1}, activity_regularizer: {l1: 0.02}}"],
            "x": numbers(x), "target": numbers(y), "before": before, "first_loss": first, "rate": 0.2, "steps": 10,
            "after": named(names, [v.value for v in model.trainable_variables])}


def orthogonalities():
    orthogonal = keras.regularizers.OrthogonalRegularizer
    for mode in ("columns", "rows"):
        yield case(f"dense: {{units: 4, kernel_regularizer: {{orthogonal: {{factor: 0.7, mode: {mode}}}}}}}",
                   layers.Dense(4, kernel_regularizer=orthogonal(0.7, mode)), (3,), of("dense", "kernel", "bias"))
    yield case("dense: {units: 1, kernel_regularizer: {orthogonal: {mode: rows}}}",
               layers.Dense(1, kernel_regularizer=orthogonal(mode="rows")), (3,), of("dense", "kernel", "bias"))


cases = [*normalizations(), *activities(), *transposed(), *attentions()]
trained = training()
cases += orthogonalities()  # behind the others, so that what they draw stays as it was
print(json.dumps({"rows": ROWS, "layers": cases, "constraints": CONSTRAINTS, "training": trained},
                 separators=(",", ":")).replace('{"layer"', '\n{"layer"').replace('{"constraint"', '\n{"constraint"')
      .replace('"training"', '\n"training"'))
