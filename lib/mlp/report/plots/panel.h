#pragma once

#include "mlp/core/matrix.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlp {

/// A frame with lines in it over epochs, or over another number: the ground of most pictures.
struct Panel {
    enum class Scale {
        linear,
        logarithmic,  ///< of the positive numbers; linear if there are none
        /// Logarithmic where all numbers are positive and span more than two decades: on a linear
        /// scale everything after the first fall of a loss would lie on the axis.
        automatic
    };
    struct Line {
        std::string name;
        std::vector<double> y;  ///< one for each of x; what is not finite breaks the line
        std::string_view colour;
        double width = 2.5;
        bool dashed = false;
    };
    /// A vertical line, with its label above the frame.
    struct Mark {
        double x = 0;
        std::string label;
        std::string_view colour;
    };
    /// A horizontal line, with its label in the key.
    struct Guide {
        double y = 0;
        std::string label;
    };

    std::string title;
    std::string x_label = "epoch";
    std::string y_label{};
    Scale x_scale = Scale::linear;
    Scale y_scale = Scale::automatic;
    std::vector<double> x;  ///< growing
    std::vector<Line> lines;
    std::vector<Mark> marks{};
    std::optional<Guide> guide{};

    bool has_numbers() const;
    /// Marks the best epoch; 0 is none.
    void mark_best(Index epoch);
};

/// The commands that draw a panel, whatever was drawn before it. Where there are no numbers to draw
/// it says so. `number` tells its data from that of the other panels of a picture.
std::string panel_script(const Panel& panel, std::size_t number = 0);

/// The commands that draw panels side by side, below a common title if that is not empty.
std::string panels_script(std::string_view title, const std::vector<Panel>& panels, Index columns);

}  // namespace mlp
