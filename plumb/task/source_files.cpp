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

}  // namespace plumb
