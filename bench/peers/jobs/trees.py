#!/usr/bin/env python3
"""LightGBM on adult: `search SCORE` finds the fewest trees that reach a test accuracy, `train TREES` is the job."""
import json
import sys

import lightgbm
from adult_data import read

train, test = read()
for part in (train, test):
    for name in part.columns:
        if name != "income" and part[name].dtype.kind not in "if":
            part[name] = part[name].astype("category")
for name in train.select_dtypes("category"):
    test[name] = test[name].cat.set_categories(train[name].cat.categories)
truth = test.pop("income") == ">50K"
rows = lightgbm.Dataset(train.drop(columns="income"), train["income"] == ">50K")
trees = 200 if sys.argv[1] == "search" else int(sys.argv[2])
model = lightgbm.train({"objective": "binary", "verbose": -1}, rows, trees)
accuracy = lambda count: float(((model.predict(test, num_iteration=count) > 0.5) == truth).mean())
if sys.argv[1] == "search":
    trees = next((count for count in range(1, trees + 1) if accuracy(count) >= float(sys.argv[2])), trees)
print(json.dumps({"trees": trees, "accuracy": accuracy(trees)}))
