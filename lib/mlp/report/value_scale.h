#pragma once

#include <span>

namespace mlp {

/// The least and the greatest finite one of some numbers.
struct ValueRange {
    double least = 0;
    double greatest = 0;
    bool empty = true;  ///< as long as there was no finite number

    void add(double value);
    void add(std::span<const double> values);
};

/// An axis for the numbers of a range: logarithmic where all are positive and they span more than
/// two decades, as losses often do, and linear otherwise.
class ValueScale {
  public:
    /// A range of one number is widened, so that it lies in the middle; an empty one is that of 0.
    explicit ValueScale(ValueRange range);

    bool logarithmic() const { return logarithmic_; }
    /// How far up a number of the range is: 0 for the least, 1 for the greatest.
    double position(double value) const;
    /// The number at a position: the inverse.
    double value(double position) const;

  private:
    bool logarithmic_ = false;
    // Of the logarithms on a logarithmic scale. Half of the numbers, as their difference may be
    // more than the largest double.
    double low_ = 0;
    double high_ = 0;
};

}  // namespace mlp
