#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// How all pictures look.
namespace mlp::style {

// Colours that the colour-blind can tell apart (Okabe and Ito 2008, "Color Universal Design").
constexpr std::string_view blue = "#0072B2";
constexpr std::string_view vermillion = "#D55E00";
constexpr std::string_view green = "#009E73";
constexpr std::string_view orange = "#E69F00";
constexpr std::string_view sky = "#56B4E9";
constexpr std::string_view purple = "#CC79A7";
constexpr std::string_view black = "#000000";
constexpr std::string_view grey = "#808080";

/// For lines and classes, in this order, and then again from the first on.
constexpr std::array<std::string_view, 7> series{blue,   vermillion, green, orange,
                                                 purple, sky,        black};
constexpr std::string_view series_colour(std::size_t i) { return series[i % series.size()]; }

// Training and validation have the same colours everywhere.
constexpr std::string_view train_colour = blue;
constexpr std::string_view validation_colour = vermillion;

/// Encoding, frame, tics, grid and key: the first lines of every script.
std::string frame();
/// The title line.
std::string title(std::string_view text);

/// A colour of style.h as the number 0xRRGGBB.
std::uint32_t rgb(std::string_view colour);

}  // namespace mlp::style
