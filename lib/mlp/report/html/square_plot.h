#pragma once

#include <string>

namespace mlp::html {

/// A square picture (SVG) whose two axes have the same ends.
class SquarePlot {
  public:
    static constexpr double size = 400;  ///< its sides, in units of its own

    SquarePlot(double low, double high) : low_(low), high_(high) {}

    double x(double value) const {
        return left + (value - low_) / (high_ - low_) * (size - left - margin);
    }
    double y(double value) const {
        return size - bottom - (value - low_) / (high_ - low_) * (size - bottom - margin);
    }
    /// Grid, numbers and names of the axes, and the diagonal.
    std::string axes(const char* x_name, const char* y_name) const;

  private:
    static constexpr double left = 58;
    static constexpr double bottom = 44;
    static constexpr double margin = 12;

    double low_;
    double high_;
};

}  // namespace mlp::html
