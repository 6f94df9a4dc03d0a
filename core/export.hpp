#pragma once

/// Marks what the shared libraries of `core` show; everything else stays hidden.
#define PENUMBRA_API __attribute__((visibility("default")))
