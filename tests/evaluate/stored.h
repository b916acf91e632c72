#pragma once

#include <string>
#include <vector>

#include "plumb/core/entry.h"
#include "plumb/evaluate/metric.h"

/// Predictions as the reference scripts store them, and as the cases in tests/evaluate/<metric>.yaml say them.
namespace plumb::testing {

inline std::vector<double> doubles(const Entry* entry) {
  std::vector<double> values;
  if (entry)
    for (const Entry& item : entry->items()) values.push_back(item.as_double());
  return values;
}

inline Predictions predictions_of(const Entry& stored) {
  Predictions p{.target = "t"};
  if (const Entry* labels = stored.find("labels"))
    for (const Entry& label : labels->items()) p.labels.push_back(label.word());
  for (const double c : doubles(stored.find("classes"))) p.classes.push_back(static_cast<int32_t>(c));
  p.probabilities = doubles(stored.find("probabilities"));
  p.numbers = doubles(stored.find("numbers"));
  p.predicted = doubles(stored.find("predicted"));
  p.weights = doubles(stored.find("weights"));
  for (const double flag : doubles(stored.find("members"))) p.members.push_back(static_cast<uint8_t>(flag));
  p.quantiles = doubles(stored.find("quantiles"));
  p.at_quantiles = doubles(stored.find("at_quantiles"));
  return p;
}

}  // namespace plumb::testing
