#pragma once

#include "mlp/core/matrix.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mlp {

/// One column of a table as it was read: every cell is a number, a text or missing. Equal texts are
/// kept once. Numbers are double whatever the network computes with: a float would lose what
/// distinguishes large numbers, such as times, before scaling can save it.
class Column {
  public:
    explicit Column(std::string name = {}) : name_(std::move(name)) {}

    const std::string& name() const { return name_; }
    Index size() const { return static_cast<Index>(numbers_.size()); }

    /// A NaN is a missing cell.
    void add_number(double number) {
        numbers_.push_back(number);
        if (!text_numbers_.empty()) text_numbers_.push_back(no_text);
    }
    void add_missing() { add_number(std::numeric_limits<double>::quiet_NaN()); }
    void add_text(std::string_view text);
    /// Takes all cells out, but keeps the memory for those that come.
    void clear();

    /// NaN where the cell is missing or a text.
    double number(Index row) const { return numbers_[static_cast<std::size_t>(row)]; }
    bool is_text(Index row) const { return text_number(row) != no_text; }
    bool is_missing(Index row) const { return std::isnan(number(row)) && !is_text(row); }

    /// The different texts, in order of appearance.
    const std::vector<std::string>& texts() const { return texts_; }
    /// Which of texts() the cell is; no_text if it is none.
    static constexpr std::uint32_t no_text = 0xFFFFFFFF;
    std::uint32_t text_number(Index row) const {
        return text_numbers_.empty() ? no_text : text_numbers_[static_cast<std::size_t>(row)];
    }
    /// What the cell spells, with one spelling for one number: 1, 1.0 and 1e0 are "1". Empty if it
    /// is missing.
    std::string spelling(Index row) const;

  private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    std::string name_;
    std::vector<double> numbers_;
    std::vector<std::uint32_t> text_numbers_;  ///< empty as long as no cell is a text
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> known_;
};

/// A block of numbers that stands somewhere already, such as in a mapped file: samples × columns.
/// Threads: const and free of state.
class NumberBlock {
  public:
    virtual ~NumberBlock() = default;
    virtual Index samples() const = 0;
    virtual Index columns() const = 0;
    /// Writes all columns of one sample. NaN is a missing number.
    virtual void read(Index sample, double* out) const = 0;
    /// Whether the numbers stay in their file and can be read from there again and again.
    virtual bool is_mapped() const { return false; }
};

/// A block in memory: columns × samples.
class MatrixBlock final : public NumberBlock {
  public:
    explicit MatrixBlock(Matrix<double> numbers) : numbers_(std::move(numbers)) {}
    Index samples() const override { return numbers_.cols(); }
    Index columns() const override { return numbers_.rows(); }
    void read(Index sample, double* out) const override {
        VectorView<double>(out, columns()) = numbers_.col(sample);
    }

  private:
    Matrix<double> numbers_;
};

}  // namespace mlp
