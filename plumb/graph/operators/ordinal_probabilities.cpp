#include "plumb/graph/ordinal.h"

#include "plumb/graph/operators/rules.h"

/// ordinal_probabilities: the products are sums of logarithms, log sigmoid(z) = -softplus(-z), so that many small
/// factors do not become 0 on the way; the sums up to each k are one product with a triangle of ones.
namespace plumb {
namespace {

Value decompose(const Node& n) {
  const Value z = n.in[0];
  const int64_t questions = z.dim(1);
  std::vector<float> triangle(static_cast<size_t>(questions * questions));
  for (int64_t j = 0; j < questions; ++j)
    for (int64_t k = j; k < questions; ++k) triangle[static_cast<size_t>(j * questions + k)] = 1;
  const Value up_to = z.graph().table("up to " + std::to_string(questions), {questions, questions}, triangle);
  const Value above = exp(-matmul(softplus(-z), up_to));  // P(y > k)
  const Value column = slice(above, 1, 0, 1);
  const Value one = expand(z.graph().constant(1), column, {}), none = expand(z.graph().constant(0), column, {});
  return concatenate({one, above}, 1) - concatenate({above, none}, 1);
}

const Operator& op = define({
    .name = "ordinal_probabilities",
    .shape =
        [](const Node& n) {
          const Value z = n.in[0];
          require(z.rank() == 2 && z.type() == Type::f32,
                  "ordinal_probabilities needs one number for each class but the last, [rows, classes - 1], not {}",
                  z.shape());
          return Shape{z.dim(0), z.dim(1) + 1};
        },
    .decompose = decompose,
});

}  // namespace

Value ordinal_probabilities(Value z) { return apply(op, {z}); }

}  // namespace plumb
