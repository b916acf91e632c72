"""adult as examples/adult/task.yaml reads and prepares it, in pandas."""
import os

import numpy
import pandas

COLUMNS = ["age", "workclass", "weight", "education", "education_num", "marital_status", "occupation", "relationship",
           "race", "sex", "capital_gain", "capital_loss", "hours", "country", "income"]


def read():
    """Train and test rows as they are, without `weight`."""
    folder = os.path.join(os.environ["PLUMB_DATA"], "adult")
    options = dict(names=COLUMNS, skipinitialspace=True, na_values="?")
    train = pandas.read_csv(os.path.join(folder, "adult.data"), **options)
    test = pandas.read_csv(os.path.join(folder, "adult.test"), skiprows=1, **options)
    test["income"] = test["income"].str.rstrip(".")
    return train.drop(columns="weight"), test.drop(columns="weight")


def tensors():
    """(x, y) of train, valid (a tenth) and test: modes for gaps, one-hot words, standardized numbers."""
    train, test = read()
    order = numpy.random.default_rng(7).permutation(len(train))
    held = len(train) // 10
    valid, train = train.iloc[order[:held]], train.iloc[order[held:]]
    features = [name for name in train.columns if name != "income"]
    words = [name for name in features if not pandas.api.types.is_numeric_dtype(train[name])]
    numbers = [name for name in features if name not in words]
    modes = {name: train[name].mode()[0] for name in words}
    known = {name: sorted(train[name].fillna(modes[name]).unique()) for name in words}
    mean, deviation = train[numbers].mean(), train[numbers].std(ddof=0)

    def prepared(rows):
        parts = [((rows[numbers] - mean) / deviation).to_numpy("float32")]
        for name in words:
            codes = pandas.Categorical(rows[name].fillna(modes[name]), categories=known[name])
            parts.append(pandas.get_dummies(codes).to_numpy("float32"))
        return numpy.concatenate(parts, 1), (rows["income"] == ">50K").to_numpy("int64")

    return prepared(train), prepared(valid), prepared(test)
