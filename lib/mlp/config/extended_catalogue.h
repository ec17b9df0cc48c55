#pragma once

#include "mlp/core/options.h"

#include <string>
#include <utility>
#include <vector>

namespace mlp {

/// A catalogue whose entries all take some more options, those of S, which belong to the config and
/// not to the part itself: {"type": "csv", "path": ..., "preprocessing": ...}.
template <class S>
class ExtendedCatalogue final : public CatalogueInfo {
  public:
    explicit ExtendedCatalogue(const CatalogueInfo& base)
        : CatalogueInfo(base.part(), base.default_type()) {
        for (const auto* entry : base.entries()) entries_.push_back(extended(*entry));
    }

    std::vector<const EntryInfo*> entries() const override {
        std::vector<const EntryInfo*> result;
        for (const auto& entry : entries_) result.push_back(&entry);
        return result;
    }
    EntryInfo meant_by(const Choice& choice) const override {
        const EntryInfo entry = CatalogueInfo::meant_by(choice);
        return choice.extension ? extended(entry) : entry;
    }

    /// The choice of the base, without the options of S.
    static Choice base_of(Choice choice) {
        for (const auto& option : option_infos<S>()) choice.options.erase(option.name);
        return choice;
    }

  private:
    static EntryInfo extended(EntryInfo entry) {
        for (auto& option : option_infos<S>()) entry.options.push_back(std::move(option));
        if (!entry.problem) return entry;
        entry.problem = [base = entry.problem](const Choice& choice) {
            return base(base_of(choice));
        };
        return entry;
    }

    std::vector<EntryInfo> entries_;
};

}  // namespace mlp
