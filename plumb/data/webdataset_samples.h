#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumb/core/file_path.h"
#include "plumb/data/tar.h"

namespace plumb {

enum class MemberKind { image, label, text, fields };

/// What a file of a sample is, by its extension: all behind the first dot of its name, in small letters.
///
///     .jpg .png .tif …     an image, in the column `image`
///     .cls                 a class, in the column `label`
///     .txt                 a text, in the column `text`
///     .json                fields, each in a column of its name
///
/// What stands before names another column: `.seg.png` is an image in `seg`, `.caption.txt` a text in `caption`, and a
/// field `size` of `.meta.json` is in `meta.size`. Nothing where the extension is none of these.
struct MemberRole {
  MemberKind kind = MemberKind::image;
  std::string column = {};  // of fields: what stands before their names
};
std::optional<MemberRole> member_role(const std::string& extension);

/// A sample of a shard: the files that stand behind each other and have the same key, the path up to the first dot of
/// the name. As the webdataset library has it: files without an extension and those in `__…__` belong to no sample.
struct WebSample {
  struct Member {
    std::string extension = {};
    MemberRole role = {};
    FilePart place = {};
  };
  std::string shard = {}, key = {};
  std::vector<Member> members = {};  // those that have a role

  std::string where() const { return shard + ":" + key; }
  uint64_t bytes() const;
};

struct WebSamples {
  std::vector<WebSample> all = {};
  bool packed = false;  // a shard is in memory
};

/// The samples of shards in their order; of their files only those with one of these `extensions`, or where none is
/// named all that have a role. Two files that would be in one column are an Error.
WebSamples web_samples(const std::vector<FilePath>& shards, const std::vector<std::string>& extensions);

/// Whether these are tars that hold classes beside images, by the first of their files: images in folders have none.
bool has_webdataset_labels(const std::string& path);

}  // namespace plumb
