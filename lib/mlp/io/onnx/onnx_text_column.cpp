#include "mlp/io/onnx/onnx_text_column.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace mlp::onnx {
namespace {

/// 0, 1, ..., count − 1
Places first_places(std::int64_t count) {
    Places places(static_cast<std::size_t>(count));
    std::iota(places.begin(), places.end(), 0);
    return places;
}

/// Each text becomes a number: that of its category or, behind these, one for a missing text and
/// one for all others. Every input is looked up by it in a table of as many rows.
class TextColumn {
  public:
    TextColumn(Graph& graph, const TextInput& column, const std::string& raw)
        : graph_(graph),
          column_(column),
          count_(static_cast<std::int64_t>(column.code.categories.size())) {
        Texts known = column.code.categories;
        missing_ = std::ranges::find(known, "") - known.begin();
        if (missing_ == count_) known.emplace_back();
        number_ = graph.add("LabelEncoder", {raw},
                            {{"classes_strings", known}, {"default_int64", unknown()}});
    }

    /// [batch, categories]: 1 for the category that it is.
    std::string one_hot() const {
        Places category = first_places(count_ + 2);
        category[static_cast<std::size_t>(missing_)] = filled();
        const std::string is = graph_.add(
            "Equal", {looked_up(graph_.integers(category)), graph_.integers(first_places(count_))});
        return cast(graph_, is, Element::float32);
    }

    /// [batch, 1]: the number that training gave the category.
    std::string code() const {
        Vector<double> codes = Vector<double>::Zero(count_ + 2);
        std::ranges::copy(column_.code.numbers, codes.begin());
        codes[missing_] = codes[filled()];
        return looked_up(graph_.row(Element::float32, codes));
    }

    /// [batch, 1]: whether it is missing.
    std::string indicator() const {
        Vector<double> flags = Vector<double>::Zero(count_ + 2);
        flags[missing_] = 1;
        return looked_up(graph_.row(Element::float32, flags));
    }

  private:
    std::int64_t unknown() const { return count_ + 1; }

    /// The category that stands for a missing text.
    std::int64_t filled() const {
        const auto& categories = column_.code.categories;
        if (!column_.fill) return unknown();
        const auto found = std::ranges::find(categories, *column_.fill);
        return found == categories.end() ? unknown() : found - categories.begin();
    }

    std::string looked_up(const std::string& table) const {
        return graph_.add("Gather", {table, number_}, {{"axis", std::int64_t{0}}});
    }

    Graph& graph_;
    const TextInput& column_;
    std::int64_t count_;
    std::int64_t missing_ = 0;
    std::string number_;  ///< the value [batch, 1], int64
};

}  // namespace

void write_text_column(Graph& graph, const TextInput& column, const std::string& raw,
                       std::int64_t place, Pieces& inputs) {
    const TextColumn texts(graph, column, raw);
    const std::int64_t width = column.code.inputs();
    Places places = first_places(width);
    for (auto& each : places) each += place;
    inputs.add(column.code.numbers.empty() ? texts.one_hot() : texts.code(), places);
    if (column.indicator) inputs.add(texts.indicator(), {place + width});
}

}  // namespace mlp::onnx
