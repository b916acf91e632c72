#pragma once

#include <map>
#include <string>
#include <vector>

/// Where rows lie in a database, as one word: `sqlite:///houses.db?table=sales`,
/// `postgresql://me@host/shop?table=sales`.
namespace plumb {

/// "sqlite" of "sqlite:///f.db"; "" where a path is no URL.
std::string scheme_of(const std::string& path);

/// The URL without some of its parameters, which are decoded ("+" and "%20" are blanks) and taken out:
///
///     take_parameters("postgresql://h/d?table=t&sslmode=require", {"table", "query"})
///     // {.rest = "postgresql://h/d?sslmode=require", .taken = {{"table", "t"}}}
struct TakenParameters {
  std::string rest = {};
  std::map<std::string, std::string> taken = {};
};
TakenParameters take_parameters(const std::string& url, const std::vector<std::string>& names);

/// What a table or a query means as SQL; exactly one of them is given. `"` inside a name is doubled.
std::string select_all(const std::string& table);

}  // namespace plumb
