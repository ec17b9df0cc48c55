#pragma once

#include "mlp/config/document.h"
#include "mlp/core/options.h"

namespace mlp {

/// The JSON that a Reader turns into this choice, every default written out and paths absolute. A
/// choice without options is its name alone.
Json write_choice(const Choice& choice, const CatalogueInfo& catalogue);
/// The same for an object with the options of an entry.
Json write_object(const Choice& choice, const EntryInfo& entry);

}  // namespace mlp
