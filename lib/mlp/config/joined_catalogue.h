#pragma once

#include "mlp/core/options.h"

#include <string>
#include <utility>
#include <vector>

namespace mlp {

/// The entries of several catalogues as one.
class JoinedCatalogue final : public CatalogueInfo {
  public:
    JoinedCatalogue(std::string part, std::string default_type,
                    const std::vector<const CatalogueInfo*>& catalogues)
        : CatalogueInfo(std::move(part), std::move(default_type)) {
        for (const auto* catalogue : catalogues) {
            for (const auto* entry : catalogue->entries()) entries_.push_back(*entry);
        }
    }
    /// One entry more.
    JoinedCatalogue&& with(EntryInfo entry) && {
        entries_.push_back(std::move(entry));
        return std::move(*this);
    }

    std::vector<const EntryInfo*> entries() const override {
        std::vector<const EntryInfo*> result;
        for (const auto& entry : entries_) result.push_back(&entry);
        return result;
    }

  private:
    std::vector<EntryInfo> entries_;
};

}  // namespace mlp
