#include "plumb/data/webdataset.h"

#include "plumb/data/file_chunks.h"
#include "plumb/data/typed_cells.h"
#include "plumb/data/webdataset_rows.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Webdataset>();

}  // namespace

void Webdataset::check(Problems& problems) const {
  for (const std::string& member : members)
    if (!member_role(member))
      problems.add("members",
                   fmt::format("\"{}\" is no extension that is read; there are those of images (jpg, png, …), "
                               "cls, txt and json, without a dot in front",
                               member));
}

ReadResult Webdataset::read(const ReadSettings& settings) const {
  const WebdatasetRows rows(web_samples(path, members).all, settings);
  return {.table = rows.load(0, rows.count()), .skipped = rows.skipped()};
}

std::shared_ptr<const Chunks> Webdataset::chunks(const ReadSettings& settings) const {
  WebSamples samples = web_samples(path, members);
  if (samples.packed) return nullptr;
  const auto rows = std::make_shared<const WebdatasetRows>(std::move(samples.all), settings);
  return file_chunks({.bytes = rows->bytes(),
                      .load = [rows](int64_t begin, int64_t end) { return rows->load(begin, end); },
                      .skipped = rows->skipped(),
                      .name = path.front()});
}

bool Webdataset::recognises(const std::string& path) { return ends_with_one_of(path, {".tar", ".tar.gz", ".tgz"}); }

}  // namespace plumb
