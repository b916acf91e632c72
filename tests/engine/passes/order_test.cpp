// In which order the calls come: as traced, but each after what it reads, in phases.
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

const Case ordering[] = {
    {"a call that takes a later value along waits for it",
     [](Graph& g) {
       const Value y = matmul(rows_of(g, "x"), whole(g, "w", {6, 6})), late = exp(rows_of(g, "z"));
       return relu(y + late);
     },
     "exp, matmul+add+relu"},
    {"branches come one after the other, each to its end, so that little is alive",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), v = whole(g, "v", {6, 6}), w = whole(g, "w", {6, 6});
       const Value first = reduce(matmul(matmul(x, v), w), {}), second = reduce(matmul(matmul(x, w), v), {});
       return first + second;
     },
     "matmul, matmul, reduce, matmul, matmul, reduce, add"},
    {"branches that are traced in turns stay so",
     [](Graph& g) {
       const Value x = rows_of(g, "x"), v = whole(g, "v", {6, 6}), w = whole(g, "w", {6, 6});
       const Value a = matmul(x, v), b = softmax(matmul(x, w));
       return matmul(a, softmax(b), {.transpose_a = true});
     },
     "matmul, matmul, softmax, softmax, matmul"},
};

TEST(Passes, PutCallsInOrder) { expect_calls(ordering); }

TEST(Passes, EveryCallComesAfterWhatItReads) {
  Training net;
  resnet(net, 8, 1, 8, 8);
  net.adamw(0.1);
  for (const bool shards : {false, true}) {
    const Planned p = plan(net.graph, {net.loss}, 8, shards);
    std::vector<char> made(static_cast<size_t>(p.prepared.graph->size()));
    int phase = 0;
    for (const engine::Group& group : p.groups) {
      EXPECT_GE(group.phase, phase);
      phase = group.phase;
      for (const int id : group.reads)
        EXPECT_TRUE(p.prepared.graph->node(id).in.empty() || made[static_cast<size_t>(id)])
            << p.prepared.graph->node(id).op->name << " is read by " << group.kernel << " before it is made";
      for (const int id : group.nodes) made[static_cast<size_t>(id)] = 1;
    }
  }
}

}  // namespace
}  // namespace plumb::testing
