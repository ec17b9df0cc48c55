#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace mlp {

/// How fast something goes forward of late: over some ten seconds and the last two epochs at least,
/// as the parts of an epoch are not equally fast. What came before is forgotten.
class Pace {
  public:
    /// So far it is: `epochs` (with a fraction) at a time, in seconds. Neither ever goes back.
    void note(double seconds, double epochs);
    /// None before the second note.
    std::optional<double> epochs_per_second() const;

  private:
    struct Mark {
        double seconds, epochs;
    };
    static constexpr std::size_t marks = 20;
    static constexpr double seconds_between_marks = 0.5;
    static constexpr double epochs_between_marks = 0.125;

    std::array<Mark, marks> ring_{};
    std::size_t count_ = 0;  ///< that were ever made
    Mark now_{};
};

}  // namespace mlp
