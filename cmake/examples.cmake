# examples/**/NAME.cpp and bench/NAME.cpp: a program each, in build/<preset>/examples and build/<preset>/bench.

file(GLOB_RECURSE examples CONFIGURE_DEPENDS examples/*.cpp)
foreach(file ${examples})
  get_filename_component(name ${file} NAME_WE)
  add_executable(example_${name} ${file})
  target_link_libraries(example_${name} PRIVATE plumb plumb_warnings)  # as a user would
  set_target_properties(example_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY examples ENABLE_EXPORTS ON)
endforeach()

file(GLOB benches CONFIGURE_DEPENDS bench/*.cpp)
foreach(file ${benches})
  get_filename_component(name ${file} NAME_WE)
  plumb_program(bench_${name} ${file})
  set_target_properties(bench_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY bench)
endforeach()
