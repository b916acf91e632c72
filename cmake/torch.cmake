# libplumb_torch.so: the plug-in that executes graphs with libtorch (CUDA, and the oracle of the tests). Built where a libtorch
# is found (2.11 or later): PLUMB_DEPS/torch, Torch_DIR or CMAKE_PREFIX_PATH. Our own imported targets are used instead of TorchConfig.cmake,
# which asks for a CUDA toolkit where the wheel is a CUDA build, and brings a dummy protobuf. Symbols of plumb itself stay
# undefined here: they are those of the program that loads the plug-in, so that there is one set of registries.

file(GLOB torch_sources CONFIGURE_DEPENDS plumb/engine/torch/*.cpp)
find_path(PLUMB_TORCH_ROOT include/ATen/ATen.h
  HINTS "${PLUMB_DEPS}/torch" "${Torch_DIR}/../../.." ${CMAKE_PREFIX_PATH} PATH_SUFFIXES . ../.. NO_DEFAULT_PATH)
if(NOT PLUMB_TORCH_ROOT)
  message(STATUS "libtorch not found: no plug-in (./dev test brings one)")
  return()
endif()
if(NOT torch_sources)
  return()
endif()

add_library(plumb_torch_libraries INTERFACE)
target_include_directories(plumb_torch_libraries SYSTEM INTERFACE
  ${PLUMB_TORCH_ROOT}/include ${PLUMB_TORCH_ROOT}/include/torch/csrc/api/include)
foreach(name c10 torch torch_cpu c10_cuda torch_cuda)  # the last two in a CUDA build only
  if(EXISTS "${PLUMB_TORCH_ROOT}/lib/lib${name}.so")
    add_library(plumb_torch::${name} SHARED IMPORTED)
    set_target_properties(plumb_torch::${name} PROPERTIES IMPORTED_LOCATION "${PLUMB_TORCH_ROOT}/lib/lib${name}.so")
    target_link_libraries(plumb_torch_libraries INTERFACE plumb_torch::${name})
  endif()
endforeach()

# One source reads headers of CUDA: those beside a wheel (whole with the package cuda-toolkit[crt]), or a toolkit's.
list(FILTER torch_sources EXCLUDE REGEX "/cuda_graph\\.cpp$")
if(TARGET plumb_torch::torch_cuda)
  find_package(CUDAToolkit QUIET)
  file(GLOB of_wheels "${PLUMB_TORCH_ROOT}/../nvidia/*/include")
  find_path(PLUMB_CUDA_INCLUDE crt/host_config.h HINTS ${of_wheels} ${CUDAToolkit_INCLUDE_DIRS})
  if(PLUMB_CUDA_INCLUDE)
    list(APPEND torch_sources plumb/engine/torch/cuda_graph.cpp)
    set_source_files_properties(plumb/engine/torch/cuda_graph.cpp PROPERTIES COMPILE_OPTIONS "-isystem;${PLUMB_CUDA_INCLUDE}")
  else()
    message(STATUS "no headers of CUDA (a toolkit's): the plug-in records no CUDA graphs")
  endif()
endif()

add_library(plumb_torch MODULE ${torch_sources})
target_include_directories(plumb_torch PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
# libtorch brings fmt's headers in a version of its own, and not the library: header-only, they meet no other version.
target_compile_definitions(plumb_torch PRIVATE AT_PER_OPERATOR_HEADERS FMT_HEADER_ONLY)
target_link_libraries(plumb_torch PRIVATE plumb_torch_libraries plumb_warnings)
# Operators of libtorch register themselves when it is loaded: a library that nobody names is needed too.
target_link_options(plumb_torch PRIVATE -Wl,--no-as-needed)
