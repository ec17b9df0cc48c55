#pragma once

#include <string>
#include <vector>

namespace mlp {

/// How far an axis goes.
struct Axis {
    double min = 0;
    double max = 1;
    bool logarithmic = false;

    /// Where a number stands: 0 at the lower end, 1 at the upper one.
    double position(double value) const;
    /// Makes room at both ends, as a share of the length.
    void widen(double share);
};

/// Whether gnuplot can draw a number: at the very ends of their range it cannot count.
bool can_be_drawn(double value);

/// The axis that just holds those of the numbers that can be drawn; on a logarithmic one, that are
/// positive. From 0 to 1 if there are none. A single number stands in the middle.
Axis axis_of(const std::vector<double>& numbers, bool logarithmic);

/// Whether all numbers that can be drawn are positive, and they span more than two decades.
bool suits_logarithm(const std::vector<double>& numbers);

/// Which numbers stand at a linear axis: those that gnuplot chooses, or few enough to have room in
/// a small frame, or few whole ones.
enum class Tics { any, few, whole };

/// The commands that set scale, range and tics of the axis 'x' or 'y'.
std::string axis_script(char name, const Axis& axis, Tics tics = Tics::any);

}  // namespace mlp
