#pragma once

#include <string>

namespace plumb {

/// Tells this build of the program from any other: what the linker wrote into it (the ELF build ID), which changes with
/// every change of the code. For what is kept from one run of the program to the next and must not outlive the code
/// that made it; the version does not change between two builds of a tree.
const std::string& build_id();

}  // namespace plumb
