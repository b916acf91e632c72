#include "plumb/deploy/bundle.h"

#include "plumb/core/safetensors.h"
#include "plumb/deploy/agreement.h"
#include "plumb/deploy/golden.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<ExportTarget>().add<BundleExport>();

constexpr int64_t golden_rows = 5;
constexpr auto format_key = "plumb.format";
constexpr auto format = "bundle 1";
constexpr auto golden_key = "golden.json";
constexpr auto weights_part = "weights.safetensors";

}  // namespace

void write_bundle(const Path& file, const Trained& trained, const GoldenRows& golden) {
  const auto parts = parts_of(trained);
  const Safetensors weights = parse_safetensors(parts.at(weights_part), weights_part);
  const StoredGolden stored = store_golden(golden, trained.schema);
  Metadata metadata{{format_key, format}, {golden_key, to_json(stored.cells, -1)}};
  for (const auto& [name, content] : parts)
    if (name != weights_part) metadata[name] = content;
  std::map<std::string, TensorBytes> tensors = stored.tensors;
  for (const auto& [name, tensor] : weights.tensors) tensors["weights/" + name] = tensor;
  write_safetensors(file, tensors, metadata);
}

ExportReport BundleExport::export_to(const Exported& model, const Path& file) const {
  GoldenRows golden{.rows = model.rows.slice(0, std::min(golden_rows, model.rows.rows()))};
  golden.answers = model.answer(golden.rows);
  write_bundle(file, model.trained, golden);
  replay(read_bundle(file), model.answer, file.string());
  ExportReport report{.text = fmt::format("{} golden rows, replayed whenever it is loaded", golden.rows.rows())};
  report.facts.set("golden_rows", Entry::number(golden.rows.rows()));
  return report;
}

Bundle read_bundle(const Path& path) {
  const std::string file = path.string();
  const Safetensors stored = read_safetensors(path);
  const auto known = stored.metadata.find(format_key);
  require(known != stored.metadata.end(), "{} is no bundle of plumb; `plumb export RUN --to bundle` writes one", file);
  require(known->second == format, "{}: format \"{}\", and this plumb reads \"{}\"; use the plumb that wrote it", file,
          known->second, format);
  std::map<std::string, std::string> parts(stored.metadata.begin(), stored.metadata.end());
  std::map<std::string, TensorBytes> weights;
  for (const auto& [name, tensor] : stored.tensors)
    if (name.starts_with("weights/")) weights[name.substr(8)] = tensor;
  parts[weights_part] = to_safetensors(weights);
  Bundle bundle{.trained = trained_from(parts, file)};
  const auto golden = parts.find(golden_key);
  require(golden != parts.end(), "{}: {} is missing", file, golden_key);
  bundle.golden = load_golden(parse_json(golden->second, file), stored.tensors, bundle.trained, file);
  return bundle;
}

void replay(const Bundle& bundle, const std::function<std::vector<Answer>(const Table&)>& answer,
            const std::string& file) {
  const Agreement agreement = compare(bundle.golden.answers, answer(bundle.golden.rows));
  if (!agreement.within())
    throw Error(
        "{}: the model does not say of its golden rows what it said when it was written ({} {} instead of {} in "
        "row {}); the file was changed, or this machine computes wrongly",
        file, agreement.target, agreement.b, agreement.a, agreement.row + 1);
}

}  // namespace plumb
