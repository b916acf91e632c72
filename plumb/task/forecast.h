#pragma once

#include <string>

#include "plumb/core/entry.h"
#include "plumb/task/feeding.h"

namespace plumb {

/// What a task will take, before anything of it runs or is written.
///
///     Forecast forecast = forecast_task(read_task("task.yaml"));
///     std::cout << forecast.text();
///
/// The first rows are read and prepared as `plumb train` would, the network is built and planned, and a few updates are
/// timed; the rest is multiplied. Small data are read in whole, so that shapes and parameters are those of the run; of
/// large files of lines the first rows stand for all, and `estimated` says so. Callbacks may stop a training early:
/// times are those of all epochs. Of a task that will be streamed (`feeding`), times and memory are those of streaming.
struct Forecast {
  struct Rows {
    double train = 0, valid = 0, test = 0;
    bool estimated = false;  // from the first rows and the sizes of the files
  } rows;
  int64_t parameters = 0, batch_size = 0, epochs = 0, folds = 0;
  double updates = 0;  // of all epochs and folds
  std::string device = {}, precision = {};
  struct Seconds {
    double read = 0, prepare = 0, choose = 0, train = 0, baselines = 0, test = 0;
    double all() const { return read + prepare + choose + train + baselines + test; }
  } seconds;
  struct Memory {  // bytes that are held, by what holds them; the peaks of the stages of a run
    double program = 0, tables = 0, tensors = 0, states = 0, copies = 0, plans = 0;
    double reading = 0, preparing = 0, training = 0;
    double streaming = 0;  // instead of them where rows stay in their files, with its buffers
    double peak() const;   // of rows in memory
  } memory;
  Feeding feeding = {};
  struct Disk {  // bytes of the run folder at its largest; which network wins a race is not known before
    double least = 0, most = 0;
  } disk;

  Entry entry() const;
  std::string text() const;
};

Forecast forecast_task(const Task& task, const RunSettings& settings = {});

}  // namespace plumb
