#pragma once
#include <cstddef>

/// Counts what a program of one thread holds by `new`, blocks at the size that they really take.
namespace counted_memory {

/// Forgets the peak; gives what is held now.
std::size_t start();
std::size_t peak_bytes();

}  // namespace counted_memory
