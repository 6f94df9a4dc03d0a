# SPDX-License-Identifier: GPL-3.0-or-later
# Compiler flags that every target of ours shares, as an interface library, so that no global flag
# reaches code that is not ours.
find_package(Threads REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
# Here, so that its imported targets are known in every folder.
find_package(Torch REQUIRED)

add_library(penumbra_options INTERFACE)
target_include_directories(penumbra_options INTERFACE ${CMAKE_SOURCE_DIR})
# -Wrestrict: false alarms of GCC 12 on std::string concatenation
target_compile_options(penumbra_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wno-unknown-pragmas>
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>)
target_compile_definitions(penumbra_options INTERFACE PENUMBRA_VERSION="${PROJECT_VERSION}")
target_link_libraries(penumbra_options INTERFACE Threads::Threads)

# Every binary: relocations are read-only before main, no stack is executable.
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
if(PENUMBRA_HARDEN)
  target_compile_options(penumbra_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fstack-protector-strong;-fstack-clash-protection>
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<NOT:$<CONFIG:Debug>>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2>)
endif()

if(PENUMBRA_SANITIZE)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${PENUMBRA_SANITIZE}> -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PENUMBRA_SANITIZE})
endif()
if(PENUMBRA_FUZZ) # libpenumbra-core counts its branches for libFuzzer, too
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# vectorised(TARGET SOURCE …): sources with inner loops, see core/image/simd.hpp.
function(vectorised target)
  set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES COMPILE_OPTIONS
    "$<$<NOT:$<CONFIG:Debug>>:-O3>;-ffp-contract=off;-fno-math-errno;-fno-trapping-math")
endfunction()

# reuse_torch_header(TARGET): the target's sources find LibTorch's headers precompiled (by penumbra_nn): a file
# then compiles in 7 s instead of 18 s. All of them must be compiled alike, see -fPIC in CMakeLists.txt.
function(reuse_torch_header target)
  target_precompile_headers(${target} REUSE_FROM penumbra_nn)
endfunction()

find_program(PENUMBRA_CCACHE ccache)
if(PENUMBRA_CCACHE)
  # What ccache asks for where headers are precompiled (its manual, "Precompiled headers"); depending on the
  # listed headers saves it from preprocessing the 600 MB of LibTorch's.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
    CCACHE_DEPEND=1
    ${PENUMBRA_CCACHE})
endif()
find_program(PENUMBRA_MOLD mold)
if(PENUMBRA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# nvcc is optional: without it everything else builds and runs.
set(PENUMBRA_HAVE_CUDA OFF)
if(PENUMBRA_CUDA)
  include(CheckLanguage)
  if(NOT CMAKE_CUDA_COMPILER AND EXISTS /usr/local/cuda/bin/nvcc)
    set(CMAKE_CUDA_COMPILER /usr/local/cuda/bin/nvcc)
  endif()
  if(NOT CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 86-real 89-real 90)
  endif()
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    enable_language(CUDA)
    if(CMAKE_CUDA_COMPILER_VERSION VERSION_LESS 12)
      message(STATUS "nvcc ${CMAKE_CUDA_COMPILER_VERSION} is too old (12 is needed)")
    else()
      set(PENUMBRA_HAVE_CUDA ON)
      # CMake 3.25 does not know that nvcc 12 and later speak C++20
      if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)
        set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
      endif()
    endif()
  endif()
endif()
message(STATUS "CUDA kernels: ${PENUMBRA_HAVE_CUDA}")
