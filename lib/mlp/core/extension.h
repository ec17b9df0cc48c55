#pragma once

#include "mlp/core/error.h"
#include "mlp/core/options.h"

#include <any>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

namespace mlp {

/// A variant that a program adds to a catalogue of the library: an activation of its own, say. A
/// Choice that means it carries it along, so nothing global has to know of it. Immutable once made,
/// so it may be shared between threads.
class Extension {
  public:
    Extension(std::string part, EntryInfo info) : part_(std::move(part)), info_(std::move(info)) {}

    /// How a Product is made of it: a Catalogue<Product>::Entry.
    template <class Product, class Entry>
    void add(Entry entry) {
        entries_.emplace(typeid(Product), std::move(entry));
    }

    const std::string& part() const { return part_; }
    const EntryInfo& info() const { return info_; }

    /// The catalogue entry for a Product.
    template <class Product, class Entry>
    const Entry& entry() const {
        const auto found = entries_.find(typeid(Product));
        if (found == entries_.end()) {
            throw InputError(info_.name + ": is no variant of what is chosen here");
        }
        return std::any_cast<const Entry&>(found->second);
    }

  private:
    std::string part_;
    EntryInfo info_;
    std::map<std::type_index, std::any> entries_;
};

/// The extensions that names in a config or a model file may mean, beside the library's own.
class Extensions {
  public:
    void add(std::shared_ptr<const Extension> extension) { list_.push_back(std::move(extension)); }

    /// Null if there is none of that name for that part.
    std::shared_ptr<const Extension> find(std::string_view part, std::string_view name) const {
        for (const auto& extension : list_) {
            if (extension->part() == part && extension->info().name == name) return extension;
        }
        return nullptr;
    }
    std::vector<std::string> names(std::string_view part) const {
        std::vector<std::string> result;
        for (const auto& extension : list_) {
            if (extension->part() == part) result.push_back(extension->info().name);
        }
        return result;
    }

  private:
    std::vector<std::shared_ptr<const Extension>> list_;
};

}  // namespace mlp
