#include "plumb/prepare/formula.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumb/core/error.h"
#include "plumb/core/parse.h"
#include "plumb/core/suggest.h"

namespace plumb {
namespace {

struct Operation {
  const char* word;
  int takes;
  double (*of)(double a, double b);
  const char* onnx;
};

constexpr const char* sign = "sign";  // as in -a; no function, so nobody can write it by this word
const Operation operations[] = {
    {"+", 2, [](double a, double b) { return a + b; }, "Add"},
    {"-", 2, [](double a, double b) { return a - b; }, "Sub"},
    {"*", 2, [](double a, double b) { return a * b; }, "Mul"},
    {"/", 2, [](double a, double b) { return a / b; }, "Div"},
    {sign, 1, [](double a, double) { return -a; }, "Neg"},
    {"abs", 1, [](double a, double) { return std::abs(a); }, "Abs"},
    {"exp", 1, [](double a, double) { return std::exp(a); }, "Exp"},
    {"log", 1, [](double a, double) { return std::log(a); }, "Log"},
    {"sqrt", 1, [](double a, double) { return std::sqrt(a); }, "Sqrt"},
};

const Operation& operation(const std::string& word) {
  return *std::find_if(std::begin(operations), std::end(operations), [&](const auto& o) { return word == o.word; });
}

const std::vector<std::string> functions{"abs", "exp", "log", "sqrt"};

bool begins_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool goes_on(char c) { return (c & 0xC0) == 0x80; }  // a character of UTF-8 of several bytes
bool in_word(char c) { return begins_word(c) || is_digit(c) || c == '.'; }

}  // namespace

class Formula::Parser {
 public:
  Parser(const std::string& text, Formula& to) : text_(text), to_(to) {}

  void all() {
    sum();
    if (!at_end()) refuse("an operator (+ - * /) or the end");
    if (to_.columns_.empty()) throw Error("`{}` reads no column", text_);
  }

 private:
  static constexpr int deepest = 100;  // parentheses and signs within each other

  bool at_end() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    return at_ == text_.size();
  }
  bool takes(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void refuse(const std::string& expected) {
    if (at_end()) throw Error("`{}` ends where {} is expected", text_, expected);
    size_t end = at_ + 1;
    while (end < text_.size() && goes_on(text_[end])) ++end;
    const auto before = std::count_if(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                      [](char c) { return !goes_on(c); });
    throw Error("`{}` has `{}` as character {} where {} is expected", text_, text_.substr(at_, end - at_), before + 1,
                expected);
  }
  void add(std::string word) { to_.terms_.push_back({.word = std::move(word)}); }

  void sum() {
    product();
    while (true) {
      const std::string word = takes('+') ? "+" : takes('-') ? "-" : "";
      if (word.empty()) return;
      product();
      add(word);
    }
  }
  void product() {
    factor();
    while (true) {
      const std::string word = takes('*') ? "*" : takes('/') ? "/" : "";
      if (word.empty()) return;
      factor();
      add(word);
    }
  }
  void factor() {
    if (++depth_ > deepest) throw Error("`{}` has more than {} parentheses within each other", text_, deepest);
    if (takes('-')) {
      factor();
      add(sign);
    } else if (takes('(')) {
      in_parentheses();
    } else if (takes('"')) {
      quoted();
    } else if (!at_end() && (is_digit(text_[at_]) || text_[at_] == '.')) {
      number();
    } else if (!at_end() && begins_word(text_[at_])) {
      word();
    } else {
      refuse("a number, a column or a parenthesis");
    }
    --depth_;
  }
  void in_parentheses() {
    sum();
    if (!takes(')')) refuse("an operator (+ - * /) or `)`");
  }
  void quoted() {
    const size_t end = text_.find('"', at_);
    if (end == std::string::npos) throw Error("`{}` has a quote that does not end", text_);
    column(text_.substr(at_, end - at_));
    at_ = end + 1;
  }
  void number() {
    size_t end = at_;
    while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.')) ++end;
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '-' || text_[exponent] == '+')) ++exponent;
      if (exponent < text_.size() && is_digit(text_[exponent])) end = exponent;
      while (end < text_.size() && is_digit(text_[end])) ++end;
    }
    const auto value = parse_number(text_.substr(at_, end - at_));
    if (!value) refuse("a number, a column or a parenthesis");
    to_.terms_.push_back({.number = *value, .kind = Term::is_number});
    at_ = end;
  }
  void word() {
    size_t end = at_;
    while (end < text_.size() && in_word(text_[end])) ++end;
    const std::string word = text_.substr(at_, end - at_);
    at_ = end;
    if (!takes('(')) return column(word);
    if (std::find(functions.begin(), functions.end(), word) == functions.end())
      throw Error("`{}` has no function \"{}\" to call{}; there are {}", text_, word, did_you_mean(word, functions),
                  join(functions));
    in_parentheses();
    add(word);
  }
  void column(const std::string& name) {
    const auto found = std::find(to_.columns_.begin(), to_.columns_.end(), name);
    to_.terms_.push_back({.column = static_cast<size_t>(found - to_.columns_.begin()), .kind = Term::is_column});
    if (found == to_.columns_.end()) to_.columns_.push_back(name);
  }

  const std::string& text_;
  Formula& to_;
  size_t at_ = 0;
  int depth_ = 0;
};

std::string in_formula(const std::string& column) {
  const bool is_word = begins_word(column.front()) &&
                       std::all_of(column.begin(), column.end(), [](char c) { return begins_word(c) || is_digit(c); });
  return is_word ? column : '"' + column + '"';
}

Formula::Formula(const std::string& text) { Parser(text, *this).all(); }

std::vector<double> Formula::operator()(const Table& rows) const {
  const auto count = static_cast<size_t>(rows.rows());
  std::vector<std::vector<double>> stack;
  for (const Term& term : terms_) {
    if (term.kind == Term::is_number) {
      stack.emplace_back(count, term.number);
    } else if (term.kind == Term::is_column) {
      stack.push_back(rows.at(columns_[term.column]).as_numbers());
      for (double& x : stack.back()) x = static_cast<double>(static_cast<float>(x));
    } else {
      const Operation& known = operation(term.word);
      std::vector<double> last = std::move(stack.back());
      stack.pop_back();
      if (known.takes == 1) {
        for (double& x : last) x = known.of(x, x);
      } else {
        for (size_t row = 0; row < count; ++row) last[row] = known.of(stack.back()[row], last[row]);
        stack.pop_back();
      }
      stack.push_back(std::move(last));
    }
  }
  for (double& y : stack.front())
    if (!std::isfinite(y)) y = NAN;
  return std::move(stack.front());
}

std::string Formula::emit(onnx::Columns& columns) const {
  std::vector<std::string> stack;
  for (const Term& term : terms_) {
    if (term.kind == Term::is_number) {
      stack.push_back(columns.row({term.number}));
    } else if (term.kind == Term::is_column) {
      const std::string rounded = columns.cast(columns.numbers({columns_[term.column]}), onnx::Element::f32);
      stack.push_back(columns.cast(rounded, onnx::Element::f64));
    } else {
      const Operation& known = operation(term.word);
      const std::vector<std::string> taken(stack.end() - known.takes, stack.end());
      stack.erase(stack.end() - known.takes, stack.end());
      stack.push_back(columns.op(known.onnx, taken));
    }
  }
  const std::string is_finite =
      columns.op("Less", {columns.op("Abs", {stack.front()}), columns.row({std::numeric_limits<double>::infinity()})});
  return columns.op("Where", {is_finite, stack.front(), columns.row({NAN})});
}

}  // namespace plumb
