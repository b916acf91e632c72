#include "plumb/task/data_facts.h"

#include "plumb/core/hash.h"
#include "plumb/core/table_hash.h"

namespace plumb {
namespace {

Entry facts_of_part(const Dataset& part) {
  Entry facts = Entry::map(), columns = Entry::map();
  facts.set("rows", Entry::number(part.rows()));
  facts.set("hash", Entry::text(hash_text(hash_table(part.table))));
  for (const std::string& name : part.table.names())
    columns.set(name, Entry::text(name_of(part.table.at(name).type())));
  facts.set("columns", columns);
  return facts;
}

}  // namespace

Entry facts_of(const TaskData& data) {
  Entry facts = Entry::map();
  if (data.whole.rows() > 0) {
    facts.set("all", facts_of_part(data.whole));
    return facts;
  }
  facts.set("train", facts_of_part(data.train));
  if (data.valid.rows() > 0) facts.set("valid", facts_of_part(data.valid));
  if (data.test.rows() > 0) facts.set("test", facts_of_part(data.test));
  return facts;
}

}  // namespace plumb
