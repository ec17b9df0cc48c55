#pragma once

#include "mlp/report/characters.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace mlp {

/// A curve as one line of text, a character for each value, at most `width` of them: where there
/// are more values, a character shows the mean of its neighbours. Higher is fuller; on a
/// logarithmic scale where ValueScale has one. What is not finite is a blank.
std::string sparkline(std::span<const double> values, std::size_t width, Characters characters);

/// A series of any length in bounded memory: the means of equally many neighbours each, of the last
/// ones perhaps fewer.
class CourseOfValues {
  public:
    /// What is not finite takes its place, but does not count in a mean; the mean of no number is
    /// NaN.
    void add(double value);
    void clear() { *this = {}; }
    std::span<const double> means() const { return means_; }

  private:
    std::vector<double> means_;
    std::size_t each_ = 1;    ///< values in each mean
    std::size_t added_ = 0;   ///< values in the last mean
    std::size_t finite_ = 0;  ///< of those
};

}  // namespace mlp
