# examples/**/NAME.cpp and bench/NAME.cpp: a program each, in build/<preset>/examples and build/<preset>/bench.

file(GLOB_RECURSE examples CONFIGURE_DEPENDS examples/*.cpp)
foreach(file ${examples})
  get_filename_component(name ${file} NAME_WE)
  add_executable(example_${name} ${file})
  target_link_libraries(example_${name} PRIVATE plumb plumb_warnings)  # as a user would
  set_target_properties(example_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY examples ENABLE_EXPORTS ON)
endforeach()

file(GLOB_RECURSE bench_parts CONFIGURE_DEPENDS bench/support/*.cpp bench/networks/*.cpp)  # what they share
add_library(bench_parts OBJECT ${bench_parts})
target_include_directories(bench_parts PUBLIC ${PROJECT_SOURCE_DIR})
target_link_libraries(bench_parts PRIVATE plumb_dependencies plumb_warnings)
file(GLOB benches CONFIGURE_DEPENDS bench/*.cpp)
foreach(file ${benches})
  get_filename_component(name ${file} NAME_WE)
  plumb_program(bench_${name} ${file} $<TARGET_OBJECTS:bench_parts>)
  set_target_properties(bench_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY bench)
endforeach()
