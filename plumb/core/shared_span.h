#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace plumb {

/// Values in a row that are never changed, and whoever keeps their memory: a vector that was moved in, or the owner of
/// foreign memory. A value: copies share the memory, which lasts as long as any of them.
///
///     SharedSpan<double> own = std::move(vector);
///     SharedSpan<double> foreign({array->raw_values(), size}, array);      // a shared_ptr; nothing is copied
template <class T>
class SharedSpan {
 public:
  SharedSpan() = default;
  SharedSpan(std::vector<T> values) {
    const auto kept = std::make_shared<const std::vector<T>>(std::move(values));
    values_ = *kept;
    owner_ = kept;
  }
  SharedSpan(std::initializer_list<T> values) : SharedSpan(std::vector<T>(values)) {}
  SharedSpan(std::span<const T> values, std::shared_ptr<const void> owner)
      : values_(values), owner_(std::move(owner)) {}

  operator std::span<const T>() const { return values_; }
  const T* data() const { return values_.data(); }
  size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  const T& operator[](size_t i) const { return values_[i]; }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::span<const T> values_ = {};
  std::shared_ptr<const void> owner_ = {};
};

}  // namespace plumb
