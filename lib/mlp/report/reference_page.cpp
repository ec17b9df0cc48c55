#include "mlp/report/reference_page.h"

#include "mlp/config/experiment_config.h"
#include "mlp/core/text.h"
#include "mlp/nn/activation.h"
#include "mlp/report/describe.h"
#include "mlp/report/markdown.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

using namespace markdown;

/// A part of configs: a catalogue to choose from, or an object with options.
struct Section {
    const CatalogueInfo& catalogue;
    bool is_object;
    std::vector<std::string> uses;  ///< "`activation` of [layers](#layers)"

    /// "losses"; "training" of an object
    std::string name() const {
        const std::string& part = catalogue.part();
        if (is_object) return part;
        return part + (part.ends_with('s') ? "es" : "s");
    }
    std::string title() const {
        std::string text = name();
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
        return text;
    }
    /// "[losses](#losses)"
    std::string link_here() const { return link(name(), name()); }
};

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

bool is_object(const OptionInfo& option) { return option.kind == OptionKind::object; }

/// Finds the sections by following the options, and writes them.
class Page {
  public:
    Page() : root_(entry_info<ExperimentConfig>()) { find_sections(root_, "a config"); }

    std::string text() const {
        std::string text = introduction();
        text += fmt::format("## Contents\n\n- {}\n", link("Config", "Config"));
        for (const auto& section : sections_) {
            text += fmt::format("- {}\n", link(section.title(), section.title()));
        }
        text += "\n## Config\n\nThe keys of the whole file.\n\n" + option_table(root_.options);
        for (const auto& section : sections_) text += section_text(section);
        return text;
    }

  private:
    void find_sections(const EntryInfo& entry, const std::string& where) {
        for (const auto& option : entry.options) {
            if (option.catalogue == nullptr) continue;
            const std::string use = fmt::format("{} of {}", code(option.name), where);
            if (auto* section = find(option.catalogue())) {
                auto& uses = section->uses;
                if (std::find(uses.begin(), uses.end(), use) == uses.end()) uses.push_back(use);
                continue;
            }
            const Section section{option.catalogue(), is_object(option), {use}};
            sections_.push_back(section);
            for (const auto* inner : section.catalogue.entries()) {
                find_sections(*inner, section.link_here());
            }
        }
    }

    Section* find(const CatalogueInfo& catalogue) {
        const auto found = std::find_if(
            sections_.begin(), sections_.end(),
            [&](const Section& section) { return section.catalogue.part() == catalogue.part(); });
        return found == sections_.end() ? nullptr : &*found;
    }

    static std::string introduction() {
        return "# Reference\n\n"
               "Every key and every name that a config may hold. "
               "(`mlp schema --markdown` prints this page; "
               "`mlp schema` prints the same for editors, as a JSON Schema.)\n\n"
               "Where a name is chosen, the name alone means all of its defaults, and an object "
               "sets some of its options: `\"activation\": \"elu\"` or "
               "`\"activation\": {\"type\": \"elu\", \"alpha\": 0.5}`.\n\n"
               "In formulas, `z` is what goes into an activation and `a` what comes out, `t` are "
               "targets, `x` inputs, `w` weights and `g` their gradients.\n\n";
    }

    /// "number, at least 0", "list of [layers](#layers)"
    static std::string allowed(const OptionInfo& option) {
        if (option.catalogue == nullptr) return plain(allowed_text(option));
        const auto section = Section{option.catalogue(), is_object(option), {}}.link_here();
        if (option.kind == OptionKind::choice_list) return "list of " + section;
        if (option.kind == OptionKind::choices_by_name)
            return "for each name one of the " + section;
        if (option.kind == OptionKind::choice) return "one of the " + section;
        const EntryInfo& entry = *option.catalogue().entries().front();
        return entry.alone.empty() ? section : allowed(*entry.find(entry.alone)) + " or " + section;
    }

    static std::string option_table(const std::vector<OptionInfo>& options) {
        std::string text = table_head({"key", "value", "default", "what it is"});
        for (const auto& option : options) {
            text += row({code_cell(option.name), allowed(option),
                         option.required ? "must be given" : code_cell(default_text(option)),
                         plain(option.help)});
        }
        return text + "\n";
    }

