#pragma once

#include "plumb/core/files.h"
#include "plumb/core/plugin.h"
#include "plumb/data/source.h"

namespace plumb {

/// What libplumb_arrow.so brings: one file as a table and back, by Arrow C++.
///
/// bool, integers, floats, decimals, dates and time stamps (UTC), strings and dictionaries of them, lists of numbers,
/// and binary cells, which are encoded images (also as {bytes, path} structs); other types are an Error that names the
/// column. Strings and dictionaries become categories or text by the rule of CSV files (column_builder.h).
struct ArrowPlugin {
  static constexpr auto name = "arrow";
  static constexpr auto for_what = "Parquet and Arrow files";
  Table (*read_parquet)(const Path& file, const ReadSettings& settings) = nullptr;
  /// How many rows each row group has, told without reading them; and the rows of one of them.
  std::vector<int64_t> (*parquet_groups)(const Path& file) = nullptr;
  Table (*read_parquet_group)(const Path& file, int group, const ReadSettings& settings) = nullptr;
  Table (*read_ipc)(const Path& file, const ReadSettings& settings) = nullptr;  // file (Feather 2) or stream
  void (*write_ipc)(const Table& table, std::ostream& out) = nullptr;           // a file; see plugins/arrow_writer.h
};

}  // namespace plumb
