#include "plumb/engine/kernels/chain.h"

#include <algorithm>

#include "plumb/engine/kernels/broadcast.h"
#include "plumb/engine/kernels/chain_run.h"
#include "plumb/engine/passes/passes.h"

namespace plumb::engine {

Chain::Chain(Lane& lane, const Group& group) : lane_(lane), group_(group) {
  n_ = static_cast<size_t>(count(lane.node(group.leader).shape()));
  for (const int id : group.nodes)
    for (const Value v : lane.node(id).reads())
      if (here(v)) ++readers_[v.id()];
}

bool Chain::here(Value v) const { return std::binary_search(group_.nodes.begin(), group_.nodes.end(), v.id()); }

bool Chain::read_once_here(Value v) const {
  const auto found = readers_.find(v.id());
  return found != readers_.end() && found->second == 1 && !lane_.needed(v.id()) && v.type() == Type::f32;
}

const Node* Chain::scaled(Value v) const {
  const Node& node = v.node();
  if (node.op->name != "affine" || node.options.as<Affine>().shift != 0 || !read_once_here(v)) return nullptr;
  return uniform(node.in[0]) ? nullptr : &node;
}

const Node* Chain::product(Value v) const {
  const Node& node = v.node();
  if (node.op->name != "multiply" || !read_once_here(v)) return nullptr;
  return uniform(node.in[0]) || uniform(node.in[1]) ? nullptr : &node;
}

Operand Chain::emit(Instruction instruction) {
  instruction.out = {.kind = Operand::Kind::tile, .tile = tiles_++};
  code_.push_back(std::move(instruction));
  return code_.back().out;
}

Operand Chain::number(Value v) {
  const auto known = done_.find(v.id());
  if (known != done_.end()) return known->second;
  return done_[v.id()] = {.kind = Operand::Kind::number, .memory = lane_.use(v), .value = v};
}

Operand Chain::source(const Node& node) {
  if (node.op->name == "random_mask") {
    const auto mask = node.options.as<RandomMask>();
    const auto begin = static_cast<uint64_t>(lane_.first_element(node.self));
    const Buffer* step = lane_.use(node.in[1]);
    return emit({.make = [=](size_t first, size_t n, void* out) {
      random_factors(static_cast<float*>(out), begin + first, n, mask.below(), mask.factor(), mask.seed, mask.stream,
                     static_cast<uint32_t>(*step->ints()));
    }});
  }
  if (&node == mask_) {
    mask_at_ = code_.size();
    return emit({});
  }
  if (const Kernel* kernel = find_kernel(node.op->name); kernel && kernel->source)
    return emit({.make = kernel->source(lane_, node)});
  if (node.op->name != "expand") throw Bug("a chain does not know how to make " + node.op->name);
  const Buffer* from = lane_.use(node.in[0]);
  return emit({.make = [from, b = Broadcast(node.shape(), node.options.as<Over>())](size_t first, size_t n, void* out) {
    expand_into(b, from->floats(), static_cast<float*>(out), first, n);
  }});
}

Operand Chain::operand(Value v) {
  if (const auto known = done_.find(v.id()); known != done_.end()) return known->second;
  if (here(v)) {  // in the order in which results are asked for
    add(v.node());
    return done_.at(v.id());
  }
  if (n_ > 1)
    if (const Value one = uniform(v)) return number(one);
  if (is_source(v.node())) {
    const Value one = uniform(v);
    return done_[v.id()] = one ? operand(one) : source(v.node());
  }
  memory_.push_back(v);
  return done_[v.id()] = {
             .kind = Operand::Kind::memory, .memory = lane_.use(v), .value = v, .width = size_of(v.type())};
}

Operand Chain::tensor(Value v) {
  const Operand x = operand(v);
  if (x.kind != Operand::Kind::number) return x;
  return emit({.make = [from = x.memory](size_t, size_t n, void* out) {
    std::fill_n(static_cast<int32_t*>(out), n, *from->ints());
  }});
}

// p a + q b in one pass, or p a + q b²: moments.
bool Chain::blends(const Node& node) {
  const std::string& op = node.op->name;
  if ((op != "add" && op != "subtract") || node.type() != Type::f32) return false;
  Value a = node.in[0], b = node.in[1];
  const Node *left = scaled(a), *right = scaled(b);
  if ((!left && !right) || (n_ > 1 && (uniform(a) || uniform(b)))) return false;
  double p = 1, q = op == "add" ? 1 : -1;
  if (left) p = left->options.as<Affine>().scale, a = left->in[0];
  if (right) q *= right->options.as<Affine>().scale, b = right->in[0];
  const Node* square = product(b);
  if (square && square->in[0] != square->in[1]) square = nullptr;
  const Operand x = tensor(a), y = tensor(square ? square->in[0] : b);
  done_[node.self.id()] = emit({.loop = find_loop(square ? "blend_square" : "blend", Type::f32, Form::tensors),
                                .a = x,
                                .b = y,
                                .p = static_cast<float>(p),
                                .q = static_cast<float>(q)});
  return true;
}

// a b + c, c - a b.
bool Chain::joins_product(const Node& node) {
  const std::string& op = node.op->name;
  if ((op != "add" && op != "subtract") || node.type() != Type::f32) return false;
  const Node* right = product(node.in[1]);
  const Node* left = right || op == "subtract" ? nullptr : product(node.in[0]);
  if (!left && !right) return false;
  const Node& factors = left ? *left : *right;
  const Value other = node.in[left ? 1 : 0];
  if (other == factors.self) return false;
  const Operand a = tensor(factors.in[0]), b = tensor(factors.in[1]), c = tensor(other);
  const char* loop = op == "add" ? "multiply_add" : "multiply_subtract";
  done_[node.self.id()] = emit({.loop = find_loop(loop, Type::f32, Form::tensors), .a = a, .b = b, .c = c});
  return true;
}

// n a - r b / (sqrt(c) + e): a step of Adam and its kin, for numbers n, r and e (n may be absent).
bool Chain::steps_by_root(const Node& node) {
  if (node.op->name != "subtract" || node.type() != Type::f32 || n_ <= 1) return false;
  /// The tensor and the number of a sum or product of the two.
  struct Scaled {
    Value tensor{}, number{};
  };
  const auto inside = [&](Value v, std::string_view op) {
    return v.node().op->name == op && read_once_here(v) ? &v.node() : nullptr;
  };
  const auto scaled = [](const Node* n) {
    if (!n) return Scaled{};
    const Value first = uniform(n->in[0]), second = uniform(n->in[1]);
    if (bool(first) == bool(second)) return Scaled{};
    return first ? Scaled{n->in[1], first} : Scaled{n->in[0], second};
  };
  const Node* quotient = inside(node.in[1], "divide");
  if (!quotient) return false;
  const Scaled above = scaled(inside(quotient->in[0], "multiply")), below = scaled(inside(quotient->in[1], "add"));
  const Node* root = below.tensor ? inside(below.tensor, "sqrt") : nullptr;
  if (!above.tensor || !root || uniform(node.in[0])) return false;
  Scaled from = scaled(inside(node.in[0], "multiply"));
  if (!from.tensor) from = {.tensor = node.in[0]};
  const Operand b = tensor(above.tensor), c = tensor(root->in[0]), a = tensor(from.tensor);
  Instruction made{
      .loop = find_loop(from.number ? "scale_and_step" : "step", Type::f32, Form::tensors), .a = a, .b = b, .c = c};
  made.numbers = {operand(above.number), operand(below.number)};
  if (from.number) made.numbers.push_back(operand(from.number));
  done_[node.self.id()] = emit(std::move(made));
  return true;
}

void Chain::add(const Node& node) {
  if (is_source(node)) {  // wanted in memory
    const Value one = uniform(node.self);
    if (one && n_ > 1)
      done_[node.self.id()] = tensor(one);
    else if (!one)
      done_[node.self.id()] = source(node);
    else {
      const Operand x = operand(one);
      done_[node.self.id()] =
          emit({.make = [from = x.memory](size_t, size_t, void* out) { *static_cast<int32_t*>(out) = *from->ints(); }});
    }
    return;
  }
  if (steps_by_root(node) || blends(node) || joins_product(node)) return;
  Instruction made;
  if (node.op->name == "affine") {
    made.p = static_cast<float>(node.options.as<Affine>().scale);
    made.q = static_cast<float>(node.options.as<Affine>().shift);
  }
  auto form = Form::tensors;
  if (node.in.size() == 2 && n_ > 1) {
    const bool first = bool(uniform(node.in[0])), second = bool(uniform(node.in[1]));
    if (second)
      form = Form::second_is_number;
    else if (first)
      form = Form::first_is_number;
  }
  made.a = form == Form::first_is_number ? operand(node.in[0]) : tensor(node.in[0]);
  if (node.in.size() > 1) made.b = form == Form::second_is_number ? operand(node.in[1]) : tensor(node.in[1]);
  if (node.in.size() > 2) made.c = tensor(node.in[2]);
  made.loop = node.op->name == "cast" ? find_cast(node.in[0].type(), node.type())
                                      : find_loop(node.op->name, node.in[0].type(), form);
  if (!made.loop)
    throw Error("the cpu engine has no loop for `{}` of {}{}; cast its input to f32", node.op->name,
                text(node.in[0].type()), node.scope.empty() ? "" : " in " + node.scope);
  if (node.op->name == "select")
    if (std::find(conditions_.begin(), conditions_.end(), condition(node.in[0])) != conditions_.end())
      selects_.push_back(code_.size());
  done_[node.self.id()] = emit(std::move(made));
}

// Results that others read get a place in memory, over an input that is not read any more.
void Chain::store() {
  std::map<int, size_t> last;  // value in memory -> the last instruction that reads it
  for (size_t i = 0; i < code_.size(); ++i)
    for (const Operand* o : {&code_[i].a, &code_[i].b, &code_[i].c})
      if (o->kind == Operand::Kind::memory) last[o->value.id()] = i;
  std::map<int, size_t> maker;  // tile -> instruction
  for (size_t i = 0; i < code_.size(); ++i) maker[code_[i].out.tile] = i;
  for (const int id : group_.nodes) {
    if (!lane_.needed(id)) continue;
    const Node& node = lane_.node(id);
    const Operand made = done_.at(id);
    const size_t at = maker.at(made.tile);
    Values over;
    for (const Value v : memory_)
      if (last.contains(v.id()) && last.at(v.id()) <= at && size_of(v.type()) == size_of(node.type()))
        over.push_back(v);
    const Operand to{.kind = Operand::Kind::memory,
                     .memory = lane_.place(node.self, over),
                     .value = node.self,
                     .width = size_of(node.type())};
    code_[at].out = to;
    in_place_ = in_place_ && !conditions_.empty() && to.memory == lane_.use(node.in[2]);
    for (Instruction& i : code_)
      for (Operand* o : {&i.a, &i.b, &i.c})
        if (*o == made) *o = to;
  }
}

// A tile is free again after its last reader; a result may take the place of an operand.
void Chain::share_tiles() {
  std::vector<size_t> last(static_cast<size_t>(tiles_), 0);
  for (size_t i = 0; i < code_.size(); ++i)
    for (const Operand* o : {&code_[i].a, &code_[i].b, &code_[i].c})
      if (o->kind == Operand::Kind::tile) last[static_cast<size_t>(o->tile)] = i;
  std::vector<int> home(static_cast<size_t>(tiles_), -1), free;
  int used = 0;
  for (size_t i = 0; i < code_.size(); ++i) {
    std::vector<int> ended;
    for (Operand* o : {&code_[i].a, &code_[i].b, &code_[i].c}) {
      if (o->kind != Operand::Kind::tile) continue;
      const auto tile = static_cast<size_t>(o->tile);
      o->tile = home[tile];
      if (last[tile] == i && std::find(ended.begin(), ended.end(), o->tile) == ended.end()) ended.push_back(o->tile);
    }
    free.insert(free.end(), ended.begin(), ended.end());
    if (code_[i].out.kind != Operand::Kind::tile) continue;
    if (free.empty()) free.push_back(used++);
    int& at = home[static_cast<size_t>(code_[i].out.tile)];
    at = code_[i].out.tile = free.back();
    free.pop_back();
  }
  tiles_ = used;
}

void Chain::prepare() {
  find_conditions();
  std::string what = "chain";
  for (const int id : group_.nodes) {
    if (lane_.needed(id)) operand(lane_.node(id).self);
    what += ' ' + lane_.node(id).op->name;
  }
  store();
  std::function<std::span<const Interval>()> where;
  if (!conditions_.empty() && in_place_) {
    where = ranges();
    leave_out_selects();
  } else if (mask_) {
    code_[mask_at_].make = find_kernel(mask_->op->name)->source(lane_, *mask_);
  }
  share_tiles();
  if (where) what += mask_ ? " (rows looked up)" : " (on a condition)";
  lane_.call_in_parts(what + " " + text(lane_.node(group_.leader).shape()), static_cast<int64_t>(n_), tile_size,
                      ChainRun(lane_, std::move(code_), tiles_, std::move(where)));
}

[[maybe_unused]] static const bool registered =
    add_kernel("chain", {.prepare = [](Lane& lane, const Group& group) { Chain(lane, group).prepare(); }});

[[maybe_unused]] static const bool expand_rows =
    add_kernel("expand", {.rows = [](const Node& n, const std::vector<Rows>& in) {
                 if (in[1] != Rows::each) return Rows::mixed;  // rows of x spread over something without rows
                 const auto& axes = n.options.as<Over>().axes;
                 const bool over_rows = axes.empty() || axes[0] == 0;
                 return over_rows == (in[0] == Rows::none) ? Rows::each : Rows::mixed;
               }});
[[maybe_unused]] static const bool mask_rows = add_kernel("random_mask", {.rows = each_row});

}  // namespace plumb::engine
