#pragma once

#include <optional>
#include <string>
#include <vector>

namespace plumb {

/// The part that a folder or a name means: "train" (train, training), "valid" (valid, val, validation, dev) or "test"
/// (test, testing), in letters of any size.
std::optional<std::string> part_named(const std::string& word);

/// A folder whose images are one part of the rows.
struct ImagePart {
  std::string part;    // "train", "valid" or "test"
  std::string folder;  // its name below the path: "val"
};

/// The parts that a folder or tar of images consists of, train first; none where its folders are classes:
///
///     photos/train/ant/1.jpg  photos/val/ant/2.jpg     # train and valid
///     vehicles/car/1.jpg      vehicles/train/2.jpg     # two classes: a train is nothing without a test or valid
///     beside
///
/// Images beside the folders of train and another part belong to none: an Error that names one.
std::vector<ImagePart> image_parts(const std::string& path);

}  // namespace plumb
