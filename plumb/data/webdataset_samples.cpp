#include "plumb/data/webdataset_samples.h"

#include <algorithm>

#include "plumb/core/parse.h"
#include "plumb/data/image_codec.h"

namespace plumb {
namespace {

constexpr size_t looked_at = 32;  // files of a tar that tell what it holds

struct MemberName {
  std::string key = {}, extension = {};
};

/// "a/b.seg.PNG" is the file "seg.png" of the sample "a/b".
std::optional<MemberName> member_name(const std::string& path) {
  const size_t name = path.rfind('/') + 1;  // npos + 1: 0
  const size_t dot = path.find('.', name);
  if (dot == std::string::npos || dot == name) return {};
  const size_t first = path.find('/');
  const std::string top = path.substr(0, first);
  if (top.size() >= 4 && top.starts_with("__") && top.ends_with("__")) return {};
  return MemberName{path.substr(0, dot), lower(path.substr(dot + 1))};
}

void add_member(WebSample& sample, WebSample::Member member) {
  for (const WebSample::Member& other : sample.members)
    require(other.role.column != member.role.column,
            "{}: .{} and .{} are both the column \"{}\"; name one of them .<column>.{}, or list the `members` to read",
            sample.where(), other.extension, member.extension, member.role.column, member.extension);
  sample.members.push_back(std::move(member));
}

}  // namespace

std::optional<MemberRole> member_role(const std::string& extension) {
  const size_t dot = extension.rfind('.');
  if (dot == 0) return {};
  const std::string prefix = dot == std::string::npos ? "" : extension.substr(0, dot);
  const std::string last = extension.substr(dot + 1);
  const auto column = [&](const char* usual) { return prefix.empty() ? usual : prefix; };
  if (has_image_name("." + last)) return MemberRole{MemberKind::image, column("image")};
  if (last == "cls") return MemberRole{MemberKind::label, column("label")};
  if (last == "txt") return MemberRole{MemberKind::text, column("text")};
  if (last == "json") return MemberRole{MemberKind::fields, prefix.empty() ? "" : prefix + "."};
  return {};
}

uint64_t WebSample::bytes() const {
  uint64_t bytes = 0;
  for (const Member& member : members) bytes += member.place.size;
  return bytes;
}

WebSamples web_samples(const std::vector<FilePath>& shards, const std::vector<std::string>& extensions) {
  WebSamples samples;
  const auto is_wanted = [&](const std::string& extension) {
    return extensions.empty() || std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
  };
  for (const FilePath& pattern : shards)
    for (const Path& shard : glob(pattern)) {
      TarIndex index = index_of_tar(shard);
      samples.packed = samples.packed || index.packed;
      std::string key;
      bool begins = true;
      for (TarIndex::File& file : index.files) {
        auto name = member_name(file.name);
        if (!name) continue;
        begins = begins || name->key != key;
        key = name->key;
        const auto role = member_role(name->extension);
        if (!role || !is_wanted(name->extension)) continue;
        if (begins) samples.all.push_back({.shard = shard.string(), .key = key});
        begins = false;
        add_member(samples.all.back(), {std::move(name->extension), *role, std::move(file.place)});
      }
    }
  require(
      !samples.all.empty(),
      "{}: no sample in it; the files of a sample are named key.extension, e.g. 000017.jpg and 000017.cls, with the "
      "extensions of images, cls, txt or json",
      std::string(shards.front()));
  return samples;
}

bool has_webdataset_labels(const std::string& path) {
  if (!lower(path).ends_with(".tar")) return false;  // packed ones are not unpacked for this
  try {
    for (const TarIndex::File& file : index_of_tar(glob(path).front(), looked_at).files)
      if (file.name.ends_with(".cls")) return true;
  } catch (const Error&) {  // not there, or no tar: said when it is read
  }
  return false;
}

}  // namespace plumb
