#include "grid.h"

namespace mlp::bench {
namespace {

struct Place {
    Index width = 128;
    Index depth = 2;
    Index batch = 32;
    Index rows = 4096;
};

struct Axis {
    std::string name;
    Index Place::*dimension;
    std::vector<Index> values;
};

const std::vector<Axis>& axes() {
    static const std::vector<Axis> table{
        {"width", &Place::width, {16, 32, 64, 128, 256, 512, 1024}},
        {"depth", &Place::depth, {1, 2, 4, 8, 16}},
        {"batch", &Place::batch, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
        {"rows", &Place::rows, {1024, 4096, 32768, 262144}}};
    return table;
}

}  // namespace

std::vector<GridPoint> grid() {
    std::vector<GridPoint> points;
    for (const auto& [name, dimension, values] : axes()) {
        for (const Index value : values) {
            Place place;
            place.*dimension = value;
            points.push_back({name,
                              value,
                              {relu_classifier(64, place.width, place.depth, 10), "cross_entropy",
                               "adam", place.batch, place.rows, normal_samples}});
        }
    }
    return points;
}

}  // namespace mlp::bench
