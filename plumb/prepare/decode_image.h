#pragma once

#include <array>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

enum class ImageChannels { keep, grey, colour };
constexpr auto names(ImageChannels) { return std::array{"keep", "grey", "colour"}; }

/// Turns encoded images (PNG, JPEG, PNM) into pixels, 8 bits a channel.
///
///     - decode_image: {channels: colour}
///
/// Images that are pixels already only get the channels asked for. Grey is 0.299 red + 0.587 green + 0.114 blue,
/// rounded (ITU-R BT.601); colour of a grey image repeats it. `keep` takes the channels of the first train image for
/// all. ONNX graphs begin after this step: their input is pixels.
struct DecodeImage {
  std::vector<std::string> columns = {};
  ImageChannels channels = ImageChannels::keep;

  static constexpr auto name = "decode_image";
  static constexpr auto summary = "Turns encoded images into pixels.";
  static constexpr auto example = "decode_image: {channels: colour}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns of images; empty means all of them.");
    field("channels", self.channels, "Channels that every image gets; keep: those of the first train image.");
  }

  struct State {
    std::vector<std::string> columns = {};
    std::vector<int64_t> channels = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are decoded.");
      field("channels", self.channels, "Channels of each: 1 or 3.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}  // the graph begins with pixels of the right size
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb
