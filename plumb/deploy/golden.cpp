#include "plumb/deploy/golden.h"

#include <cstring>

namespace plumb {
namespace {

constexpr double most_rows = 1e6;

std::string image_name(const std::string& column, int64_t row) {
  return fmt::format("golden/image/{}/{}", column, row);
}
std::string answer_name(const std::string& target) { return "golden/answer/" + target; }

const TensorBytes& find(const std::map<std::string, TensorBytes>& tensors, const std::string& name,
                        const std::string& file) {
  const auto found = tensors.find(name);
  require(found != tensors.end(), "{}: tensor \"{}\" is missing", file, name);
  return found->second;
}

Column images(const std::string& column, int64_t rows, const std::map<std::string, TensorBytes>& tensors,
              const std::string& file) {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<std::array<int64_t, 3>> shapes;
  for (int64_t row = 0; row < rows; ++row) {
    const TensorBytes& image = find(tensors, image_name(column, row), file);
    const auto* first = reinterpret_cast<const uint8_t*>(image.bytes.data());
    bytes.insert(bytes.end(), first, first + image.bytes.size());
    offsets.push_back(static_cast<int64_t>(bytes.size()));
    require(image.type == Type::u8 && (image.shape.size() == 3 || image.shape.size() == 1),
            "{}: tensor \"{}\" is no image", file, image_name(column, row));
    const Shape& s = image.shape;  // one dimension: still encoded
    shapes.push_back(s.size() == 3 ? std::array{s[0], s[1], s[2]} : std::array<int64_t, 3>{0, 0, 0});
  }
  return Column::images(std::move(bytes), std::move(offsets), std::move(shapes));
}

// Every type but images travels as text and comes back by its type.
Column cells_of(const Schema::Field& field, const Entry& cells, int64_t rows, const std::string& file) {
  require(static_cast<int64_t>(cells.items().size()) == rows, "{}: {} golden rows of \"{}\" instead of {}", file,
          cells.items().size(), field.name, rows);
  std::vector<std::optional<std::string>> texts;
  for (const Entry& cell : cells.items()) texts.push_back(cell.is_null() ? std::nullopt : std::optional(cell.word()));
  auto column = Column::texts(texts).as(field.type);
  require(column.has_value(), "{}: golden rows of \"{}\" hold no {}", file, field.name, name_of(field.type));
  return std::move(*column);
}

Entry cell_of(const Column& column, int64_t row) {
  if (column.missing(row)) return {};
  if (column.type() == ColumnType::number) return Entry::text(shortest(column.number(row)));
  return Entry::text(column.shown(row));
}

}  // namespace

StoredGolden store_golden(const GoldenRows& golden, const Schema& schema) {
  StoredGolden stored;
  Entry columns = Entry::map();
  for (const Schema::Field& field : schema.fields) {
    const Column& column = golden.rows.at(field.name);
    Entry cells = Entry::list();
    for (int64_t row = 0; row < column.size(); ++row) {
      if (field.type != ColumnType::image) {
        cells.push(cell_of(column, row));
        continue;
      }
      const ImageView image = column.image(row);
      const Shape shape = image.encoded() ? Shape{static_cast<int64_t>(image.bytes.size())}
                                          : Shape{image.height, image.width, image.channels};
      stored.tensors[image_name(field.name, row)] = {shape, Type::u8, std::as_bytes(image.bytes)};
    }
    columns.set(field.name, std::move(cells));
  }
  stored.cells = Entry::map();
  stored.cells.set("rows", Entry::number(golden.rows.rows()));
  stored.cells.set("columns", std::move(columns));
  for (const Answer& answer : golden.answers) {
    stored.kept.push_back(std::make_shared<std::vector<double>>(answer.values));
    const Shape shape{golden.rows.rows(), static_cast<int64_t>(answer.width())};
    stored.tensors[answer_name(answer.target.name)] = {shape, Type::f64, std::as_bytes(std::span(*stored.kept.back()))};
  }
  return stored;
}

GoldenRows load_golden(const Entry& cells, const std::map<std::string, TensorBytes>& tensors, const Trained& trained,
                       const std::string& file) {
  GoldenRows golden;
  const double said = cells.at("rows").as_double();
  require(said >= 0 && said <= most_rows, "{}: holds {} golden rows; the file is damaged", file,
          cells.at("rows").word());
  const auto rows = static_cast<int64_t>(said);
  for (const Schema::Field& field : trained.schema.fields)
    golden.rows.set(field.name, field.type == ColumnType::image
                                    ? images(field.name, rows, tensors, file)
                                    : cells_of(field, cells.at("columns").at(field.name), rows, file));
  for (const TrainedTarget& target : trained.targets) {
    const TensorBytes& stored = find(tensors, answer_name(target.spec.name), file);
    Answer answer{.target = target.spec};
    require(stored.type == Type::f64 && stored.shape == Shape({rows, static_cast<int64_t>(answer.width())}),
            "{}: golden answers of \"{}\" have another shape", file, target.spec.name);
    answer.values.resize(stored.bytes.size() / sizeof(double));
    std::memcpy(answer.values.data(), stored.bytes.data(), stored.bytes.size());
    golden.answers.push_back(std::move(answer));
  }
  return golden;
}

}  // namespace plumb
