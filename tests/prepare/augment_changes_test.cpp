// Changes of images against what Pillow makes of the same pixels (tests/references/augmentations.py), to the byte.
#include <gtest/gtest.h>

#include <set>

#include "plumb/core/files.h"
#include "plumb/core/form.h"
#include "plumb/prepare/augment_changes.h"
#include "plumb/prepare/blur.h"
#include "plumb/prepare/colours.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::array changes{"identity",  "shear_x",    "shear_y",       "translate_x", "translate_y",
                             "rotate",    "brightness", "color",         "contrast",    "sharpness",
                             "posterize", "solarize",   "auto_contrast", "equalize"};

Bytes bytes_of(const Entry& list) {
  Bytes bytes;
  for (const Entry& byte : list.items()) bytes.push_back(static_cast<uint8_t>(byte.as_double()));
  return bytes;
}

void change(const Entry& one, ImageSpan image) {
  const std::string what = one.at("change").word();
  const double strength = one.at("strength").as_double();
  if (what == "hue") return adjust_hue(image, strength);
  if (what == "blur") return gaussian_blur(image, strength, static_cast<int64_t>(one.at("size").as_double()));
  const auto place = std::find(changes.begin(), changes.end(), what) - changes.begin();
  apply(static_cast<AugmentChange>(place), strength, 0, image);
}

TEST(AugmentChanges, EqualPillow) {
  const auto file = testing::source_dir() / "tests/prepare/augment_changes.json";
  const Entry stored = parse_json(read_file(file), "augment_changes.json");
  std::set<std::string> covered;
  for (const Entry& one : stored.at("cases").items()) {
    const Entry& picture = stored.at("pictures").at(one.at("picture").word());
    const Bytes shape = bytes_of(picture.at("shape")), expected = bytes_of(one.at("gives"));
    Bytes got = bytes_of(picture.at("pixels"));
    change(one, {got.data(), shape[0], shape[1], shape[2]});
    size_t different = 0;
    for (size_t i = 0; i < got.size(); ++i) different += got[i] != expected.at(i);
    EXPECT_EQ(different, 0U) << one.at("change").word() << " " << one.at("strength").word() << " of "
                             << one.at("picture").word();
    covered.insert(one.at("change").word());
  }
  EXPECT_EQ(covered.size(), changes.size() + 2);
}

TEST(AugmentChanges, StrengthsAreTorchvisions) {
  const AugmentReach reach{.translate_x = 150.0 / 331 * 32, .translate_y = 32};
  const auto at = [&](AugmentChange which, int64_t level) { return strength_of(which, reach, level, 31); };
  EXPECT_NEAR(at(AugmentChange::shear_x, 9), 0.09, 1e-12);
  EXPECT_NEAR(at(AugmentChange::translate_x, 30), 14.5015, 1e-4);
  EXPECT_NEAR(at(AugmentChange::rotate, 9), 9, 1e-12);
  EXPECT_NEAR(at(AugmentChange::color, 9), 0.27, 1e-12);
  EXPECT_EQ(at(AugmentChange::posterize, 9), 7);  // 8 - round(9 / 7.5)
  EXPECT_EQ(at(AugmentChange::posterize, 30), 4);
  EXPECT_NEAR(at(AugmentChange::solarize, 9), 178.5, 1e-12);
  EXPECT_EQ(at(AugmentChange::equalize, 9), 0);
  int both_ways = 0;
  for (int i = 0; i < augment_changes; ++i) both_ways += is_signed(static_cast<AugmentChange>(i));
  EXPECT_EQ(both_ways, 9);
}

}  // namespace
}  // namespace plumb
