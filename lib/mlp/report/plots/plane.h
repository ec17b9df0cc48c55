#pragma once

#include "mlp/report/decision_map.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Colours and coordinates of pictures that fill a plane.
namespace mlp::style {

/// Colours, each as 0xRRGGBB, with even steps from the lowest number to the highest.
using Palette = std::span<const std::uint32_t>;
/// From white to dark blue, for what is there more or less.
inline constexpr std::array<std::uint32_t, 4> sequential{0xFFFFFF, 0x9CCBE8, 0x0072B2, 0x00304D};
/// Vermillion, white, blue: for what is below and above zero, as weights in a network's picture.
inline constexpr std::array<std::uint32_t, 5> diverging{0xD55E00, 0xF0BE97, 0xFFFFFF, 0x97C7E1,
                                                        0x0072B2};

/// The command that makes gnuplot use it.
std::string palette_script(Palette palette);
/// Where share of the way through a palette is from 0 to 1.
std::uint32_t colour_in(Palette palette, double share);

/// Numbers as the data block $name, to be read as a "matrix": one line a row, from row 0 on, with 5
/// digits.
std::string matrix_data(std::string_view name, const Matrix<double>& values);

/// "(a + b * $1):(c + d * $2)": where column $1 and row $2 of a matrix are in the plane of a grid.
std::string place_in(const PlaneGrid& grid);

}  // namespace mlp::style
