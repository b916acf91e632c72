// The seed of the project in C++: the same words as task.yaml beside it, and the same numbers.
// Usage: mnist [FOLDER with the four IDX files]
#include <iostream>

#include "plumb/plumb.h"

using namespace plumb;

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "mnist";
  const auto digits = [&](const std::string& part) {
    return read(Idx{.images = folder + "/" + part + "-images-idx3-ubyte.gz",
                    .labels = folder + "/" + part + "-labels-idx1-ubyte.gz"},
                {.target = "label"});
  };
  const Dataset train = digits("train"), test = digits("t10k");

  Sequential model({Conv2D{32, {3, 3}, relu}, MaxPooling2D{{2, 2}}, Conv2D{64, {3, 3}, relu}, MaxPooling2D{{2, 2}},
                    Flatten{}, Dense{10, softmax}});
  model.compile({.optimizer = Adam{}, .loss = SparseCategoricalCrossentropy{}, .metrics = {Accuracy{}}});
  model.fit(train, {.epochs = 5});
  std::cout << model.evaluate(test) << model.summary();
}
