#include "mlp/data/missing.h"

#include <algorithm>

namespace mlp {
namespace {

/// The text that stands most often; of several, the first by its bytes.
std::optional<std::string> most_frequent_text(const TextCounts& counts) {
    return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })
        ->first;
}

/// Runs of the same number stand together; of several as long, the smallest number wins.
double most_frequent_number(const std::vector<double>& sorted) {
    double best = sorted.front();
    std::ptrdiff_t longest = 0;
    for (auto run = sorted.begin(); run != sorted.end();) {
        const auto end = std::upper_bound(run, sorted.end(), *run);
        if (end - run > longest) {
            longest = end - run;
            best = *run;
        }
        run = end;
    }
    return best;
}

struct Refuse {
    static constexpr std::string_view name = "error";
    static constexpr std::string_view help = "a missing cell is an error";
    static constexpr MissingTraits traits{.refuse = true};
    static Options<Refuse> options() { return {}; }
    std::optional<double> number(const NumberFacts&) const { return std::nullopt; }
    std::optional<std::string> text(const TextCounts&) const { return std::nullopt; }
};

struct Mean {
    static constexpr std::string_view name = "mean";
    static constexpr std::string_view help =
        "the mean of the training samples; of texts the most frequent";
    static constexpr MissingTraits traits{};
    static Options<Mean> options() { return {}; }
    std::optional<double> number(const NumberFacts& x) const { return x.mean; }
    std::optional<std::string> text(const TextCounts& t) const { return most_frequent_text(t); }
};

struct Median {
    static constexpr std::string_view name = "median";
    static constexpr std::string_view help =
        "the median of the training samples; of texts the most frequent";
    static constexpr MissingTraits traits{.sorted = true};
    static Options<Median> options() { return {}; }
    std::optional<double> number(const NumberFacts& x) const { return x.median(); }
    std::optional<std::string> text(const TextCounts& t) const { return most_frequent_text(t); }
};

struct MostFrequent {
    static constexpr std::string_view name = "most_frequent";
    static constexpr std::string_view help = "what stands most often in the training samples";
    static constexpr MissingTraits traits{.sorted = true};
    static Options<MostFrequent> options() { return {}; }
    std::optional<double> number(const NumberFacts& x) const {
        return most_frequent_number(x.sorted);
    }
    std::optional<std::string> text(const TextCounts& t) const { return most_frequent_text(t); }
};

struct Drop {
    static constexpr std::string_view name = "drop";
    static constexpr std::string_view help =
        "samples with a missing cell are left out; at prediction it is an error";
    static constexpr MissingTraits traits{.drop = true};
    static Options<Drop> options() { return {}; }
    std::optional<double> number(const NumberFacts&) const { return std::nullopt; }
    std::optional<std::string> text(const TextCounts&) const { return std::nullopt; }
};

struct Constant {
    double constant = 0;
    std::string text_constant = "missing";

    static constexpr std::string_view name = "constant";
    static constexpr std::string_view help = "always the same: {\"constant\": 0}";
    static constexpr MissingTraits traits{};
    static Options<Constant> options() {
        return {{"constant", &Constant::constant, any_number, "in columns of numbers", true},
                {"text", &Constant::text_constant, anything, "in columns of texts"}};
    }
    std::optional<double> number(const NumberFacts&) const { return constant; }
    std::optional<std::string> text(const TextCounts&) const { return text_constant; }
};

template <class S>
class MissingRuleOf final : public MissingRule {
  public:
    explicit MissingRuleOf(S s) : s_(std::move(s)) {}
    const Traits& traits() const override { return S::traits; }
    std::optional<double> number(const NumberFacts& x) const override { return s_.number(x); }
    std::optional<std::string> text(const TextCounts& t) const override { return s_.text(t); }

  private:
    S s_;
};

template <class... S>
Catalogue<MissingRule> table() {
    return {"missing", "constant", {catalogue_entry<MissingRule, S, MissingRuleOf<S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
const Catalogue<MissingRule>& missing_rules() {
    static const auto catalogue = table<Refuse, Mean, Median, MostFrequent, Constant, Drop>();
    return catalogue;
}

const CatalogueInfo& missing_rule_names() { return missing_rules(); }

}  // namespace mlp
