#pragma once

#include "mlp/core/extension.h"
#include "mlp/core/options.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mlp {

/// The table of the named variants of one part: what each is called, which options it takes, what
/// it promises (`Product::Traits`), and how it is made. A catalogue is a plain constant value; it
/// is built by one function per part, whose body is the table (see nn/activations.cpp for the
/// pattern).
template <class Product>
class Catalogue final : public CatalogueInfo {
  public:
    using Traits = typename Product::Traits;
    struct Entry {
        EntryInfo info;
        Traits traits;
        std::function<std::unique_ptr<Product>(const Choice&)> make;
    };

    Catalogue(std::string part, std::string default_type, std::vector<Entry> entries)
        : CatalogueInfo(std::move(part), std::move(default_type)), entries_(std::move(entries)) {}

    std::vector<const EntryInfo*> entries() const override {
        std::vector<const EntryInfo*> infos;
        for (const auto& entry : entries_) infos.push_back(&entry.info);
        return infos;
    }

    /// Makes what was chosen. Throws InputError that names what is wrong and what would be right.
    std::unique_ptr<Product> make(const Choice& choice) const { return entry(choice).make(choice); }

    const Traits& traits(const Choice& choice) const { return entry(choice).traits; }

  private:
    const Entry& entry(const Choice& choice) const {
        if (choice.extension) return choice.extension->template entry<Product, Entry>();
        const EntryInfo* info = &get(choice.type.empty() ? default_type() : choice.type);
        return *std::find_if(entries_.begin(), entries_.end(),
                             [&](const Entry& candidate) { return &candidate.info == info; });
    }

    std::vector<Entry> entries_;
};

/// The row of a catalogue for the struct S, which has `name`, `help`, `traits` and `options()`. The
/// product is an Implementation made from an S.
template <class Product, class S, class Implementation>
typename Catalogue<Product>::Entry catalogue_entry() {
    typename Product::Traits traits{};
    if constexpr (requires { S::traits; }) traits = S::traits;
    return {entry_info<S>(), traits, [](const Choice& choice) -> std::unique_ptr<Product> {
                return std::make_unique<Implementation>(from_choice<S>(choice));
            }};
}

/// The struct S as an extension of a part: products for float and double, each an
/// Implementation<T, S>.
template <class S, template <class, class> class Implementation, template <class> class Product>
std::shared_ptr<const Extension> make_extension(std::string part) {
    auto extension = std::make_shared<Extension>(std::move(part), entry_info<S>());
    extension->template add<Product<float>>(
        catalogue_entry<Product<float>, S, Implementation<float, S>>());
    extension->template add<Product<double>>(
        catalogue_entry<Product<double>, S, Implementation<double, S>>());
    return extension;
}

}  // namespace mlp