    static std::string option_item(const OptionInfo& option) {
        const std::string otherwise = default_text(option);
        std::string text = fmt::format("{} ({}", code(option.name), allowed(option));
        if (option.required) text += "; must be given";
        if (!otherwise.empty()) text += fmt::format("; default {}", code(otherwise));
        return text + "): " + plain(option.help) + "\n";
    }

    static std::string section_text(const Section& section) {
        std::string text = fmt::format("## {}\n\n", section.title());
        if (section.is_object) {
            const auto& entry = *section.catalogue.entries().front();
            return text + fmt::format("{}: {}.\n\n", join(section.uses), plain(entry.help)) +
                   option_table(entry.options);
        }
        text += fmt::format("For {}.", join(section.uses));
        if (const auto& name = section.catalogue.default_type(); !name.empty()) {
            text += fmt::format(" Where no type is named, it is {}.", code(name));
        }
        text += "\n\n" + entry_table(section.catalogue);
        if (section.catalogue.part() == activation_names().part()) text += activation_table();
        return text + entry_options(section.catalogue);
    }

    /// Name, formula, help and source, as far as there are any.
    static std::string entry_table(const CatalogueInfo& catalogue) {
        const auto entries = catalogue.entries();
        const auto any = [&](std::string EntryInfo::*text) {
            return std::any_of(entries.begin(), entries.end(),
                               [&](const EntryInfo* entry) { return !(entry->*text).empty(); });
        };
        const bool formulas = any(&EntryInfo::formula);
        const bool papers = any(&EntryInfo::source);
        std::vector<std::string> head{"name"};
        if (formulas) head.emplace_back("formula");
        head.emplace_back("what it is");
        if (papers) head.emplace_back("source");
        std::string text = table_head(head);
        for (const auto* entry : entries) {
            std::vector<std::string> cells{code_cell(entry->name)};
            if (formulas) cells.push_back(code_cell(entry->formula));
            cells.push_back(plain(entry->help));
            if (papers) cells.push_back(plain(entry->source));
            text += row(cells);
        }
        return text + "\n";
    }

    static std::string activation_table() {
        std::string text =
            "With their defaults:\n\n" +
            table_head({"name", "range", "smoothness", "monotonic", "derivative monotonic",
                        "`f(z)` ~ `z` at 0", "initializer", "weakness"});
        for (const auto& name : activation_names().names()) {
            const auto activation = activations<double>().make(name);
            const auto& traits = activation->traits();
            text +=
                row({code_cell(name), range_text(activation->range()),
                     std::string(smoothness_name(traits.smoothness)), yes_or_no(traits.monotonic),
                     yes_or_no(traits.derivative_monotonic), yes_or_no(traits.identity_near_0),
                     code_cell(traits.initializer), plain(traits.weakness)});
        }
        return text + "\n";
    }

    /// The options that all entries take, and then those of each.
    static std::string entry_options(const CatalogueInfo& catalogue) {
        const auto entries = catalogue.entries();
        std::set<std::string> common;
        std::string text;
        for (const auto& option : entries.front()->options) {
            const std::string item = option_item(option);
            const bool all =
                entries.size() > 1 &&
                std::all_of(entries.begin(), entries.end(), [&](const EntryInfo* entry) {
                    const auto* same = entry->find(option.name);
                    return same != nullptr && option_item(*same) == item;
                });
            if (all && common.insert(item).second) text += "  - " + item;
        }
        if (!text.empty()) text = "- all of them\n" + text;
        for (const auto* entry : entries) {
            std::string items;
            for (const auto& option : entry->options) {
                const std::string item = option_item(option);
                if (!common.contains(item)) items += "  - " + item;
            }
            if (!items.empty()) text += fmt::format("- {}\n{}", code(entry->name), items);
        }
        return text.empty() ? text : "Their options:\n\n" + text + "\n";
    }

    EntryInfo root_;
    std::vector<Section> sections_;
};

}  // namespace

std::string reference_page() {
    std::string text = Page().text();
    text.pop_back();  // the blank line after the last section
    return text;
}

}  // namespace mlp
