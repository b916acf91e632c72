#include "plumb/task/source_files.h"

#include "plumb/task/data_section.h"

namespace plumb {

std::vector<Path> files_of(const Source& source) {
  std::vector<Path> files;
  const Entry written = source.write();
  for (const std::string& option : path_options(std::string(source.name())))
    if (const Entry* given = written.find(source.name())->find(option)) {
      const std::vector<Entry> patterns = given->is_list() ? given->items() : std::vector{*given};
      for (const Entry& pattern : patterns)
        if (pattern.is_scalar())
          for (const Path& file : glob(pattern.word())) files.push_back(file);
    }
  return files;
}

std::string shown(const Source& source) {
  std::vector<std::string> files;
  for (const Path& file : files_of(source)) files.push_back(file.string());
  return files.empty() ? std::string(source.name()) : join(files);
}

double bytes_of_files(const std::vector<Path>& files) {
  namespace fs = std::filesystem;
  double bytes = 0;
  std::error_code problem;
  for (const Path& file : files) {
    if (fs::is_regular_file(file, problem)) bytes += static_cast<double>(fs::file_size(file, problem));
    if (fs::is_directory(file, problem))
      for (const auto& inside : fs::recursive_directory_iterator(file, problem))
        if (inside.is_regular_file(problem)) bytes += static_cast<double>(inside.file_size(problem));
  }
  return bytes;
}

}  // namespace plumb
