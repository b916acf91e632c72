#pragma once

#include <map>
#include <string>
#include <vector>

namespace plumb {

/// log.jsonl: a line of JSON for each epoch that is done.
std::string log_of(const std::vector<std::map<std::string, double>>& epochs);
/// Back from that; `name` stands in messages.
std::vector<std::map<std::string, double>> epochs_of_log(const std::string& log, const std::string& name);

/// "epoch 3/10  loss 0.4102  valid_loss 0.4377  1.2 s"
std::string line_of_epoch(int64_t epoch, int64_t epochs, const std::map<std::string, double>& metrics);

}  // namespace plumb
