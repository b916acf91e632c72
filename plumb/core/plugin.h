#pragma once

#include <string>

namespace plumb {

/// A part of Plumbline that needs a large library, in a file of its own (`libplumb_NAME.so`), which is loaded where a
/// run first needs it: so the program starts as fast, and runs, where that library is not.
///
///     load_plugin("arrow", "Parquet and Arrow files");
///
/// Looked for in $PLUMB_<NAME>_PLUGIN (a file), beside the program, and in ../lib of it; loaded once and never closed
/// again. An Error says what needs it (`for_what`), where it was looked for, and how to get it. A plug-in's undefined
/// symbols are those of the program, which must export them (ENABLE_EXPORTS).
void* load_plugin(const std::string& name, const std::string& for_what);

/// The address of the struct that `PLUMB_PLUGIN` made.
const void* plugin_functions(const std::string& name, const std::string& for_what);

/// The functions that a plug-in brings: a struct of function pointers, declared in a header that both sides include.
///
///     struct ArrowPlugin {
///       static constexpr auto name = "arrow", for_what = "Arrow files";
///       ReadResult (*read)(...);
///     };
///     const ReadResult rows = plugin<ArrowPlugin>().read(...);       // the program
///     PLUMB_PLUGIN((ArrowPlugin{.read = read}))                     // the plug-in
template <class Functions>
const Functions& plugin() {
  static const auto* const functions =
      static_cast<const Functions*>(plugin_functions(Functions::name, Functions::for_what));
  return *functions;
}

#define PLUMB_PLUGIN(functions)                     \
  extern "C" const void* plumb_plugin_functions() { \
    static const auto all = functions;              \
    return &all;                                    \
  }

}  // namespace plumb
