// A program of somebody else: trains a model on the rows of a file and says how good it is, and reads a task.
#include <iostream>

#include "plumb/plumb.h"

int main(int, char** words) {
  using namespace plumb;
  auto [train, valid, test] = read_csv(words[1], {.target = "kind"}).split({.valid = 0.2, .test = 0.2}, 3);
  Model model(Pipeline{Standardize{}}, {Dense{16, relu}, Dense{1, sigmoid}});
  model.compile({.optimizer = Adam{.learning_rate = 0.02}, .metrics = {Accuracy{}}});
  model.fit(train, {.epochs = 30, .valid = valid, .quiet = true});
  std::cout << model.evaluate(test)["accuracy"] << '\n';
  // By name: only there if the whole archive was linked.
  std::cout << registry<Layer>().words().size() << ' ' << registry<Optimizer>().make("adamw").name() << '\n';
}
