#include "plumb/engine/torch/form.h"

#include <map>
#include <string>

namespace plumb::aten {
namespace {

std::map<std::string, Form, std::less<>>& forms() {
  static std::map<std::string, Form, std::less<>> all;
  return all;
}

}  // namespace

at::ScalarType Place::scalar_type(Type type) const {
  switch (type) {
    case Type::f32:
      return real;
    case Type::f64:
      return at::kDouble;
    case Type::bf16:
      return at::kBFloat16;
    case Type::u8:
      return at::kByte;
    case Type::s8:
      return at::kChar;
    case Type::s32:
      return at::kInt;
    case Type::s64:
      return at::kLong;
    case Type::boolean:
      return at::kBool;
  }
  throw Bug("a type without an ATen type");
}

bool add_form(std::string_view op, Form form) {
  if (!forms().emplace(op, form).second) throw Bug("two ATen forms of " + std::string(op));
  return true;
}

Form find_form(std::string_view op) {
  const auto found = forms().find(op);
  return found == forms().end() ? nullptr : found->second;
}

}  // namespace plumb::aten
