# SPDX-License-Identifier: GPL-3.0-or-later
# shares_abi(TARGET SOURCE …): these sources hand C++ objects to, or take them from, another library of ours at
# run time (core/abi.hpp), and see PENUMBRA_ABI: a digest of all headers whose types may be among them. It cannot
# be forgotten when one of them changes.
file(GLOB headers RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/core/*.hpp
  ${CMAKE_SOURCE_DIR}/core/image/*.hpp ${CMAKE_SOURCE_DIR}/core/model/*.hpp
  ${CMAKE_SOURCE_DIR}/core/nn/interface/*.hpp ${CMAKE_SOURCE_DIR}/core/edit/*/*.hpp
  ${CMAKE_SOURCE_DIR}/core/agent/*.hpp ${CMAKE_SOURCE_DIR}/core/tool/*.hpp
  ${CMAKE_SOURCE_DIR}/core/io/*.hpp)
set(digests)
foreach(header ${headers})
  file(SHA256 ${CMAKE_SOURCE_DIR}/${header} digest)
  string(APPEND digests "${header} ${digest}\n")
  set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
endforeach()
string(SHA256 digest "${PROJECT_VERSION} ${CMAKE_CXX_COMPILER_ID}\n${digests}")
string(SUBSTRING ${digest} 0 16 PENUMBRA_ABI)

function(shares_abi target)
  set_property(SOURCE ${ARGN} TARGET_DIRECTORY ${target} APPEND PROPERTY
    COMPILE_DEFINITIONS PENUMBRA_ABI="${PENUMBRA_ABI}")
endfunction()
