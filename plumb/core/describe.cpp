#include "plumb/core/describe.h"

#include <algorithm>

namespace plumb {

void OptionsReader::refuse_unknown() const {
  for (const Entry::Field& field : options_.fields())
    if (std::find(known_.begin(), known_.end(), field.name) == known_.end()) {
      std::string hint = did_you_mean(field.name, known_);
      if (hint.empty()) hint = known_.empty() ? "; there are no options here" : "; known here: " + join(known_);
      Problems here = problems_;
      here.add(field.name, fmt::format("unknown option \"{}\"{}", field.name, hint));
    }
}

Entry SchemaWriter::result() const {
  Entry schema = schema_of("object");
  schema.set("properties", properties_);
  if (!required_.items().empty()) schema.set("required", required_);
  schema.set("additionalProperties", Entry::boolean(false));
  return schema;
}

}  // namespace plumb
